"""What parts two versions: which sections, and how many words came and went."""

from __future__ import annotations

from collections import Counter
from typing import Any

from wagtail.rich_text import get_text_for_indexing

from knowledge.models.practice import SECTIONS
from knowledge.versions.content import PLAIN, Content

TITLE, FACTS = "title", "facts"


def changes_between(before: Content | None, after: Content) -> dict[str, Any]:
    """Return the sections that differ, in the order of the page, and the words added and removed in all of them.

    Words are counted, not followed: a sentence that moved changes its section and adds no word. Nothing for a first
    version.
    """
    if before is None:
        return {}
    old, new = _sections(before), _sections(after)
    changed = [name for name in (TITLE, *PLAIN, *SECTIONS) if old.get(name, "") != new.get(name, "")]
    gone, come = _counted(old, changed), _counted(new, changed)
    return {
        "sections": changed + [FACTS] * (before["stated"] != after["stated"]),
        "added": (come - gone).total(),
        "removed": (gone - come).total(),
    }


def _sections(content: Content) -> dict[str, str]:
    return {TITLE: content["title"], **content["prose"]}


def _counted(sections: dict[str, str], names: list[str]) -> Counter[tuple[str, str]]:
    return Counter((name, word) for name in names for word in get_text_for_indexing(sections.get(name, "")).split())
