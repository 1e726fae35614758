"""The words of our Word files in every content language.

A language with a catalogue of the interface takes them from there. The others have the few words that a file needs
here, by the English ones, so that a word that changes in the editor is missed here and never told otherwise.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from knowledge.desk.word.words_ar import ARABIC
from knowledge.desk.word.words_fr import FRENCH
from knowledge.desk.word.words_id import INDONESIAN
from knowledge.desk.word.words_ru import RUSSIAN
from knowledge.desk.word.words_tr import TURKISH

WITHOUT_A_CATALOGUE = {"ar": ARABIC, "fr": FRENCH, "id": INDONESIAN, "ru": RUSSIAN, "tr": TURKISH}

HOW_TO_USE = _(
    "Write under each heading, in the white lines. The grey lines explain, and are not taken over. Leave out what you "
    "do not know yet, and keep the headings as they are: by them each text finds its place."
)
FACTS_GUIDANCE = _("What you know of the facts. In the editor they are chosen from lists.")
TITLE, FACTS, SUMMARY = _("Title"), _("Facts"), _("Summary")
COUNTRY, INSTITUTION, PROGRAMME = _("Country"), _("Institution"), _("Programme")
BEGUN, TOPICS, SOURCES = _("Begun"), _("Topics"), _("Sources")
FIGURES, PICTURES, FILES = _("Figures"), _("Pictures"), _("Files")
NOTE_ON_BEGINNING, NOTE = _("Note on the beginning"), _("Note on the record")
MISSING = _("Nothing is written here yet.")
NOT_STATED = _("not stated yet")
NOT_ENDORSED = _("Draft, not endorsed")
NOT_PUBLISHED = _("Endorsed, not published yet")
NUMBER = _("No. %(number)s")
PAGE = _("page %(page)s of %(pages)s")
NO_CREDIT = _("no credit")


def told(text: Any, language: str) -> str:
    """Return a word of ours in a language; in English where that language has none."""
    if language in settings.INTERFACE_LANGUAGES:
        with override(language):
            return str(text)
    with override("en"):
        english = str(text)
    return WITHOUT_A_CATALOGUE.get(language, {}).get(english, english)
