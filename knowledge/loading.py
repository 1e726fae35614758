"""``practices.yaml`` and ``adoptions.yaml``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from pydantic import Field, model_validator

from core.loading.entries.reading import related_by_key, sources_by_key
from core.loading.pages import PageLoader, edition_parent
from core.loading.registry import Loader, register_loader
from core.loading.schema import (
    Date,
    Entry,
    Key,
    Language,
    Part,
    Prose,
    Words,
    at_most,
    one_of,
    plain_date,
    refers,
)
from core.models import Concept, Source
from core.records.kinds import Kind, Verb
from core.records.pages import LONGEST_SUMMARY
from knowledge.models import Adoption, LibraryPage, PracticeIndexPage, PracticePage, PracticeSource
from knowledge.models.practice import SECTIONS, Basis, Length, Status
from knowledge.operations import record_practice, save_adoption
from members.models import Country, Institution, Programme

Sources = Annotated[list[Key], refers(Kind.SOURCE), Field(min_length=1)]
FOLDERS = {"en": "Practices", "az": "Təcrübələr"}
CONCEPTS = {"topics": "topics", "service_types": "service_types", "sdg_goals": "goals"}


class GoalLink(Part):
    """A goal that a practice advances, and how that is known."""

    goal: Annotated[Key, refers(Kind.SDG_GOAL)]
    basis: Annotated[str, one_of(Basis.values)]


class PracticeEntry(Entry):
    """A practice in the order in which every practice is told. Its figures are entries of their own."""

    language: Language
    title: Annotated[str, at_most(255)]
    country: Annotated[str | None, refers(Kind.COUNTRY)]
    institution: Annotated[Key | None, refers(Kind.INSTITUTION)]
    programme: Annotated[Key | None, refers(Kind.PROGRAMME)]
    status: Annotated[str, one_of(Status.values)] | None = None
    length: Annotated[str, one_of(Length.values)] = Length.FULL.value
    started: Date
    started_note: Words | None
    summary: Annotated[str, at_most(LONGEST_SUMMARY)]
    challenge: Prose | None
    solution: Prose | None
    implementation: Prose | None
    results: Prose | None
    setbacks: Prose | None
    lessons: Prose | None
    conditions: Prose | None
    cost: Prose | None
    contact: Prose | None
    topics: Annotated[list[Key], refers(Kind.TOPIC)]
    service_types: Annotated[list[Key], refers(Kind.SERVICE_TYPE)]
    sdg_goals: list[GoalLink]
    sources: Sources
    note: Words | None

    @model_validator(mode="after")
    def goals_are_known_in_one_way(self) -> PracticeEntry:
        """Refuse what the page cannot say: one goal by a source and another by evidence."""
        if len({link.basis for link in self.sdg_goals}) > 1:
            raise ValueError("sdg_goals: all goals of a practice have the same basis")
        return self


class AdoptionEntry(Entry):
    """That a country took up a practice."""

    original: Annotated[Key, refers(Kind.PRACTICE)]
    adopter: Annotated[str, refers(Kind.COUNTRY)]
    institution: Annotated[Key | None, refers(Kind.INSTITUTION)]
    adopted_as: Annotated[list[Key], refers(Kind.PRACTICE, "centres", "centre")]
    on: Date
    note: Words | None
    sources: Sources


@register_loader
class PracticeLoader(PageLoader):
    """Practices stand in the folder of their language."""

    file: ClassVar[str] = "practices"
    kind: ClassVar[str] = Kind.PRACTICE
    order: ClassVar[int] = 70
    schema: ClassVar[type[Entry]] = PracticeEntry
    model: ClassVar[Any] = PracticePage
    plain_fields: ClassVar[tuple[str, ...]] = ("title", "summary", "started_note", "note")
    rich_fields: ClassVar[tuple[str, ...]] = SECTIONS
    unordered: ClassVar[frozenset[str]] = frozenset(CONCEPTS)

    def prepare(self) -> None:
        """Make the folders under the library, and note when the first practice is listed."""
        self._listed = timezone.now()
        for language in settings.OPEN_LANGUAGES:
            library = LibraryPage.objects.filter(locale__language_code=language).first()
            if library is not None and not library.get_children().type(PracticeIndexPage).exists():
                _make_folder(library, language)

    def pages(self) -> list[PracticePage]:
        """Return the pages, the newest practice first."""
        return sorted(super().pages(), key=lambda page: page.record.listed_at, reverse=True)

    def slug_of(self, entry: PracticeEntry, language: str) -> str:
        """Return the id without its prefix."""
        return entry.id.removeprefix("practice-").lower()

    def parent_of(self, entry: PracticeEntry, language: str) -> PracticeIndexPage:
        """Return the folder of practices."""
        return edition_parent(PracticeIndexPage, language)

    def listed_at(self, entry: PracticeEntry) -> datetime:
        """Return a moment just before that of the entry above: the first of the file is the newest."""
        self._listed -= timedelta(seconds=1)
        return self._listed

    def register(self, page: PracticePage, entry: PracticeEntry) -> None:
        """Make the record of the practice."""
        record_practice(page=page, by=None, key=entry.id, listed_at=page.first_published_at)

    def set_facts(self, page: PracticePage, entry: PracticeEntry, changed: frozenset[str]) -> None:
        """Put the facts on the page."""
        if "country" in changed:
            page.country = _row(Country, entry.country)
        if "institution" in changed:
            page.institution = _row(Institution, entry.institution)
        if "programme" in changed:
            page.programme = _row(Programme, entry.programme)
        page.started = entry.started
        page.status, page.length = entry.status or Status.NOT_STATED, entry.length
        if "topics" in changed:
            page.topics = _concepts(Kind.TOPIC, entry.topics)
        if "service_types" in changed:
            page.service_types = _concepts(Kind.SERVICE_TYPE, entry.service_types)
        if "sdg_goals" in changed:
            page.goals = _concepts(Kind.SDG_GOAL, [link.goal for link in entry.sdg_goals])
            page.goals_basis = entry.sdg_goals[0].basis if entry.sdg_goals else Basis.EVIDENT
        if "sources" in changed:
            page.practice_sources = source_rows(PracticeSource, entry.sources)  # type: ignore[misc]  # set anew

    def facts_of(self, pages: list[Any]) -> dict[str, dict[str, Any]]:
        """Return what the original editions hold besides prose."""
        keys = {page.pk: page.record.key for page in pages}
        concepts = {name: _concepts_by_page(field, keys) for name, field in CONCEPTS.items()}
        sources = sources_by_page(PracticeSource, keys)
        named = _rows_named(pages)
        return {
            page.record.key: {
                "country": named.get(("country", page.country_id)),
                "institution": named.get(("institution", page.institution_id)),
                "programme": named.get(("programme", page.programme_id)),
                "status": page.status or None,
                "length": page.length,
                "started": plain_date(page.started),
                "topics": concepts["topics"].get(page.pk, []),
                "service_types": concepts["service_types"].get(page.pk, []),
                "sdg_goals": [
                    {"goal": goal, "basis": page.goals_basis} for goal in concepts["sdg_goals"].get(page.pk, [])
                ],
                "sources": sources.get(page.pk, []),
            }
            for page in pages
        }


def _make_folder(library: LibraryPage, language: str) -> None:
    known = PracticeIndexPage.objects.exclude(locale=library.locale).first()
    folder = PracticeIndexPage(title=FOLDERS.get(language, FOLDERS["en"]), slug="practices", locale=library.locale)
    if known is not None:
        folder.translation_key = known.translation_key
    library.add_child(instance=folder)
    folder.save_revision(log_action=False).publish(log_action=False)


def _row(model: Any, key: str | None) -> Any:
    if key is None:
        return None
    row = model.objects.filter(record__key=key).first()
    if row is None:
        name = model._meta.model_name
        raise ValidationError({name: f"There is no {name} “{key}”."})
    return row


def _concepts(scheme: str, keys: list[str]) -> list[Concept]:
    return list(Concept.objects.in_scheme(scheme).filter(record__key__in=keys).order_by("record"))


def _concepts_by_page(field: str, keys: Mapping[int, str]) -> dict[int, list[str]]:
    """Return the keys of the concepts of each page, in the order of the vocabulary: the page keeps no other."""
    through = getattr(PracticePage, field).through
    rows = through.objects.filter(practicepage__in=keys).order_by("practicepage", "concept__record")
    found: dict[int, list[str]] = defaultdict(list)
    for page, key in rows.values_list("practicepage", "concept__record__key"):
        found[page].append(key)
    return found


def _rows_named(pages: list[Any]) -> dict[tuple[str, int | None], str]:
    """Return the keys of countries, institutions and programmes by the name of the field and their row."""
    models: dict[str, Any] = {"country": Country, "institution": Institution, "programme": Programme}
    return {
        (name, pk): key
        for name, model in models.items()
        for pk, key in model.objects.filter(pk__in={getattr(page, f"{name}_id") for page in pages}).values_list(
            "pk", "record__key"
        )
    }


def source_rows(model: Any, keys: list[str]) -> list[Any]:
    """Return new rows that join a page to sources, in this order."""
    sources = {
        source.record.key: source for source in Source.objects.filter(record__key__in=keys).select_related("record")
    }
    return [model(source=sources[key], sort_order=position) for position, key in enumerate(dict.fromkeys(keys))]


def sources_by_page(model: Any, pages: Mapping[int, str]) -> dict[int, list[str]]:
    """Return the keys of the sources of each page, in their order."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = model.objects.filter(page__in=pages).order_by("page", "sort_order", "pk")
    for page, key in rows.values_list("page", "source__record__key"):
        found[page].append(key)
    return found


