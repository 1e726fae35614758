"""The parts of a practice as a Word file has them, made of what the editor shows: names, order, what explains each.

A heading is known by its name in any language of content, in whatever case and spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

from knowledge.desk.word import words
from knowledge.desk.word.words import told
from knowledge.models import PracticePage
from knowledge.models.practice import SECTIONS
from knowledge.panels import TEXT
from knowledge.presentation.prose import SECTIONS as HEADINGS
from search.folding import fold

# What stands in the text and has no form: it is written as words.
PLAIN: dict[str, Promise | str] = {
    "summary": words.SUMMARY,
    "started_note": words.NOTE_ON_BEGINNING,
    "note": words.NOTE,
}
# Every part with its heading, in the order of a file.
PARTS: dict[str, Promise | str] = {
    "summary": words.SUMMARY,
    **dict(HEADINGS),
    "started_note": words.NOTE_ON_BEGINNING,
    "note": words.NOTE,
}
# What a template asks for.
ASKED = ("summary", *SECTIONS)
# The rows of the table of facts in which words are looked for again.
FACTS: dict[str, Promise | str] = {
    "title": words.TITLE,
    "country": words.COUNTRY,
    "institution": words.INSTITUTION,
    "programme": words.PROGRAMME,
    "started": words.BEGUN,
    "topics": words.TOPICS,
    "practice_sources": words.SOURCES,
    "figures": words.FIGURES,
    "images": words.PICTURES,
    "attachments": words.FILES,
}
ASKED_FACTS = ("title", "institution", "programme", "started", "topics", "practice_sources")
# What others write over the same part.
ALIASES = {
    "challenge": ("Challenges", "The challenge", "Problem", "The problem"),
    "solution": ("Solutions", "The solution"),
    "implementation": ("Implementation",),
    "results": ("Result", "Outcomes", "Results and impact"),
    "lessons": ("Lessons learned", "Lessons learnt"),
    "conditions": ("Replication", "Conditions of replication"),
    "cost": ("Cost", "Costs", "Resources", "Costs and resources"),
    "contact": ("Contacts", "Contact details"),
    "summary": ("Executive summary", "Abstract"),
}
NUMBERED = re.compile(r"^\s*(?:[0-9]{1,2}|[ivx]{1,4}|[a-z])\s*[.):\-–]\s*")


def guidance_of(part: str) -> Any:
    """Return what the editor says beside a field; nothing where it says nothing."""
    return _guidance().get(part, "")


@cache
def _guidance() -> dict[str, Any]:
    return {panel.field_name: panel.help_text for panel in _fields(TEXT) if panel.help_text}


def _fields(panels: Iterable[Any]) -> Iterator[Any]:
    for panel in panels:
        if hasattr(panel, "field_name"):
            yield panel
        yield from _fields(getattr(panel, "children", ()))


def languages() -> list[str]:
    """Return the languages of content."""
    return [code for code, _name in settings.LANGUAGES]


def part_of(heading: str) -> str | None:
    """Return the part that a heading names; nothing where it names none."""
    return _found(_part_names(), heading)


def fact_of(label: str) -> str | None:
    """Return the fact that a label names; nothing where it names none."""
    return _found(_fact_names(), label)


def names_the_facts(heading: str) -> bool:
    """Whether a heading is that of the table of facts."""
    return folded(heading) in _facts_headings()


def is_guidance(text: str) -> bool:
    """Whether these words are what a template of ours says in some language."""
    return folded(text) in _guidance_texts()


def folded(text: str) -> str:
    """Return words as they are compared: in one spelling, without marks at their end."""
    return " ".join(fold(text).split()).strip(" .:;–-*_")


def _found(names: dict[str, str], text: str) -> str | None:
    name = folded(text)
    return names.get(name) or names.get(folded(NUMBERED.sub("", name, count=1)))


@cache
def _part_names() -> dict[str, str]:
    model: Any = PracticePage
    labels = {part: model._meta.get_field(part).verbose_name for part in PARTS}
    names = {folded(told(name, code)): part for part, name in PARTS.items() for code in languages()}
    names |= {folded(told(label, code)): part for part, label in labels.items() for code in languages()}
    return names | {folded(alias): part for part, aliases in ALIASES.items() for alias in aliases}


@cache
def _fact_names() -> dict[str, str]:
    return {folded(told(name, code)): fact for fact, name in FACTS.items() for code in languages()}


@cache
def _facts_headings() -> frozenset[str]:
    return frozenset(folded(told(words.FACTS, code)) for code in languages())


@cache
def _guidance_texts() -> frozenset[str]:
    said = [words.HOW_TO_USE, words.FACTS_GUIDANCE, words.MISSING, words.NOT_STATED, *_guidance().values()]
    return frozenset(folded(told(text, code)) for text in said for code in languages())
