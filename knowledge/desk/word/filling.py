"""A page is filled from what a file says: its empty parts and facts, and nothing that is written already."""

from __future__ import annotations

import html
import re
from typing import Any

from django.utils.html import strip_tags
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from core.records.editions import original_of
from core.records.pages import LONGEST_SUMMARY, EditionState
from knowledge.desk.word import words
from knowledge.desk.word.facts import take_facts
from knowledge.desk.word.outline import FACTS, PARTS, PLAIN
from knowledge.desk.word.placing import Left, Plan, words_of
from knowledge.desk.word.words import told
from knowledge.models import PracticePage
from knowledge.models.practice import PROSE
from knowledge.models.word import Reason

# Of the first section, where a file has no summary: a draft cannot do without one.
LONGEST_BORROWED = 300
LONGEST_TITLE = 255
SENTENCE = re.compile(r"(?<=[.!?…؟。])\s")
KEYS = re.compile(r' data-block-key="[^"]*"')


def fill(page: PracticePage, plan: Plan, language: str, *, user: Any) -> list[dict[str, Any]]:
    """Fill the empty parts of a page, and leave the others; return which were filled, with the number of their words.

    A translation begins as a copy: what it says in the words of its original is empty too, and its title with it. Facts
    are filled on an original alone.
    """
    original = original_of(page) if page.edition_state != EditionState.ORIGINAL else None
    filled = [_filled(part, plan.parts[part]) for part in PARTS if _fill_part(page, part, plan, language, original)]
    if original is not None and _fill_title(page, plan, language, original):
        filled.insert(0, _filled("title", f"<p>{html.escape(page.title, quote=False)}</p>"))
    if not page.summary:
        _borrow_summary(page, plan)
    taken: list[str] = []
    rest = plan.facts
    if page.edition_state == EditionState.ORIGINAL:
        taken, rest = take_facts(page, plan.facts, user)
    for fact, told_words in rest.items():
        text = f"<p>{html.escape(told_words, quote=False)}</p>"
        plan.left.append(Left(Reason.FACT, told(FACTS[fact], language), text.replace("\n", "<br/>")))
    return filled + [{"field": fact, "words": len(plan.facts[fact].split())} for fact in taken]


def _filled(part: str, markup: str) -> dict[str, Any]:
    return {"field": part, "words": len(words_of(markup).split())}


def _fill_title(page: PracticePage, plan: Plan, language: str, original: PracticePage) -> bool:
    if not plan.title or page.title != original.title or plan.title == page.title:
        return False
    if len(plan.title) > LONGEST_TITLE:
        whole = f"<p>{html.escape(plan.title, quote=False)}</p>"
        plan.left.append(Left(Reason.LONG, told(words.TITLE, language), whole))
    page.title = plan.title[:LONGEST_TITLE]
    return True


def _fill_part(page: PracticePage, part: str, plan: Plan, language: str, original: PracticePage | None) -> bool:
    markup = plan.parts.get(part, "")
    if not strip_tags(markup).strip():
        return False
    new = words_of(markup) if part in PLAIN else as_kept(markup)
    old = getattr(page, part)
    if strip_tags(old).strip():
        if _is_same(old, new):
            return False
        if original is None or not _is_same(old, getattr(original, part)):
            plan.left.append(Left(Reason.FILLED, told(PARTS[part], language), markup))
            return False
    if part == "summary" and len(new) > LONGEST_SUMMARY:
        plan.left.append(Left(Reason.LONG, told(PARTS[part], language), markup))
        new = shortened(new, LONGEST_SUMMARY)
    setattr(page, part, new)
    return True


def _borrow_summary(page: PracticePage, plan: Plan) -> None:
    """Begin the summary, which a draft cannot do without, with the first sentences of the first section."""
    first = next(markup for part in PARTS if (markup := plan.parts.get(part, "")) and strip_tags(markup).strip())
    page.summary = shortened(" ".join(words_of(first).split()), LONGEST_BORROWED)
    plan.done["summary"] += 1


def shortened(text: str, most: int) -> str:
    """Return the first sentences of a text that fit; the beginning of the first where that is too long itself."""
    if len(text) <= most:
        return text
    kept = ""
    for sentence in SENTENCE.split(text):
        if len(kept) + len(sentence) + 1 > most:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or text[: most - 1].rsplit(" ", 1)[0] + "…"


def as_kept(markup: str) -> str:
    """Return rich text as the editor keeps it: with what a section may hold, and nothing else."""
    converter = ContentstateConverter(PROSE)
    return str(converter.to_database_format(converter.from_database_format(markup)))


def _is_same(old: str, new: str) -> bool:
    return KEYS.sub("", old).strip() == KEYS.sub("", new).strip() or " ".join(old.split()) == " ".join(new.split())
