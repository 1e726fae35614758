"""The template: a table for the facts, a heading for every section, under each what the editor says of it."""

from __future__ import annotations

from django.utils import timezone

from core.word.writing import WordFile
from knowledge.desk.word import words
from knowledge.desk.word.outline import ASKED, ASKED_FACTS, FACTS, PARTS, guidance_of
from knowledge.desk.word.words import told


def template_in(language: str) -> bytes:
    """Return the template in a language of content."""
    name = told(words.SUMMARY, language)
    file = WordFile(language=language, title=name, changed=timezone.now())
    file.guidance(told(words.HOW_TO_USE, language))
    file.heading(told(words.FACTS, language))
    file.guidance(told(words.FACTS_GUIDANCE, language))
    file.guidance(f"{told(words.TITLE, language)}: {told(guidance_of('title'), language)}")
    file.facts([(told(FACTS[fact], language), "") for fact in ASKED_FACTS])
    for part in ASKED:
        file.heading(told(PARTS[part], language))
        if guidance := guidance_of(part):
            file.guidance(told(guidance, language))
        file.paragraph()
    return file.content()
