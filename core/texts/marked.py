"""A rich text as words with a few marks, for a plain box of a form, and back without losing what nobody touched.

Paragraphs are parted by an empty line; ``- `` begins an item of a list and ``1. `` one of a numbered list, two spaces
before it one below another; ``**strong**``, ``__slanted__``, ``[words](2)`` for the second link of the text, whose
address stays where it is; a backslash before a mark takes its meaning away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PARAGRAPH, LIST, NUMBERED = "p", "ul", "ol"
STRONG, SLANTED, LINK = "b", "i", "a"
MARKS = {"**": STRONG, "__": SLANTED}
INLINE = {"b": STRONG, "strong": STRONG, "i": SLANTED, "em": SLANTED, "a": LINK}
ITEM = re.compile(r"^( *)(-|[0-9]+\.) +(?=\S)")
SPECIAL = re.compile(r"([\\\[\]*])|(_(?=_)|(?<=_)_|^_|_$)")
TOKENS = re.compile(
    r"\\(?P<escaped>.)|(?P<mark>\*\*|__)|(?P<begin>\[(?=(?:\\.|[^\[\]\\])*\]\([0-9]+\)))|\]\((?P<end>[0-9]+)\)"
    r"|(?P<line>\n)|(?P<words>[^\\*_\[\]\n]+|.)"
)
EMPTY = re.compile(r"<p[^>]*>\s*</p>")
AROUND = re.compile(r"\s+(?=</?(?:p|ul|ol|li)\b)|(?<=[>])\s+(?=<(?:p|ul|ol|li)\b)")


class UnmarkedError(ValueError):
    """A text holds something for which there is no mark: it cannot be written in a plain box."""


@dataclass(frozen=True)
class Block:
    """A paragraph or an item of a list: with the tag it began with, and its words with marks."""

    kind: str
    depth: int
    opening: str
    html: str
    words: str

    @property
    def marked(self) -> str:
        """Return it as it stands in a box."""
        return _prefix(self.kind, self.depth) + self.words


class MarkedText:
    """A rich text that can be shown in a box and taken back. Raises ``UnmarkedError`` where it cannot."""

    def __init__(self, html: str) -> None:
        """Read the text as the editor stores it."""
        reader = _Reader()
        reader.feed(html)
        reader.close()
        self.blocks, self.links = [one for one in reader.blocks if one.words], reader.links
        if _bare(html_of(self.blocks)) != _bare(html) or segments_of(self.text) != self.segments:
            raise UnmarkedError

    @property
    def segments(self) -> list[str]:
        """Return the blocks as they stand in a box."""
        return [block.marked for block in self.blocks]

    @property
    def text(self) -> str:
        """Return the whole as it stands in a box."""
        return joined(self.segments)

    def block_of(self, segment: str, opening: str = "") -> Block:
        """Return a block of a segment; its links are those of this text. Raises ``ValidationError`` for odd marks."""
        kind, depth, words = _parted(segment)
        tag = "p" if kind == PARAGRAPH else "li"
        kept = opening if re.match(rf"<{tag}\b", opening) else f"<{tag}>"
        return Block(kind, depth, kept, _html_of_words(words, self.links), words)

    def replaced(self, changes: list[tuple[int, int, str]]) -> str:
        """Return the HTML with blocks replaced: each change from one to before another, by the segments of a text.

        Raises ``ValidationError`` for marks that say nothing.
        """
        blocks = list(self.blocks)
        for start, end, text in sorted(changes, reverse=True):
            old, new = blocks[start:end], segments_of(text)
            openings = [block.opening for block in old] if len(old) == len(new) else [""] * len(new)
            blocks[start:end] = [self.block_of(one, opening) for one, opening in zip(new, openings, strict=True)]
        return html_of(blocks)


def joined(segments: list[str]) -> str:
    """Return segments as one text: an empty line between them, none between the items of a list."""
    parts: list[str] = []
    for before, segment in zip(["", *segments], segments, strict=False):
        are_items = bool(ITEM.match(before) and ITEM.match(segment))
        parts += ["\n" if are_items else "\n\n"] * bool(parts) + [segment]
    return "".join(parts)


def segments_of(text: str) -> list[str]:
    """Return the blocks of what was typed, each written in one way."""
    found: list[list[str]] = [[]]
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        item = ITEM.match(line)
        if item or not line.strip():
            found.append([])
        if line.strip():
            found[-1].append(_item(item, line) if item else line.strip())
    return ["\n".join(lines) for lines in found if lines]


def html_of(blocks: list[Block]) -> str:
    """Return blocks as the editor stores them."""
    out: list[str] = []
    open_lists: list[str] = []
    for block in blocks:
        level = 0 if block.kind == PARAGRAPH else min(block.depth, len(open_lists)) + 1
        while len(open_lists) > level or (level and len(open_lists) == level and open_lists[-1] != block.kind):
            out.append(f"</li></{open_lists.pop()}>")
        if level and len(open_lists) == level:
            out.append("</li>")
        elif level:
            open_lists.append(block.kind)
            out.append(f"<{block.kind}>")
        out += [block.opening, block.html, *(["</p>"] if not level else [])]
    out += [f"</li></{kind}>" for kind in reversed(open_lists)]
    return "".join(out)


def _bare(html: str) -> str:
    return AROUND.sub("", EMPTY.sub("", html)).strip()


def _prefix(kind: str, depth: int) -> str:
    return "" if kind == PARAGRAPH else "  " * depth + ("- " if kind == LIST else "1. ")


def _item(item: Any, line: str) -> str:
    kind = LIST if item[2] == "-" else NUMBERED
    return _prefix(kind, len(item[1]) // 2) + line[item.end() :].rstrip()


def _parted(segment: str) -> tuple[str, int, str]:
    item = ITEM.match(segment)
    if item is None:
        return PARAGRAPH, 0, segment
    return (LIST if item[2] == "-" else NUMBERED), len(item[1]) // 2, segment[item.end() :]


def _html_of_words(words: str, links: list[str]) -> str:
    """Return words with marks as HTML: what is no mark is text and nothing else."""
    out: list[str] = []
    inside: list[str] = []
    for token in TOKENS.finditer(words):
        if token["mark"]:
            out.append(_turn(MARKS[token["mark"]], inside, token["mark"]))
        elif token["begin"]:
            inside.append(LINK)
            out.append(_link(_number_after(words, token.end()), links, inside))
        elif token["end"] is not None and LINK in inside:
            out.append(_close(LINK, inside, "[ ]"))
        elif token["line"]:
            out.append("<br/>")
        else:
            out.append(escape(token["escaped"] or token[0], quote=False))
    if inside:
        mark = next((mark for mark, tag in MARKS.items() if tag == inside[-1]), "[")
        raise ValidationError(_("The mark %(mark)s has no counterpart: close it, or take it away.") % {"mark": mark})
    return "".join(out)


def _number_after(words: str, begin: int) -> int:
    found = re.compile(r"(?:\\.|[^\[\]\\])*\]\(([0-9]+)\)").match(words, begin)
    return int(found[1][:9]) if found is not None else 0


def _link(number: int, links: list[str], inside: list[str]) -> str:
    if not 1 <= number <= len(links):
        raise ValidationError(_("There is no link with the number %(number)s in this text.") % {"number": number})
    if inside.count(LINK) > 1:
        raise ValidationError(_("A link cannot stand inside a link."))
    return links[number - 1]


def _turn(tag: str, inside: list[str], mark: str) -> str:
    if tag not in inside:
        inside.append(tag)
        return f"<{tag}>"
    return _close(tag, inside, mark)


def _close(tag: str, inside: list[str], mark: str) -> str:
    if inside[-1] != tag:
        raise ValidationError(_("The mark %(mark)s crosses another: close the inner one first.") % {"mark": mark})
    inside.pop()
    return f"</{tag}>"


class _Reader(HTMLParser):
    """Reads stored HTML into blocks; what has no mark stops it."""

    def __init__(self) -> None:
        """Begin outside of everything."""
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self.links: list[str] = []
        self.lists: list[str] = []
        self.inside: list[tuple[str, str]] = []
        self.current: dict[str, Any] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a list, a block, or something inside one."""
        raw = self.get_starttag_text() or ""
        if tag in (LIST, NUMBERED):
            self._end_block()
            self.lists.append(tag)
        elif tag == "li" and self.lists:
            self._begin_block(self.lists[-1], len(self.lists) - 1, raw)
        elif tag == "p" and not self.lists:
            self._begin_block(PARAGRAPH, 0, raw)
        elif tag == "br" and self.current is not None:
            self._add(raw, "\n")
        elif tag in INLINE and self.current is not None:
            self._begin_inline(tag, raw)
        else:
            raise UnmarkedError

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a break of a line."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag in (LIST, NUMBERED):
            self._end_block()
            self.lists.pop()
        elif tag in ("p", "li"):
            self._end_block()
        elif self.inside and self.inside[-1][0] == tag:
            self._add(f"</{tag}>", self.inside.pop()[1])
        else:
            raise UnmarkedError

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self.current is not None:
            self._add(data, _escaped(data.replace("\n", " ")))
        elif data.strip():
            raise UnmarkedError

    def handle_entityref(self, name: str) -> None:
        """Take a named letter."""
        self._letter(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Take a numbered letter."""
        self._letter(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Stop: there is no mark for it."""
        raise UnmarkedError

    def _letter(self, raw: str) -> None:
        if self.current is None:
            raise UnmarkedError
        self._add(raw, _escaped(unescape(raw)))

    def _begin_inline(self, tag: str, raw: str) -> None:
        kind = INLINE[tag]
        if kind == LINK:
            self.links.append(raw)
            begin, end = "[", f"]({len(self.links)})"
        else:
            begin = end = next(mark for mark, marked in MARKS.items() if marked == kind)
        self.inside.append((tag, end))
        self._add(raw, begin)

    def _begin_block(self, kind: str, depth: int, raw: str) -> None:
        self._end_block()
        self.current = {"kind": kind, "depth": depth, "opening": raw, "html": [], "words": []}

    def _end_block(self) -> None:
        if self.inside:
            raise UnmarkedError
        if self.current is not None:
            told = self.current
            lines = [_shielded(line.strip()) for line in "".join(told["words"]).strip().split("\n")]
            words = "\n".join(lines)
            self.blocks.append(Block(told["kind"], told["depth"], told["opening"], "".join(told["html"]), words))
        self.current = None

    def _add(self, html: str, words: str) -> None:
        if self.current is None:
            raise UnmarkedError
        self.current["html"].append(html)
        self.current["words"].append(words)


def _escaped(words: str) -> str:
    return SPECIAL.sub(lambda found: "\\" + found[0], words)


def _shielded(line: str) -> str:
    """Take from a line what would make it an item of a list."""
    return "\\" + line if ITEM.match(line) else line
