"""How a record is cited: in the words of three styles, and in three formats that reference managers read."""

from core.citing.formats import FORMATS, Format
from core.citing.locales import language_of_words
from core.citing.styled import STYLES, styled
from core.citing.works import CitedWork

__all__ = ["FORMATS", "STYLES", "CitedWork", "Format", "language_of_words", "styled"]
