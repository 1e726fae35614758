"""What rows of members and the graph say alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.loading.entries.reading import related_by_key
from core.loading.rules import Breach, register_rule, unlike
from core.loading.standing import Standing
from core.records.kinds import Kind, Verb
from members.models import Country, Institution, Programme


@register_rule("the key of a country is its code")
def countries_are_known_by_their_codes(standing: Standing) -> Iterator[Breach]:
    """ISO 3166-1."""
    for key, code in Country.objects.values_list("record__key", "iso2"):
        if key != code:
            yield key, f"has the code {code}"


@register_rule("institutions and programmes stand in the graph where their rows say")
def rows_and_graph_agree(standing: Standing) -> Iterator[Breach]:
    """Country and institution."""
    yield from unlike(
        _named(Institution, "country__record__key"), related_by_key(Verb.IN_COUNTRY, Kind.INSTITUTION), "country"
    )
    yield from unlike(
        _named(Programme, "country__record__key"), related_by_key(Verb.IN_COUNTRY, Kind.PROGRAMME), "country"
    )
    yield from unlike(
        _named(Programme, "institution__record__key"), related_by_key(Verb.RUN_BY, Kind.PROGRAMME), "institution"
    )


def _named(model: Any, other: str) -> dict[str, list[str]]:
    return {key: [name] if name else [] for key, name in model.objects.values_list("record__key", other)}
