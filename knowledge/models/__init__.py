"""The library's pages and facts, one file per idea."""

from knowledge.models.adoption import Adoption
from knowledge.models.library import LibraryPage, PracticeIndexPage
from knowledge.models.practice import PracticeAttachment, PracticeImage, PracticePage, PracticeSource

__all__ = [
    "Adoption",
    "LibraryPage",
    "PracticeAttachment",
    "PracticeImage",
    "PracticeIndexPage",
    "PracticePage",
    "PracticeSource",
]
