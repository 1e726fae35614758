"""Questions over many practices: which match, in what order, and how many under each value of each filter.

A page of a list is read from an index, however long the list is. How many match, and how many would under every value,
has to be counted; what was found is kept until something changes (``core.records.listing``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from wagtail.contrib.redirects.models import Redirect

from core.models import Confirmation, Record, Relation, Title
from core.records.kinds import Kind, Verb
from core.records.listing import ListQuery, ListShape, kept_until_changed
from core.records.neighbours import seen_by
from core.records.pages import EditionState
from knowledge.models import Adoption, PracticeAttachment, PracticeImage, PracticePage
from knowledge.versions import with_version
from knowledge.versions.translated import with_translation
from search.fallback import MOST, titles_like
from search.query import NOT_STATED, SearchQuery

COUNTRY, TOPIC, SERVICE, GOAL, YEAR, LANGUAGE = "country", "topic", "service", "sdg", "year", "language"
NEWEST, BY_TITLE, BY_YEAR = "newest", "title", "year"
PRACTICES = ListShape(
    facets=(COUNTRY, TOPIC, GOAL, SERVICE, YEAR, LANGUAGE), sorts=(NEWEST, BY_TITLE, BY_YEAR), takes_words=True
)
# The filters whose values are records: the verb that joins a practice to them, and their kind.
RELATED: dict[str, tuple[Verb, Kind]] = {
    COUNTRY: (Verb.IN_COUNTRY, Kind.COUNTRY),
    TOPIC: (Verb.ABOUT, Kind.TOPIC),
    GOAL: (Verb.ADVANCES, Kind.SDG_GOAL),
    SERVICE: (Verb.SERVES, Kind.SERVICE_TYPE),
}
# So many matches are remembered one by one; where there are more, walking an index finds a page of them soon.
FEW = 1_000

# How many practices there are under each value of each filter; values that are records go by their id.
Counts = dict[str, dict[Any, int]]


@dataclass(frozen=True)
class Filters:
    """What a query asks of practices, with the records that its words name: id by slug, for every filter of records.

    A word that names no record is left out, and a filter whose words name none matches nothing. ``among`` holds them to
    some practices, where it is anything.
    """

    records: dict[str, dict[str, int]] = field(default_factory=dict)
    years: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    among: tuple[int, ...] | None = None

    @property
    def asked(self) -> list[str]:
        """Return the filters in use, in their order."""
        named = {YEAR: self.years, LANGUAGE: self.languages}
        return [name for name in PRACTICES.facets if named.get(name) or name in self.records]

    def without(self, name: str) -> Filters:
        """Return the filters but one."""
        if name == YEAR:
            return replace(self, years=())
        if name == LANGUAGE:
            return replace(self, languages=())
        return replace(self, records={other: found for other, found in self.records.items() if other != name})

    def parts(self) -> list[Any]:
        """Return what tells these filters from others."""
        return [
            sorted((name, sorted(found.values())) for name, found in self.records.items()),
            self.years,
            self.languages,
            self.among,
        ]


def filters_of(query: ListQuery, user: Any) -> Filters:
    """Return the filters that a query asks for: one query where it names records, one where it has words.

    A word for a record that ``user`` may not see names none.
    """
    asked = Q()
    for name, (_verb, kind) in RELATED.items():
        if values := query.values(name):
            asked |= Q(kind=kind, slug__in=values)
    found = Record.objects.visible_to(user).filter(asked).values_list("kind", "slug", "pk") if asked else []
    by_kind: dict[str, dict[str, int]] = {}
    for found_kind, slug, pk in found:
        by_kind.setdefault(found_kind, {})[slug] = pk
    records = {name: by_kind.get(kind, {}) for name, (_verb, kind) in RELATED.items() if query.values(name)}
    return Filters(records, query.values(YEAR), query.values(LANGUAGE), _called(query.words, user))


def _called(words: str, user: Any) -> tuple[int, ...] | None:
    """Return the practices whose titles hold the words, as many as the search lists without its engine."""
    if not words:
        return None
    asked = SearchQuery(text=words, language=get_language() or settings.LANGUAGE_CODE)
    rows = titles_like(asked, [Kind.PRACTICE], user=user)
    return tuple(rows.values_list("record_id", flat=True)[:MOST])


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) == 4 and value != "0000"


def matching(filters: Filters, user: Any) -> QuerySet[Record]:
    """Return the records of the practices that ``user`` may see and that pass every filter."""
    practices = Record.objects.visible_to(user).of_kind(Kind.PRACTICE)
    if filters.among is not None:
        practices = practices.filter(pk__in=filters.among)
    for name, found in filters.records.items():
        verb, _kind = RELATED[name]
        edges = Relation.objects.filter(verb=verb, object__in=list(found.values()))
        practices = practices.filter(pk__in=edges.values("subject"))
    if filters.years:
        practices = practices.filter(pk__in=originals().filter(_begun_in(filters.years), live=True).values("record"))
    if filters.languages:
        titles = Title.objects.filter(kind=Kind.PRACTICE, language__in=filters.languages, text_language=F("language"))
        practices = practices.filter(pk__in=titles.values("record"))
    return practices


def adoptions_stated_to(user: Any) -> QuerySet[Adoption]:
    """Return the adoptions that ``user`` may see, with a source and both sides."""
    return Adoption.objects.filter(seen_by(user))


def originals() -> QuerySet[PracticePage]:
    """Return the original editions, published or not; they hold the facts."""
    return PracticePage.objects.filter(edition_state=EditionState.ORIGINAL, record__isnull=False)


def _begun_in(years: tuple[str, ...]) -> Q:
    """Return the condition that the beginning lies in one of the years, or is not known to the year."""
    wanted = Q(pk__in=[])
    for value in years:
        if value == NOT_STATED:
            known = Q(started_earliest__year=F("started_latest__year"))
            wanted |= Q(started_earliest__isnull=True) | Q(started_latest__isnull=True) | ~known
        elif _is_year(value):
            year = int(value)
            wanted |= Q(started_earliest__gte=date(year, 1, 1), started_latest__lte=date(year, 12, 31))
    return wanted


@dataclass(frozen=True)
class Answer:
    """The practices that match: how many, and which where they are few."""

    count: int
    few: tuple[int, ...] | None


@dataclass(frozen=True)
class PracticeList:
    """The answer to one query for one reader in one language."""

    filters: Filters
    language: str
    user: Any
    generation: Any

    @property
    def count(self) -> int:
        """How many practices match."""
        return self._answer.count

    @property
    def _answer(self) -> Answer:
        return self._kept("count", lambda: _answer(matching(self.filters, self.user)))

    def counts(self) -> Counts:
        """Return how many practices there are under each value of each filter, its own filter left out."""
        return self._kept("facets", lambda: facet_counts(self.filters, self.user))

    def ids(self, sort: str, start: int, stop: int) -> list[int]:
        """Return the record ids of the practices from place ``start`` to before ``stop`` of the list in this order."""
        if start >= self.count:
            return []
        return self._kept("page", lambda: self._ids(sort, start, stop), sort, self.language, start, stop)

    def first_ids(self, sort: str, most: int) -> list[int]:
        """Return the record ids of the first ``most`` practices in this order. So many are not kept."""
        return self._ids(sort, 0, most) if self.count else []

    def _ids(self, sort: str, start: int, stop: int) -> list[int]:
        answer = self._answer
        stop = min(stop, answer.count)
        rows = _in_order(sort, self.language, self._matching(answer))
        # The far half of a list is read from its end: the last page costs what the first does.
        if start > answer.count // 2:
            return list(rows.reverse()[answer.count - stop : answer.count - start])[::-1]
        return list(rows[start:stop])

    def _matching(self, answer: Answer) -> QuerySet[Record]:
        if answer.few is None:
            return matching(self.filters, self.user)
        return matching(Filters(), self.user).filter(pk__in=answer.few)

    def _kept(self, name: str, compute: Callable[[], Any], *parts: Any) -> Any:
        asked = [*self.filters.parts(), *parts]
        return kept_until_changed(f"practices {name}", asked, compute, user=self.user, generation=self.generation)


def _answer(practices: QuerySet[Record]) -> Answer:
    first = list(practices.order_by().values_list("pk", flat=True)[: FEW + 1])
    return Answer(practices.count(), tuple(first) if len(first) <= FEW else None)


def _in_order(sort: str, language: str, practices: QuerySet[Record]) -> QuerySet[Any]:
    """Return the record ids in an order; each order has an index that begins with it."""
    if sort == BY_TITLE:
        titles = Title.objects.filter(Exists(practices.filter(pk=OuterRef("record_id"))), kind=Kind.PRACTICE)
        return titles.filter(language=language).order_by("sort_key", "record_id").values_list("record_id", flat=True)
    if sort == BY_YEAR:
        begun = originals().filter(Exists(practices.filter(pk=OuterRef("record_id"))))
        return begun.order_by(F("started_earliest").desc(nulls_last=True), "-page_ptr").values_list(
            "record_id", flat=True
        )
    return practices.order_by("-listed_at", "-pk").values_list("pk", flat=True)


def facet_counts(filters: Filters, user: Any) -> Counts:
    """Return how many practices there are under each value of each filter, its own filter left out.

    Three queries, and one more for each filter in use.
    """
    unused = [name for name in PRACTICES.facets if name not in filters.asked]
    counts = _counted(unused, matching(filters, user))
    for name in filters.asked:
        counts |= _counted([name], matching(filters.without(name), user))
    return counts


def _counted(names: list[str], practices: QuerySet[Record]) -> Counts:
    counts: Counts = {}
    if related := [name for name in names if name in RELATED]:
        counts |= _related_counts(related, practices)
    if YEAR in names:
        counts[YEAR] = _year_counts(practices)
    if LANGUAGE in names:
        counts[LANGUAGE] = _language_counts(practices)
    return counts


def _related_counts(names: list[str], practices: QuerySet[Record]) -> Counts:
    by_verb = {RELATED[name][0].value: name for name in names}
    rows = (
        Relation.objects.filter(verb__in=by_verb, subject__in=practices.values("pk"))
        .values_list("verb", "object_id")
        .annotate(practices=Count("pk"))
        .order_by()
    )
    counts: Counts = {name: {} for name in names}
    for verb, object_id, practices_under in rows:
        counts[by_verb[verb]][object_id] = practices_under
    return counts


def _year_counts(practices: QuerySet[Record]) -> dict[str, int]:
    rows = (
        originals()
        .filter(record__in=practices.values("pk"), live=True)
        .values_list("started_earliest", "started_latest")
        .annotate(practices=Count("pk"))
        .order_by()
    )
    counts: Counter[str] = Counter()
    for earliest, latest, begun in rows:
        is_known = earliest is not None and latest is not None and earliest.year == latest.year
        counts[str(earliest.year) if is_known else NOT_STATED] += begun
    return dict(counts)


def _language_counts(practices: QuerySet[Record]) -> dict[str, int]:
    titles = Title.objects.filter(kind=Kind.PRACTICE, text_language=F("language"), record__in=practices.values("pk"))
    rows = titles.values_list("language").annotate(practices=Count("pk")).order_by()
    return dict(rows)


@dataclass(frozen=True)
class Editions:
    """The live page at an address, and the original of the same practice, which holds the facts, published or not."""

    page: PracticePage
    original: PracticePage | None


def editions_at(slug: str, language: str) -> Editions | None:
    """Return the practice at an address, the original with it: one query. Nothing where no live page stands there."""
    here = PracticePage.objects.live().filter(slug=slug, locale__language_code=language).values("record")
    pages = list(with_what_hangs_on_them(PracticePage.objects.filter(record__in=here)))
    published = (page for page in pages if page.live)
    page = next((page for page in published if (page.slug, page.locale.language_code) == (slug, language)), None)
    return Editions(page, next((page for page in pages if page.is_original), None)) if page is not None else None


def slug_after(path: str) -> str:
    """Return what a practice is called now that stood at ``path``; empty where none did, or it still stands there."""
    moved = Redirect.objects.filter(old_path=Redirect.normalise_path(path), redirect_page__isnull=False)
    return moved.values_list("redirect_page__slug", flat=True).first() or ""


def with_what_hangs_on_them(pages: QuerySet[PracticePage]) -> QuerySet[PracticePage]:
    """Return the pages with record, language and version, and with whether there are images and files to ask for."""
    return (
        with_translation(with_version(pages))
        .select_related("record", "locale")
        .annotate(
            has_images=Exists(PracticeImage.objects.filter(page=OuterRef("pk"))),
            has_files=Exists(PracticeAttachment.objects.filter(page=OuterRef("pk"))),
            is_confirmed=Exists(Confirmation.objects.filter(record=OuterRef("record_id"))),
        )
    )
