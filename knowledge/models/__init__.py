"""The library's pages and facts, one file per idea."""

from knowledge.models.adoption import Adoption
from knowledge.models.figure import DraftFigure
from knowledge.models.library import LibraryPage, PracticeIndexPage
from knowledge.models.practice import PracticeAttachment, PracticeImage, PracticePage, PracticeSource
from knowledge.models.reminder import Asked, ConfirmationReminder
from knowledge.models.translation import TranslationAct
from knowledge.models.version import PracticeVersion
from knowledge.models.word import Leftover, WordImport

__all__ = [
    "Adoption",
    "Asked",
    "ConfirmationReminder",
    "DraftFigure",
    "Leftover",
    "LibraryPage",
    "PracticeAttachment",
    "PracticeImage",
    "PracticeIndexPage",
    "PracticePage",
    "PracticeSource",
    "PracticeVersion",
    "TranslationAct",
    "WordImport",
]
