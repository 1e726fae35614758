"""A desk whose library has a folder in every language that is written here, and files to send."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledge.models import PracticeIndexPage
from tests.core.word_files import a_file, p
from tests.desk.conftest import Desk, a_desk
from tests.factories import knowledge as make
from tests.factories import site as site_make


@pytest.fixture(scope="module")
def word_desk_of_module(module_database: None) -> Desk:
    made = a_desk()
    make.in_azerbaijani(made.library)
    page = site_make.translated(made.library.page, language="ar", title="مكتبة")
    site_make.translated(made.library.folder, language="ar", title="ممارسات")
    assert page.locale.language_code == "ar"
    return made


@pytest.fixture
def desk(db: None, word_desk_of_module: Desk) -> Desk:
    return deepcopy(word_desk_of_module)


def folder(language: str) -> PracticeIndexPage:
    return PracticeIndexPage.objects.get(locale__language_code=language)


def upload(content: bytes, name: str = "Synthetic case.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def text(*blocks: tuple[str, str] | str) -> bytes:
    """A file of headings (level and words) and paragraphs."""
    return a_file("".join(_block(one) for one in blocks))


def _block(one: tuple[str, str] | str) -> str:
    if isinstance(one, tuple):
        return p(one[1], one[0])
    return one if one.startswith("<") else p(one)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def without_keys(markup: str) -> str:
    return re.sub(r' data-block-key="[^"]*"', "", markup)


def told(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(row.reason, row.heading) for row in rows]
