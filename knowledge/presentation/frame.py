"""What every page of the library shows around its content."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.models import Record
from core.texts.localized import LocalText


@dataclass(frozen=True)
class Place:
    """A name and an address, with what is to be said beside it."""

    name: LocalText | str | Promise
    url: str
    note: str = ""


def spoken() -> str:
    """Return the language of the address."""
    return get_language() or settings.LANGUAGE_CODE


def library_crumbs() -> list[Place]:
    """Return the way to the library's pages."""
    return [Place(_("Front page"), f"/{spoken()}/"), Place(_("Library"), reverse("library"))]


def practices_counted(count: int) -> str:
    """Return how many practices, in words."""
    return ngettext("%(count)s practice", "%(count)s practices", count) % {"count": count}


def comparison_address(*slugs: str) -> str:
    """Return the address of practices side by side."""
    return f"{reverse('compare')}?{urlencode([('p', slug) for slug in slugs])}"


def permalink_of(record: Record) -> str:
    """Return the permanent address of a record."""
    return settings.BASE_URL + reverse("permalink", args=[record.key])


def put_in_frame(request: HttpRequest, record: Record, addresses: dict[str, str]) -> None:
    """Tell the page around ``record`` its permanent address, and its address in every language it has a page in.

    Where there is no edition in a language, its title leads to the original: that is no page in this language.
    """
    own = {language: address for language, address in addresses.items() if address.startswith(f"/{language}/")}
    request.alternates = own  # type: ignore[attr-defined]
    request.permalink = permalink_of(record)  # type: ignore[attr-defined]
