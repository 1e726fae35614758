"""Countries for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from core.api import examples
from core.api.addresses import list_address, register_collection
from core.api.graph import Neighbour, Standing, neighbours, standing_of
from core.api.lists import ListOf, alphabetical, given, list_parts, titles_visible
from core.api.lookup import key_parameter, visible_title
from core.api.parameters import Asking, ListParameters, Parameters, asking
from core.api.shapes import Links, Reference, Shape, SourceReference, Words, links_of
from core.models import Text, Title
from core.records.kinds import Kind
from core.shown.sources import sources_of, visible_citations
from core.texts.localized import Localizer
from members.models import Country, CountryRole, Institution, Programme

router = Router(tags=["countries"])
register_collection(Kind.COUNTRY, "countries")


class Role(Shape):
    """A role in which the sources name a country."""

    role: str = Field(description=_("The role."), examples=["partner"])
    name: str = Field(description=_("The same in the language of the answer."), examples=["partner"])


class CountryLinks(Links):
    """Where a country is found, and what there is of it."""

    practices: str | None = Field(
        description=_("The list of its practices."), examples=["https://example.org/api/v1/practices?country=AZ"]
    )


class CountryItem(Shape):
    """A country. It is not thereby a member: its roles say what the sources say of it."""

    key: str = Field(description=_("Its code (ISO 3166-1, two letters)."), examples=["AZ"])
    title: str = Field(description=_("Its name in the language of the answer."), examples=["Azerbaijan"])
    title_language: str = Field(description=_("The language of the name."), examples=["en"])
    names: dict[str, str] = Field(
        description=_("Its name in all languages, by language code."),
        examples=[{"az": "Azərbaycan", "en": "Azerbaijan", "fr": "Azerbaïdjan"}],
    )
    roles: list[Role] = Field(description=_("In what roles the sources name it."))
    links: CountryLinks


class CountryList(ListOf[CountryItem]):
    """Countries in the alphabetical order of the language of the answer."""


class CountryDetail(Standing, CountryItem):
    """A country with what the record says about it."""

    language: str = Field(description=_("Language of the answer."), examples=["en"])
    note: Words | None = Field(
        description=_("A note on it; null where there is none."), examples=[examples.words("Origin of the model.")]
    )
    institutions: list[Reference] = Field(description=_("Its institutions."), examples=[[examples.INSTITUTION]])
    programmes: list[Reference] = Field(description=_("Its programmes."), examples=[[examples.PROGRAMME]])
    sources: list[SourceReference] = Field(description=_("The sources that state its roles."))
    neighbours: list[Neighbour] = Field(description=_("What it is related to, in both directions; at most 60."))


@router.get(
    "/countries",
    response=CountryList,
    operation_id="listCountries",
    summary=_("List countries"),
    url_name="countries",
    description=_("The countries of the record, in alphabetical order."),
)
def list_countries(request: HttpRequest, asked: Query[ListParameters]) -> CountryList:
    """The countries of the record, in alphabetical order."""
    who = asking(request)
    titles, total, cursor = alphabetical(asked, who, Kind.COUNTRY)
    countries = _countries(titles, who)
    names = _names(list(countries.values()))
    items = [CountryItem(**_parts(title, countries[title.record_id], names)) for title in titles]
    return CountryList(**list_parts(request.path, given(request), items, total, cursor, who))


@router.get(
    "/countries/{key}",
    response=CountryDetail,
    operation_id="getCountry",
    summary=_("Read a country"),
    url_name="country",
    description=_("One country with its institutions, programmes and neighbours."),
)
def get_country(request: HttpRequest, asked: Query[Parameters], key: str = key_parameter("AZ")) -> CountryDetail:
    """One country with its institutions, programmes and neighbours."""
    who = asking(request)
    title = visible_title(Kind.COUNTRY, key, who)
    country = _countries([title], who)[title.record_id]
    note = Localizer(who.language, [title.record_id]).of(title.record_id, "note", country.note, title.record.language)
    cited = sources_of([title.record_id], language=who.language, user=who.user).get(title.record_id, [])
    return CountryDetail(
        **_parts(title, country, _names([country])),
        language=who.language,
        note=Words.or_none(note) if cited else None,
        institutions=_of(country, Institution, Kind.INSTITUTION, who),
        programmes=_of(country, Programme, Kind.PROGRAMME, who),
        sources=[SourceReference.to(source) for source in cited],
        neighbours=neighbours(title.record, who),
        **dict(standing_of(title.record, who)),
    )


def _countries(titles: Sequence[Title], who: Asking) -> dict[int, Country]:
    """Return the countries of these title rows by record id, with the roles that a source states. Two queries."""
    cited = visible_citations(who.user).filter(record=OuterRef("country__record"))
    roles = Prefetch("roles", CountryRole.objects.filter(Exists(cited)))
    rows = Country.objects.filter(record__in=[title.record_id for title in titles]).prefetch_related(roles)
    return {country.record_id: country for country in rows}


def _names(countries: Sequence[Country]) -> dict[int, dict[str, str]]:
    """Return the approved names of countries in every language, by record id. One query."""
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for country in countries:
        names[country.record_id]["en"] = country.name
    for text in Text.objects.filter(record__in=list(names), field="name"):
        names[text.record_id][text.language] = text.text
    languages = list(dict(settings.LANGUAGES))
    return {pk: dict(sorted(found.items(), key=lambda name: languages.index(name[0]))) for pk, found in names.items()}


def _parts(title: Title, country: Country, names: dict[int, dict[str, str]]) -> dict[str, Any]:
    links = links_of(Kind.COUNTRY, country.iso2, title.address)
    return {
        "key": country.iso2,
        "title": title.text,
        "title_language": title.text_language,
        "names": names[title.record_id],
        "roles": [Role(role=role.role, name=role.get_role_display()) for role in country.roles.all()],
        "links": CountryLinks(**dict(links), practices=list_address(Kind.PRACTICE, country=country.iso2)),
    }


def _of(country: Country, model: Any, kind: Kind, who: Asking) -> list[Reference]:
    """Return the rows of ``model`` that belong to the country, in alphabetical order. One query."""
    theirs = model.objects.filter(country=country).values("record_id")
    rows = titles_visible(kind, who).filter(record__in=theirs).order_by("sort_key", "record_id")
    return [Reference.to(row) for row in rows]
