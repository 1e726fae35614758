"""The letters to reviewers, word for word, in both languages of the interface.

``GOLDEN=write pytest tests/desk/test_reviewer_letters.py`` writes them anew; read what changed before it is committed.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.models import Letter, OpinionRequest
from core.opinions.letters import write_asked, write_not_needed, write_reminder
from tests.desk.conftest import Desk
from tests.desk.test_letters import written
from tests.desk.test_moves import to_submitted

# A letter is the same on every database.
pytestmark = pytest.mark.sqlite

FOLDER = Path(__file__).parent / "reviewer_letters"
LETTERS = {
    "asked": lambda request: write_asked(request, "synthetic-token"),
    "reminder": lambda request: write_reminder(request, "synthetic-token"),
    "not-needed": write_not_needed,
}


@pytest.mark.parametrize("language", ["en", "az"])
@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_says_what_it_said(desk: Desk, kind: str, language: str, settings: Any) -> None:
    to_submitted(desk)
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"
    request = OpinionRequest(
        manuscript=desk.manuscript, gate="endorsement", name="Aynur Əliyeva", email="reviewer@elsewhere.example",
        institution_words="Synthetic agency", language=language, question="Synthetic question?\nOf two lines.",
        due_on=date(2026, 12, 24), asked_by=desk.focal,
    )  # fmt: skip
    LETTERS[kind](request)
    said = written(Letter.objects.get())
    golden = FOLDER / f"{kind}.{language}.txt"
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        golden.write_text(said)
    assert said == golden.read_text()


def test_every_kept_letter_is_written() -> None:
    assert {path.name.split(".")[0] for path in FOLDER.iterdir()} == set(LETTERS)
