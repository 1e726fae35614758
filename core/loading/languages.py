"""A language is opened, or closed: every record has a title and an address in every open one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.models import Locale

from core.generations.names import SITE
from core.generations.operations import count_changes
from core.loading.registry import loaders
from core.records.collation import sort_key
from core.records.models import Record, Title
from core.records.signals import record_again, recorded_models


@transaction.atomic
def open_languages() -> int:
    """Make the titles that records lack in open languages, take away those in closed ones; return how many were made.

    A title is that of the page in the language, the label or translation that is there, else the original's.
    """
    closed, _by_model = Title.objects.exclude(language__in=settings.OPEN_LANGUAGES).delete()
    made = 0
    for language in settings.OPEN_LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
        made += _open(language)
    if closed or made:
        count_changes({SITE})
    return made


def _open(language: str) -> int:
    number = _untitled(language).count()
    if number:
        _record_pages_again(language)
        _title_the_rest(language)
    return number


def _untitled(language: str) -> Any:
    return Record.objects.exclude(Exists(Title.objects.filter(record=OuterRef("pk"), language=language)))


def _record_pages_again(language: str) -> None:
    """Let pages say themselves how they are called and where they stand."""
    for model in recorded_models():
        pages = model.objects.filter(live=True, record__in=_untitled(language)).order_by("record", "edition_state")
        for page in {page.record_id: page for page in pages.select_related("record", "locale")}.values():
            record_again(page)


def _title_the_rest(language: str) -> None:
    """Give rows their title and address, and what is not published those of its original."""
    translated = {key: title for loader in loaders() for key, title in loader.titles_in(language).items()}
    pages = {model.record_kind for model in recorded_models()}
    known: dict[int, list[Title]] = defaultdict(list)
    for title in Title.objects.filter(record__in=_untitled(language)).select_related("record").order_by("pk"):
        known[title.record_id].append(title)
    Title.objects.bulk_create(
        [_title(rows, language, translated, is_page=rows[0].kind in pages) for rows in known.values()],
        batch_size=1_000,
    )


def _title(known: list[Title], language: str, translated: Mapping[str, str], *, is_page: bool) -> Title:
    """Return the title beside those that a record has: as it is translated, else as the original is called."""
    record = known[0].record
    original = next((title for title in known if title.text_language == record.language), known[0])
    own = translated.get(record.key, "")[:500]
    text = own or original.text
    return Title(
        record=record,
        kind=record.kind,
        language=language,
        text=text,
        text_language=language if own else original.text_language,
        address=_address(known, language, is_page=is_page),
        sort_key=sort_key(text, language),
    )


def _address(known: list[Title], language: str, *, is_page: bool) -> str:
    """Return the address of a row in ``language``; a page that is not translated is read in the original."""
    title = next((title for title in known if title.language == settings.LANGUAGE_CODE), known[0])
    prefix = f"/{title.language}/"
    if is_page or not title.address.startswith(prefix):
        return title.address
    return f"/{language}/{title.address.removeprefix(prefix)}"
