"""``sources.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator

from core.loading.registry import Loader, Translations, register_loader
from core.loading.schema import Date, Entry, Words, at_most, one_of, plain_date
from core.records.kinds import Kind
from core.records.models import Record
from core.sources.models import Access, Source, SourceKind, TitleBasis
from core.sources.operations import save_source
from core.texts.models import Text
from core.texts.operations import set_text

ENGLISH = "en"
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")


def _is_language(code: str) -> str:
    if not _LANGUAGE.match(code):
        raise ValueError(f"“{code}” is not a code of a language: two or three small letters")
    return code


class SourceEntry(Entry):
    """A source. ``title`` is in its own language, ``title_en`` what it is called here."""

    title: Annotated[str, at_most(500)]
    title_en: Annotated[str, at_most(500)]
    # Sources may be in any language, not only in those of the record.
    language: Annotated[str, AfterValidator(_is_language)]
    publisher: Annotated[str, at_most(300)]
    date: Date
    kind: Annotated[str, one_of(SourceKind.values)]
    url: Annotated[str, at_most(1000)] | None
    access: Annotated[str, one_of(Access.values)]
    title_basis: Annotated[str, one_of(TitleBasis.values)]
    note: Words | None = None


@register_loader
class SourceLoader(Loader):
    """Sources are loaded first: everything else names them."""

    file: ClassVar[str] = "sources"
    kind: ClassVar[str] = Kind.SOURCE
    order: ClassVar[int] = 10
    schema: ClassVar[type[Entry]] = SourceEntry
    texts: ClassVar[Mapping[str, str]] = {"title": "title", "note": "note"}
    titled_by: ClassVar[tuple[str, ...]] = ("title",)

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the sources."""
        english = dict(
            Text.objects.filter(record__kind=Kind.SOURCE, field="title", language=ENGLISH).values_list("record", "text")
        )
        rows = Source.objects.select_related("record").order_by("record")
        return {row.record.key: _plain(row, english) for row in rows}

    def read_texts(self) -> Translations:
        """Return the translations besides the English title, which is a field of its own."""
        found = super().read_texts()
        for texts in found.get(ENGLISH, {}).values():
            texts.pop("title", None)
        return found

    def titles_in(self, language: str) -> dict[str, str]:
        """Return the titles of sources in ``language`` too."""
        own = Source.objects.filter(language=language).values_list("record__key", "title")
        return super().titles_in(language) | dict(own)

    def write(self, entry: SourceEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the source."""
        save_source(
            key=entry.id,
            title=entry.title,
            language=entry.language,
            publisher=entry.publisher,
            kind=entry.kind,
            published=entry.date,
            url=entry.url or "",
            access=entry.access,
            title_basis=entry.title_basis,
            note=entry.note or "",
            titles={**titles, ENGLISH: entry.title_en},
            by=None,
        )
        if {"title", "title_en"} & changed:
            record = Record.objects.get(key=entry.id)
            english = "" if entry.title_en == entry.title else entry.title_en
            set_text(record=record, field="title", language=ENGLISH, text=english, original=entry.title, by=None)


def _plain(row: Source, english: dict[int, str]) -> dict[str, Any]:
    return {
        "id": row.record.key,
        "title": row.title,
        "title_en": english.get(row.record_id, row.title),
        "language": row.language,
        "publisher": row.publisher,
        "date": plain_date(row.published),
        "kind": row.kind,
        "url": row.url or None,
        "access": row.access,
        "title_basis": row.title_basis,
        "note": row.note or None,
    }
