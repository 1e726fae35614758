"""A volume of many practices: cover, imprint, contents, the practices, an index, and one list of sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from core.models import Record
from core.pdf.publications import DIGEST, Part, Printable, Publication, frame, printable
from core.records.collation import sort_key
from core.records.kinds import Kind
from core.shown.frame import title_of
from core.templatetags.facts import References
from knowledge.models import PracticePage
from knowledge.presentation.practice import Edition, Told
from knowledge.presentation.printed import practice_part
from knowledge.querysets import with_what_hangs_on_them

# The name under which the worker finds who makes them.
MAKER = "practices"
MOST = 500


@dataclass(frozen=True)
class _Entry:
    """A practice in the contents and in the index."""

    anchor: str
    title: str
    language: str


def printed_volume(asked: dict[str, Any], *, user: Any, say: Callable[[int], None]) -> Printable:
    """Return the volume that ``asked`` describes (``ids``, ``title``, ``language``), as far as ``user`` may see it.

    A practice without an edition in the language stands in that of its original. ``say`` hears how many are done.
    """
    language = asked["language"]
    with translation.override(language):
        return _printed(asked, language, user, say)


def _printed(asked: dict[str, Any], language: str, user: Any, say: Callable[[int], None]) -> Printable:
    references, entries, parts = References(), [], []
    places: dict[str, dict[str, list[_Entry]]] = {"countries": defaultdict(list), "topics": defaultdict(list)}
    newest = ""
    for number, (page, original) in enumerate(_editions(asked["ids"], language, user), start=1):
        anchor = f"practice-{number}"
        edition = Edition(page, original, language, user, is_preview=False)
        printed = practice_part(edition, anchor=anchor, references=references, starts_page=True)
        entry = _Entry(anchor, page.title, page.locale.language_code)
        entries.append(entry)
        parts.append(printed.part)
        _place(entry, printed.told, places)
        newest = max(newest, printed.published.isoformat(timespec="seconds"))
        say(number)
    shown = frame(language) | {
        "title": asked["title"],
        "number": len(entries),
        "entries": entries,
        "countries": _ordered(places["countries"]),
        "topics": _ordered(places["topics"]),
        "references": references,
        "issued": timezone.localdate(datetime.fromisoformat(newest)) if newest else None,
        "address": settings.BASE_URL,
        "digest": DIGEST,
    }
    before, after = (mark_safe(render_to_string(f"pdf/{name}.html", shown)) for name in ("volume", "annexes"))  # noqa: S308
    whole = [Part(before), *parts, Part(after)]
    return printable(Publication(asked["title"], language, asked["title"], newest, whole))


def _editions(ids: Iterable[int], language: str, user: Any) -> Iterable[tuple[PracticePage, PracticePage]]:
    """Return page and original of each practice that the reader may see, in the order asked for: two queries."""
    order = {pk: place for place, pk in enumerate(ids)}
    records = Record.objects.visible_to(user).filter(pk__in=order, kind=Kind.PRACTICE)
    seen = set(records.values_list("pk", flat=True))
    pages: dict[int, list[PracticePage]] = defaultdict(list)
    for page in with_what_hangs_on_them(PracticePage.objects.filter(record__in=seen)):
        pages[page.record_id or 0].append(page)
    for pk in sorted(seen, key=order.__getitem__):
        original = next((page for page in pages[pk] if page.is_original), None)
        live = [page for page in pages[pk] if page.live]
        here = next((page for page in live if page.locale.language_code == language), None)
        shown = here or next((page for page in live if page.is_original), None) or next(iter(live), None)
        if shown is not None:
            yield shown, original or shown


def _place(entry: _Entry, told: Told, places: dict[str, dict[str, list[_Entry]]]) -> None:
    named: dict[str, list[int]] = {"countries": [told.named.country or 0], "topics": told.named.topics}
    for where, ids in named.items():
        for pk in ids:
            if pk in told.known.titles:
                places[where][str(title_of(told.known.titles[pk]))].append(entry)


def _ordered(places: dict[str, list[_Entry]]) -> list[tuple[str, list[_Entry]]]:
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    return sorted(places.items(), key=lambda place: sort_key(place[0], spoken))
