"""Loaders of pages: an entry is the original edition, its translations are pages of the same record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from core.loading.prose import normal, to_prose, to_rich_text
from core.loading.registry import Loader, Translated, Translations
from core.records.pages import EditionState
from core.review.models import Manuscript

DRAFT = "has a draft that is not published, kept"


class PageLoader(Loader):
    """What the loaders of pages have in common.

    ``plain_fields`` and ``rich_fields`` bear the same name in the files and on the page. Pages have their translations
    in editions, not in the texts of the record.
    """

    model: ClassVar[Any] = None
    plain_fields: ClassVar[tuple[str, ...]] = ("title",)

    # --- What each kind says ----------------------------------------------------------------------

    def slug_of(self, entry: Any, language: str) -> str:
        """Return the last part of the address of the edition in ``language``."""
        raise NotImplementedError

    def parent_of(self, entry: Any, language: str) -> Any:
        """Return the page under which the edition in ``language`` stands. Raises ``ValidationError`` without one."""
        raise NotImplementedError

    def register(self, page: Any, entry: Any) -> None:
        """Bring the record of the page up to date."""
        raise NotImplementedError

    def set_facts(self, page: Any, entry: Any, changed: frozenset[str]) -> None:
        """Put what only the original holds on the page, as far as it changed."""

    def facts_of(self, pages: list[Any]) -> dict[str, dict[str, Any]]:
        """Return what only the original holds, by the key of the record."""
        return {}

    def listed_at(self, entry: Any) -> datetime | None:
        """Return since when lists show a new entry; ``None``: from now on."""
        return None

    def model_of(self, entry: Any) -> Any:
        """Return the model of the page of an entry."""
        return self.model

    # --- Reading ----------------------------------------------------------------------------------

    def pages(self) -> list[Any]:
        """Return every page of a record, with record and locale, originals first."""
        rows = self.model.objects.filter(record__isnull=False).select_related("record", "locale")
        return sorted(rows, key=lambda page: (page.record_id, not _is_original(page), page.pk))

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the original editions."""
        originals = [page for page in self.pages() if _is_original(page)]
        facts = self.facts_of(originals)
        return {
            page.record.key: {"id": page.record.key, "language": page.record.language}
            | self.prose_of(page)
            | facts.get(page.record.key, {})
            for page in originals
        }

    def read_texts(self) -> Translations:
        """Return the other editions."""
        found: Translations = {}
        for page in self.pages():
            if not _is_original(page):
                texts = {field: text for field, text in self.prose_of(page).items() if text}
                found.setdefault(page.locale.language_code, {})[page.record.key] = texts
        return found

    def prose_of(self, page: Any) -> dict[str, Any]:
        """Return the texts of a page as the files write them; nothing is ``None``."""
        plain = {field: getattr(page, field, "") or None for field in self.plain_fields}
        return plain | {field: to_prose(getattr(page, field, "")) or None for field in self.rich_fields}

    def held_back(self) -> dict[str, str]:
        """Return the editions that an editor is working on, and those that a country worked on: they pass gates."""
        gated = set(Manuscript.objects.order_by().values_list("page__translation_key", flat=True))
        return {
            _name(page): DRAFT for page in self.pages() if page.has_unpublished_changes or page.translation_key in gated
        }

    def taken_down(self) -> set[str]:
        """Return the editions that are not published."""
        return {_name(page) for page in self.pages() if not page.live}

    def language_of(self, entry: Any) -> str:
        """Return the language of the original edition."""
        return str(entry.language)

    def holds(self, language: str) -> bool:
        """Whether pages have addresses in ``language``."""
        return language in settings.OPEN_LANGUAGES

    def translatable(self) -> list[str]:
        """Return the texts that every edition has of its own."""
        return [*self.plain_fields, *self.rich_fields]

    def normal_texts(self, texts: dict[str, Any]) -> dict[str, Translated]:
        """Return translations in the form in which they are compared."""
        return {
            name: normal(text) if name in self.rich_fields else text.strip()
            for name, text in texts.items()
            if isinstance(text, str)
        }

    # --- Writing ----------------------------------------------------------------------------------

    def write(self, entry: Any, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Publish the original edition."""
        page = self.edition(entry.id, entry.language)
        is_new = page is None
        page = page or self._new_edition(entry, entry.language)
        self._set_texts(page, {field: getattr(entry, field) for field in changed & {*self.translatable()}})
        self.set_facts(page, entry, changed)
        self._publish(page, entry, is_new=is_new)

    def write_texts(self, entry: Any, language: str, texts: Mapping[str, Translated], changed: frozenset[str]) -> None:
        """Publish the edition in ``language``."""
        page = self.edition(entry.id, language)
        is_new = page is None
        page = page or self._new_edition(entry, language)
        self._set_texts(page, {field: texts.get(field) for field in changed})
        page.edition_state = EditionState.TRANSLATED
        self._publish(page, entry, is_new=is_new)

    def edition(self, key: str, language: str) -> Any:
        """Return the edition of an entry in a language, if there is one."""
        pages = self.model.objects.filter(record__key=key, locale__language_code=language)
        page = pages.select_related("record", "locale").first()
        return page.specific if page is not None else None

    def _new_edition(self, entry: Any, language: str) -> Any:
        locale = Locale.objects.filter(language_code=language).first()
        if locale is None:
            raise ValidationError(f"There are no pages in the language “{language}”.")
        page = self.model_of(entry)(slug=self.slug_of(entry, language), locale=locale)
        original = self.edition(entry.id, entry.language)
        if original is not None:
            page.translation_key, page.record = original.translation_key, original.record
            page.first_published_at = original.first_published_at
        return page

    def _set_texts(self, page: Any, texts: Mapping[str, Any]) -> None:
        for field, text in texts.items():
            setattr(page, field, to_rich_text(text or "") if field in self.rich_fields else text or "")

    def _publish(self, page: Any, entry: Any, *, is_new: bool) -> None:
        """Publish as an editor would, so that the page has a revision to go on from."""
        page.draft_title = page.title
        if is_new:
            page.first_published_at = page.first_published_at or self.listed_at(entry)
            self.parent_of(entry, page.locale.language_code).add_child(instance=page)
            self.register(page, entry)
        page.save_revision(log_action=False).publish(log_action=False)


def _is_original(page: Any) -> bool:
    return bool(page.locale.language_code == page.record.language)


def _name(page: Any) -> str:
    return page.record.key if _is_original(page) else f"{page.locale.language_code}:{page.record.key}"


def edition_parent(model: Any, language: str) -> Any:
    """Return the one page of ``model`` in a language. Raises ``ValidationError`` where there is none."""
    page = model.objects.filter(locale__language_code=language).order_by("path").first()
    if page is None:
        name = model._meta.verbose_name
        raise ValidationError(f"There is no {name} in the language “{language}” to put the page under.")
    return page
