"""What a Word file says, brought to the parts of a practice; what finds no place is kept with the reason.

Nothing that is written in a file is lost: it stands in a part, or among what is left.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.word.markup import tree_of
from core.word.reading import Block, Kind, Note, WordText
from knowledge.desk.word.outline import fact_of, is_guidance, names_the_facts, part_of
from knowledge.models.word import Reason

# What is left under more headings than that is kept under the last of them.
MOST_LEFT = 50
LONGEST_HEADING = 200
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')


@dataclass
class Left:
    """A text that found no place."""

    reason: Reason
    heading: str
    html: str = ""


@dataclass
class Plan:
    """What goes where: rich text by part, words by fact, what is left, and what was done to make it fit."""

    title: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    headings: list[str] = field(default_factory=list)


def plan_of(word: WordText) -> Plan:
    """Return where each block of a file belongs."""
    placing = _Placing()
    for block in word.blocks:
        placing.take(block)
    return placing.plan


def words_of(markup: str) -> str:
    """Return the words of rich text, a paragraph a line, as a field without form holds them."""
    lines = []
    markup = LINK.sub(_with_address, markup.replace("<br/>", "\n"))
    for child in tree_of(markup).elements():
        points = [one for one in child.elements() if one.tag == "li"] or [child]
        for point in points:
            lines += ["".join(point.own_words()).strip()]
    return "\n".join(line for line in lines if line)


def _with_address(match: re.Match[str]) -> str:
    """Write the address behind the words of a link, where the words do not say it."""
    address, told = match.groups()
    return told if address.removeprefix("mailto:") in told else f"{told} ({address})"


class _Placing:
    """Goes through the blocks once; it knows under which heading it is."""

    def __init__(self) -> None:
        self.plan = Plan()
        self._part: str | None = None
        # The level of the last heading; none where a plain paragraph was one.
        self._level = 0
        self._left: Left | None = None
        self._has_begun = False

    def take(self, block: Block) -> None:
        if block.kind == Kind.REMARK or (block.kind == Kind.GUIDANCE and _explains(block.text)):
            return
        if block.kind == Kind.TABLE:
            self._take_table(block)
        elif block.kind == Kind.HEADING:
            self._take_heading(block)
        elif block.kind == Kind.TITLE and not self.plan.title:
            self.plan.title = block.text
        elif (part := part_of(block.text)) and block.html.startswith("<p>"):
            self._begin(part, 0)
        else:
            self._add(block.html)
        self._take_notes(block.notes)

    def _take_heading(self, block: Block) -> None:
        self.plan.headings.append(block.text)
        is_below = 0 < self._level < block.level
        if part := part_of(block.text):
            self._begin(part, block.level)
        elif names_the_facts(block.text):
            self._part, self._left, self._level = None, None, block.level
        elif not self._has_begun and self._left is None and not self.plan.title:
            self.plan.title = block.text
        elif is_below and (self._part is not None or self._left is not None):
            self._add(f"<p><b>{_inner(block.html)}</b></p>")
        else:
            self._leave(Reason.UNKNOWN, block.text, block.level)

    def _begin(self, part: str, level: int) -> None:
        if self.plan.parts.get(part):
            self.plan.done["joined"] += 1
        self.plan.parts.setdefault(part, "")
        self._part, self._level, self._left, self._has_begun = part, level, None, True

    def _leave(self, reason: Reason, heading: str, level: int = 0) -> None:
        self._part, self._level = None, level
        self._left = self._keep(Left(reason, heading[:LONGEST_HEADING]))

    def _keep(self, left: Left) -> Left:
        """Keep what is left; what is too much for a list is kept with the last of it."""
        if len(self.plan.left) < MOST_LEFT:
            self.plan.left.append(left)
            return left
        last = self.plan.left[-1]
        last.html += f"<p><b>{html.escape(left.heading, quote=False)}</b></p>{left.html}"
        return last

    def _add(self, markup: str) -> None:
        if self._part is not None:
            self.plan.parts[self._part] += markup
            return
        if self._left is None:
            self._leave(Reason.BEFORE, "", self._level)
        if self._left is not None:
            self._left.html += markup

    def _take_notes(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self._keep(Left(Reason.NOTE, f"… {note.place}" if note.place else "", note.html))

    def _take_table(self, block: Block) -> None:
        if _is_form(block, has_begun=self._has_begun):
            self._take_form(block)
        elif any(one.kind == Kind.HEADING for one in _cells(block)):
            for inner in _cells(block):
                self.take(inner)
        else:
            self.plan.done["tables"] += 1
            self._add(as_list(block))
            self._take_notes(block.all_notes)

    def _take_form(self, block: Block) -> None:
        """Take a table of two columns: labels, and beside each what is told."""
        for row in block.rows:
            label = " ".join(one.text for one in row[0]) if row else ""
            told = [one for cell in row[1:] for one in cell]
            if told:
                self._take_row(label, told)

    def _take_row(self, label: str, told: list[Block]) -> None:
        fact = fact_of(label)
        if fact is not None:
            words = "\n".join(one.text for one in told)
            if fact == "title":
                self.plan.title = self.plan.title or " ".join(words.split())
            else:
                self.plan.facts[fact] = words
            for one in told:
                self._take_notes(one.all_notes)
            return
        if part := part_of(label):
            self._begin(part, 0)
        else:
            self._leave(Reason.UNKNOWN, label)
        for one in told:
            self.take(one)
        if self._part is None:
            self._left = None


def _explains(text: str) -> bool:
    """Whether a grey line says what a template says; over another somebody wrote their own words."""
    return is_guidance(text) or is_guidance(text.partition(":")[2])


def _is_form(block: Block, *, has_begun: bool) -> bool:
    """Whether a table has names of parts or facts in front of what is told; within a section only names of parts."""
    if not block.rows or any(len(row) > 2 for row in block.rows):
        return False
    labels = [" ".join(one.text for one in row[0]) for row in block.rows if row]
    known = [bool(part_of(label)) or (not has_begun and fact_of(label) is not None) for label in labels]
    return sum(known) * 2 >= len(known) and any(known)


def _cells(block: Block) -> Iterator[Block]:
    return (one for row in block.rows for cell in row for one in cell)


def as_list(block: Block) -> str:
    """Return a table as a list, a row a point: no section holds tables."""
    points = (_row_as_point(row) for row in block.rows)
    kept = "".join(f"<li>{point}</li>" for point in points if point)
    return f"<ul>{kept}</ul>" if kept else ""


def _row_as_point(row: Iterable[tuple[Block, ...]]) -> str:
    cells = [" ".join(_cell_words(one) for one in cell).strip() for cell in row]
    first, *rest = [cell for cell in cells if cell] or [""]
    return f"{first}: {'; '.join(rest)}" if rest else first


def _cell_words(block: Block) -> str:
    if block.kind == Kind.TABLE:
        return "; ".join(_row_as_point(row) for row in block.rows)
    return _inner(block.html) if block.html.startswith("<p>") else html.escape(block.text, quote=False)


def _inner(markup: str) -> str:
    """Return what stands in a paragraph, without words being bold twice."""
    return markup.removeprefix("<p>").removesuffix("</p>").replace("<b>", "").replace("</b>", "")
