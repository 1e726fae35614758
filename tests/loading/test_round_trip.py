"""What is dumped says on another site what it said on this one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.loading.yaml_text import read_yaml, yaml_of
from core.models import Concept, Figure
from tests.keeping import passing_site
from tests.loading.files import content, dump, load

# What a text of the site may hold: databases keep no NUL, and half a surrogate pair is no letter.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.django_db
def test_load_dump_load_into_an_empty_site(folder: Path, tmp_path: Path) -> None:
    with passing_site():
        load(folder)
        Figure.objects.filter(record__key="fig-visits").update(stated="över 50: “#”", note="Two\n\nparagraphs")
        Concept.objects.filter(record__key="topic-mobile").update(definition="yes")
        dump(tmp_path / "dumped")
        here = content()
    assert content()["sources"] == ({}, {})
    load(tmp_path / "dumped")
    assert content() == here


@given(entries=st.lists(st.dictionaries(TEXTS, PLAIN, max_size=5), max_size=4))
def test_whatever_is_written_is_read_as_it_was(entries: list, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip.yaml"
    path.write_bytes(yaml_of(entries).encode())
    assert read_yaml(path) == entries


@pytest.mark.parametrize(
    "text",
    ["yes", "NO", "on", "null", "~", "2019", "2019-06", "2019-06-21", "0x1f", "1e3", "12:30:00", ".5", "=", "<<", "",
     " ", "- a", "a: b", "a #b", "'", '"', "|", ">", "&a", "*a", "!a", "%a", "@a", "`a`",
     "\ufeff", "a\u2028b", "\u0085"],
)  # fmt: skip
def test_words_that_yaml_might_mistake_stay_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(yaml_of([{"id": text, text: text}]), encoding="utf-8")
    assert read_yaml(path) == [{"id": text, text: text}]
