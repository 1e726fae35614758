"""What every page of the site shows around its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models import Title
from core.records.editions import original_changed_on, original_of
from core.records.kinds import Kind
from core.records.neighbours import Neighbour, neighbours_of
from core.records.pages import EditionState
from core.texts.localized import LocalText


@dataclass(frozen=True)
class Place:
    """A name and an address, with what is to be said beside it."""

    name: LocalText | str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Original:
    """Where the text that was translated stands."""

    url: str
    language: str


def spoken() -> str:
    """Return the language of the address."""
    return get_language() or settings.LANGUAGE_CODE


def title_of(title: Title) -> LocalText:
    """Return the title of a row with the language it is in."""
    return LocalText(title.text, title.text_language)


def first_of(told: dict[str, str], *languages: str) -> LocalText:
    """Return what is told in the first of these languages, else in any."""
    language = next(code for code in (*languages, *told) if code in told)
    return LocalText(told[language], language)


def place_in_order(title: Title) -> tuple[int, str]:
    """Return what sorts titles by the alphabet, and goals by their number, which ends their key.

    The row comes with its record.
    """
    number = goal_number(title)
    return (int(number) if number else 0, title.sort_key)


def goal_number(title: Title) -> str:
    """Return the number of a Sustainable Development Goal; nothing for any other record."""
    number = title.record.key.rpartition("-")[2]
    return number if title.kind == Kind.SDG_GOAL and number.isdigit() else ""


def front_page() -> Place:
    """Return the first crumb of every page."""
    return Place(_("Front page"), f"/{spoken()}/")


def put_in_frame(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Tell the page around ``page`` its other languages and its permanent address; return what stands in its head.

    One query, two for a translation. A page that has no record yet (a preview) has neither.
    """
    language = page.locale.language_code
    head = {
        "title": LocalText(page.title, language),
        "edition_language": language,
        "shown_language": language if language != spoken() else "",
    }
    if page.record is None:
        return head
    rows = Title.objects.filter(record=page.record_id).values_list("language", "address")
    # Where there is no edition in a language, its title leads to the original.
    addresses = {language: address for language, address in rows if address.startswith(f"/{language}/")}
    request.alternates = addresses  # type: ignore[attr-defined]
    request.permalink = settings.BASE_URL + reverse("permalink", args=[page.record.key])  # type: ignore[attr-defined]
    return head | {
        "translation_state": "" if page.edition_state == EditionState.ORIGINAL else page.edition_state,
        "original_changed": None if page.is_original else original_changed_on(page, original_of(page)),
        "original": _original(page, addresses),
    }


def _original(page: Any, addresses: dict[str, str]) -> Original | None:
    language = page.record.language
    url = addresses.get(language)
    return Original(url, language) if url and language != page.locale.language_code else None


def beside(record: Any, user: Any) -> list[Neighbour]:
    """Return the neighbours of a page's record without the open questions, which have a place of their own."""
    return [found for found in neighbours_of(record, language=spoken(), user=user) if found.verb != "concerns"]


def items_of(neighbours: list[Neighbour]) -> list[dict[str, Any]]:
    """Return neighbours as the component ``related`` takes them."""
    return [
        {"title": LocalText(found.title, found.title_language), "url": found.address, "kind": found.kind_label}
        for found in neighbours
    ]
