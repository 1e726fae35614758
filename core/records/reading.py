"""A record as one reader reads it in one language: what the views of all row pages begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from core.records.models import Record, Title


@dataclass(frozen=True)
class Reading:
    """A record that the reader may see, its title and its addresses.

    ``addresses`` leads from each open language to the page there.
    """

    record: Record
    title: Title
    addresses: dict[str, str]
    language: str
    request: HttpRequest

    @property
    def user(self) -> Any:
        """Who reads."""
        return self.request.user

    @property
    def permalink(self) -> str:
        """The whole permanent address."""
        return settings.BASE_URL + reverse("permalink", args=[self.record.key])


def spoken_language() -> str:
    """Return the language of the address, which always is an open one."""
    return get_language() or settings.LANGUAGE_CODE


def read_record(request: HttpRequest, record: Record) -> Reading:
    """Return the reading of ``record``, and tell the page its languages and permanent address: one query.

    Raises ``Http404`` where the record has no title in the language spoken.
    """
    titles = {title.language: title for title in Title.objects.filter(record=record)}
    language = spoken_language()
    if language not in titles:
        raise Http404
    addresses = {code: titles[code].address for code in settings.OPEN_LANGUAGES if code in titles}
    reading = Reading(record, titles[language], addresses, language, request)
    request.alternates = addresses  # type: ignore[attr-defined]
    request.permalink = reading.permalink  # type: ignore[attr-defined]
    return reading
