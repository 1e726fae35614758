"""The rows of the table of retention, and of what somebody takes along, that the library brings."""

from __future__ import annotations

from core.privacy.rules import ACTS
from core.privacy.sections import Section, register_sections
from core.privacy.table import NAMELESS, Rule, register_rules
from knowledge.models import Leftover, TranslationAct, WordImport

register_rules([
    Rule(
        "Word files that were brought into a draft: their names, and what found no place",
        "so that nothing of a text is lost on the way",
        "as long as the manuscript; the file itself is not kept",
        NAMELESS,
        "kept under the number of the account; a name in the words, or in that of the file, goes",
        ("knowledge.WordImport.by", "knowledge.Leftover.dealt_with_by"),
    ),
    Rule(
        "Translations that were reviewed or confirmed, with by what letter",
        ACTS,
        "for ever",
        NAMELESS,
        "kept under the number of the account; a name in the words of the letter goes",
        ("knowledge.TranslationAct.by",),
    ),
])  # fmt: skip

register_sections([
    Section(
        "word_files",
        "Word files that the person brought into a draft",
        lambda user: WordImport.objects.filter(by=user).order_by("pk"),
        {"manuscript": "manuscript_id", "name": "file_name", "at": "at", "placed": "placed", "left_out": "left_out"},
    ),
    Section(
        "texts_without_a_place",
        "what found no place of these files, or the person dealt with",
        lambda user: (
            Leftover.objects.filter(word_import__by=user) | Leftover.objects.filter(dealt_with_by=user)
        ).order_by("pk"),
        {"heading": "heading", "text": "text", "reason": "reason", "dealt_with_at": "dealt_with_at"},
    ),
    Section(
        "translation_acts",
        "translations that the person reviewed, confirmed or brought up to date",
        lambda user: TranslationAct.objects.filter(by=user).select_related("record").order_by("pk"),
        {
            "record": lambda row: row.record.key,
            "language": "language",
            "move": "move",
            "at": "at",
            "evidence": "evidence",
        },
    ),
])  # fmt: skip
