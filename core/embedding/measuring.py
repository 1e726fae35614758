"""How wide a text may become, in whatever face the reader's machine has, and where it is broken into lines.

Nothing is known of the face, so every letter is taken for as wide as it is in DejaVu Sans, the widest of the common
ones. A line may end early; it does not run over the edge.
"""

from __future__ import annotations

import re
import unicodedata

# Widths in parts of the size of the type.
SPACE = 0.36
NARROW, SLIM, QUOTE, WIDE, WIDEST = 0.42, 0.5, 0.6, 1.0, 1.2
DIGIT, SIGN, SMALL, CAPITAL, ARABIC, OTHER = 0.64, 0.7, 0.66, 0.83, 0.95, 1.45
CLASSES = {
    **dict.fromkeys("iılj.,:;'’‘|!", NARROW),
    **dict.fromkeys("frtI()[]-/\\*·", SLIM),
    **dict.fromkeys('“”„"«»–', QUOTE),
    **dict.fromkeys("{}$₼₽€", SIGN),
    **dict.fromkeys("ə", SMALL),
    **dict.fromkeys("mwæœħŉƏĦ+=<>&", WIDE),
    **dict.fromkeys("MWÆŒ@%—…№", WIDEST),
    **dict.fromkeys("سشصضفقڤڪ", WIDEST + 0.1),
}
BOLD = 1.15
# What may not stand in XML, and marks that turn the direction of what follows.
REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
ARABIC_SCRIPT = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
JOINER = "\u200d"


def clean(text: str) -> str:
    """Return a text in one line, without what XML refuses."""
    return " ".join(REFUSED.sub("", text).split())


def width_of(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return how wide a text may become at most."""
    return sum(map(_width, text)) * size * (BOLD if is_bold else 1)


def _width(letter: str) -> float:
    if letter.isspace():
        return SPACE
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0.0
    base = unicodedata.normalize("NFD", letter)[:1]
    if (known := CLASSES.get(letter) or CLASSES.get(base)) is not None:
        return known
    if ARABIC_SCRIPT.match(letter):
        return ARABIC
    if letter.isdigit():
        return DIGIT
    if letter.isalpha() and ord(base) < 0x0180:
        return SMALL if letter.islower() else CAPITAL
    if letter.isalpha() and 0x0400 <= ord(base) < 0x0530:
        return WIDE if letter.islower() else WIDEST
    return OTHER


def lines_of(text: str, room: float, size: float, *, is_bold: bool = False) -> list[str]:
    """Return a text in lines, none of which is wider than ``room``; a word that is too long is broken."""
    lines: list[str] = []
    for word in clean(text).split(" "):
        pieces = _pieces(word, room, size, is_bold=is_bold)
        if lines and pieces and width_of(f"{lines[-1]} {pieces[0]}", size, is_bold=is_bold) <= room:
            lines[-1] += f" {pieces.pop(0)}"
        lines += pieces
    return lines


def _pieces(word: str, room: float, size: float, *, is_bold: bool) -> list[str]:
    pieces: list[str] = []
    for letter in word:
        # A mark stays with its letter.
        is_joined = unicodedata.category(letter) in {"Mn", "Me", "Cf"} or (pieces and pieces[-1].endswith(JOINER))
        if pieces and (is_joined or width_of(pieces[-1] + letter, size, is_bold=is_bold) <= room):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
