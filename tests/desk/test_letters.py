"""The letters about manuscripts, word for word, in both languages of the interface.

``GOLDEN=write pytest tests/desk/test_letters.py`` writes them anew; read what changed before it is committed.
"""

from __future__ import annotations

import email
import os
from email import policy
from pathlib import Path
from typing import Any

import pytest

from core.models import Letter, User
from core.notices.models import How
from core.notices.operations import choose, notify
from core.notices.wording import kinds
from tests.signing_in import PASSWORD

# A letter is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

FOLDER = Path(__file__).parent / "letters"
TOLD = {
    "title": "Synthetic bus of services",
    "by": "Synthetic Person",
    "text": "Synthetic words.\nOf two lines.",
    "count": 2,
    "accepted": 1,
    "due": "2026-12-24",
}
KINDS = sorted(kinds())


@pytest.mark.parametrize("language", ["en", "az"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_it_said(kind: str, language: str, settings: Any) -> None:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"
    person = User.objects.create_user("reader@example.org", PASSWORD, name="Aynur Əliyeva")
    choose(by=person, how=How.AT_ONCE, language=language)
    notify(to=[person], kind=kind, told=TOLD, view="manuscript", argument=7)
    said = written(Letter.objects.get())
    golden = FOLDER / f"{kind.replace(' ', '-')}.{language}.txt"
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        golden.write_text(said)
    assert said == golden.read_text()


def test_every_kept_letter_has_a_kind() -> None:
    assert {path.name.split(".")[0] for path in FOLDER.iterdir()} == {kind.replace(" ", "-") for kind in KINDS}


def written(letter: Letter) -> str:
    """Subject and text, without the one link that is signed for a person."""
    message = email.message_from_bytes(bytes(letter.message), policy=policy.default)
    body: Any = message.get_body(("plain",))
    lines = str(body.get_content()).replace("\r\n", "\n").rstrip().splitlines()
    kept = [line if "/letters/stop/" not in line else line.partition("http")[0] + "…" for line in lines]
    return "\n".join([letter.subject, "", *kept, ""])
