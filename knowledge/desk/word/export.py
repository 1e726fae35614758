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
from core.models import Figure, Manuscript
from core.records.editions import original_of
from core.records.pages import EditionState
from core.review.states import Stage
from core.viewsets.titles import title_of
from core.word.writing import WordFile
from knowledge.desk.subject import NEEDED_SHORT
from knowledge.desk.word import words
from knowledge.desk.word.outline import FACTS, PARTS, PLAIN
from knowledge.desk.word.words import told
from knowledge.forms import concept_name
from knowledge.models import PracticePage
from knowledge.models.practice import SECTIONS, Length

STANDING = {Stage.ENDORSED: words.NOT_PUBLISHED, **{one: one.label for one in (Stage.PUBLISHED, Stage.DECLINED)}}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ADDRESS = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)"')


def draft_as_word(page: PracticePage, manuscript: Manuscript) -> bytes:
    """Return a draft as a Word file in its language; read again, it gives the same sections."""
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
    file.facts([(told(FACTS[fact], language), text or missing) for fact, text in facts_of(page).items()])
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


def facts_of(page: PracticePage) -> dict[str, str]:
    """Return what is known of a practice, in the language of its text; of a translation what its original says."""
    original = page if page.edition_state == EditionState.ORIGINAL else original_of(page) or page
    with override(page.locale.language_code):
        facts = {
            "country": _name(original.country),
            "institution": _name(original.institution),
            "programme": _name(original.programme),
            "started": write_partial_date(original.started),
            "topics": ", ".join(concept_name(one) for one in original.topics.all()),
            "practice_sources": "\n".join(_sources(original)),
        }
        optional = {
            "figures": "\n".join(_figures(original)),
            "images": "\n".join(_pictures(page)),
            "attachments": "\n".join(row.title or row.document.title for row in page.attachments.all()),
        }
    needed = {name: text for name, text in facts.items() if text or name != "programme"}
    return needed | {name: text for name, text in optional.items() if text}


def _name(row: Any) -> str:
    return title_of(row.record) if row is not None else ""


def _sources(page: PracticePage) -> list[str]:
    sources = [row.source for row in page.practice_sources.all()]
    return [", ".join(part for part in (one.title, one.publisher, one.url) if part) for one in sources]


def _figures(page: PracticePage) -> list[str]:
    rows = Figure.objects.filter(subject=page.record, record__withdrawn_on__isnull=True).order_by("position", "pk")
    return [f"{row.stated} — {row.measure}" for row in rows] if page.record is not None else []


def _pictures(page: PracticePage) -> list[str]:
    no_credit = told(words.NO_CREDIT, page.locale.language_code)
    return [f"{row.caption or row.alternative} ({row.image.credit or no_credit})" for row in page.images.all()]
