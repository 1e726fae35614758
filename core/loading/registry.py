"""Which entries there are: each kind brings a loader, in the ``loading`` module of its app."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.utils.module_loading import autodiscover_modules

from core.loading.models import KeptEntry
from core.loading.schema import Entry
from core.records.models import Record
from core.records.operations import touch
from core.texts.models import Text
from core.texts.operations import set_text

# A translation: a text, or a list of texts that stand beside the list of the original.
Translated = str | list[str]
# Language, key of the entry, field.
Translations = dict[str, dict[str, dict[str, Translated]]]


class Loader:
    """How the entries of one file become rows, and rows entries again.

    ``read`` and ``Entry.plain`` speak of the same plain values, so that what stands in the files and what stands on the
    site can be compared field by field.
    """

    file: ClassVar[str] = ""
    # Where the entries stand inside those of another file, the file.
    nested_in: ClassVar[str] = ""
    kind: ClassVar[str] = ""
    order: ClassVar[int] = 0
    schema: ClassVar[type[Entry]] = Entry
    # Fields that may be translated, and what the texts of the record call them. Lists get a number: ``claim-0``.
    texts: ClassVar[Mapping[str, str]] = {}
    text_lists: ClassVar[Mapping[str, str]] = {}
    # Fields that a language may state where the original does not: a short name that is used only there.
    own_texts: ClassVar[frozenset[str]] = frozenset()
    # The fields whose translations make the title of the record in that language.
    titled_by: ClassVar[tuple[str, ...]] = ()
    # Fields that hold prose: their lines may be broken anywhere.
    rich_fields: ClassVar[tuple[str, ...]] = ()
    # Fields whose order says nothing.
    unordered: ClassVar[frozenset[str]] = frozenset()
    # Fields that place a nested entry and are not written.
    places: ClassVar[frozenset[str]] = frozenset()
    # Fields that the site has no column for; they are kept beside the row.
    kept: ClassVar[frozenset[str]] = frozenset()

    def prepare(self) -> None:
        """Make what must be there before the first entry is written."""

    def read(self) -> dict[str, dict[str, Any]]:
        """Return every entry as the site holds it, by key, in the order in which they were made."""
        raise NotImplementedError

    def on_site(self) -> dict[str, dict[str, Any]]:
        """Return every entry with what is kept beside its row."""
        entries = self.read()
        if not self.kept:
            return entries
        beside = kept_fields(self.file)
        return {
            key: entry | {field: beside.get(key, {}).get(field) for field in self.kept}
            for key, entry in entries.items()
        }

    def write(self, entry: Any, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Bring the row of ``entry`` up to date; ``changed`` names the fields that differ from what the site holds.

        ``titles`` are the translated titles by language. Raises ``ValidationError`` where a field is refused.
        """
        raise NotImplementedError

    def held_back(self) -> dict[str, str]:
        """Return the entries that must not be written now, by key (``<language>:<key>`` for one edition), and why."""
        return {}

    def taken_down(self) -> set[str]:
        """Return the entries that the site does not show any more (``<language>:<key>`` for one edition)."""
        return set()

    # --- Translations ---------------------------------------------------------------------------

    def language_of(self, entry: Any) -> str:
        """Return the language in which an entry was written."""
        return settings.LANGUAGE_CODE

    def translatable(self) -> list[str]:
        """Return the fields that may stand in the files of translations."""
        return [*self.texts, *self.text_lists]

    def holds(self, language: str) -> bool:
        """Whether the site has a place for translations into ``language``; else they wait in the files."""
        return True

    def title_in(self, texts: Mapping[str, Translated]) -> str:
        """Return the title that translations into one language make, or nothing."""
        parts = [str(texts.get(field) or "") for field in self.titled_by]
        return " ".join(parts) if all(parts) else ""

    def titles_in(self, language: str) -> dict[str, str]:
        """Return the titles that what the site holds in ``language`` makes, by key."""
        if not self.titled_by:
            return {}
        texts = self.read_texts().get(language, {})
        return {key: title for key, told in texts.items() if (title := self.title_in(told))}

    def normal_texts(self, texts: dict[str, Any]) -> dict[str, Translated]:
        """Return translations as they stand in a file in the form in which they are compared."""
        return {
            name: text.strip() if isinstance(text, str) else text for name, text in texts.items() if text is not None
        }

    def read_texts(self) -> Translations:
        """Return every translation that the site holds."""
        rows = Text.objects.filter(record__kind=self.kind).values_list("language", "record__key", "field", "text")
        fields = {stored: field for field, stored in self.texts.items()}
        found: Translations = {}
        for language, key, stored, text in rows.order_by("pk"):
            if stored in fields:
                found.setdefault(language, {}).setdefault(key, {})[fields[stored]] = text
        for field, stored in self.text_lists.items():
            _read_list(found, field, stored, rows.filter(field__startswith=f"{stored}-"))
        return found

    def write_texts(self, entry: Any, language: str, texts: Mapping[str, Translated], changed: frozenset[str]) -> None:
        """Write the ``changed`` translations of an entry; ``texts`` are all that should stand there then."""
        record = Record.objects.get(key=entry.id, kind=self.kind)
        for field in sorted(changed):
            for stored, text, original in self.stored(entry, field, texts.get(field)):
                set_text(record=record, field=stored, language=language, text=text, original=original, by=None)
        touch(record=record, by=None)

    def stored(self, entry: Any, field: str, value: Translated | None = None) -> list[tuple[str, str, str]]:
        """Return the texts of a field: what the texts of the record call them, the translation, the original."""
        original = self.original_of(entry, field)
        if field in self.texts:
            return [(self.texts[field], str(value or ""), str(original or ""))]
        stored, texts = self.text_lists[field], list(value or [])
        return [
            (f"{stored}-{position}", texts[position] if position < len(texts) else "", words)
            for position, words in enumerate(original or [])
        ]

    def inner_texts(self, entry: Any) -> dict[str, str]:
        """Return the originals of texts that stand in the entry itself, by what the texts of the record call them."""
        return {}

    def original_of(self, entry: Any, field: str) -> Any:
        """Return what is translated in ``field``: a text, or a list of texts."""
        return getattr(entry, field)


def _read_list(found: Translations, field: str, stored: str, rows: Any) -> None:
    lists: dict[tuple[str, str], dict[int, str]] = {}
    for language, key, name, text in rows:
        lists.setdefault((language, key), {})[int(name.removeprefix(f"{stored}-"))] = text
    for (language, key), texts in lists.items():
        ordered = [texts[position] for position in sorted(texts)]
        found.setdefault(language, {}).setdefault(key, {})[field] = ordered


def kept_fields(file: str) -> dict[str, dict[str, Any]]:
    """Return what is kept beside the rows of ``file``, by key."""
    return dict(KeptEntry.objects.filter(file=file).values_list("key", "content"))


L = TypeVar("L", bound=type[Loader])
_LOADERS: dict[str, Loader] = {}


def register_loader(loader: L) -> L:
    """Register a loader for its file; usable as a decorator."""
    _LOADERS[loader.file] = loader()
    return loader


def loaders() -> list[Loader]:
    """Return every loader in the order in which files are loaded."""
    importlib.import_module("core.loading.entries")
    autodiscover_modules("loading")
    return sorted(_LOADERS.values(), key=lambda loader: loader.order)


def by_key(rows: Iterable[tuple[str, Any]], make: Callable[[Any], dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return entries made of rows, by key, with the key as ``id``."""
    return {key: {"id": key, **make(row)} for key, row in rows}
