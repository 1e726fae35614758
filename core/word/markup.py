"""Clean HTML as a tree of elements: what mammoth made of a Word file, and the rich text that is written into one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br"}


@dataclass
class Element:
    """An element with its attributes and what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """Yield the elements right below it."""
        return (child for child in self.children if isinstance(child, Element))

    def all_below(self) -> Iterator[Element]:
        """Yield every element below it."""
        for child in self.elements():
            yield child
            yield from child.all_below()

    @property
    def text(self) -> str:
        """Everything that can be read of it, in one line."""
        return " ".join("".join(self.own_words()).split())

    def own_words(self) -> Iterator[str]:
        """Yield the words of it and of all below, as they stand."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag == "br":
                yield " "
            else:
                yield from child.own_words()
                if child.tag in BLOCKS:
                    yield " "


BLOCKS = {"p", "li", "ul", "ol", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def tree_of(html: str) -> Element:
    """Return what stands in a piece of HTML that was cleaned already."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root
