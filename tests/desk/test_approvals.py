"""Signed approvals: with the endorsement or after it, checked, private, and there for whoever may see the text."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from core.approvals import operations as approvals
from core.models import AuditEntry, Manuscript, ReviewAct, SignedApproval
from core.review import operations
from core.review.states import Stage
from core.uploads.models import private_storage
from core.uploads.scans import LARGEST
from members.accounts.asking_again import HAD_FILES
from tests.desk.conftest import Desk
from tests.desk.test_moves import LETTER, WAYS, to_endorsed, to_published, to_submitted
from tests.desk.test_pages import page_of, session_of, text_of

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
PDF = b"%PDF-1.4\n% A synthetic approval.\n%%EOF\n"


def picture(kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(buffer, kind)
    return buffer.getvalue()


def a_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("word.txt", "Synthetic.")
    return buffer.getvalue()


def a_file(name: str = "approval.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_with_the_endorsement(desk: Desk) -> None:
    to_submitted(desk)
    focal = session_of(desk.focal)
    assert 'enctype="multipart/form-data"' in text_of(focal.get(page_of(desk, "endorse/")))
    done = focal.post(page_of(desk, "endorse/"), {"text": "We stand by it.", "approval": a_file()})
    assert done.status_code == 303
    row, digest = SignedApproval.objects.get(), hashlib.sha256(PDF).hexdigest()
    assert (row.name, row.size, row.sha256, row.kind) == ("approval.pdf", len(PDF), digest, "application/pdf")
    assert row.act == ReviewAct.objects.get(move="endorse")
    for person in (desk.expert, desk.focal, desk.secretariat):
        reader = session_of(person)
        shown = text_of(reader.get(page_of(desk)))
        assert "approval.pdf" in shown
        assert digest in shown
        answer = reader.get(page_of(desk, f"approvals/{row.pk}/"))
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
        assert answer["Content-Disposition"] == 'attachment; filename="approval.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.get(action=approvals.ADDED)
    assert entry.data["sha256"] == digest
    assert "approval.pdf" not in str(entry.data)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("approval.exe", b"MZ", "Choose a PDF, JPEG or PNG file"),
        ("approval", PDF, "Choose a PDF, JPEG or PNG file"),
        ("approval.webp", b"RIFF", "Choose a PDF, JPEG or PNG file"),
        ("approval.pdf", b"", "The file is empty"),
        ("approval.pdf", b"<script>alert(1)</script>", "not what its name says"),
        ("approval.pdf", PDF + a_zip() + b"%%EOF", "not what its name says"),
        ("approval.jpg", picture("PNG"), "not what its name says"),
        ("approval.png", picture("PNG") + a_zip(), "not what its name says"),
        ("approval.png", PDF, "not a picture the site accepts"),
        ("approval.jpg", picture()[:-500], "damaged"),
        ("approval.pdf", PDF + b" " * LARGEST + b"%%EOF", "over 10 MB"),
    ],
    ids=[
        "program", "no ending", "other picture", "empty", "markup", "archive behind a PDF", "PNG as JPEG",
        "archive behind a picture", "PDF as picture", "damaged", "too large",
    ],
)  # fmt: skip
def test_a_file_that_is_none_leaves_nothing_done_and_the_words_kept(
    desk: Desk, name: str, content: bytes, message: str
) -> None:
    to_submitted(desk)
    answer = session_of(desk.focal).post(
        page_of(desk, "endorse/"), {"text": "We stand by it.", "approval": a_file(name, content)}
    )
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert "We stand by it." in text_of(answer)
    assert Manuscript.objects.with_review().get(pk=desk.manuscript.pk).stage == Stage.SUBMITTED
    assert not SignedApproval.objects.exists()


@pytest.mark.parametrize(("name", "kind"), [("a.JPG", "JPEG"), ("a.jpeg", "JPEG"), ("a.png", "PNG")])
def test_a_photograph_is_kept_as_it_came(desk: Desk, name: str, kind: str) -> None:
    to_endorsed(desk)
    content = picture(kind)
    row = approvals.add_approval(manuscript=desk.manuscript, approval=a_file(name, content), by=desk.focal)
    with SignedApproval.objects.get().file.open() as kept:
        assert kept.read() == content
    assert row.sha256 == hashlib.sha256(content).hexdigest()


def test_what_is_endorsed_without_one_is_endorsed(desk: Desk) -> None:
    to_submitted(desk)
    assert session_of(desk.focal).post(page_of(desk, "endorse/"), {"text": ""}).status_code == 303
    assert not SignedApproval.objects.exists()


def test_the_secretariat_records_it_for_a_country_by_letter(desk: Desk) -> None:
    to_submitted(desk)
    fields = {"text": "", "evidence": LETTER, "approval": a_file()}
    assert session_of(desk.secretariat).post(page_of(desk, "endorse/"), fields).status_code == 303
    assert SignedApproval.objects.get().act.evidence == LETTER


def test_it_comes_later(desk: Desk) -> None:
    to_endorsed(desk)
    focal = session_of(desk.focal)
    assert "Add a signed approval" in text_of(focal.get(page_of(desk)))
    assert focal.get(page_of(desk, "approvals/add/")).status_code == 200
    assert "Choose the file." in text_of(focal.post(page_of(desk, "approvals/add/"), {}))
    assert focal.post(page_of(desk, "approvals/add/"), {"approval": a_file()}).status_code == 303
    again = focal.post(page_of(desk, "approvals/add/"), {"approval": a_file("again.pdf")})
    assert "there already" in text_of(again)
    assert AuditEntry.objects.filter(action=approvals.ADDED).count() == 1


def test_a_paper_about_an_earlier_text_says_so(desk: Desk) -> None:
    to_endorsed(desk)
    approvals.add_approval(manuscript=desk.manuscript, approval=a_file(), by=desk.focal)
    focal = session_of(desk.focal)
    earlier, over = "the text was endorsed again since.", "This endorsement does not hold any more."
    shown = text_of(focal.get(page_of(desk)))
    assert not [words for words in (earlier, over) if words in shown]
    operations.ask(manuscript=desk.manuscript, field="", text="More.", by=desk.secretariat)
    operations.send_back(manuscript=desk.manuscript, by=desk.secretariat)
    assert over in text_of(focal.get(page_of(desk)))
    operations.answer(request=desk.manuscript.requests.get(), text="Done.", by=desk.expert)
    desk.page.save_revision(user=desk.expert)
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.close(request=desk.manuscript.requests.get(), by=desk.focal)
    operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    assert earlier in text_of(focal.get(page_of(desk)))


# Where the endorsement holds; what was returned is endorsed anew.
@pytest.mark.parametrize("stage", list(Stage))
def test_who_adds_one_at_which_stage(desk: Desk, stage: Stage) -> None:
    WAYS[stage](desk)
    desk.manuscript.refresh_from_db()
    allowed = {"focal", "secretariat"} if stage in (Stage.ENDORSED, Stage.PUBLISHED) else set()
    for number, name in enumerate(("expert", "focal", "stranger", "editor", "nobody", "secretariat")):
        person, file = getattr(desk, name), a_file(f"{name}.pdf", PDF + b"%" * number + b"%%EOF")
        if name in allowed:
            approvals.add_approval(manuscript=desk.manuscript, approval=file, by=person)
        else:
            with pytest.raises((PermissionDenied, ValidationError)):
                approvals.add_approval(manuscript=desk.manuscript, approval=file, by=person)
            assert session_of(person).post(page_of(desk, "approvals/add/"), {"approval": file}).status_code == 404
    assert SignedApproval.objects.count() == len(allowed)


def test_for_everybody_else_there_is_no_such_file(desk: Desk) -> None:
    to_endorsed(desk)
    row = approvals.add_approval(manuscript=desk.manuscript, approval=a_file(), by=desk.focal)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    address = page_of(desk, f"approvals/{row.pk}/")
    for person in (desk.stranger, desk.editor, desk.nobody):
        assert session_of(person).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert session_of(desk.focal).get(page_of(desk, "approvals/999999/")).status_code == 404
    for place in (f"/media/{row.file.name}", f"/documents/{row.pk}/approval.pdf", f"/private/{row.file.name}"):
        assert Client().get(place).status_code == 404
    assert "approval.pdf" not in text_of(Client().get("/en/library/practices/draft/"))


def test_it_is_asked_of_its_own_manuscript_alone(desk: Desk) -> None:
    to_published(desk)
    row = approvals.add_approval(manuscript=desk.manuscript, approval=a_file(), by=desk.focal)
    other = operations.open_manuscript(page=desk.page, country=desk.country, by=desk.expert)
    address = page_of(desk, f"approvals/{row.pk}/").replace(f"/{desk.manuscript.pk}/a", f"/{other.pk}/a")
    assert session_of(desk.focal).get(address).status_code == 404


def test_not_without_the_second_factor_and_a_file_that_got_lost_is_asked_for_again(desk: Desk) -> None:
    to_submitted(desk)
    focal = session_of(desk.focal)
    session = focal.session
    session["account_authentication_methods"] = [
        {**one, "at": one["at"] - 3600} for one in session["account_authentication_methods"]
    ]
    session.save()
    answer = focal.post(page_of(desk, "endorse/"), {"text": "We stand by it.", "approval": a_file()})
    assert "reauthenticate" in answer["Location"]
    assert Manuscript.objects.with_review().get(pk=desk.manuscript.pk).stage == Stage.SUBMITTED
    # What is sent again after the factor was given.
    answer = session_of(desk.focal).post(page_of(desk, "endorse/"), {"text": "We stand by it.", HAD_FILES: "1"})
    assert answer.status_code == 422
    assert "Choose it again." in text_of(answer)
    assert f'action="{page_of(desk, "endorse/")}"' in text_of(answer)
    assert Manuscript.objects.with_review().get(pk=desk.manuscript.pk).stage == Stage.SUBMITTED


def test_a_name_shows_what_it_is(desk: Desk) -> None:
    to_endorsed(desk)
    file = a_file("x" * 300 + "\u202efdp.pdf")
    row = approvals.add_approval(manuscript=desk.manuscript, approval=file, by=desk.focal)
    assert len(row.name) <= 200
    assert "\u202e" not in row.name
    assert row.name.endswith(".pdf")


def test_no_more_than_a_few(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approvals, "MOST", 1)
    to_endorsed(desk)
    approvals.add_approval(manuscript=desk.manuscript, approval=a_file(), by=desk.focal)
    with pytest.raises(ValidationError, match="files already"):
        approvals.add_approval(manuscript=desk.manuscript, approval=a_file("b.pdf", PDF + b"%%EOF"), by=desk.focal)


def test_where_the_row_cannot_be_written_no_file_is_left(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    to_endorsed(desk)
    approvals.add_approval(manuscript=desk.manuscript, approval=a_file("a.png", picture("PNG")), by=desk.focal)
    before = private_storage().listdir("approvals")

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(approvals, "log", broken)
    with pytest.raises(RuntimeError):
        approvals.add_approval(manuscript=desk.manuscript, approval=a_file(), by=desk.focal)
    assert sorted(private_storage().listdir("approvals")[1]) == sorted(before[1])
