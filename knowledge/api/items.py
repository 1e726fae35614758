"""Practices as lists name them, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.api.parameters import Asking
from core.api.shapes import Date, Reference, Words, links_of
from core.models import Relation, Title
from core.records.kinds import Kind, Verb
from core.records.neighbours import titles_of
from core.shown.sources import visible_citations
from knowledge.api.shapes import EditionReference, GoalReference, PracticeItem
from knowledge.models import PracticePage
from knowledge.presentation.facts import tells_facts
from knowledge.versions import with_version
from knowledge.versions.translated import translation_of, with_translation

VERBS = (Verb.IN_COUNTRY, Verb.RUN_BY, Verb.PART_OF, Verb.ABOUT, Verb.SERVES, Verb.ADVANCES)


def practice_items(record_ids: Sequence[int], who: Asking) -> list[PracticeItem]:
    """Return the practices of these records, in their order. Five queries."""
    titles = titles_of(record_ids, language=who.language, user=who.user)
    editions = editions_of(record_ids, prose=False)
    told = [pk for pk in record_ids if tells_facts(original_among(editions[pk]))]
    facts = {**dict.fromkeys(record_ids, Facts({})), **facts_of(told, who)}
    cited = set(visible_citations(who.user).filter(record__in=told).values_list("record", flat=True).distinct())
    return [
        PracticeItem(**item_parts(titles[pk], editions[pk], facts[pk], who, is_cited=pk in cited))
        for pk in record_ids
        if pk in titles and published(editions[pk])
    ]


def editions_of(record_ids: Sequence[int], *, prose: bool) -> dict[int, list[PracticePage]]:
    """Return the editions of each practice, the original first: one query. Lists do without ``prose``.

    The original holds the facts, published or not; the others are ``published``.
    """
    every = PracticePage.objects.filter(record__in=list(record_ids))
    pages: Any = with_translation(every).select_related("locale", "record")
    if prose:
        pages = with_version(pages)
    else:
        pages = pages.only(
            "record",
            "locale",
            "live",
            "edition_state",
            "last_published_at",
            "latest_revision_created_at",
            "summary",
            "started_earliest",
            "started_latest",
            "started_words",
            "status",
            "length",
        )
    editions: dict[int, list[PracticePage]] = {record_id: [] for record_id in record_ids}
    for page in sorted(pages, key=lambda page: (not page.is_original, page.locale.language_code)):
        if page.record_id is not None:
            editions[page.record_id].append(page)
    return editions


def original_among(editions: Sequence[PracticePage]) -> PracticePage | None:
    """Return the original of a practice, published or not; nothing where it is not among its editions."""
    return next((page for page in editions if page.is_original), None)


def published(editions: Sequence[PracticePage]) -> list[PracticePage]:
    """Return the editions that may be read."""
    return [page for page in editions if page.live]


@dataclass(frozen=True)
class Facts:
    """What a practice is related to, by verb, as its original edition states it."""

    found: dict[str, list[tuple[Relation, Title]]]

    @classmethod
    def of(cls, record_id: int, relations: Iterable[Relation], titles: dict[int, Title]) -> Facts:
        """Return those of the relations that the practice states itself, to records that have a title here."""
        found: dict[str, list[tuple[Relation, Title]]] = defaultdict(list)
        for relation in relations:
            if relation.subject_id == record_id and relation.object_id in titles:
                found[relation.verb].append((relation, titles[relation.object_id]))
        return cls(found)

    def one(self, verb: str) -> Reference | None:
        """Return the only record of a verb, if there is one."""
        return next(iter(self.all(verb)), None)

    def all(self, verb: str) -> list[Reference]:
        """Return the records of a verb."""
        return [Reference.to(title) for _relation, title in self.found.get(verb, [])]

    def goals(self) -> list[GoalReference]:
        """Return the goals with how each is known."""
        return [
            GoalReference(**dict(Reference.to(title)), basis="evident" if relation.is_deduced else "source")
            for relation, title in self.found.get(Verb.ADVANCES, [])
        ]


def facts_of(record_ids: Iterable[int], who: Asking) -> dict[int, Facts]:
    """Return the facts of each practice that are relations the reader may see. Two queries."""
    stated: dict[int, list[Relation]] = {record_id: [] for record_id in record_ids}
    relations = Relation.objects.filter(subject__in=list(stated), verb__in=VERBS)
    for relation in relations.order_by("subject", "position", "pk"):
        stated[relation.subject_id].append(relation)
    named = {relation.object_id for found in stated.values() for relation in found}
    titles = titles_of(named, language=who.language, user=who.user)
    return {record_id: Facts.of(record_id, found, titles) for record_id, found in stated.items()}


def item_parts(
    title: Title, editions: Sequence[PracticePage], facts: Facts, who: Asking, *, is_cited: bool
) -> dict[str, Any]:
    """Return the fields of a practice in a list; one of ``editions`` is published at least.

    Beginning and status are not stated where the reader may see no source of the practice.
    """
    record = title.record
    # Where its facts are not told, what an edition holds of them itself is as it was when it was made.
    original = editions[0] if tells_facts(original_among(editions)) else published(editions)[0]
    return {
        "key": record.key,
        "title": title.text,
        "title_language": title.text_language,
        "summary": _summary(published(editions), who.language),
        "country": facts.one(Verb.IN_COUNTRY),
        "institution": facts.one(Verb.RUN_BY),
        "programme": facts.one(Verb.PART_OF),
        "started": _started(editions, who.language) if is_cited else None,
        "status": (original.status or None) if is_cited else None,
        "length": original.length,
        "topics": facts.all(Verb.ABOUT),
        "service_types": facts.all(Verb.SERVES),
        "goals": facts.goals(),
        "original_language": record.language,
        "languages": [EditionReference(**edition_parts(page)) for page in published(editions)],
        "listed_at": record.listed_at,
        "changed_at": record.changed_at,
        "links": links_of(Kind.PRACTICE, record.key, title.address),
    }


def edition_parts(page: PracticePage) -> dict[str, Any]:
    """Return language and state of an edition."""
    state = translation_of(page).state
    return {
        "language": page.locale.language_code,
        "state": state.value,
        "state_name": str(state.label),
    }


def _edition_in(language: str, editions: Sequence[PracticePage]) -> PracticePage:
    return next((page for page in editions if page.locale.language_code == language), editions[0])


def _summary(editions: Sequence[PracticePage], language: str) -> Words:
    page = _edition_in(language, editions)
    return Words(text=page.summary, language=page.locale.language_code, state=translation_of(page).state.value)


def _started(editions: Sequence[PracticePage], language: str) -> Date | None:
    """Return the beginning as the original has it, in the words of the edition where it has some."""
    date = editions[0].started
    told = _edition_in(language, published(editions))
    return Date.of(replace(date, words=told.started_words or date.words))
