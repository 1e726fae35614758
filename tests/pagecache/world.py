"""A small record in which everything that a page can show is on some page, and all addresses of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from core.models import Concept, Figure, Picture, Record, Source, StoredFile, Title
from core.records.kinds import Kind
from core.vocabulary.operations import Names
from knowledge.models import Adoption, PracticeAttachment, PracticeImage, PracticePage
from members.models import Country, Institution, Programme
from members.models.country import Role
from members.operations import save_country
from tests.factories import knowledge as make
from tests.factories import site as site_make

LISTS = (
    "library", "topics", "countries", "institutions", "sources", "open-questions", "terms", "news", "about", "privacy",
    "site-map",
)  # fmt: skip
TRANSLATED = (Kind.PRACTICE, Kind.NEWS)
TRANSLATED_LISTS = ("library", "topics", "news")
ASKED = (
    "library/?sort=title",
    "library/?topic=one-stop&country=azerbaijan",
    "library/?country=no-such",
    "library/feed.atom",
    "library/feed.json?topic=one-stop",
    "library/topics/one-stop/feed.atom",
    "library/countries/kenya/feed.json",
    "institutions/?country=KE",
    "sources/?kind=news&sort=date",
    "news/?year=2020",
    "news/feed.atom?year=2020",
)


@dataclass
class World:
    """What stands in it: ``practice`` with all that a practice has, ``other`` with nothing of the same."""

    home: Any
    library: make.Library
    azerbaijan: Country
    kenya: Country
    agency: Institution
    bureau: Institution
    programme: Programme
    one_stop: Concept
    narrower: Concept
    trust: Concept
    term: Concept
    practice: PracticePage
    translation: PracticePage
    other: PracticePage
    third: PracticePage
    shared: Source
    only: Source
    figure: Figure
    adoption: Adoption
    news: Any
    about: Any
    picture: Picture
    file: StoredFile

    def again(self, page: Any) -> Any:
        """A page as the database has it now."""
        return type(page).objects.get(pk=page.pk)


def a_world() -> World:
    """Everything, published as an editor publishes it, in English and some of it in Azerbaijani."""
    library = make.a_library()
    make.in_azerbaijani(library)
    home = library.page.get_parent().specific
    index = site_make.news_index()
    site_make.translated(index, title="Xəbərlər")
    azerbaijan, kenya = make.a_country("AZ", "Azerbaijan", az="Azərbaycan"), make.a_country("KE", "Kenya", az="Keniya")
    save_country(
        iso2="AZ",
        names={"en": "Azerbaijan", "az": "Azərbaycan"},
        roles=[Role.FOUNDING_SIGNATORY],
        source_keys=[site_make.a_source().record.key],
        by=None,
    )
    agency, bureau = make.an_institution(), make.an_institution("inst-bureau", "KE", name="Bureau")
    programme = make.a_programme(agency)
    one_stop = make.a_concept("one-stop", labels={"en": Names("One-stop shop"), "az": Names("Vahid pəncərə")})
    narrower = make.a_concept("one-window", broader="one-stop")
    trust = make.a_concept("trust")
    term = make.a_concept("term-window", Kind.TERM)
    shared, only = site_make.a_source("source-shared"), site_make.a_source("source-only")
    about = site_make.a_standard_page(home, body=f'<p><a linktype="page" id="{index.pk}">News</a></p>')
    site_make.a_standard_page(home, "privacy")
    practice = make.a_practice(
        library,
        "asan",
        country=azerbaijan,
        institution=agency,
        programme=programme,
        topics=[one_stop],
        sources=[shared],
        is_full=True,
    )
    picture, file = make.a_picture(), make.a_document()
    PracticeImage.objects.create(page=practice, image=picture, alternative="A hall")
    PracticeAttachment.objects.create(page=practice, document=file)
    # As the database has them: what was uploaded holds an open file.
    picture, file = Picture.objects.get(pk=picture.pk), StoredFile.objects.get(pk=file.pk)
    practice = site_make.publish(PracticePage.objects.get(pk=practice.pk))
    translation = site_make.translated(practice, title="Tərcümə olunmuş təcrübə")
    other = make.a_practice(library, "huduma", country=kenya, topics=[trust], institution=bureau)
    third = make.a_practice(library, "third", country=kenya, sources=[shared])
    figure = make.a_figure(practice, sources=[only])
    adoption = make.an_adoption(practice, kenya, third.record.key, on="2019", note="Synthetic note.")
    make.a_contradiction(practice.record, azerbaijan.record)
    make.a_gap(practice.record)
    news = site_make.a_news_item(index, "opening", on="2020-05", mentions=[practice.record.key, "AZ"])
    return World(
        home, library, azerbaijan, kenya, agency, bureau, programme, one_stop, narrower, trust, term, practice,
        translation, other, third, shared, only, figure, adoption, news, about, picture, file,
    )  # fmt: skip


def addresses() -> list[str]:
    """Every public address: lists, lists that are asked something, and the page of every record that has one.

    In English; in Azerbaijani those of each sort on which translations show.
    """
    pages = Title.objects.filter(record__in=Record.objects.public()).exclude(address__startswith="/id/")
    told = Q(language="en") | Q(language="az", kind__in=TRANSLATED)
    # Of sources those that more than one thing rests on, and the first of those that are claimed to say something.
    claimed = Record.objects.filter(source__claims__isnull=False).order_by("pk")[:1]
    others = Q(kind=Kind.SOURCE) & ~Q(record__key__in=["source-shared", "source-only"]) & ~Q(record__in=claimed)
    found = {address.split("#")[0] for address in pages.filter(told).exclude(others).values_list("address", flat=True)}
    found |= {f"/en/{path}" for path in ASKED}
    for language, names in (("en", LISTS), ("az", TRANSLATED_LISTS)):
        with override(language):
            found |= {reverse(name) for name in names}
    with override("en"):
        found |= {reverse("country-practices", args=[slug]) for slug in ("azerbaijan", "kenya")}
    return sorted(found)
