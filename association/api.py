"""The public reading interface at ``/api/v1/``, put together from what the apps bring, and the page about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe
from ninja import Query
from pydantic import Field

from core.api import sources, vocabulary
from core.api.addresses import ROOT, full
from core.api.documentation import described
from core.api.gate import gated
from core.api.parameters import Parameters, asking
from core.api.schema import ReadingAPI
from core.api.shapes import Shape
from knowledge.api import router as practices
from members.api import router as countries
from search.api import router as searching

api = ReadingAPI(
    title=_("ASAN International Association: the record"),
    version="1",
    description=_(
        "Practices of public services, with the countries, institutions, topics and sources they stand on. Reading "
        "only, without an account. Every figure keeps the words of its source beside low and high, every date is as "
        "exact as it is known, and every text says whether it is the original or a translation not yet reviewed."
    ),
    urls_namespace="api",
)


class EntryLinks(Shape):
    """Where to begin."""

    self: str = Field(description=_("This address."), examples=["https://example.org/api/v1/"])
    schema_: str = Field(
        alias="schema",
        description=_("The description of this interface (OpenAPI 3.1)."),
        examples=["https://example.org/api/v1/openapi.json"],
    )
    practices: str = Field(description=_("All practices."), examples=["https://example.org/api/v1/practices"])
    countries: str = Field(description=_("All countries."), examples=["https://example.org/api/v1/countries"])
    topics: str = Field(description=_("All topics."), examples=["https://example.org/api/v1/topics"])
    service_types: str = Field(
        description=_("All service types."), examples=["https://example.org/api/v1/service-types"]
    )
    goals: str = Field(
        description=_("All Sustainable Development Goals."), examples=["https://example.org/api/v1/goals"]
    )
    sources: str = Field(description=_("All sources."), examples=["https://example.org/api/v1/sources"])


class Entry(Shape):
    """What there is."""

    language: str = Field(description=_("Language of the answer."), examples=["en"])
    links: EntryLinks


@api.get(
    "/",
    response=Entry,
    operation_id="getEntry",
    summary=_("Begin here"),
    tags=["entry"],
    by_alias=True,
    description=_("The lists there are."),
)
def entry(request: HttpRequest, asked: Query[Parameters]) -> Entry:
    """The lists there are."""
    names = ("practices", "countries", "topics", "sources", "goals")
    lists = {name: full(f"{ROOT}{name}") for name in names}
    return Entry(
        language=asking(request).language,
        links=EntryLinks(
            self=full(ROOT), schema=full(f"{ROOT}openapi.json"), service_types=full(f"{ROOT}service-types"), **lists
        ),
    )


api.add_router("", searching)
api.add_router("", practices)
api.add_router("", countries)
api.add_router("", vocabulary.router)
api.add_router("", sources.router)

_patterns, _app_name, _namespace = api.urls
urls = (gated(_patterns), _app_name, _namespace)


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show the page about the interface, made from its description."""
    return render(request, "api/documentation.html", described(api.get_openapi_schema()))
