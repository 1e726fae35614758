"""Topics, service types and goals, with their names in every language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from core.api import examples
from core.api.addresses import list_address, register_collection
from core.api.lists import ListOf, alphabetical, given, list_parts, titles_visible
from core.api.lookup import key_parameter, visible_title
from core.api.parameters import Asking, ListParameters, Parameters, asking
from core.api.shapes import Links, Reference, Shape, Words, links_of, references
from core.models import Concept, Relation, Title
from core.records.kinds import Kind, Verb
from core.records.neighbours import titles_of
from core.texts.localized import Localizer

router = Router(tags=["vocabulary"])
# Filters of the list of practices, by the kind of the concept they name.
FILTERS = {Kind.TOPIC: "topic", Kind.SERVICE_TYPE: "service_type", Kind.SDG_GOAL: "sdg"}
register_collection(Kind.TOPIC, "topics")
register_collection(Kind.SERVICE_TYPE, "service-types")
register_collection(Kind.SDG_GOAL, "goals")


class Labels(Shape):
    """What a concept is called in one language."""

    preferred: str = Field(description=_("Its name."), examples=["One-stop shop"])
    alternative: list[str] = Field(
        description=_("Other words that mean it."), examples=[["single window", "one-window service"]]
    )


class ConceptLinks(Links):
    """Where a concept is found, and what there is under it."""

    practices: str | None = Field(
        description=_("The list of practices under it."),
        examples=["https://example.org/api/v1/practices?topic=one-stop-shop"],
    )


class ConceptItem(Shape):
    """A topic, service type or goal."""

    key: str = Field(description=_("Its key."), examples=["one-stop-shop"])
    title: str = Field(description=_("Its name in the language of the answer."), examples=["One-stop shop"])
    title_language: str = Field(description=_("The language of the name."), examples=["en"])
    labels: dict[str, Labels] = Field(
        description=_("Its names in all languages, by language code."),
        examples=[
            {
                "az": {"preferred": "Vahid məkandan xidmət", "alternative": ["bir pəncərə"]},
                "en": {"preferred": "One-stop shop", "alternative": ["single window"]},
            }
        ],
    )
    number: int | None = Field(description=_("Its number, where it has one (goals)."), examples=[None])
    definition: Words | None = Field(
        description=_("What it means."), examples=[examples.words("Services of several bodies in one visit")]
    )
    broader: Reference | None = Field(description=_("The wider concept it belongs to."), examples=[None])
    links: ConceptLinks


class ConceptList(ListOf[ConceptItem]):
    """Concepts in the alphabetical order of the language of the answer."""


class ConceptDetail(ConceptItem):
    """A concept with what belongs to it."""

    language: str = Field(description=_("Language of the answer."), examples=["en"])
    narrower: list[Reference] = Field(description=_("Narrower concepts."), examples=[[]])
    terms: list[Reference] = Field(description=_("Terms of the trade that belong to it."), examples=[[examples.TERM]])


@router.get(
    "/topics",
    response=ConceptList,
    operation_id="listTopics",
    summary=_("List topics"),
    url_name="topics",
    description=_("What practices are about."),
)
def list_topics(request: HttpRequest, asked: Query[ListParameters]) -> ConceptList:
    """What practices are about."""
    return _concepts(request, asked, Kind.TOPIC)


@router.get(
    "/topics/{key}",
    response=ConceptDetail,
    operation_id="getTopic",
    summary=_("Read a topic"),
    url_name="topic",
    description=_("One topic with its names in all languages."),
)
def get_topic(
    request: HttpRequest, asked: Query[Parameters], key: str = key_parameter("one-stop-shop")
) -> ConceptDetail:
    """One topic with its names in all languages."""
    return _concept(request, key, Kind.TOPIC)


@router.get(
    "/service-types",
    response=ConceptList,
    operation_id="listServiceTypes",
    summary=_("List service types"),
    url_name="service-types",
    description=_("The public services that practices concern."),
)
def list_service_types(request: HttpRequest, asked: Query[ListParameters]) -> ConceptList:
    """The public services that practices concern."""
    return _concepts(request, asked, Kind.SERVICE_TYPE)


@router.get(
    "/service-types/{key}",
    response=ConceptDetail,
    operation_id="getServiceType",
    summary=_("Read a service type"),
    url_name="service-type",
    description=_("One service type with its names in all languages."),
)
def get_service_type(
    request: HttpRequest, asked: Query[Parameters], key: str = key_parameter("service-notary")
) -> ConceptDetail:
    """One service type with its names in all languages."""
    return _concept(request, key, Kind.SERVICE_TYPE)


@router.get(
    "/goals",
    response=ConceptList,
    operation_id="listGoals",
    summary=_("List Sustainable Development Goals"),
    url_name="goals",
    description=_("The Sustainable Development Goals of the United Nations."),
)
def list_goals(request: HttpRequest, asked: Query[ListParameters]) -> ConceptList:
    """The Sustainable Development Goals of the United Nations."""
    return _concepts(request, asked, Kind.SDG_GOAL)


@router.get(
    "/goals/{key}",
    response=ConceptDetail,
    operation_id="getGoal",
    summary=_("Read a Sustainable Development Goal"),
    url_name="goal",
    description=_("One goal with its names in all languages."),
)
def get_goal(request: HttpRequest, asked: Query[Parameters], key: str = key_parameter("sdg-16")) -> ConceptDetail:
    """One goal with its names in all languages."""
    return _concept(request, key, Kind.SDG_GOAL)


def _concepts(request: HttpRequest, asked: ListParameters, kind: Kind) -> ConceptList:
    who = asking(request)
    titles, total, cursor = alphabetical(asked, who, kind)
    around = _around(titles, who)
    items = [ConceptItem(**around.parts(title)) for title in titles]
    return ConceptList(**list_parts(request.path, given(request), items, total, cursor, who))


def _concept(request: HttpRequest, key: str, kind: Kind) -> ConceptDetail:
    who = asking(request)
    title = visible_title(kind, key, who)
    around = _around([title], who)
    narrower = Concept.objects.filter(broader__record=title.record_id).values_list("record_id", flat=True)
    titles = titles_of(narrower, language=who.language, user=who.user)
    return ConceptDetail(
        **around.parts(title),
        language=who.language,
        narrower=sorted((Reference.to(row) for row in titles.values()), key=lambda reference: reference.key),
        terms=_terms(title.record_id, who),
    )


def _terms(record_id: int, who: Asking) -> list[Reference]:
    named = Relation.objects.filter(object=record_id, verb=Verb.ABOUT, subject__kind=Kind.TERM).values("subject_id")
    rows = titles_visible(Kind.TERM, who).filter(record__in=named).order_by("sort_key", "record_id")
    return [Reference.to(row) for row in rows]


@dataclass(frozen=True)
class _Around:
    """What is needed to write the concepts of some title rows."""

    concepts: dict[int, Concept]
    broader: dict[int, Title]
    localizer: Localizer

    def parts(self, title: Title) -> dict[str, Any]:
        """Return the fields of one concept."""
        concept = self.concepts[title.record_id]
        wider = [concept.broader.record_id] if concept.broader else []
        definition = self.localizer.of(title.record_id, "definition", concept.definition, title.record.language)
        return {
            "key": title.record.key,
            "title": title.text,
            "title_language": title.text_language,
            "labels": _labels(concept),
            "number": concept.number,
            "definition": Words.or_none(definition),
            "broader": next(iter(references(self.broader, wider)), None),
            "links": _links(title),
        }


def _around(titles: Sequence[Title], who: Asking) -> _Around:
    """Load the concepts of these title rows with labels, definitions and wider concepts. Five queries."""
    ids = [title.record_id for title in titles]
    rows = Concept.objects.filter(record__in=ids).select_related("broader").prefetch_related("labels")
    concepts = {concept.record_id: concept for concept in rows}
    wider: Iterable[int] = {concept.broader.record_id for concept in concepts.values() if concept.broader}
    return _Around(concepts, titles_of(wider, language=who.language, user=who.user), Localizer(who.language, ids))


def _labels(concept: Concept) -> dict[str, Labels]:
    names: dict[str, list[str]] = defaultdict(list)
    for label in concept.labels.all():  # the preferred one is the first of its language
        names[label.language].append(label.text)
    return {language: Labels(preferred=texts[0], alternative=texts[1:]) for language, texts in names.items()}


def _links(title: Title) -> ConceptLinks:
    key = title.record.key
    practices = list_address(Kind.PRACTICE, **{FILTERS[Kind(title.kind)]: key})
    return ConceptLinks(**dict(links_of(title.kind, key, title.address)), practices=practices)
