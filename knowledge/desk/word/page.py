"""What the pages about Word files show."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.rich_text import expand_db_html

from core.models import Manuscript
from core.records.listing import page_at
from core.review.permissions import has_part
from core.review.states import Part
from knowledge.desk.word.operations import can_fill
from knowledge.desk.word.outline import FACTS, PARTS
from knowledge.models import Leftover, WordImport

PER_PAGE = 25
# What the page of a manuscript lists; the pages of the files list all.
MOST_SHOWN = 20


def templates_offered() -> list[dict[str, str]]:
    """Return the template in every language of content."""
    address = reverse("practice-template")
    return [{"name": name, "language": code, "url": f"{address}?language={code}"} for code, name in settings.LANGUAGES]


def import_context(found: WordImport, user: Any, asked: Any) -> dict[str, Any]:
    """Return what a file brought: what was placed, what was not, and what was left out."""
    manuscript = found.manuscript
    page = page_at(found.leftovers.select_related("dealt_with_by"), PER_PAGE, asked.get("page"))
    may_edit = can_fill(user, manuscript)
    return {
        "manuscript": manuscript,
        "title": _("From Word: %(file)s") % {"file": found.file_name},
        "word_import": found,
        "language": manuscript.page.locale.language_code,
        "placed": [_placed(row) for row in found.placed],
        "notes": _notes(found),
        "left_out": _left_out(found.left_out),
        "page": page,
        "leftovers": [_leftover(row) for row in page],
        "may_deal": has_part(user, manuscript, Part.AUTHOR),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[manuscript.page_id]) if may_edit else "",
    }


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    return {"name": PARTS.get(row["field"]) or FACTS.get(row["field"], row["field"]), "words": row["words"]}


def _leftover(row: Leftover) -> dict[str, Any]:
    text = mark_safe(expand_db_html(row.text))  # noqa: S308 - cleaned when it was read, kept as the editor keeps it
    return {"row": row, "text": text, "reason": row.get_reason_display()}


def _notes(found: WordImport) -> list[str]:
    """Return what was done to make the rest fit, and what should be looked at."""
    done = found.done
    said = {
        "summary": _("The file has no “Summary”: the first sentences of its text stand there. Write it anew."),
        "title": _("The file says no title: its name stands there. Write the title."),
        "joined": _("A heading stood more than once: both texts stand under it, in their order."),
        "tables": _("Tables became lists, a row a point: sections hold no tables."),
    }
    return [text for name, text in said.items() if done.get(name)]


def _left_out(counts: dict[str, int]) -> list[str]:
    """Return how much of each kind was not taken over, and what that means."""
    said = []
    for kind, number in counts.items():
        if kind in _KINDS and number:
            said.append(_KINDS[kind](number) % {"count": number})
    return said


_KINDS: dict[str, Any] = {
    "pictures": lambda number: ngettext(
        "%(count)s picture was left out: add it in the editor, with who made it and what it shows.",
        "%(count)s pictures were left out: add them in the editor, with who made them and what they show.",
        number,
    ),
    "comments": lambda number: ngettext(
        "%(count)s comment was left out; it stands in your file only.",
        "%(count)s comments were left out; they stand in your file only.",
        number,
    ),
    "insertions": lambda number: ngettext(
        "%(count)s tracked insertion was taken over as if it were accepted.",
        "%(count)s tracked insertions were taken over as if they were accepted.",
        number,
    ),
    "deletions": lambda number: ngettext(
        "%(count)s tracked deletion was left out as if it were accepted.",
        "%(count)s tracked deletions were left out as if they were accepted.",
        number,
    ),
    "formulas": lambda number: ngettext(
        "%(count)s formula was left out: write it in words.",
        "%(count)s formulas were left out: write them in words.",
        number,
    ),
    "charts": lambda number: ngettext(
        "%(count)s chart was left out: enter its numbers as figures.",
        "%(count)s charts were left out: enter their numbers as figures.",
        number,
    ),
    "objects": lambda number: ngettext(
        "%(count)s embedded object was left out.", "%(count)s embedded objects were left out.", number
    ),
}


def word_of_manuscript(manuscript: Manuscript, user: Any) -> dict[str, Any]:
    """Return what the page of a manuscript says of Word: files that left something, and whether one can be brought.

    Two queries.
    """
    open_ones = Count("leftovers", filter=Q(leftovers__dealt_with_at__isnull=True))
    files = list(manuscript.word_imports.annotate(open_leftovers=open_ones)[:MOST_SHOWN])
    waiting = Leftover.objects.open().filter(word_import__manuscript=manuscript).select_related("word_import")
    return {
        "word_files": files,
        "leftovers": list(waiting.order_by("-word_import", "position", "pk")[:MOST_SHOWN]),
        "may_import": can_fill(user, manuscript),
    }
