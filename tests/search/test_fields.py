"""What stands in an index is known by its version: who changes one raises the other."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from core.dates import PartialDate
from search import fields
from search.documents import SearchDocument, Wording
from search.fields import TEXTS, VERSION, Fields, fields_of
from search.folding import fold
from tests.search.pairs import MEET

pytestmark = pytest.mark.sqlite
# By version, what becomes of the specimens. A line is added, never changed: an index of that version may be in use.
PINNED = {2: "07918a694a63b4f8eb44", 3: "2084026f45310e6a0557"}

SPECIMENS = [
    SearchDocument(
        record_id=7,
        key="practice-specimen",
        kind="practice",
        language="az",
        audience=("secretariat", "public"),
        wordings={
            code: Wording(
                title=" ".join(text.split()[:6]),
                names=(text.split()[7], "ASAN-ın 2012-ci ili"),
                summary=text,
                body=text,
            )
            for code, text in MEET.items()
        },
        listed="2026-01-15T10:00:00.000000+00:00",
        facets={"country": ("azerbaijan",), "topic": ("trust", "one-stop"), "language": ("az", "en")},
        dated=PartialDate.from_iso("2012-06"),
    ),
    SearchDocument(
        record_id=8,
        key="source-specimen",
        kind="source",
        language="en",
        audience=("public",),
        wordings={"en": Wording(title="A" * 200, body="x" * 70 + " l'État e-mail 𝕬 ½ -")},
        listed="2026-01-15T10:00:00.000000+00:00",
        dated=PartialDate(words="April, year not visible"),
    ),
]


def parts_of(made: Fields) -> dict[str, Any]:
    texts = {name: [text.split(" ") for text in made.texts.get(name, [])] for name in TEXTS}
    numbers = {"record_id": made.record_id, "version": made.version}
    return {**numbers, "texts": texts, "sets": made.sets, "orders": made.orders}


def digest() -> str:
    made = [parts_of(fields_of(document, version=1)) for document in SPECIMENS]
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:20]


def test_who_changes_what_stands_in_the_index_raises_its_version() -> None:
    """Else indices would stay in use that hold something else than queries ask for."""
    assert PINNED.get(VERSION) == digest(), "Raise search.fields.VERSION, and add it here with its digest."
    assert [*PINNED] == sorted(PINNED)
    assert len({*PINNED.values()}) == len(PINNED)


@pytest.mark.parametrize("name", ["words", "analyse", "sound"])
def test_the_analysis_is_part_of_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, name, lambda text, *_language: [fold(text)] if name != "sound" else text)
    assert digest() != PINNED[VERSION]


def test_what_was_stored_is_what_was_made() -> None:
    for document in SPECIMENS:
        made = fields_of(document, version=document.version)
        read = Fields(made.record_id, made.version, line=made.line)
        assert read == made
        assert parts_of(read) == parts_of(made)
        assert read.line is made.line, "nothing is written anew"
    assert Fields(1, 2) != Fields(1, 3)


def test_another_version_is_another_index(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fields.shape()
    fields.shape.cache_clear()
    monkeypatch.setattr(fields, "VERSION", VERSION + 1)
    assert fields.shape() != before
    fields.shape.cache_clear()
