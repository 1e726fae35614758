"""Lists as feeds: Atom (RFC 4287) and JSON Feed 1.1, the newest entries of whatever list an address asks for.

A feed stands beside its list and takes the same parameters, but always begins with the newest. An entry is known by the
permanent address of its record, so that it is the same one in every feed and language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import register_converter, reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from core.models import Record
from core.shown.confirmed import Standing, standings_of
from core.texts.localized import LocalText

MOST_ENTRIES = 30
# How a feed is called to readers, and its content type.
FORMATS = {"atom": ("Atom", "application/atom+xml"), "json": ("JSON Feed", "application/feed+json")}
# The moment of a feed without entries: it says nothing, and must not change.
NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class FeedEnding:
    """The end of the address of a feed."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        """Return it."""
        return value

    def to_url(self, value: str) -> str:
        """Return it."""
        return value


register_converter(FeedEnding, "feed")


@dataclass(frozen=True)
class FeedEntry:
    """A record in a feed, as lists show it; ``url`` is a path of the site."""

    record: Record
    title: LocalText
    url: str
    summary: LocalText | None = None
    standing: Standing | None = None

    @property
    def changed_at(self) -> datetime:
        """Return when it was changed, or since when its confirmation holds no more."""
        lapsed_at = self.standing.lapsed_at if self.standing is not None else None
        return max(self.record.changed_at, lapsed_at) if lapsed_at is not None else self.record.changed_at

    @property
    def note(self) -> str:
        """Return what is said of a confirmation that holds no more."""
        return self.standing.lapsed if self.standing is not None else ""


@dataclass(frozen=True)
class Feed:
    """A list as a feed; ``page`` is the path of the list with its parameters."""

    title: str
    page: str
    entries: list[FeedEntry]

    @property
    def updated_at(self) -> datetime:
        """Return the moment of the newest change of an entry."""
        return max((entry.changed_at for entry in self.entries), default=NEVER)


def links_to(path: str, query: str = "") -> list[dict[str, str]]:
    """Return name, content type and address of the feeds of the list at ``path``, which ends with a stroke."""
    asked = f"?{query}" if query else ""
    return [{"name": name, "type": kind, "url": f"{path}feed.{end}{asked}"} for end, (name, kind) in FORMATS.items()]


def feed_answer(request: HttpRequest, feed: Feed, ending: str) -> HttpResponse:
    """Return a feed in the format of the address; each entry says where its confirmation holds no more: one query."""
    stand = standings_of(entry.record for entry in feed.entries)
    feed = replace(feed, entries=[replace(entry, standing=stand.get(entry.record.pk)) for entry in feed.entries])
    written = _atom(request, feed) if ending == "atom" else _json(request, feed)
    return HttpResponse(written, content_type=f"{FORMATS[ending][1]}; charset=utf-8")


class _Atom(Atom1Feed):
    def item_attributes(self, item: Any) -> dict[str, str]:
        """Say in which language an entry is."""
        return {"xml:lang": item["language"]}


def _atom(request: HttpRequest, feed: Feed) -> str:
    written = _Atom(
        title=_line(feed.title),
        link=_absolute(feed.page),
        description="",
        language=_language(),
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=_absolute(request.get_full_path()),
    )
    for entry in feed.entries:
        written.add_item(
            title=_line(entry.title.text),
            link=_absolute(entry.url),
            # Django says that it is HTML.
            description=escape(_line(" ".join(_told(entry)))),
            unique_id=_permalink(entry.record),
            pubdate=entry.record.listed_at,
            updateddate=entry.changed_at,
            language=entry.title.language or _language(),
        )
    # A feed without entries would else say that it changed at this moment.
    written.latest_post_date = lambda: feed.updated_at  # type: ignore[method-assign]
    return written.writeString("utf-8")


def _json(request: HttpRequest, feed: Feed) -> str:
    written = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": _absolute(feed.page),
        "feed_url": _absolute(request.get_full_path()),
        "language": _language(),
        "authors": [{"name": settings.WAGTAIL_SITE_NAME, "url": settings.BASE_URL}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(written, ensure_ascii=False, indent=2)


def _item(entry: FeedEntry) -> dict[str, str]:
    return {
        "id": _permalink(entry.record),
        "url": _absolute(entry.url),
        "title": entry.title.text,
        "content_text": "\n\n".join(_told(entry)) or entry.title.text,
        "language": entry.title.language or _language(),
        "date_published": entry.record.listed_at.isoformat(timespec="seconds"),
        "date_modified": entry.changed_at.isoformat(timespec="seconds"),
    }


def _told(entry: FeedEntry) -> list[str]:
    return [words for words in (entry.summary.text if entry.summary else "", entry.note) if words]


def titled(*parts: Any) -> str:
    """Return the title of a feed: what the list is called, and what is asked of it."""
    return ": ".join(str(part) for part in parts if part)


def _line(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _permalink(record: Record) -> str:
    return _absolute(reverse("permalink", args=[record.key]))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
