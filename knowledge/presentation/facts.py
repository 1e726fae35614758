"""The facts of a practice, as the panel beside its text shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.models import Relation, Title
from core.records.kinds import Verb
from core.shown.frame import goal_title, title_of
from core.templatetags.facts import MARKS, ShownSource
from core.texts.localized import LocalText
from knowledge.models import PracticePage
from knowledge.models.practice import Status
from knowledge.presentation.prose import published_of

Row = dict[str, Any]


@dataclass(frozen=True)
class NamedFacts:
    """The records that a practice's facts name, by id; ``evident`` are the goals that no source states."""

    country: int | None = None
    institution: int | None = None
    programme: int | None = None
    topics: list[int] = field(default_factory=list)
    service_types: list[int] = field(default_factory=list)
    goals: list[int] = field(default_factory=list)
    evident: set[int] = field(default_factory=set)

    @classmethod
    def stated_by(cls, edges: Iterable[Relation], subject_id: int) -> NamedFacts:
        """Read them from the relations that the practice states."""
        stated: dict[str, list[int]] = {}
        own = [edge for edge in edges if edge.subject_id == subject_id]
        for edge in own:
            stated.setdefault(edge.verb, []).append(edge.object_id)

        def one(verb: Verb) -> int | None:
            return next(iter(stated.get(verb, [])), None)

        return cls(
            country=one(Verb.IN_COUNTRY),
            institution=one(Verb.RUN_BY),
            programme=one(Verb.PART_OF),
            topics=stated.get(Verb.ABOUT, []),
            service_types=stated.get(Verb.SERVES, []),
            goals=stated.get(Verb.ADVANCES, []),
            evident={edge.object_id for edge in own if edge.verb == Verb.ADVANCES and edge.is_deduced},
        )

    def ids(self) -> set[int]:
        """Return the ids of all of them."""
        ones = {found for found in (self.country, self.institution, self.programme) if found is not None}
        return ones | {*self.topics, *self.service_types, *self.goals}


def tells_facts(original: PracticePage | None) -> bool:
    """Whether readers may be told the facts of a practice: not while its original is not published.

    It is written on then, and what is written passed no gate. A translation that is still live shows its prose alone.
    """
    return original is None or original.live


def fact_rows(
    original: PracticePage, page: PracticePage, named: NamedFacts, titles: dict[int, Title], sources: list[ShownSource]
) -> list[Row]:
    """Return the rows of the panel. What no source states says so; what a practice may lack is left out."""
    return [row for row in all_fact_rows(original, page, named, titles, sources) if row["values"]]


def all_fact_rows(
    original: PracticePage, page: PracticePage, named: NamedFacts, titles: dict[int, Title], sources: list[ShownSource]
) -> list[Row]:
    """Return a row for every fact that a practice may have, in the same order for all of them."""
    return [
        _row(_("Country"), _links([named.country], titles)),
        _row(_("Institution"), _links([named.institution], titles)),
        _row(_("Programme"), _links([named.programme], titles)),
        _row(_("Begun"), [_begun(original, page, sources)]),
        _row(pgettext("readers", "Status"), _status(original, sources)),
        _row(_("Service types"), _links(named.service_types, titles)),
        _row(_("Topics"), _links(named.topics, titles)),
        _row(_("Sustainable Development Goals"), _goals(named, titles)),
    ]


def _row(term: str, values: list[Row]) -> Row:
    return {"term": term, "values": values}


def _links(ids: Iterable[int | None], titles: dict[int, Title]) -> list[Row]:
    found = [titles[pk] for pk in ids if pk in titles]
    return [{"value": title_of(title), "url": title.address} for title in found]


def _goals(named: NamedFacts, titles: dict[int, Title]) -> list[Row]:
    evident = _("evident, not stated by a source")
    return [
        {
            "value": goal_title(titles[pk]),
            "url": titles[pk].address,
            "note": evident if pk in named.evident else "",
        }
        for pk in named.goals
        if pk in titles
    ]


def _begun(original: PracticePage, page: PracticePage, sources: list[ShownSource]) -> Row:
    return _stated(original.started, sources) | {"note": _note(original, page)}


def _note(original: PracticePage, page: PracticePage) -> LocalText | None:
    for edition in published_of(page, original):
        if edition.started_note:
            return LocalText(edition.started_note, edition.locale.language_code)
    return None


def _status(original: PracticePage, sources: list[ShownSource]) -> list[Row]:
    return [_stated(Status(original.status).label, sources)] if original.status else []


def _stated(value: Any, sources: list[ShownSource]) -> Row:
    """Return a fact with the first of its sources, of which there may be dozens; without a source it is not stated."""
    return {"value": value if sources else None, "sources": sources[:MARKS]}