@register_loader
class AdoptionLoader(Loader):
    """Adoptions follow the practices they join."""

    file: ClassVar[str] = "adoptions"
    kind: ClassVar[str] = Kind.ADOPTION
    order: ClassVar[int] = 80
    schema: ClassVar[type[Entry]] = AdoptionEntry
    texts: ClassVar[Mapping[str, str]] = {"on_words": "adopted_words", "note": "note"}

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the adoptions."""
        sources = sources_by_key(Kind.ADOPTION)
        became = related_by_key(Verb.ADOPTED_AS, Kind.ADOPTION)
        rows = Adoption.objects.select_related("record", "original", "adopter", "institution__record")
        return {
            row.record.key: {
                "id": row.record.key,
                "original": row.original.key,
                "adopter": row.adopter.iso2,
                "institution": row.institution.record.key if row.institution else None,
                "adopted_as": became.get(row.record.key, []),
                "on": plain_date(row.adopted),
                "note": row.note or None,
                "sources": sources.get(row.record.key, []),
            }
            for row in rows.order_by("record")
        }

    def write(self, entry: AdoptionEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the adoption."""
        save_adoption(
            key=entry.id,
            original_key=entry.original,
            adopter=entry.adopter,
            institution_key=entry.institution or "",
            adopted_as=entry.adopted_as,
            adopted=entry.on,
            note=entry.note or "",
            source_keys=entry.sources,
            by=None,
        )

    def original_of(self, entry: AdoptionEntry, field: str) -> Any:
        """Return what is translated."""
        return entry.on.words if field == "on_words" else super().original_of(entry, field)
