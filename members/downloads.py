"""Countries and institutions as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from core.downloads import CITED, MOST_ROWS, NAMED, Download, Row, cited, in_chunks, in_order, named
from core.models import Title
from core.records.kinds import Kind
from core.records.listing import read_query
from members.models.country import Role
from members.presentation.countries import listed_countries, numbers_in, roles_of
from members.presentation.institutions import SHAPE, countries_of, listed_institutions

COUNTRY_COLUMNS = (*NAMED, "roles", "role_names", "institutions", "practices", *CITED)
INSTITUTION_COLUMNS = (
    *NAMED, "kind", "kind_name", "country_key", "country", "local_name", "local_language", *CITED,
)  # fmt: skip


def countries_download(request: HttpRequest) -> Download:
    """Return every country once, with all its roles."""
    titles, numbers, names = listed_countries(request.user), numbers_in(request.user), dict(Role.choices)

    def rows(chunk: list[Title]) -> list[Row]:
        ids = [title.record_id for title in chunk]
        rests_on, roles = cited(ids, user=request.user), roles_of(ids)
        # A role is a fact: nobody has one that no source states.
        stated = {pk: roles[pk] for pk in ids if pk in rests_on}
        return [
            {
                **named(title),
                "roles": tuple(stated.get(title.record_id, ())),
                "role_names": tuple(str(names[role]) for role in stated.get(title.record_id, ())),
                "institutions": numbers.get((title.record_id, Kind.INSTITUTION), 0),
                "practices": numbers.get((title.record_id, Kind.PRACTICE), 0),
                **rests_on.get(title.record_id, {}),
            }
            for title in chunk
        ]

    return Download("countries", COUNTRY_COLUMNS, in_chunks(titles, rows), len(titles))


def institutions_download(request: HttpRequest) -> Download:
    """Return the institutions that the address asks for: three queries, and two for each chunk."""
    countries = countries_of(request.user)
    listed = listed_institutions(read_query(SHAPE, request.GET), countries, user=request.user)

    def rows(chunk: list[int]) -> list[Row]:
        titles = in_order(listed.order_by(), chunk)
        rests_on = cited([title.record_id for title in titles], user=request.user)
        return [_institution(title, countries) | rests_on.get(title.record_id, {}) for title in titles]

    ids = listed.values_list("pk", flat=True)[:MOST_ROWS]
    return Download("institutions", INSTITUTION_COLUMNS, in_chunks(ids, rows), listed.count())


def _institution(title: Title, countries: dict[str, Title]) -> dict[str, Any]:
    institution = title.record.institution
    country = countries.get(institution.country.iso2) if institution.country else None
    return {
        **named(title),
        "kind": institution.kind,
        "kind_name": str(institution.get_kind_display()),
        "country_key": country.record.key if country else "",
        "country": country.text if country else "",
        "local_name": institution.name_local,
        "local_language": institution.language_local,
    }
