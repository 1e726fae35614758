"""Topics, service types and goals: all of them with their numbers, and one of them with its practices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.downloads import downloads_at
from core.feeds import links_to
from core.generations.noting import shows_kinds
from core.models import Concept, Relation, Title
from core.records.kinds import Kind, Verb
from core.records.listing import ListQuery, newest_change, query_for
from core.shown.frame import goal_title, title_of
from core.texts.localized import Localizer, LocalText
from core.vocabulary.models import Scheme
from knowledge.presentation.frame import (
    Place,
    library_crumbs,
    permalink_of,
    practices_counted,
    spoken,
)
from knowledge.presentation.gathered import Titles, titles_in
from knowledge.presentation.practice_lists import ListPage, beyond, list_page
from knowledge.querysets import COUNTRY, GOAL, PRACTICES, SERVICE, TOPIC, Counts, Filters, PracticeList

SCHEMES: dict[str, str] = {TOPIC: Scheme.TOPIC, SERVICE: Scheme.SERVICE_TYPE, GOAL: Scheme.SDG_GOAL}
HEADS: dict[str, str | Promise] = {
    TOPIC: gettext_lazy("Topics"),
    SERVICE: gettext_lazy("Service types"),
    GOAL: gettext_lazy("Sustainable Development Goals"),
}
# What a page shows of neighbours of one kind.
MOST_NEIGHBOURS = 40


@dataclass(frozen=True)
class Label:
    """The name of a concept in a language, with what readers may type instead."""

    language: str
    text: LocalText
    alternatives: list[str]


def topics_context(request: HttpRequest) -> dict[str, Any]:
    """Return every topic, service type and goal with the number of its practices: three queries and the counts."""
    shows_kinds(Kind.PRACTICE, *SCHEMES.values())
    counts, groups = listed_concepts(request.user)
    return {
        "title": _("Topics, services and goals"),
        "crumbs": library_crumbs(),
        "standfirst": _(
            "Three ways into the library: what a practice is about, which service it is, which goal it serves."
        ),
        "groups": [
            {"anchor": name, "title": HEADS[name], "places": _places(found, counts[name])}
            for name, found in groups.items()
            if found
        ],
        "downloads": downloads_at(request.path, total=sum(map(len, groups.values()))),
        "meta_description": _("Practices of public service by topic, service type and Sustainable Development Goal."),
        "json_ld": {"@type": "CollectionPage"},
    }


def listed_concepts(user: Any) -> tuple[Counts, dict[str, list[Title]]]:
    """Return the numbers of practices, and every topic, service type and goal by filter.

    Goals stand in the order of their numbers, the others in that of the alphabet. Two queries and the counts.
    """
    counts = PracticeList(Filters(), spoken(), user, newest_change()).counts()
    concepts = list(Concept.objects.filter(scheme__in=SCHEMES.values()).values_list("record_id", "scheme", "number"))
    titles = titles_in((pk for pk, _scheme, _number in concepts), language=spoken(), user=user)
    numbers = {pk: number or 0 for pk, _scheme, number in concepts}
    return counts, {
        name: sorted(
            (titles[pk] for pk, scheme, _number in concepts if scheme == wanted and pk in titles),
            key=lambda title: (numbers[title.record_id], title.sort_key),
        )
        for name, wanted in SCHEMES.items()
    }


def _places(titles: list[Title], counts: dict[Any, int]) -> list[Place]:
    return [
        Place(goal_title(title), title.address, practices_counted(counts.get(title.record_id, 0))) for title in titles
    ]


def concept_context(concept: Concept, facet: str, request: HttpRequest) -> dict[str, Any]:
    """Return one topic, service type or goal with its practices and neighbours: at most fifteen queries.

    ``concept`` comes with its record.
    """
    language, record = spoken(), concept.record
    shown = list_page(query_for(PRACTICES, facet, record.slug, request.GET), request)
    terms, news = _neighbours(concept)
    kin = _kin(concept)
    by_country = shown.practices.counts()[COUNTRY]
    titles = titles_in({record.pk, *kin, *terms, *news, *by_country}, language=language, user=request.user)
    request.permalink = permalink_of(record)  # type: ignore[attr-defined]
    own = titles.get(record.pk)
    definition = Localizer(language, [record.pk]).of(record.pk, "definition", concept.definition, record.language)
    return {
        "title": goal_title(own) if own else record.key,
        "record": record,
        "kind": record.get_kind_display(),
        "crumbs": [*library_crumbs(), Place(HEADS[facet], f"{reverse('topics')}#{facet}")],
        "definition": definition,
        "labels": _labels(concept),
        "broader": _linked([pk for pk in kin if pk == _broader_id(concept)], titles),
        "narrower": _linked([pk for pk in kin if pk != _broader_id(concept)], titles),
        "terms": _linked(terms, titles),
        "news": _linked(news, titles),
        "countries": by_country_places(by_country, titles, facet, record.slug),
        **practices_shown(shown, facet, record.slug),
        "feeds": links_to(request.path),
        "downloads": downloads_at(request.path, total=shown.practices.count),
        "meta_description": definition,
        "json_ld": _described(own, definition) if own else {"@type": "CollectionPage"},
    }


def practices_shown(shown: ListPage, facet: str, value: str) -> dict[str, Any]:
    """Return what a page about one value of a filter shows of its practices."""
    query = ListQuery(PRACTICES, ((facet, (value,)),), PRACTICES.sorts[0])
    return {
        "lines": shown.lines,
        "has_choices": bool(shown.lines),
        "volume_query": f"{facet}={value}",
        "unconfirmed": shown.is_unconfirmed,
        "page_of_list": shown.page,
        "count": shown.practices.count,
        "counted": practices_counted(shown.practices.count),
        "beyond": beyond(shown),
        "filter_url": query.address(reverse("library")),
    }


def by_country_places(counts: dict[int, int], titles: Titles, facet: str, value: str) -> list[Place]:
    """Return the countries whose practices are among those shown, each with the list of them."""
    rows = sorted((titles[pk] for pk in counts if pk in titles), key=lambda title: title.sort_key)
    return [
        Place(
            title_of(title),
            ListQuery(PRACTICES, ((COUNTRY, (title.record.slug,)), (facet, (value,))), PRACTICES.sorts[0]).address(
                reverse("library")
            ),
            practices_counted(counts[title.record_id]),
        )
        for title in rows
    ]


def _neighbours(concept: Concept) -> tuple[list[int], list[int]]:
    """Return the terms that belong to the concept and the newest news about it: one query."""
    edges = Relation.objects.filter(object=concept.record_id, verb=Verb.ABOUT, subject__kind__in=[Kind.TERM, Kind.NEWS])
    rows = list(edges.order_by("-subject__listed_at", "pk").values_list("subject_id", "subject__kind")[:200])
    terms = [pk for pk, kind in rows if kind == Kind.TERM]
    return terms[:MOST_NEIGHBOURS], [pk for pk, kind in rows if kind == Kind.NEWS][:MOST_NEIGHBOURS]


def _kin(concept: Concept) -> list[int]:
    """Return the records of the broader concept and of the narrower ones: one query."""
    found = list(concept.narrower.order_by("pk").values_list("record_id", flat=True))
    broader = _broader_id(concept)
    return [broader, *found] if broader is not None else found


def _broader_id(concept: Concept) -> int | None:
    return concept.broader.record_id if concept.broader is not None else None


def _labels(concept: Concept) -> list[Label]:
    """Return the labels in every content language, in the order of the settings: one query."""
    found: dict[str, list[str]] = {}
    for row in concept.labels.order_by("-is_preferred", "position", "pk"):
        found.setdefault(row.language, []).append(row.text)
    return [
        Label(code, LocalText(found[code][0], code), found[code][1:])
        for code, _name in settings.LANGUAGES
        if code in found
    ]


def _linked(ids: list[int], titles: Titles) -> list[dict[str, Any]]:
    return [{"title": title_of(titles[pk]), "url": titles[pk].address, "kind": ""} for pk in ids if pk in titles]


def _described(title: Title, definition: LocalText) -> dict[str, Any]:
    term = {"@type": "DefinedTerm", "name": title.text, "description": definition.text}
    return {"@type": "CollectionPage", "about": {name: value for name, value in term.items() if value}}
