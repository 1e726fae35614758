"""Lay the words of a figure out on its picture, and write it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.embedding.card import Bar, Card
from core.embedding.measuring import clean, lines_of, width_of
from core.templatetags.texts import direction
from core.texts.localized import LocalText

WIDTH, EDGE = 640.0, 28.0
ROOM = WIDTH - 2 * EDGE
LINE, BAR, INDENT = 1.4, 16.0, 24.0
# Size of the type, and whether it is bold.
KINDS = {
    "measure": (21.0, True),
    "subject": (15.0, False),
    "value": (34.0, True),
    "label": (15.0, False),
    "own": (15.0, True),
    "small": (13.0, False),
    "name": (13.0, True),
}
# The values of static/css/tokens.css; a picture on another site has no style sheet of ours.
STYLE = """
.ground{fill:#fbfbf8;stroke:#cdd5cd}.rule{stroke:#cdd5cd}
text{fill:#12211f;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif}
.measure{font-size:21px;font-weight:700}.subject{font-size:15px;fill:#44524e}.value{font-size:34px;font-weight:700}
.label,.own{font-size:15px}.own,.name{font-weight:700}.small,.name{font-size:13px}.small{fill:#44524e}
.b0{fill:#b9cbc6}.b1{fill:#2f6f72}
.bt,.maybe{fill:none;stroke:#2f6f72;stroke-width:1.5;vector-effect:non-scaling-stroke}
.maybe{stroke-width:1;stroke-dasharray:3 2}
.open{stroke:#2f6f72;stroke-width:2;stroke-dasharray:2 2;vector-effect:non-scaling-stroke}
.axis{stroke:#12211f;vector-effect:non-scaling-stroke}
@media (prefers-color-scheme:dark){
.ground{fill:#101817;stroke:#31403c}.rule{stroke:#31403c}text{fill:#e8eeea}.subject,.small{fill:#b6c3bd}
.b0{fill:#41534f}.b1{fill:#74bdb9}.bt,.maybe,.open{stroke:#74bdb9}.maybe,.bt{fill:none}.axis{stroke:#e8eeea}
}
""".strip()
STYLE_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


@dataclass(frozen=True)
class Line:
    """One line of text at its place; ``anchor`` is the end of the text that stands at ``x``."""

    text: str
    kind: str
    language: str
    direction: str
    anchor: str
    x: str
    y: str


@dataclass(frozen=True)
class Drawn:
    """The shapes of a bar at their height."""

    y: str
    shapes: SafeString


@dataclass
class _Sheet:
    """A sheet that is filled from top to bottom, from the side at which its language begins."""

    language: str
    y: float = EDGE
    lines: list[Line] = field(default_factory=list)
    bars: list[Drawn] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def is_rtl(self) -> bool:
        return direction(self.language) == "rtl"

    def write(self, words: LocalText, kind: str, *, indent: float = 0, gap: float = 0) -> None:
        """Write a text in as many lines as it takes."""
        if not words.text:
            return
        self.y += gap
        size, is_bold = KINDS[kind]
        for line in lines_of(words.text, ROOM - indent, size, is_bold=is_bold):
            self.y += size * LINE
            self.put(line, words.language, kind, indent)

    def put(self, line: str, language: str, kind: str, indent: float = 0, *, at_end: bool = False) -> None:
        """Put a line at this height; a line of the other direction keeps to the same side of the sheet."""
        towards_left = self.is_rtl != at_end
        begins_here = (direction(language) == "rtl") == towards_left
        x = WIDTH - EDGE - indent if towards_left else EDGE + indent
        anchor = "start" if begins_here else "end"
        self.lines.append(Line(line, kind, language, direction(language), anchor, _n(x), _n(self.y)))

    def rule(self) -> None:
        """Draw a line across."""
        self.y += 20
        self.rules.append(_n(self.y))

    def draw(self, bar: Bar) -> None:
        """Draw a bar."""
        self.y += 6
        if bar.shapes:
            self.bars.append(Drawn(_n(self.y), mark_safe("".join(bar.shapes))))  # noqa: S308  (numbers and classes)
            self.y += BAR


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def svg_of(card: Card) -> str:
    """Return the picture, complete in itself."""
    sheet = _Sheet(card.language)
    sheet.write(card.measure, "measure")
    sheet.write(card.subject, "subject", gap=2)
    sheet.write(card.value, "value", gap=6)
    sheet.write(_numbered(card.as_of, card.numbers, card), "label", gap=6)
    sheet.write(card.note, "small", gap=2)
    for bar in card.bars:
        _write_bar(sheet, bar, card)
    sheet.rule()
    _write_sources(sheet, card)
    sheet.write(LocalText(card.permalink, "en"), "small", gap=8)
    sheet.write(card.association, "name", gap=2)
    return render_to_string("core/figure.svg", _context(card, sheet))


def _numbered(words: LocalText, numbers: list[int], card: Card) -> LocalText:
    """Return a text with the numbers of its sources, where there are several."""
    if len(card.sources) < 2:
        return words
    return LocalText(f"{words.text} {' '.join(f'[{number}]' for number in numbers)}", words.language)


def _write_bar(sheet: _Sheet, bar: Bar, card: Card) -> None:
    """Write value and date, side by side where both have room, and the bar under them."""
    kind, date = "own" if bar.is_asked_for else "label", _numbered(bar.date, bar.numbers, card)
    (size, is_bold), sheet.y = KINDS[kind], sheet.y + 10
    value, day = clean(bar.words.text), clean(date.text)
    if width_of(value, size, is_bold=is_bold) + width_of(day, KINDS["small"][0]) + INDENT <= ROOM:
        sheet.y += size * LINE
        sheet.put(value, bar.words.language, kind)
        sheet.put(day, date.language, "small", at_end=True)
    else:
        sheet.write(bar.words, kind)
        sheet.write(date, "small")
    sheet.draw(bar)


def _write_sources(sheet: _Sheet, card: Card) -> None:
    sheet.write(card.sources_head, "name", gap=2)
    if len(card.sources) == 1:
        sheet.write(card.sources[0][1], "small", gap=2)
        return
    for number, words in card.sources:
        before = sheet.y + 2
        sheet.write(words, "small", indent=INDENT, gap=2)
        end, sheet.y = sheet.y, before + KINDS["small"][0] * LINE
        sheet.put(f"[{number}]", card.spoken, "small")
        sheet.y = end


def _context(card: Card, sheet: _Sheet) -> dict[str, Any]:
    return {
        "card": card,
        "title": clean(f"{card.measure}: {card.value}"),
        "description": clean(card.description),
        "direction": direction(card.language),
        "is_rtl": sheet.is_rtl,
        "lines": sheet.lines,
        "bars": sheet.bars,
        "rules": sheet.rules,
        "style": mark_safe(STYLE),  # noqa: S308  (a constant)
        "edge": _n(EDGE),
        "far_edge": _n(WIDTH - EDGE),
        "room": _n(ROOM),
        "width": _n(WIDTH),
        "height": _n(sheet.y + EDGE),
        "inner_width": _n(WIDTH - 1),
        "inner_height": _n(sheet.y + EDGE - 1),
    }
