"""Countries, as people are told for which they hold a role."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from core.models import Record, Title, User


def displayed(user: User) -> str:
    """Return how letters of the library call somebody."""
    return user.email


def country_name(country: Record | None, language: str) -> str:
    """Return what a country is called in a language; nothing for no country. One query."""
    return names_of([country.pk], language).get(country.pk, country.slug) if country is not None else ""


def names_of(record_ids: Iterable[int], language: str | None = None) -> dict[int, str]:
    """Return what countries are called, by record: one query."""
    rows = Title.objects.filter(record__in=set(record_ids), language=language or get_language())
    return dict(rows.values_list("record_id", "text"))
