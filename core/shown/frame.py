"""What the page of every row shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.generations.noting import shows_kinds
from core.records.kinds import Kind
from core.records.models import Record, Title
from core.records.neighbours import titles_of
from core.records.reading import Reading, spoken_language
from core.templatetags.facts import References
from core.texts.capitals import in_capitals
from core.texts.localized import LocalText


def title_of(title: Title) -> LocalText:
    """Return the title of a row with the language it is in."""
    return LocalText(title.text, title.text_language)


def goal_title(title: Title) -> LocalText:
    """Return the name of a goal behind its number, which ends its key; other records have no number.

    The row comes with its record.
    """
    return numbered(title_of(title), kind=title.kind, key=title.record.key)


def numbered(name: LocalText, *, kind: str, key: str) -> LocalText:
    """Return a name as it is, that of a goal behind its number."""
    number = key.rpartition("-")[2]
    if kind != Kind.SDG_GOAL or not number.isdigit():
        return name
    return LocalText(f"{number}. {name.text}", name.language)


def link_to(title: Title) -> dict[str, Any]:
    """Return name and address of a record, as components take them."""
    return {"name": title_of(title), "url": title.address}


def crumbs_to(*ancestors: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way from the front page; each ancestor is a name and an address."""
    front = (_("Front page"), f"/{spoken_language()}/")
    return [{"name": name, "url": url} for name, url in (front, *ancestors)]


def frame_of(reading: Reading) -> dict[str, Any]:
    """Return title, standing and the numbers of sources of the page of a row: one query, two where it is confirmed."""
    return {
        "record": reading.record,
        "title": title_of(reading.title),
        "kind": reading.record.get_kind_display(),
        "references": References(),
        **_confirmation(reading),
    }


def _confirmation(reading: Reading) -> dict[str, Any]:
    latest = reading.record.confirmations.order_by("-confirmed_on", "-pk").first()
    if latest is None:
        return {"unconfirmed": True}
    titles = titles_of([latest.institution_id], language=reading.language, user=reading.user)
    institution = titles.get(latest.institution_id)
    return {"confirmed_on": latest.confirmed_on, "institution": title_of(institution) if institution else ""}


def standing_of(text: LocalText, reading: Reading) -> dict[str, Any]:
    """Return what is to be said of the main text of the page: translated, outdated, or shown in another language."""
    if not text:
        return {}
    original = reading.record.language
    url = reading.addresses.get(original)
    is_elsewhere = url and original != reading.language
    return {
        "translation_state": text.state,
        "original": {"url": url, "language": original} if is_elsewhere else None,
        "shown_language": text.language if text.language != reading.language else "",
    }


def sentence(words: Any) -> str:
    """Return a name from a closed list as the beginning of a line: with a capital of the page's language."""
    text, language = str(words), spoken_language()
    return in_capitals(text[:1], language) + text[1:]


def is_anything_unconfirmed(request: HttpRequest, *kinds: Kind) -> bool:
    """Whether a list of these kinds shows what no institution has confirmed: one query."""
    shows_kinds(*kinds)
    return bool(Record.objects.visible_to(request.user).of_kind(*kinds).unconfirmed().exists())
