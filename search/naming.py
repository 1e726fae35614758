"""What the values of filters are called: countries, topics, goals and types of service are records with names."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models import Title
from core.records.kinds import Kind, kind_name
from core.records.listing import ListQuery
from core.records.querysets import seen_at
from core.shown.frame import numbered
from core.templatetags.texts import language_name
from core.texts.localized import LocalText
from search.finding import Found
from search.query import COUNTRY, GOAL, KIND, LANGUAGE, NOT_STATED, SERVICE, TOPIC, YEAR

# Filters whose values are records: the kind whose last part of the address the value is.
RECORDS = {COUNTRY: Kind.COUNTRY, TOPIC: Kind.TOPIC, GOAL: Kind.SDG_GOAL, SERVICE: Kind.SERVICE_TYPE}
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
YEAR_VALUE = re.compile(r"[0-9]{4}")


class Named(NamedTuple):
    """What is needed of a record to name it and to lead to it."""

    record_id: int
    kind: str
    slug: str
    key: str
    text: str
    language: str
    address: str
    sort_key: str

    @property
    def name(self) -> LocalText:
        """Return what it is called, with the language of that."""
        return LocalText(self.text, self.language)


NAMED_BY = ("record_id", "kind", "record__slug", "record__key", "text", "text_language", "address", "sort_key")
Names = dict[tuple[str, str], Named]


def names_of_values(asked: ListQuery, found: Found, user: Any) -> Names:
    """Return the names of values that are records, counted, asked for or of a record that was found: one query."""
    slugs = {slug for name in RECORDS for slug in (*found.facets.get(name, {}), *asked.values(name))}
    slugs |= {slug for record in found.records for name in RECORDS for slug in record.document.facets.get(name, ())}
    titles = Title.objects.filter(*seen_at("record", user), kind__in=RECORDS.values(), language=get_language())
    rows = (Named(*row) for row in titles.filter(record__slug__in=slugs).values_list(*NAMED_BY))
    return {(row.kind, row.slug): row for row in rows}


def name_of(facet: str, value: str, names: Names) -> LocalText | str:
    """Return what a value is called; a value that names nothing is called as it was asked for."""
    if facet == KIND:
        return kind_name(value)
    if facet == YEAR:
        return year_name(value)
    if facet == LANGUAGE:
        return language_name(value) if LANGUAGE_CODE.fullmatch(value) else value
    row = names.get((RECORDS[facet], value)) if facet in RECORDS else None
    return numbered(row.name, kind=row.kind, key=row.key) if row is not None else value


def is_known(facet: str, value: str, names: Names) -> bool:
    """Whether a value names anything that the reader of ``names`` may know of; what is hidden is unknown."""
    if facet == KIND:
        return value in Kind.values
    if facet == YEAR:
        return is_year(value)
    if facet == LANGUAGE:
        return LANGUAGE_CODE.fullmatch(value) is not None
    return (RECORDS[facet], value) in names


def is_year(value: str) -> bool:
    """Whether the filter of years has such a value."""
    return value == NOT_STATED or YEAR_VALUE.fullmatch(value) is not None


def year_name(value: str) -> str:
    """Return what a value of the filter of years is called."""
    return _("not stated to the year") if value == NOT_STATED else value
