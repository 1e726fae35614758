"""Which practices a request asks for. What the filters mean stands in ``knowledge.querysets``, for pages as well."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field, field_validator

from core.api.addresses import list_address
from core.api.lists import NEWEST, Order, by_title, page_of, titles_visible
from core.api.lookup import KEY
from core.api.parameters import Asking, ListParameters, refuse
from core.api.problems import BadParameter
from core.models import Record
from core.records.kinds import Kind
from core.records.listing import kept_until_changed, newest_change
from knowledge.querysets import (
    BY_TITLE,
    BY_YEAR,
    COUNTRY,
    GOAL,
    NOT_STATED,
    RELATED,
    SERVICE,
    TOPIC,
    Filters,
    PracticeList,
    matching,
    originals,
)

MOST_VALUES = 25
# The parameters that name a record, and the filters they are.
BY_RECORD = {"country": COUNTRY, "topic": TOPIC, "service_type": SERVICE, "sdg": GOAL}
BEGUN = Order(
    BY_YEAR,
    "started_earliest",
    "page_ptr_id",
    datetime.date.fromisoformat,
    is_descending=True,
    may_be_empty=True,
)


def _keys(description: str, example: str) -> Any:
    return Field([], max_length=MOST_VALUES, description=description, json_schema_extra={"example": [example]})


class PracticeParameters(ListParameters):
    """What the list of practices understands."""

    country: list[str] = _keys(gettext_noop("Only practices of this country (ISO code). May be repeated."), "AZ")
    topic: list[str] = _keys(gettext_noop("Only practices about this topic (key). May be repeated."), "one-stop-shop")
    service_type: list[str] = _keys(
        gettext_noop("Only practices for this service type (key). May be repeated."), "service-notary"
    )
    sdg: list[str] = _keys(
        gettext_noop("Only practices that advance this Sustainable Development Goal (key). May be repeated."), "sdg-16"
    )
    year: list[str] = Field(
        [],
        max_length=MOST_VALUES,
        description=gettext_noop(
            "Only practices that began in this year; not-stated for those whose year no source states. May be repeated."
        ),
        json_schema_extra={"items": {"type": "string", "pattern": f"^([0-9]{{4}}|{NOT_STATED})$"}, "example": ["2012"]},
    )
    language: list[str] = _keys(
        gettext_noop("Only practices that can be read in this language (code). May be repeated."), "az"
    )
    sort: Literal["newest", "title", "year"] = Field(
        "newest",
        description=gettext_noop(
            "newest: the last listed first; title: by the alphabet of the language of the answer; "
            "year: the last begun first."
        ),
        json_schema_extra={"example": "newest"},
    )

    @field_validator("year")
    @classmethod
    def refuse_other_years(cls, years: list[str]) -> list[str]:
        """Refuse what is no year."""
        for year in years:
            if year != NOT_STATED and not (year.isascii() and year.isdigit() and len(year) == 4 and year != "0000"):
                raise refuse(_("Write a year in four digits, or %(word)s.") % {"word": NOT_STATED})
        return years

    @field_validator("language")
    @classmethod
    def refuse_unknown_languages(cls, languages: list[str]) -> list[str]:
        """Refuse what is no language of the site."""
        known = list(settings.OPEN_LANGUAGES)
        if set(languages) - set(known):
            raise refuse(
                _("Write one of the languages that are open: %(languages)s.") % {"languages": ", ".join(known)}
            )
        return languages


def practices_asked_for(asked: PracticeParameters, who: Asking) -> tuple[list[int], int, str | None]:
    """Return the record ids of a part of the list, the total and the cursor of what follows. At most four queries.

    Raises ``BadParameter`` where a filter names what there is not.
    """
    filters, generation = _filters(asked, who), newest_change()
    total = PracticeList(filters, who.language, who.user, generation).count
    if not filters.asked:
        record_ids, cursor = _part(asked, filters, who)
        return record_ids, total, cursor
    # To look for what matches takes longer than to walk an index: a part is kept until anything changes.
    parts = [filters.parts(), asked.sort, asked.limit, asked.cursor, who.language]
    record_ids, cursor = kept_until_changed(
        "api-practices", parts, lambda: _part(asked, filters, who), user=who.user, generation=generation
    )
    return record_ids, total, cursor


def _part(asked: PracticeParameters, filters: Filters, who: Asking) -> tuple[list[int], str | None]:
    found = matching(filters, who.user)
    if asked.sort == BY_TITLE:
        rows, cursor = page_of(titles_visible(Kind.PRACTICE, who, among=found), by_title(who.language), asked)
        return [row.record_id for row in rows], cursor
    if asked.sort == BY_YEAR:
        begun = originals().filter(Exists(found.filter(pk=OuterRef("record_id"))))
        rows, cursor = page_of(begun.only("record_id", "started_earliest"), BEGUN, asked)
        return [row.record_id for row in rows], cursor
    rows, cursor = page_of(found, NEWEST, asked)
    return [row.pk for row in rows], cursor


def _filters(asked: PracticeParameters, who: Asking) -> Filters:
    """Return the filters asked for, after looking up the records that they name; at most one query."""
    named = _named(asked, who)
    records = {
        filter_name: {key: named[RELATED[filter_name][1], key] for key in keys}
        for parameter, filter_name in BY_RECORD.items()
        if (keys := getattr(asked, parameter))
    }
    return Filters(records, tuple(asked.year), tuple(asked.language))


def _named(asked: PracticeParameters, who: Asking) -> Mapping[tuple[str, str], int]:
    wanted = [(parameter, key) for parameter in BY_RECORD for key in getattr(asked, parameter)]
    keys = {key for _parameter, key in wanted if KEY.fullmatch(key)}
    known = Record.objects.visible_to(who.user).filter(key__in=keys) if keys else Record.objects.none()
    named = {(kind, key): pk for kind, key, pk in known.values_list("kind", "key", "pk")}
    for parameter, key in wanted:
        kind = RELATED[BY_RECORD[parameter]][1]
        if (kind, key) not in named:
            said = {"key": key, "address": list_address(kind)}
            raise BadParameter(parameter, _("There is no “%(key)s”; all there are stand at %(address)s.") % said)
    return named
