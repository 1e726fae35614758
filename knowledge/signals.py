"""Connects the library's pages to their operations."""

from core.records.signals import connect_editions
from knowledge.models import LibraryPage, PracticePage
from knowledge.operations import record_library, record_practice, take_library_down, take_practice_down

connect_editions(PracticePage, live=record_practice, dark=take_practice_down)
connect_editions(LibraryPage, live=record_library, dark=take_library_down)
