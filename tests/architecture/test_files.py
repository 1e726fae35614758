"""Inside an app the file names are a vocabulary, and no module is long."""

from collections.abc import Iterable
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 400
APPS = ["members", "knowledge", "events", "search"]
# The parts of the kernel, and what of the public side every page stands on.
CORE_PARTS = {
    "users", "records", "dates", "sources", "figures", "vocabulary", "texts", "audience", "outbox", "uploads",
    "loading", "citing", "context", "reader", "request_id", "health", "styleguide", "shown", "limits", "components",
    "local_urls", "embedding", "generations", "pagecache", "letters", "policies", "review", "notices", "audit",
    "acting", "word", "opinions", "approvals", "privacy", "following", "unsent",
}  # fmt: skip
# What the search is made of: words, questions, engines, and the way from a change to the index.
SEARCH_PARTS = {
    "analysis", "folding", "scripts", "stems", "stop_words", "arabic", "azerbaijani", "azerbaijani_roots", "turkic",
    "turkish",
    "query", "parsing", "nodes", "planning", "ranking", "finding", "suggesting", "correcting", "highlighting",
    "fallback",
    "engines", "chosen", "breaker", "budget",
    "documents", "fields", "building", "lending", "naming", "registry", "consumers", "timers", "duties", "indexing",
    "rebuilding", "checking", "watching",
}  # fmt: skip

VOCABULARY = {
    # The rules of the business
    "models", "querysets", "states", "operations", "permissions", "search_documents", "versions",
    # The editors' side
    "viewsets", "panels", "blocks", "forms", "wagtail_hooks",
    # The readers' side; presentation puts together what a page shows, sections what an app brings to a page below it
    "presentation", "sections",
    "views", "urls", "api", "feeds", "downloads", "pdf", "sitemaps",
    # Messages, long work, and what the worker does by the clock
    "notifications", "jobs", "timers",
    # How a person is erased from what the app alone may change or copies
    "erasing",
    # How long what the app holds about people is kept, and what of it they take along
    "retention",
    # The association's starting data, and what must hold across its rows
    "loading", "record_rules",
    # What Django looks for
    "__init__", "apps", "checks", "migrations", "management", "templatetags", "signals", "middleware",
    "context_processors",
}  # fmt: skip
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "data", "misc", "lib", "tools", "shared", "base"}
# The settings are not an app, and "base" is what Django calls the file all others start from.
ALLOWED_ALL_THE_SAME = {"association/settings/base.py"}


def modules(*names: str) -> list[Path]:
    found = [path for name in names for path in sorted((ROOT / name).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def apps() -> list[Path]:
    nested = [path.parent for path in sorted((ROOT / "association").glob("*/apps.py"))]
    return [ROOT / name for name in APPS if (ROOT / name).is_dir()] + nested


def outside_the_vocabulary(app: Path, allowed: Iterable[str] = VOCABULARY) -> list[str]:
    names = [path for path in app.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    return [short(path) for path in names if path.stem not in allowed]


def test_files_of_apps_have_names_from_the_vocabulary() -> None:
    allowed = {
        "search": VOCABULARY | SEARCH_PARTS,
        "members": VOCABULARY | {"accounts"},
        "knowledge": VOCABULARY | {"desk", "following"},
    }
    assert [name for app in apps() for name in outside_the_vocabulary(app, allowed.get(app.name, VOCABULARY))] == []


def test_core_is_made_of_its_parts() -> None:
    assert outside_the_vocabulary(ROOT / "core", VOCABULARY | CORE_PARTS) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = modules("association", "core", "tests", "benchmarks", *APPS)
    named = [path for path in found if FORBIDDEN & {path.stem, path.parent.name}]
    assert {short(path) for path in named} - ALLOWED_ALL_THE_SAME == set()


def test_no_module_is_long() -> None:
    lengths = {short(path): path.read_text().count("\n") for path in modules("association", "core", *APPS)}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_room_is_empty() -> None:
    packages = [path.parent for path in modules("association", "core", *APPS) if path.name == "__init__.py"]
    empty = [
        short(folder)
        for folder in packages
        if folder.name not in {"management", "commands", "templatetags"}
        and not (folder / "__init__.py").read_text().strip()
        and len([path for path in folder.iterdir() if path.name != "__pycache__"]) == 1
    ]
    assert empty == []
