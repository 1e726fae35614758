"""Prose as it stands in the record files, and as the rich text of a page.

In the files an empty line parts paragraphs, ``- `` begins a point of a list (``1. `` of a numbered one), ``## `` and
``### `` a heading; ``*words*`` and ``**words**`` are emphasised and ``[words](address)`` is a link. Lines may be broken
anywhere between words. Only what editors' rich text allows is known.
"""

from __future__ import annotations

import re
import textwrap
from html import escape
from html.parser import HTMLParser

_BEGINS = re.compile(r"^(- |#{2,3} )")
_NUMBERED = re.compile(r"^\d{1,2}\. ")
_ON_SITE = re.compile(r"^(?P<type>page|document):(?P<id>\d+)$")
_POINT = {"ul": "- ", "ol": "1. "}
_HEADINGS = {"h2": "## ", "h3": "### "}
_INLINE = re.compile(r"\*\*(?P<b>[^*\n]+)\*\*|\*(?P<i>[^*\s][^*\n]*)\*|\[(?P<words>[^\]\n]+)\]\((?P<to>[^()\s]+)\)")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}


def _lines(text: str) -> list[str]:
    """Return one line per paragraph, heading and point, with an empty one between blocks."""
    lines: list[str] = []
    apart = True
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if not line:
            apart = True
            continue
        before = lines[-1] if lines else ""
        if apart or _BEGINS.match(line) or (_NUMBERED.match(line) and _NUMBERED.match(before)):
            if lines and not (_listing(line) and _listing(line) == _listing(before)):
                lines.append("")
            lines.append(line)
            apart = False
        else:
            lines[-1] += f" {line}"
    return lines


def _listing(line: str) -> str:
    """Return the list that a line is a point of: ``ul``, ``ol`` or none."""
    if line.startswith("- "):
        return "ul"
    return "ol" if _NUMBERED.match(line) else ""


def normal(text: str) -> str:
    """Return prose with its lines unbroken: the form that is compared."""
    return to_prose(to_rich_text(text))


def wrapped(text: str, width: int) -> str:
    """Return prose with its lines broken for readers of the files."""
    return "\n".join(
        textwrap.fill(
            line,
            width,
            subsequent_indent="  " if _listing(line) else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )


def to_rich_text(text: str) -> str:
    """Return prose as the HTML that Wagtail keeps."""
    html: list[str] = []
    listing = ""
    for line in _lines(text):
        wanted = _listing(line)
        if listing and listing != wanted:
            html.append(f"</{listing}>")
        if wanted and listing != wanted:
            html.append(f"<{wanted}>")
        listing = wanted
        if line:
            html.append(_block(line, wanted))
    return "".join(html) + (f"</{listing}>" if listing else "")


def _block(line: str, listing: str) -> str:
    if listing:
        return f"<li>{_inline(line.split(' ', 1)[1])}</li>"
    for tag, mark in _HEADINGS.items():
        if line.startswith(mark):
            return f"<{tag}>{_inline(line.removeprefix(mark))}</{tag}>"
    return f"<p>{_inline(line)}</p>"


def _inline(text: str) -> str:
    return _INLINE.sub(_marked, escape(text, quote=False))


def _marked(match: re.Match[str]) -> str:
    if match["b"]:
        return f"<b>{match['b']}</b>"
    if match["i"]:
        return f"<i>{match['i']}</i>"
    if known := _ON_SITE.match(match["to"]):
        return f'<a linktype="{known["type"]}" id="{known["id"]}">{match["words"]}</a>'
    return f'<a href="{match["to"]}">{match["words"]}</a>'


def to_prose(html: str) -> str:
    """Return rich text as prose of the record files."""
    reader = _Html()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Html(HTMLParser):
    """Collects blocks of prose from rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str]] = []
        self.lists: list[str] = []
        self.link = ""
        self.current: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _POINT:
            self.lists.append(tag)
        elif tag == "a":
            self.link = _address(dict(attrs))
            self.current.append("[")
        elif tag == "br":
            self.current.append(" ")
        else:
            self.current.append(_MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _POINT and self.lists:
            self.lists.pop()
        elif tag == "a":
            self.current.append(f"]({self.link})")
        elif tag in {"p", "li", "h2", "h3"}:
            self._end(tag)
        else:
            self.current.append(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.current.append(data)

    def _end(self, tag: str) -> None:
        words = " ".join("".join(self.current).split())
        self.current = []
        if words:
            listing = self.lists[-1] if self.lists else ""
            mark = _POINT[listing] if tag == "li" and listing else _HEADINGS.get(tag, "")
            self.blocks.append((listing, mark + words))

    def text(self) -> str:
        self._end("p")
        lines: list[str] = []
        last = ""
        for listing, block in self.blocks:
            if lines and not (listing and listing == last):
                lines.append("")
            lines.append(block)
            last = listing
        return "\n".join(lines)


def _address(attributes: dict[str, str | None]) -> str:
    """Return where a link leads; links to pages and files of the site are kept by what Wagtail knows them by."""
    if attributes.get("linktype"):
        return f"{attributes['linktype']}:{attributes.get('id') or ''}"
    return attributes.get("href") or ""
