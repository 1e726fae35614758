"""What the documents say is there."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
LINK = re.compile(r"\]\(([^)#:]+)\)")
CODE = re.compile(r"`([^`]+)`")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=short)
def test_links_lead_somewhere(document: Path) -> None:
    assert [link for link in LINK.findall(document.read_text()) if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=short)
def test_files_and_targets_that_are_named_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"var"}
    for words in CODE.findall(document.read_text()):
        if words.startswith("make "):
            assert words.split()[1] in targets, words
        elif "/" in words and words.split("/")[0] in folders and "<" not in words and " " not in words:
            assert (ROOT / words).exists(), words


def test_commands_that_are_named_exist() -> None:
    from django.core.management import get_commands

    text = "\n".join(document.read_text() for document in DOCUMENTS)
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - set(get_commands()) == set()


def test_decisions_are_numbered_and_fit_a_page() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        lines = path.read_text().splitlines()
        assert lines[0].startswith(f"# {int(path.name[:4])}. "), path.name
        assert len(lines) <= 40, f"{path.name} is longer than a page"
        for part in ["**Context.**", "**Decision.**", "**Consequences.**"]:
            assert any(line.startswith(part) for line in lines), f"{path.name} lacks {part}"


def test_each_word_stands_once_in_the_glossary() -> None:
    words = [word for line in re.findall(r"^\| \*\*(.+?)\*\*", GLOSSARY, re.MULTILINE) for word in line.split(", ")]
    # The figure's role and the country's are told apart in the line.
    assert [word for word, times in Counter(words).items() if times > 1] == []


def test_models_and_names_in_the_glossary_exist() -> None:
    models = {model._meta.label for model in apps.get_models()}
    labels = {app.label for app in apps.get_app_configs()}
    named = {words for words in CODE.findall(GLOSSARY) if re.fullmatch(r"[a-z]+\.[A-Z]\w+", words)}
    assert {words for words in named if words.split(".")[0] in labels} - models == set()


def test_every_public_idea_is_in_the_glossary() -> None:
    """A kind of record that readers meet has its word."""
    from core.records.kinds import Kind

    text = GLOSSARY.lower()
    # Everybody knows what these are.
    plain = {Kind.NEWS, Kind.PAGE, Kind.FILE}
    assert [kind.value for kind in Kind if kind not in plain and f"**{word_of(kind)}**" not in text] == []


def word_of(kind: str) -> str:
    return {"sdg_goal": "goal"}.get(kind, kind.replace("_", " "))
