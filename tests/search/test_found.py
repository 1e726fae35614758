"""From publication to results with the engine that every site has, whatever becomes of its folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core.records.operations import set_audience, touch
from knowledge.models import PracticePage
from search import chosen, timers
from search.finding import find
from search.query import SearchQuery
from tests.factories import knowledge as make
from tests.factories.site import publish
from tests.search.indexing import settle, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Where the embedded engine keeps its index."""
    settings.SEARCH_ENGINE, settings.SEARCH_FOLDER = "embedded", tmp_path / "search"
    chosen.engine.cache_clear()
    timers.look_after_index()
    yield settings.SEARCH_FOLDER
    chosen.engine.cache_clear()


@pytest.fixture
def practice(folder: Path) -> PracticePage:
    made = make.a_practice(make.a_library(), "one-window", title="One window for everything", summary="In a hall.")
    settle()
    return made


def found(text: str, *tokens: str) -> list[str]:
    """The titles that a reader finds, who carries these tokens beside the public one."""
    answer = find(SearchQuery(text=text, tokens=frozenset({"public", *tokens})), user=None)
    return [record.title_row.text for record in answer.records]


def test_a_practice_is_found_while_it_is_public(practice: PracticePage) -> None:
    """Published, renamed, taken down, published again, kept for others."""
    assert found("windows") == ["One window for everything"]

    practice.title = "A single counter"
    publish(practice)
    settle()
    assert found("windows") == []
    assert found("counters") == ["A single counter"]

    PracticePage.objects.get(pk=practice.pk).unpublish()
    settle()
    assert found("counters") == []

    publish(PracticePage.objects.get(pk=practice.pk))
    settle()
    assert found("counters") == ["A single counter"]

    set_audience(record=practice.record, tokens=["secretariat"], by=None)
    touch(record=practice.record, by=None)
    settle()
    assert found("counters") == []


def lose_everything(folder: Path) -> None:
    shutil.rmtree(folder)


def lose_the_name(folder: Path) -> None:
    (folder / "current").unlink()


def lose_half(folder: Path) -> None:
    index = folder / (folder / "current").read_text()
    for path in sorted(index.iterdir())[::2]:
        path.unlink()


def overwrite(folder: Path) -> None:
    index = folder / (folder / "current").read_text()
    for path in index.iterdir():
        path.write_bytes(b"synthetic")


@pytest.mark.parametrize("spoil", [lose_everything, lose_the_name, lose_half, overwrite])
def test_whatever_becomes_of_the_folder_all_is_well_again(practice: PracticePage, folder: Path, spoil: Any) -> None:
    """The worker makes the index anew; a change of that time is in it."""
    spoil(folder)
    practice.title = "A single counter"
    publish(practice)
    for _round in range(2):
        timers.look_after_index()
        work()
    settle()
    assert found("counters") == ["A single counter"]


def test_a_rebuild_changes_nothing_for_readers(practice: PracticePage) -> None:
    """The index that they read before is gone, and they notice nothing."""
    assert found("windows") == ["One window for everything"]
    call_command("rebuild_search", "--from-records")
    assert found("windows") == ["One window for everything"]
