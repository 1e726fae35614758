"""The letters of notices, word for word, in both languages of the interface.

``GOLDEN=write pytest tests/desk/test_letters.py`` writes them anew; read what changed before it is committed.
"""

from __future__ import annotations

import email
import os
from datetime import date
from email import policy
from pathlib import Path
from typing import Any

import pytest

from core.following.wording import FOLLOWED
from core.models import Letter, User
from core.notices.models import How
from core.notices.operations import choose, notify
from core.notices.wording import kinds
from core.records.operations import register_record, withdraw_record
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
    "lines": [{"title": "Synthetic bus of services", "due": "2026-12-24"}],
    "on": "2026-12-25",
    "country": "Azerbaijan",
}
KINDS = sorted(kinds())


@pytest.mark.parametrize("language", ["en", "az"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_it_said(kind: str, language: str, settings: Any) -> None:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"
    person = User.objects.create_user("reader@example.org", PASSWORD, name="Aynur Əliyeva")
    choose(by=person, how=How.AT_ONCE, language=language)
    told = news_of_three() if kind == FOLLOWED else TOLD
    notify(to=[person], kind=kind, told=told, view="manuscript", argument=7)
    said = written(Letter.objects.get())
    golden = FOLDER / f"{kind.replace(' ', '-')}.{language}.txt"
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        golden.write_text(said)
    assert said == golden.read_text()


def news_of_three() -> dict[str, Any]:
    """What became public of synthetic practices under a followed topic, and a fourth that is hidden by now."""
    records = [
        register_record(
            key=f"practice-{number}", kind="practice", slug=f"practice-{number}", language="en",
            titles={"en": f"Synthetic practice {number}", "az": f"Sintetik təcrübə {number}"},
            address=lambda language: "/", by=None, tokens=["public"] if number < 4 else ["secretariat"],
        )
        for number in range(1, 5)
    ]  # fmt: skip
    withdraw_record(record=records[2], on=date(2026, 1, 1), reason="Synthetic.", by=None)
    happened = ("published", "changed", "withdrawn", "published")
    return {
        "changes": [[record.pk, what] for record, what in zip(records, happened, strict=True)],
        "more": 0,
        "records": [records[0].pk],
        "searches": ["q=bus"],
    }


def test_every_kept_letter_has_a_kind() -> None:
    assert {path.name.split(".")[0] for path in FOLDER.iterdir()} == {kind.replace(" ", "-") for kind in KINDS}


def written(letter: Letter) -> str:
    """Subject and text, without the one link that is signed for a person."""
    message = email.message_from_bytes(bytes(letter.message), policy=policy.default)
    body: Any = message.get_body(("plain",))
    lines = str(body.get_content()).replace("\r\n", "\n").rstrip().splitlines()
    kept = [line if "/letters/stop/" not in line else line.partition("http")[0] + "…" for line in lines]
    return "\n".join([letter.subject, "", *kept, ""])
