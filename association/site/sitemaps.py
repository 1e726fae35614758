"""Every public page in every open language, for search engines.

Parts are ranges of record ids, so that each takes the same few queries however many records there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, IntegerField, Max, Value
from django.db.models.expressions import CombinedExpression
from django.urls import reverse
from django.utils.translation import override

from core.models import Record, Relation, Title
from core.records.kinds import Kind, Verb

# The protocol of sitemaps allows 50,000; smaller files are kinder to both sides.
MOST_ADDRESSES = 10_000
LISTS = "lists"
# Kinds whose records have pages of their own; the others stand on pages of these.
KINDS_WITH_PAGES = (
    Kind.PRACTICE,
    Kind.COUNTRY,
    Kind.INSTITUTION,
    Kind.PROGRAMME,
    Kind.TOPIC,
    Kind.SERVICE_TYPE,
    Kind.SDG_GOAL,
    Kind.SOURCE,
    Kind.NEWS,
    Kind.PAGE,
)
# Pages that are no record's: lists, and what stands beside the record.
LIST_VIEWS = (
    "topics",
    "countries",
    "institutions",
    "sources",
    "open-questions",
    "terms",
    "site-map",
    "api-documentation",
)


@dataclass(frozen=True)
class Part:
    """A file of the sitemap."""

    address: str
    changed_at: datetime | None


@dataclass(frozen=True)
class Entry:
    """A page in one language, with all its languages (the code and the address of each)."""

    address: str
    changed_at: datetime | None
    alternates: tuple[tuple[str, str], ...]


def parts() -> list[Part]:
    """Return the lists and every part that holds a page: one query."""
    by_part = (
        _public()
        .annotate(part=CombinedExpression(F("pk"), "/", Value(_records_in_a_part()), output_field=IntegerField()))
        .values("part")
        .annotate(latest=Max("changed_at"))
        .order_by("part")
    )
    ranges = [Part(_part_address(str(row["part"])), row["latest"]) for row in by_part]
    return [Part(_part_address(LISTS), None), *ranges]


def entries(name: str) -> list[Entry]:
    """Return the pages of the part ``name``: ``lists``, or the number of a range; none where there is no such part."""
    if name == LISTS:
        return _lists()
    if not name.isascii() or not name.isdigit() or len(name) > 12:
        return []
    size = _records_in_a_part()
    records = _public().filter(pk__gte=int(name) * size, pk__lt=(int(name) + 1) * size)
    return _pages_of(records) + _practices_by_country(records)


def _records_in_a_part() -> int:
    # A country has two pages: its own, and that of its practices.
    return MOST_ADDRESSES // (2 * len(settings.OPEN_LANGUAGES))


def _public() -> Any:
    return Record.objects.public().of_kind(*KINDS_WITH_PAGES)


def _part_address(name: str) -> str:
    return settings.BASE_URL + reverse("sitemap-part", args=[name])


def _lists() -> list[Entry]:
    return [entry for view in LIST_VIEWS for entry in _in_all_languages(_reversed(view), None)]


def _reversed(view: str, *arguments: str) -> dict[str, str]:
    found = {}
    for language in settings.OPEN_LANGUAGES:
        with override(language):
            found[language] = reverse(view, args=arguments)
    return found


def _pages_of(records: Any) -> list[Entry]:
    titles = Title.objects.filter(record__in=records, language__in=settings.OPEN_LANGUAGES)
    rows = titles.order_by("record_id").values_list("record_id", "language", "address", "record__changed_at")
    addresses: dict[int, dict[str, str]] = defaultdict(dict)
    changed: dict[int, datetime] = {}
    for record_id, language, address, changed_at in rows:
        changed[record_id] = changed_at
        # Where there is no edition in a language, its title leads to the original: that is no page in this language.
        if address.startswith(f"/{language}/") and "#" not in address:
            addresses[record_id][language] = address
    return [entry for record_id, found in addresses.items() for entry in _in_all_languages(found, changed[record_id])]


def _practices_by_country(records: Any) -> list[Entry]:
    countries = records.of_kind(Kind.COUNTRY).filter(
        pk__in=Relation.objects.filter(
            verb=Verb.IN_COUNTRY, subject__in=Record.objects.public().of_kind(Kind.PRACTICE)
        ).values("object_id")
    )
    return [
        entry
        for slug, changed_at in countries.order_by("pk").values_list("slug", "changed_at")
        for entry in _in_all_languages(_reversed("country-practices", slug), changed_at)
    ]


def _in_all_languages(addresses: dict[str, str], changed_at: datetime | None) -> Iterable[Entry]:
    absolute = {language: settings.BASE_URL + address for language, address in addresses.items()}
    alternates = tuple(absolute.items())
    if settings.LANGUAGE_CODE in absolute:
        alternates += (("x-default", absolute[settings.LANGUAGE_CODE]),)
    return [Entry(address, changed_at, alternates) for address in absolute.values()]
