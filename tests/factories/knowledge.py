"""A library with synthetic practices, published as an editor publishes them. Every text says that it is synthetic."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.dates import PartialDate
from core.figures.operations import save_figure
from core.models import Concept, Figure, Picture, Record, Source, StoredFile
from core.records.kinds import Kind
from core.sources.operations import ClaimMade, cite, save_contradiction, save_gap
from core.vocabulary.operations import Names, save_concept
from knowledge.models import Adoption, LibraryPage, PracticeIndexPage, PracticePage, PracticeSource
from knowledge.operations import save_adoption
from members.models import Country, Institution, Programme
from members.operations import save_country, save_institution, save_programme
from tests.factories import site as make

_numbers = itertools.count(1)
SECTIONS = (
    "challenge",
    "solution",
    "implementation",
    "results",
    "setbacks",
    "lessons",
    "conditions",
    "cost",
    "contact",
)


@dataclass(frozen=True)
class Library:
    """The library's page and the folder of its practices, in English."""

    page: LibraryPage
    folder: PracticeIndexPage


def a_library() -> Library:
    """A site with an empty library."""
    page = make.a_page(make.a_site(), LibraryPage, "Library", "library")
    return Library(page, make.a_page(page, PracticeIndexPage, "Practices", "practices"))


def in_azerbaijani(library: Library) -> Library:
    """The same library in Azerbaijani."""
    page = make.translated(library.page, title="Kitabxana")
    return Library(page, make.translated(library.folder, title="Təcrübələr"))


def a_country(iso2: str = "AZ", name: str = "Azerbaijan", **names: str) -> Country:
    """A country with a source; ``names`` are those in other languages."""
    source = make.a_source()
    return save_country(iso2=iso2, names={"en": name, **names}, roles=[], source_keys=[source.record.key], by=None)


def an_institution(key: str = "inst-synthetic", country: str = "AZ", **fields: Any) -> Institution:
    """An institution of a country."""
    given = {"name": "Synthetic agency", "kind": "government agency", **fields}
    return save_institution(key=key, country=country, source_keys=[make.a_source().record.key], by=None, **given)


def a_programme(institution: Institution, key: str = "prog-synthetic") -> Programme:
    """A programme of an institution."""
    return save_programme(
        key=key,
        name="Synthetic programme",
        institution_key=institution.record.key,
        source_keys=[make.a_source().record.key],
        by=None,
    )


def a_concept(key: str, scheme: str = Kind.TOPIC, *, broader: str = "", **fields: Any) -> Concept:
    """A concept with English and Azerbaijani labels."""
    labels = fields.pop("labels", {"en": Names(f"Topic {key}"), "az": Names(f"Mövzu {key}")})
    return save_concept(key=key, scheme=scheme, labels=labels, broader_key=broader, by=None, **fields)


def a_practice(
    library: Library,
    slug: str = "",
    *,
    key: str = "",
    sources: Sequence[Source] | None = None,
    started: PartialDate | None = None,
    topics: Sequence[Concept] = (),
    service_types: Sequence[Concept] = (),
    goals: Sequence[Concept] = (),
    is_full: bool = False,
    **fields: Any,
) -> PracticePage:
    """A published practice; with ``is_full`` every section has a text."""
    number = next(_numbers)
    slug = slug or f"synthetic-{number}"
    told = {name: f"<p>Synthetic {name} of {slug}.</p>" for name in SECTIONS} if is_full else {}
    page = PracticePage(
        **{
            "title": f"Synthetic practice {number}",
            "slug": slug,
            "summary": f"A synthetic summary of {slug}.",
            "locale": library.folder.locale,
            **told,
            **fields,
        }
    )
    page.started = started or PartialDate()
    page.topics, page.service_types, page.goals = list(topics), list(service_types), list(goals)
    library.folder.add_child(instance=page)
    for position, source in enumerate([make.a_source()] if sources is None else sources):
        PracticeSource.objects.create(page=page, source=source, sort_order=position)
    return make.publish(PracticePage.objects.get(pk=page.pk))


def a_figure(
    practice: PracticePage, *, stated: str = "over 40", sources: Sequence[Source] = (), **fields: Any
) -> Figure:
    """A figure of a practice, cited."""
    given = {"measure": "synthetic applications", "low": 40, "high": None, "unit": "applications", **fields}
    figure = save_figure(
        key=given.pop("key", f"fig-synthetic-{next(_numbers)}"),
        subject=practice.record,
        stated=stated,
        by=None,
        **given,
    )
    cited = [source.record.key for source in sources] or [make.a_source().record.key]
    cite(record=figure.record, source_keys=cited, by=None)
    return figure


def an_adoption(original: PracticePage, adopter: Country, *adopted_as: str, on: str = "", **fields: Any) -> Adoption:
    """That a country took up a practice, as the records with these keys."""
    return save_adoption(
        key=f"adoption-synthetic-{next(_numbers)}",
        original_key=original.record.key,
        adopter=adopter.iso2,
        source_keys=[make.a_source().record.key],
        adopted_as=adopted_as,
        adopted=PartialDate.from_iso(on) if on else None,
        by=None,
        **fields,
    )


def a_picture() -> Picture:
    """A picture with a credit."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "PNG")
    upload = SimpleUploadedFile("hall.png", file.getvalue(), "image/png")
    return Picture.objects.create(title="Synthetic hall", file=upload, credit="A. Photographer")


def a_document(title: str = "Synthetic handbook", audience: str = "public") -> StoredFile:
    """A file for the readers named."""
    upload = SimpleUploadedFile(f"document-{next(_numbers)}.txt", b"Synthetic words.")
    return StoredFile.objects.create(title=title, audience=audience, file=upload)


def a_contradiction(*about: Record) -> None:
    """Two sources that disagree about these records."""
    claims = [ClaimMade(f"Synthetic claim {word}", make.a_source().record.key) for word in ("one", "two")]
    save_contradiction(
        key=f"contradiction-synthetic-{next(_numbers)}",
        topic="Synthetic point of disagreement",
        claims=claims,
        reading="The first, synthetically",
        about=[record.key for record in about],
        by=None,
    )


def a_gap(*about: Record, text: str = "A synthetic silence of every source.") -> None:
    """What no source says about these records."""
    save_gap(key=f"gap-synthetic-{next(_numbers)}", text=text, about=[record.key for record in about], by=None)
