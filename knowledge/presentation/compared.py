"""Practices side by side, on the same fields. Which ones stands in the address, and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.models import Record, Relation, Title
from core.records.kinds import Kind, Verb
from core.records.listing import ListShape, read_query
from core.shown.figures import ShownFigure, figures_of
from core.shown.frame import title_of
from core.shown.sources import sources_of
from core.templatetags.facts import ShownSource
from core.texts.localized import LocalText
from knowledge.models import PracticePage
from knowledge.presentation.facts import NamedFacts, all_fact_rows, tells_facts
from knowledge.presentation.frame import comparison_address, library_crumbs, spoken
from knowledge.presentation.gathered import Titles, titles_in
from knowledge.presentation.prose import SECTIONS, Section, sections_of_all
from knowledge.querysets import with_what_hangs_on_them
from knowledge.versions.translated import said_of, translation_of

LEAST, MOST = 2, 4
CHOSEN = ListShape(facets=("p",), sorts=("",))
# The relations that facts are read from.
FACTS = (Verb.IN_COUNTRY, Verb.RUN_BY, Verb.PART_OF, Verb.ABOUT, Verb.SERVES, Verb.ADVANCES)


@dataclass(frozen=True)
class Cell:
    """What one practice says in one field: facts, figures, or a text; nothing where nothing is on record."""

    values: list[dict[str, Any]] = field(default_factory=list)
    figures: list[ShownFigure] = field(default_factory=list)
    section: Section | None = None
    text: LocalText | str = ""
    url: str = ""


@dataclass(frozen=True)
class Column:
    """A practice that is compared: the edition that is read, its original, and how to take it out again."""

    title: Title
    page: PracticePage
    original: PracticePage
    without_url: str

    @property
    def name(self) -> LocalText:
        """Return what the practice is called."""
        return title_of(self.title)

    @property
    def translation_state(self) -> str:
        """Return how far the translation is that is read; nothing for an original."""
        return said_of(translation_of(self.page))

    @property
    def shown_language(self) -> str:
        """Return the language of the edition where it is not that of the reader."""
        language = self.page.locale.language_code
        return language if language != spoken() else ""


@dataclass(frozen=True)
class FieldRow:
    """A field, with what each practice says in it."""

    name: str | Promise
    cells: list[Cell]


def comparison_context(request: HttpRequest) -> dict[str, Any]:
    """Return the practices that the address names, side by side: ten queries, however many they are.

    A practice that is not for this reader is as unknown as one that there is not. What was chosen is kept where it is
    too little or too much to compare.
    """
    slugs = read_query(CHOSEN, request.GET).values("p")
    chosen = _chosen(slugs, request.user)
    is_table = LEAST <= len(chosen) <= MOST
    columns = _columns(chosen) if is_table else []
    return {
        "title": _("Practices compared"),
        "crumbs": library_crumbs(),
        "chosen": [{"slug": title.record.slug, "name": title_of(title), "url": title.address} for title in chosen],
        "unknown": [slug for slug in slugs if slug not in {title.record.slug for title in chosen}],
        "columns": columns,
        "rows": _rows(columns, request.user) if columns else [],
        "unconfirmed": any(not getattr(column.page, "is_confirmed", False) for column in columns),
        "advice": "" if is_table else _advice(len(chosen)),
        "meta_description": _("Practices of public service side by side, on the same fields."),
        "json_ld": {"@type": "WebPage"},
    }


def _chosen(slugs: Iterable[str], user: Any) -> list[Title]:
    """Return the titles of the practices that there are for ``user``, in the order of the address: two queries."""
    wanted = list(slugs)
    if not wanted:
        return []
    found = Record.objects.visible_to(user).of_kind(Kind.PRACTICE).filter(slug__in=wanted)
    titles = titles_in(found.values_list("pk", flat=True), language=spoken(), user=user)
    return sorted(titles.values(), key=lambda title: wanted.index(title.record.slug))


def _advice(number: int) -> str:
    if number < LEAST:
        return _("Two to four practices can stand side by side. Choose them in the library.")
    return ngettext(
        "%(number)s practice was chosen; up to four can stand side by side. Take some away.",
        "%(number)s practices were chosen; up to four can stand side by side. Take some away.",
        number,
    ) % {"number": number}


def _columns(titles: list[Title]) -> list[Column]:
    """Return the practices with the editions that are read: one query."""
    pages = with_what_hangs_on_them(PracticePage.objects.filter(record__in=[title.record_id for title in titles]))
    editions: dict[int, list[PracticePage]] = defaultdict(list)
    # That in the language of the reader first, then the original, which holds the facts though it be unpublished.
    for page in sorted(pages, key=lambda page: (page.locale.language_code != spoken(), not page.is_original)):
        editions[page.record_id or 0].append(page)
    slugs = [title.record.slug for title in titles]
    found = []
    for title in titles:
        shown = next((one for one in editions[title.record_id] if one.live), None)
        if shown is not None:
            original = next((one for one in editions[title.record_id] if one.is_original), shown)
            without = comparison_address(*(slug for slug in slugs if slug != title.record.slug))
            found.append(Column(title, shown, original, without))
    return found


def _rows(columns: list[Column], user: Any) -> list[FieldRow]:
    """Return every field: seven queries, and those that Wagtail makes for links in texts."""
    ids = [column.title.record_id for column in columns]
    told = [column.title.record_id for column in columns if tells_facts(column.original)]
    named, titles = _named(told, user)
    sources = defaultdict(list, sources_of(told, language=spoken(), user=user))
    figures = defaultdict(list, figures_of(told, language=spoken(), user=user))
    return [
        FieldRow(pgettext("readers", "Summary"), [_summary(column) for column in columns]),
        *_facts(columns, named, titles, sources),
        FieldRow(_("Figures"), [Cell(figures=[one for one in figures[pk] if one.sources]) for pk in ids]),
        *_prose(columns),
        FieldRow(_("Sources"), [_counted(column, sources[column.title.record_id]) for column in columns]),
    ]


def _named(ids: list[int], user: Any) -> tuple[dict[int, NamedFacts], Titles]:
    """Return the records that the facts of each practice name, and their titles: two queries."""
    edges = list(Relation.objects.filter(subject__in=ids, verb__in=FACTS).order_by("verb", "position", "-pk"))
    named = {pk: NamedFacts.stated_by(edges, pk) for pk in ids}
    wanted = {end for facts in named.values() for end in facts.ids()}
    return named, titles_in(wanted, language=spoken(), user=user)


def _summary(column: Column) -> Cell:
    return Cell(text=LocalText(column.page.summary, column.page.locale.language_code))


def _facts(
    columns: list[Column], named: dict[int, NamedFacts], titles: Titles, sources: dict[int, list[ShownSource]]
) -> list[FieldRow]:
    told = [
        all_fact_rows(
            column.original,
            column.page,
            named.get(column.title.record_id, NamedFacts()),
            titles,
            sources[column.title.record_id],
        )
        for column in columns
    ]
    return [
        FieldRow(rows[0]["term"], [Cell(values=[one for one in row["values"] if one["value"]]) for row in rows])
        for rows in zip(*told, strict=True)
    ]


def _prose(columns: list[Column]) -> list[FieldRow]:
    told = [
        {section.anchor: section for section in sections if section.text}
        for sections in sections_of_all([(column.page, column.original) for column in columns])
    ]
    return [FieldRow(title, [Cell(section=found.get(anchor)) for found in told]) for anchor, title in SECTIONS]


def _counted(column: Column, sources: list[ShownSource]) -> Cell:
    """Return how many sources a practice has, with the way to them."""
    number = len(sources)
    words = ngettext("%(number)s source", "%(number)s sources", number) % {"number": number}
    return Cell(text=words, url=f"{column.title.address}#sources") if number else Cell()
