"""The library's pages and facts, one file per idea."""

from knowledge.models.adoption import Adoption
from knowledge.models.figure import DraftFigure
from knowledge.models.library import LibraryPage, PracticeIndexPage
from knowledge.models.practice import PracticeAttachment, PracticeImage, PracticePage, PracticeSource
from knowledge.models.version import PracticeVersion

__all__ = [
    "Adoption",
    "DraftFigure",
    "LibraryPage",
    "PracticeAttachment",
    "PracticeImage",
    "PracticeIndexPage",
    "PracticePage",
    "PracticeSource",
    "PracticeVersion",
]
