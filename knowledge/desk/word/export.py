"""A draft as a Word file, for a director who has no account: all that is written, and what is not there yet."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import override
from wagtail.rich_text import expand_db_html

from core.forms.dates import write_partial_date
from core.models import Figure, Manuscript, Record
from core.records.editions import original_of
from core.records.neighbours import seen_by
from core.records.pages import EditionState
from core.review.states import Stage
from core.shown.figures import shown_figures
from core.viewsets.titles import title_of
from core.word.writing import WordFile
from knowledge.desk.subject import NEEDED_SHORT
from knowledge.desk.word import words
from knowledge.desk.word.outline import FACTS, PARTS, PLAIN
from knowledge.desk.word.words import told
from knowledge.forms import concept_name
from knowledge.models import PracticePage
from knowledge.models.figure import leave_out_made
from knowledge.models.practice import SECTIONS, Length
from knowledge.presentation.drafted import numbers_of
from knowledge.presentation.prose import files_of

STANDING = {Stage.ENDORSED: words.NOT_PUBLISHED, **{one: one.label for one in (Stage.PUBLISHED, Stage.DECLINED)}}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ADDRESS = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)"')


def draft_as_word(page: PracticePage, manuscript: Manuscript, *, user: Any) -> bytes:
    """Return a draft as a Word file in its language; read again, it gives the same sections.

    It tells ``user`` what the draft as a page tells them, and nothing that is for others.
    """
    language = page.locale.language_code
    standing = capfirst(told(STANDING.get(manuscript.stage, words.NOT_ENDORSED), language))
    number = told(words.NUMBER, language) % {"number": manuscript.pk}
    saved = page.latest_revision_created_at or manuscript.opened_at
    with override(language):
        day = date_format(timezone.localtime(saved).date(), "DATE_FORMAT")
    file = WordFile(language=language, title=page.title, changed=saved)
    file.title(page.title)
    file.remark(f"{standing} · {number} · {day}")
    file.heading(told(words.FACTS, language))
    missing = told(words.NOT_STATED, language)
    file.facts([(told(FACTS[fact], language), text or missing) for fact, text in facts_of(page, user).items()])
    for part in _parts_of(page):
        _write_part(file, page, part, language)
    file.footer(f"{number} · {day} · {standing}", told(words.PAGE, language))
    return file.content()


def _parts_of(page: PracticePage) -> list[str]:
    """Return the parts that are written, and those that a text of this length should have."""
    wanted = ("summary", *SECTIONS) if page.length == Length.FULL else ("summary", *NEEDED_SHORT)
    return [part for part in PARTS if part in wanted or strip_tags(getattr(page, part)).strip()]


def _write_part(file: WordFile, page: PracticePage, part: str, language: str) -> None:
    file.heading(told(PARTS[part], language))
    text = getattr(page, part)
    if not strip_tags(text).strip():
        file.remark(told(words.MISSING, language))
    elif part in PLAIN:
        file.paragraph(text)
    else:
        file.rich_text(with_whole_addresses(expand_db_html(text)))


def with_whole_addresses(markup: str) -> str:
    """Return rich text whose links lead somewhere from outside the site too."""

    def whole(match: re.Match[str]) -> str:
        address = urljoin(f"{settings.BASE_URL}/", html.unescape(match[2]))
        return f'{match[1]}{html.escape(address)}"'

    return ADDRESS.sub(whole, markup)


def facts_of(page: PracticePage, user: Any) -> dict[str, str]:
    """Return what ``user`` may know of a practice, in the language of its text: what the draft as a page shows them.

    Of a translation it is what its original says. Records, figures and files that are for others are not named.
    """
    original = page if page.edition_state == EditionState.ORIGINAL else original_of(page) or page
    language = page.locale.language_code
    seen = _seen(original, user)
    with override(language):
        facts = {
            "country": _name(original.country, seen),
            "institution": _name(original.institution, seen),
            "programme": _name(original.programme, seen),
            "started": write_partial_date(original.started),
            "topics": ", ".join(concept_name(one) for one in original.topics.all() if one.record_id in seen),
            "practice_sources": "\n".join(_sources(original, seen)),
        }
        optional = {
            "figures": "\n".join([*_figures(original, language, user), *_drafted(original)]),
            "images": "\n".join(_pictures(page)),
            "attachments": "\n".join(one["title"].text for one in files_of(page, original, user)),
        }
    needed = {name: text for name, text in facts.items() if text or name != "programme"}
    return needed | {name: text for name, text in optional.items() if text}


def _seen(page: PracticePage, user: Any) -> set[int]:
    """Return those of the records that a draft names which ``user`` may see: one query for them."""
    owners = [row for row in (page.country, page.institution, page.programme) if row is not None]
    named = [*owners, *page.topics.all(), *(row.source for row in page.practice_sources.all())]
    rows = Record.objects.stated_to(user).filter(pk__in={one.record_id for one in named})
    return set(rows.values_list("pk", flat=True))


def _name(row: Any, seen: set[int]) -> str:
    return title_of(row.record) if row is not None and row.record_id in seen else ""


def _sources(page: PracticePage, seen: set[int]) -> list[str]:
    sources = [row.source for row in page.practice_sources.all() if row.source.record_id in seen]
    return [", ".join(part for part in (one.title, one.publisher, one.url) if part) for one in sources]


def _figures(page: PracticePage, language: str, user: Any) -> list[str]:
    """Return the figures that are on record."""
    if page.record is None:
        return []
    rows = Figure.objects.filter(seen_by(user), subject=page.record).select_related("record", "indicator")
    shown = shown_figures(list(rows.order_by("position", "pk")), language=language, user=user)
    return [f"{one.stated.text} — {one.measure.text}" for one in shown]


def _drafted(page: PracticePage) -> list[str]:
    """Return the figures that are given with the draft, those too that lack something still."""
    leave_out_made(page)
    told = ((row.stated.strip() or numbers_of(row), row.measure.strip()) for row in page.draft_figures.all())
    return [" — ".join(part for part in parts if part) for parts in told if any(parts)]


def _pictures(page: PracticePage) -> list[str]:
    no_credit = told(words.NO_CREDIT, page.locale.language_code)
    return [f"{row.caption or row.alternative} ({row.image.credit or no_credit})" for row in page.images.all()]
