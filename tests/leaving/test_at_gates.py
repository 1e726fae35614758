"""Reviewers and suggested wording: what becomes of them where somebody leaves or is erased, and after a year."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from core.letters import operations as letters
from core.letters.operations import NOWHERE, reaches, send_due
from core.models import (
    Erasure,
    Letter,
    Manuscript,
    Notice,
    OpinionRequest,
    ReviewAct,
    SignedApproval,
    SuggestedChange,
    Suggestion,
)
from core.opinions import operations as opinions
from core.opinions import timers
from core.opinions.erasing import forget_reviewers
from core.privacy.operations import ask_for_erasure, confirm_erasure, work_off
from core.privacy.places import Place, staying
from core.privacy.words import GONE, Words
from core.review import operations as review
from core.review.digests import digest_of
from core.review.suggestions.models import suggestion_on
from core.review.suggestions.operations import suggest
from core.review.suggestions.states import SuggestionState
from core.uploads.models import private_storage
from knowledge.models import Leftover, PracticePage, WordImport
from members.accounts import invitations
from members.accounts.closing import close_account
from members.models import Invitation
from tests.desk.conftest import Desk
from tests.desk.conftest import desk as desk
from tests.desk.conftest import desk_of_module as desk_of_module
from tests.desk.test_moves import to_endorsed, to_submitted
from tests.desk.test_opinions import REVIEWER, asked, fresh
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
NAME = "Synthetic Reviewer"


@pytest.fixture(autouse=True)
def letters_are_kept(settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"
    settings.PDF_DIR = tmp_path


def erase(desk: Desk, name: str = NAME, addresses: str = REVIEWER) -> Erasure:
    erasure = ask_for_erasure(name=name, addresses=addresses, evidence="A letter.", by=desk.secretariat)
    work_off()
    confirm_erasure(erasure=erasure, by=desk.secretariat)
    work_off()
    erasure.refresh_from_db()
    assert erasure.done_at is not None, erasure.last_error
    return erasure


# --- Opinions ------------------------------------------------------------------------------------------


def test_who_is_erased_is_not_asked_any_more(desk: Desk) -> None:
    to_submitted(desk)
    request, other = asked(desk), asked(desk, email="second@elsewhere.example", name="Other Person")
    erase(desk)
    gone = fresh(request)
    assert (gone.name, gone.email.partition("@")[2], gone.withdrawn_by) == (GONE, NOWHERE, desk.secretariat)
    assert fresh(other).withdrawn_at is None
    assert set(Notice.objects.filter(kind="opinion ended").values_list("to", flat=True)) == {desk.focal.pk}
    review.decline(manuscript=desk.manuscript, by=desk.focal, text="Not ours.")
    assert not Letter.objects.filter(to__contains=NOWHERE).exists()


def test_an_address_that_is_none_gets_no_letter_and_hinders_nobody(desk: Desk) -> None:
    """Rows as an erasure once left them."""
    to_submitted(desk)
    request, other = asked(desk), asked(desk, email="second@elsewhere.example")
    OpinionRequest.objects.filter(pk=request.pk).update(email=GONE)
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        timers.remind_of_opinions()
    assert fresh(other).reminded_at is not None
    opinions.withdraw_request(request=request, by=desk.focal)
    assert not Letter.objects.filter(to=GONE).exists()


def test_a_reminder_that_fails_keeps_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    to_submitted(desk)
    first, second = asked(desk), asked(desk, email="second@elsewhere.example")
    write = timers.write_reminder

    def fail(request: OpinionRequest, token: str) -> None:
        if request.pk == first.pk:
            raise RuntimeError
        write(request, token)

    monkeypatch.setattr(timers, "write_reminder", fail)
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        timers.remind_of_opinions()
    assert (fresh(first).reminded_at, fresh(second).reminded_at is None) == (None, False)


def test_a_colleague_waits_for_the_opinions_of_who_leaves(desk: Desk) -> None:
    to_endorsed(desk)
    request = asked(desk, by=desk.secretariat)
    token = opinions.new_link(request)
    close_account(of=desk.secretariat, by=desk.secretariat)
    assert fresh(request).asked_by == desk.second
    assert opinions.request_of(token) is not None
    assert set(Notice.objects.filter(kind="opinion handed over").values_list("to", flat=True)) == {desk.second.pk}


def test_without_a_colleague_the_reviewer_hears_that_nobody_waits(desk: Desk) -> None:
    to_submitted(desk)
    request = asked(desk)
    close_account(of=desk.focal, by=desk.focal)
    assert fresh(request).withdrawn_at is not None
    assert Letter.objects.filter(to=REVIEWER, subject__startswith="Your opinion is no longer").count() == 1


def test_reviewers_are_nameless_a_year_after_the_text_was_decided_on(desk: Desk) -> None:
    to_submitted(desk)
    request = asked(desk)
    review.decline(manuscript=desk.manuscript, by=desk.focal, text="Not ours.")
    for days, is_known in ((364, True), (366, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            forget_reviewers()
            forget_reviewers()
        assert (fresh(request).name == NAME, fresh(request).email == REVIEWER) == (is_known, is_known)
    assert not reaches(fresh(request).email)


# --- Letters and invitations ---------------------------------------------------------------------------


def test_a_letter_to_no_address_is_refused_and_the_others_go(
    desk: Desk, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LETTER_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for to in (GONE, "somebody@example.org"):
        Letter.objects.create(to=to, recipients=[to], subject="Synthetic", sender="a@example.org", message=b"x")
    hand_over = letters._hand_over

    def as_smtp(letter: Letter) -> None:
        if "@" not in letter.to:
            raise ValueError("Invalid address; only [ could be parsed from ...")
        hand_over(letter)

    monkeypatch.setattr(letters, "_hand_over", as_smtp)
    assert send_due() == 2
    assert dict(Letter.objects.values_list("to", "state")) == {GONE: "refused", "somebody@example.org": "sent"}


def test_an_open_invitation_of_who_is_erased_is_withdrawn(desk: Desk) -> None:
    for role in ("editor", "secretariat"):
        invitations.invite(
            email=REVIEWER, name=NAME, role=role, country=None, language="en", evidence="A letter.",
            by=desk.secretariat,
        )  # fmt: skip
    erase(desk)
    assert not Invitation.objects.unused().exists()
    assert len(set(Invitation.objects.values_list("email", flat=True))) == 2
    assert not any(reaches(one.email) for one in Invitation.objects.all())


# --- Suggested wording ---------------------------------------------------------------------------------


def suggested(desk: Desk, challenge: str) -> Suggestion:
    """Other wording for a text in which somebody is named."""
    PracticePage.objects.filter(pk=desk.page.pk).update(challenge=f"<p>Ask {NAME} first.</p>")
    page = PracticePage.objects.get(pk=desk.page.pk)
    page.save_revision(user=desk.expert)
    to_endorsed(desk)
    texts = {"challenge": challenge, "title": "Another title"}
    return suggest(manuscript=desk.manuscript, texts=texts, reason="Plain words.", by=desk.secretariat)


def test_a_change_that_changes_nothing_any_more_goes_with_the_name(desk: Desk) -> None:
    made = suggested(desk, f"Ask {GONE} first.")
    assert made.changes.count() == 2
    erase(desk)
    made.refresh_from_db()
    assert [one.field for one in made.changes.all()] == ["title"]
    assert (made.state, made.withdrawn_by) == (SuggestionState.WITHDRAWN, desk.secretariat)
    suggest(manuscript=desk.manuscript, texts={"title": "Yet another"}, reason="Plain.", by=desk.secretariat)


def test_what_is_suggested_stays_where_only_traces_go() -> None:
    field = {field.name: field for field in SuggestedChange._meta.local_concrete_fields}
    published = {name: Place(SuggestedChange, field[name]).is_published for name in ("before", "after", "word")}
    assert published == {"before": True, "after": True, "word": False}
    assert not Place(WordImport, WordImport._meta.get_field("file_name")).is_published
    assert not Place(Leftover, Leftover._meta.get_field("text")).is_published


def test_digests_follow_the_text_without_the_name(desk: Desk) -> None:
    made = suggested(desk, "Ask somebody first.")
    request = asked(desk)
    erase(desk, addresses="nobody.knows@example.org")
    revision = Revision.objects.get(pk=request.revision_id)
    assert NAME not in str(revision.content)
    assert fresh(request).digest == Suggestion.objects.get(pk=made.pk).digest == digest_of(revision)


def test_other_wording_is_suggested_where_what_is_open_was_overtaken(desk: Desk) -> None:
    made = suggested(desk, "Ask somebody first.")
    Suggestion.objects.filter(pk=made.pk).update(digest="0" * 64)
    desk.manuscript = Manuscript.objects.with_review().get(pk=desk.manuscript.pk)
    assert suggestion_on(desk.manuscript) is None
    suggest(manuscript=desk.manuscript, texts={"title": "Yet another"}, reason="Plain.", by=desk.secretariat)
    old = Suggestion.objects.get(pk=made.pk)
    assert (old.closed_at is not None, old.state) == (True, SuggestionState.OVERTAKEN)


def test_the_page_of_an_erasure_says_what_failed(desk: Desk) -> None:
    erasure = ask_for_erasure(name=NAME, addresses=REVIEWER, evidence="A letter.", by=desk.secretariat)
    Erasure.objects.filter(pk=erasure.pk).update(last_error="IntegrityError: synthetic")
    page = let_in(Client(), desk.secretariat).get(f"/en/desk/people/erasures/{erasure.pk}/").content.decode()
    assert "IntegrityError: synthetic" in page


# --- Files ---------------------------------------------------------------------------------------------


def an_approval(desk: Desk) -> SignedApproval:
    to_endorsed(desk)
    act = ReviewAct.objects.get(move="endorse")
    row = SignedApproval(
        act=act, name="Synthetic_Reviewer.pdf", kind="application/pdf", size=1, sha256="0", added_by=desk.focal
    )
    row.file.save("approval.pdf", ContentFile(b"x"), save=False)
    row.save()
    return row


def test_the_file_of_an_approval_goes_with_its_row(desk: Desk, django_capture_on_commit_callbacks: Any) -> None:
    row = an_approval(desk)
    place = row.file.name
    with django_capture_on_commit_callbacks() as after:
        row.delete()
    assert private_storage().exists(place), "it is not certain yet that the row goes"
    for callback in after:
        callback()
    assert not private_storage().exists(place)


def test_names_of_files_that_hold_a_name_are_counted(desk: Desk) -> None:
    an_approval(desk)
    WordImport.objects.create(
        manuscript=desk.manuscript, file_name="Text-Synthetic-Reviewer.docx", digest="0", by=desk.expert
    )
    assert staying(Words.of([NAME], []))["files"] == 2
