"""Why a file is not read, in words that say what to do."""

from __future__ import annotations

from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MEGABYTE = 2**20
# Of the file as it is sent; a text with its pictures has less.
LARGEST = 20 * MEGABYTE


class Refusal(Enum):
    """What can be wrong with a file."""

    TOO_LARGE = "too large"
    EMPTY_FILE = "empty file"
    NO_WORD = "no word"
    OLD_WORD = "old word"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    DAMAGED = "damaged"
    BOMB = "bomb"
    ENTITIES = "entities"
    TOO_MUCH = "too much"
    NO_TEXT = "no text"


_SAID: dict[Refusal, Any] = {
    Refusal.TOO_LARGE: _(
        "The file has more than %(most)s MB. Take the pictures out: they are added in the editor, with their credit."
    ),
    Refusal.EMPTY_FILE: _("The file is empty. Choose another one."),
    Refusal.NO_WORD: _(
        "This is no Word file. Open your text in Word or LibreOffice, save it as “Word document (.docx)”, and choose "
        "that file."
    ),
    Refusal.OLD_WORD: _(
        "This is a file of an old Word (.doc), or of another old program. Open it in Word or LibreOffice, save it as "
        "“Word document (.docx)”, and choose that file."
    ),
    Refusal.ENCRYPTED: _("The file is protected by a password. Save it without one, and choose it again."),
    Refusal.MACROS: _("The file holds macros. Save it as “Word document (.docx)”, without macros."),
    Refusal.DAMAGED: _(
        "The file is damaged and cannot be read. Open it in Word or LibreOffice, save it anew, and choose that file."
    ),
    Refusal.BOMB: _("The file would unpack to far more than it seems to be. Save it anew, without its pictures."),
    Refusal.ENTITIES: _(
        "The file holds instructions that no text needs, and is not read. Open it in Word or LibreOffice, save it "
        "anew, and choose that file."
    ),
    Refusal.TOO_MUCH: _("The text is too long or too intricate to be read at once. Divide it into several files."),
    Refusal.NO_TEXT: _("There is no text in this file."),
}


class WordFileError(ValidationError):
    """A file that is not read; its message can be shown to whoever sent it."""

    def __init__(self, refusal: Refusal) -> None:
        """Say why."""
        self.refusal = refusal
        super().__init__(_SAID[refusal], code=refusal.value, params={"most": LARGEST // MEGABYTE})
