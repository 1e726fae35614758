"""Whether the words of a source say the numbers of a figure, however a language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

# Groups of digits, with what may part thousands and decimals: 48,745,227; 48 745 227; 99.4; 99,4.
NUMBER = re.compile(r"\d+(?:[.,٫٬'’ \u00a0\u202f]\d+)*")
MARKS = re.compile(r"[.,٫٬]")
WORD = re.compile(r"[^\W\d_]+")
# How the words begin that count for thousands and more, in the languages of the record.
SCALES = {
    1_000: ("thousand", "тыс", "ribu", "ألف", "آلاف"),
    1_000_000: ("million", "milyon", "mln", "миллион", "млн", "juta", "مليون", "ملايين"),
    1_000_000_000: ("billion", "bn", "milyar", "milliard", "miliar", "mlrd", "миллиард", "млрд", "مليار"),
    1_000_000_000_000: ("trillion", "trilyon", "triliun", "триллион", "تريليون"),
}
# A thousand in Azerbaijani, Turkish and French; the first may be minutes as well, so the number alone holds too.
PERHAPS_A_THOUSAND = frozenset({"min", "bin", "mille"})


def says(words: str, *numbers: Decimal | None) -> bool:
    """Whether ``words`` contain each of the numbers that are given; words without a figure may say anything."""
    said = set(_numbers_in(words))
    return not said or {number for number in numbers if number is not None} <= said


def _numbers_in(words: str) -> Iterator[Decimal]:
    """Give every number that the words may mean: “2 to 3 million” may be two million."""
    text = words.casefold()
    scales = {scale for word in WORD.findall(text) if (scale := _scale(word))}
    if PERHAPS_A_THOUSAND & {*WORD.findall(text)}:
        scales.add(1_000)
    for found in NUMBER.finditer(text):
        after = WORD.match(text[found.end() :].lstrip())
        is_scaled = after is not None and _scale(after.group())
        for number in _readings(found.group()):
            yield from (number * scale for scale in scales)
            if not is_scaled:
                yield number


def _scale(word: str) -> int:
    return next((scale for scale, stems in SCALES.items() if word.startswith(stems)), 0)


def _readings(token: str) -> set[Decimal]:
    """Return what groups of digits may mean: one whole number, one with decimals, or several numbers in a row."""
    groups = re.split(r"\D", token)
    parts_thousands = all(len(group) == len("000") for group in groups[1:])
    found = {Decimal("".join(groups))} if parts_thousands else set()
    if len(groups) > 1 and MARKS.fullmatch(token[-len(groups[-1]) - 1]):
        found.add(Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"))
    return found | {Decimal(group) for group in groups if " " in token}
