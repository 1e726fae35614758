"""A person as they stand in texts: names and addresses, found whatever their case, and put out of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from typing import Any

# What stands where a name was. Shorter than any name that is looked for, so that it fits wherever that stood.
GONE = "[…]"
SHORTEST, SHORTEST_RUN = 5, 3
# So many letters are shown on each side of a word.
AROUND = 60
LONGEST_ENDING = 8
_TAG = re.compile(r"<[^>]*>")
_RUN = re.compile(rf"[A-Za-z0-9]{{{SHORTEST_RUN},}}")
# Letters with two small or two large forms: "İ" and "I", "ı" and "i" of Azerbaijani and Turkish.
_ALIKE = {"i": "[iıİI]", "ı": "[iıİI]", "I": "[iıİI]", "İ": "[iıİI]"}


@dataclass(frozen=True)
class Words:
    """Names and addresses of one person.

    A name of one word is too common to be sought inside of texts: it is found where it stands alone in its place.
    """

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str], addresses: Iterable[str]) -> Words:
        """Return those that can be sought: each once, without what is too short."""
        return cls(_distinct(names), _distinct(addresses))

    def __bool__(self) -> bool:
        """Whether there is anything to seek."""
        return bool(self.names or self.addresses)

    @cached_property
    def _alone(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self.names)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        names = [name for name in self.names if len(name.split()) > 1]
        # An ending of the language goes with the name it stands at: "Əliyevanın".
        found = [*map(_written, self.addresses), *(rf"{_written(name)}\w{{0,{LONGEST_ENDING}}}" for name in names)]
        return re.compile(rf"(?<![\w@.])(?:{'|'.join(found)})(?!\w)", re.IGNORECASE) if found else None

    @cached_property
    def runs(self) -> tuple[str, ...] | None:
        """Return Latin letters of which some stand in every text that holds any of the words, however it is written.

        The database looks for them first. Nothing where a word has none: then every text is read.
        """
        found = [max(_runs(one), key=len, default="") for one in (*self.names, *self.addresses)]
        return tuple(sorted(set(found))) if all(found) else None

    def stand_in(self, text: str) -> bool:
        """Whether any of them stands in a text."""
        return self.without(text) != text

    def without(self, text: str) -> str:
        """Return a text without them."""
        if text.strip().casefold() in self._alone:
            return GONE
        return self._pattern.sub(GONE, text) if self._pattern is not None else text

    def without_in(self, value: Any) -> Any:
        """Return what JSON holds without them, however deep; names of members stay."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, dict):
            return {key: self.without_in(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.without_in(inner) for inner in value]
        return value

    def around(self, value: Any) -> str:
        """Return the first place in a value where any of them stands, with some letters on both sides."""
        for text in _strings(value):
            plain = " ".join(unescape(_TAG.sub(" ", text)).split())
            if self._pattern is not None and (found := self._pattern.search(plain)):
                return plain[max(0, found.start() - AROUND) : found.end() + AROUND]
            if self.stand_in(text):
                return plain[: 2 * AROUND]
        return ""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _distinct(given: Iterable[str]) -> tuple[str, ...]:
    cleaned = (" ".join(one.split()) for one in given)
    return tuple(dict.fromkeys(one for one in cleaned if len(one) >= SHORTEST))


def _written(word: str) -> str:
    """Return the pattern of a word, as it is and as HTML writes it, whatever blanks stand in it."""
    forms = sorted({word, escape(word)}, key=len, reverse=True)
    return "(?:" + "|".join(r"(?:\s|&nbsp;)+".join(_letters(part) for part in one.split()) for one in forms) + ")"


def _letters(part: str) -> str:
    return "".join(_ALIKE.get(letter, re.escape(letter)) for letter in part)


def _runs(word: str) -> list[str]:
    """Return the runs of letters that are written one way only; "i" has others in Azerbaijani."""
    return [run for found in _RUN.findall(word) for run in re.split("[iI]", found) if len(run) >= SHORTEST_RUN]
