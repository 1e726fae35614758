"""The check of translations sees what is wrong with them."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = """
from django.utils.translation import gettext, ngettext

gettext("Library")
gettext("Since %(year)s")
ngettext("%(count)s practice", "%(count)s practices", 2)
"""
PAGE = '{% load i18n %}{% translate "Sources" %}{% blocktranslate %}Read by {{ name }}{% endblocktranslate %}'
TRANSLATED = {
    "Library": "Kitabxana",
    "Since %(year)s": "%(year)s ildən",
    "%(count)s practice": "%(count)s təcrübə",
    "Sources": "Mənbələr",
    "Read by %(name)s": "Oxuyan: %(name)s",
}


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "bin/check_catalogues", *arguments]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


def catalogue(tree: Path) -> Path:
    return tree / "locale" / "az" / "LC_MESSAGES" / "django.po"


def edit(tree: Path, msgid: str, change: Callable[[polib.POEntry], None]) -> None:
    entries = polib.pofile(str(catalogue(tree)))
    change(entries.find(msgid))
    entries.save()
    entries.save_as_mofile(str(catalogue(tree).with_suffix(".mo")))


def translate(entry: polib.POEntry, text: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: text, 1: text}
    else:
        entry.msgstr = text


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project whose translation is complete."""
    for name in ["bin", "core", "templates"]:
        (tmp_path / name).mkdir()
    shutil.copy(ROOT / "bin" / "check_catalogues", tmp_path / "bin")
    (tmp_path / "core" / "views.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    assert run(tmp_path, "--write").returncode == 0
    for msgid, text in TRANSLATED.items():
        edit(tmp_path, msgid, lambda entry, text=text: translate(entry, text))
    return tmp_path


def test_a_complete_translation_passes(tree: Path) -> None:
    result = run(tree)
    assert result.returncode == 0, result.stdout


def test_gathering_again_changes_nothing(tree: Path) -> None:
    before = catalogue(tree).read_text()
    run(tree, "--write")
    assert catalogue(tree).read_text() == before


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "has no translation"), ("Library", "is the same as in English"), ("Kitab %(n)s", "different placeholders")],
)
def test_a_poor_translation_is_named(tree: Path, text: str, fault: str) -> None:
    edit(tree, "Library", lambda entry: translate(entry, text))
    result = run(tree)
    assert result.returncode == 1
    assert "az: 'Library'" in result.stdout
    assert fault in result.stdout


def test_a_lost_placeholder_is_named(tree: Path) -> None:
    edit(tree, "%(count)s practice", lambda entry: translate(entry, "təcrübə"))
    assert "different placeholders" in run(tree).stdout


def test_a_doubtful_translation_is_named(tree: Path) -> None:
    edit(tree, "Library", lambda entry: entry.flags.append("fuzzy"))
    assert "is marked doubtful" in run(tree).stdout


def test_the_same_word_may_be_allowed(tree: Path) -> None:
    edit(tree, "Library", lambda entry: translate(entry, "Library"))
    (catalogue(tree).parent / "same_as_english.txt").write_text("# Names\nLibrary\n")
    assert run(tree).returncode == 0


def test_a_new_message_is_named(tree: Path) -> None:
    (tree / "core" / "views.py").write_text(CODE + 'gettext("Awards")\n')
    assert "az: 'Awards' is not gathered" in run(tree).stdout


def test_a_message_that_is_gone_is_named(tree: Path) -> None:
    (tree / "templates" / "page.html").unlink()
    assert "az: 'Sources' is no longer used" in run(tree).stdout


def test_a_compiled_file_that_is_old_is_named(tree: Path) -> None:
    compiled = catalogue(tree).with_suffix(".mo")
    old = compiled.read_bytes()
    edit(tree, "Library", lambda entry: translate(entry, "Kitabxanalar"))
    compiled.write_bytes(old)
    assert "the compiled file is older" in run(tree).stdout


def test_a_language_without_a_catalogue_is_named(tree: Path) -> None:
    shutil.rmtree(tree / "locale")
    assert "az: there is no catalogue" in run(tree).stdout
