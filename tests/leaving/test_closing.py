"""An account is closed: what goes, what stays, who may, and that nobody is found in the database afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core import mail, signing
from django.core.cache import cache, caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from core.audit.operations import faults
from core.letters.operations import forget_old, send_due
from core.models import (
    AuditEntry,
    Following,
    GateState,
    Letter,
    Notice,
    NoticeChoice,
    ReviewAct,
    SavedRecord,
    UnsentForm,
    User,
)
from core.notices.operations import SALT, stop_letters
from core.privacy.operations import erase_traces, work_off
from core.review.operations import close, endorse
from core.users.operations import end_role, give_role
from core.users.roles import Role
from core.users.terms import held_terms
from members.accounts import closing, invitations
from members.accounts.closing import MOVES, AccountState, close_account, state_of
from members.models import AccountClosure, Institution, Invitation
from members.notifications import NO_FOCAL_POINT, RELEASED
from tests.leaving.conftest import ADDRESS, NAME, TRACES, Leaving
from tests.leaving.dumping import stands_in_files, stands_in_rows
from tests.signing_in import EVIDENCE, PASSWORD, let_in

# Files are searched, and what is written down is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]

# Where a name may stand when its account is closed, by the table of retention, and why.
PUBLISHED = "published: the work of an institution, until its person asks to be erased from texts"
MADE_OF_IT = "made of what is published"
STAYS = {
    "knowledge.PracticePage.contact": PUBLISHED,
    "knowledge.PracticeVersion.content": PUBLISHED,
    "wagtailcore.Revision.content": PUBLISHED,
    "core.Source.title": PUBLISHED,
    "core.Title.text": PUBLISHED,
    "core.Title.sort_key": MADE_OF_IT,
    "search.StoredDocument.content": MADE_OF_IT,
    "search.StoredDocument.fields": MADE_OF_IT,
    "wagtailsearch.IndexEntry.body": MADE_OF_IT,
    "wagtailsearch.IndexEntry.title": MADE_OF_IT,
    "core.AuditEntry.title": "the title of a source in the chain, which cannot be changed",
    "core.Letter.message": "letters to others that were not sent yet: their text goes within days",
}
CLOSE = "/en/accounts/close/"


@pytest.fixture(autouse=True)
def printed_elsewhere(settings: Any, tmp_path: Any) -> None:
    settings.PDF_DIR = tmp_path


def leave(leaver: Leaving) -> User:
    close_account(of=leaver.person, by=leaver.person)
    return User.objects.get(pk=leaver.person.pk)


def test_somebody_closes_their_account_on_its_page(leaver: Leaving) -> None:
    browser = let_in(Client(), leaver.person)
    page = browser.get(CLOSE)
    assert "What stays" in page.content.decode()
    refused = browser.post(CLOSE, {})
    assert refused.status_code == 422
    assert "Put a tick here" in refused.content.decode()
    assert "Clear-Site-Data" not in refused
    done = browser.post(CLOSE, {"understood": "on"})
    assert (done.status_code, done["Location"]) == (303, "/en/accounts/closed/")
    assert done["Clear-Site-Data"] == '"storage"'
    assert "_auth_user_id" not in browser.session
    person = User.objects.get(pk=leaver.person.pk)
    assert str(person) == f"Former member of staff of {Institution.objects.get().name}"
    assert state_of(person) == AccountState.CLOSED
    assert not held_terms(person)
    assert {term.ended_by_id for term in person.role_terms.all()} == {person.pk}
    assert list(faults()) == []


def test_without_a_fresh_answer_one_is_asked_again(leaver: Leaving) -> None:
    browser = let_in(Client(), leaver.person)
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert "/accounts/reauthenticate/" in browser.post(CLOSE, {"understood": "on"})["Location"]
    assert state_of(User.objects.get(pk=leaver.person.pk)) == AccountState.OPEN


def test_nobody_is_found_afterwards(leaver: Leaving) -> None:
    """The whole database and all files are searched for what is left of a name and an address."""
    before = stands_in_rows(TRACES)
    assert {"core.Notice.told", "wagtailcore.Comment.text", "core.RoleTerm.evidence", "core.User.email"} <= before
    leave(leaver)
    assert work_off() == 1
    last = Letter.objects.get(to=ADDRESS)
    assert (last.recipients, last.is_forgotten) == ([ADDRESS], True), "it can still be sent"
    last.delete()  # as if it had been
    assert stands_in_rows(TRACES) - set(STAYS) == set()
    assert stands_in_files(TRACES) == []
    assert work_off() == 0, "it is done once"


def test_what_stays_in_drafts_is_no_comment(leaver: Leaving) -> None:
    leave(leaver)
    work_off()
    page = leaver.desk.page
    kept = [str(revision.content) for revision in page.revisions.all()]
    assert kept
    assert not any(trace in text for text in kept for trace in TRACES)


def test_the_last_letter_goes_with_its_address(leaver: Leaving, settings: Any) -> None:
    settings.LETTER_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.all().delete()
    leave(leaver)
    last = Letter.objects.get(to=ADDRESS)
    work_off()
    send_due()
    assert not Letter.objects.filter(pk=last.pk).exists()
    assert mail.outbox[-1].recipients() == [ADDRESS]
    assert not Letter.objects.filter(to__icontains="qurbanzade").exists()


def test_a_last_letter_that_is_refused_goes_too(leaver: Leaving) -> None:
    leave(leaver)
    Letter.objects.filter(to=ADDRESS).update(state="refused")
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        forget_old()
    assert not Letter.objects.filter(to=ADDRESS).exists()


def test_sessions_factors_and_links_are_gone(leaver: Leaving) -> None:
    Session.objects.create(session_key="synthetic", session_data="", expire_date=timezone.now() + timedelta(days=1))
    theirs = let_in(Client(), leaver.person)
    link = leaver.manuscript.links.get()
    stop = signing.dumps(leaver.person.pk, salt=SALT)
    person = leave(leaver)
    assert theirs.get("/en/desk/").status_code == 302
    assert not Session.objects.filter(session_key="synthetic").exists()
    link.refresh_from_db()
    assert link.ended_at is not None
    assert stop_letters(token=stop) is None
    for theirs_alone in (NoticeChoice, Following, SavedRecord, UnsentForm):
        assert not theirs_alone.objects.filter(user=person).exists()
    assert not person.has_usable_password()


def test_what_was_held_is_free_and_those_who_stay_are_told(leaver: Leaving) -> None:
    end_role(term=leaver.desk.focal.role_terms.get(), reason="Synthetic.", by=None)
    assert leaver.manuscript.at_gate is not None
    leave(leaver)
    assert GateState.objects.get(pk=leaver.manuscript.at_gate.pk).holder is None
    told = set(Notice.objects.filter(kind__in=[RELEASED, NO_FOCAL_POINT]).values_list("kind", "to__name"))
    assert told == {(kind, name) for kind in (RELEASED, NO_FOCAL_POINT) for name in ("Secretariat", "Second")}
    assert AuditEntry.objects.filter(action="core.release_manuscript").exists()


def test_another_focal_point_goes_on(leaver: Leaving) -> None:
    leave(leaver)
    assert set(Notice.objects.filter(kind=RELEASED).values_list("to__name", flat=True)) == {"Focal"}
    assert not Notice.objects.filter(kind=NO_FOCAL_POINT).exists()


def test_acts_stay_and_are_nobodys(leaver: Leaving) -> None:
    acts = ReviewAct.objects.filter(by=leaver.person).count()
    person = leave(leaver)
    work_off()
    assert ReviewAct.objects.filter(by=person).count() == acts > 0
    Letter.objects.filter(is_forgotten=True).delete()  # as if the last letter had been sent
    browser = let_in(Client(), leaver.desk.secretariat)
    page = leaver.desk.page
    for path in (
        f"/en/desk/practices/{leaver.manuscript.pk}/",
        "/en/desk/practices/?show=endorsement",
        "/en/desk/people/",
        "/admin/audit/",
        "/admin/reports/site-history/",
        f"/admin/pages/{page.pk}/history/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/usage/",
        f"/admin/pages/{leaver.practice.pk}/edit/",
        "/admin/reports/workflow/",
        "/admin/letters/",
        f"/en/library/practices/{leaver.practice.slug}/",
    ):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        if leaver.practice.slug not in path and f"/{leaver.practice.pk}/" not in path and "audit" not in path:
            said = answer.content.decode()
            assert not any(trace in said for trace in TRACES), path
    manuscript = browser.get(f"/en/desk/practices/{leaver.manuscript.pk}/").content.decode()
    assert str(person).split(" of ")[0] in manuscript


def test_administrators_meet_a_closed_account_and_cannot_open_it(leaver: Leaving) -> None:
    person = leave(leaver)
    administrator = User.objects.create_superuser("administrator@example.org", PASSWORD)
    browser = let_in(Client(), administrator)
    assert browser.get("/admin/users/").status_code == 200
    edit = f"/admin/users/edit/{person.pk}/"
    assert browser.get(edit).status_code == 200
    answer = browser.post(edit, {"email": "back@example.org", "name": "Back", "is_active": "on"})
    assert answer.status_code < 500
    assert state_of(User.objects.get(pk=person.pk)) == AccountState.CLOSED


def test_the_digest_of_what_stands_at_the_gate_is_that_of_its_text(leaver: Leaving) -> None:
    """The text from whose comments the name went is still the one that was submitted."""
    leave(leaver)
    work_off()
    request = leaver.manuscript.requests.get()
    close(request=request, by=leaver.desk.focal)
    endorse(manuscript=leaver.manuscript, by=leaver.desk.focal)


def test_a_closed_account_is_an_unknown_one(leaver: Leaving) -> None:
    """Sign-in, reset and sign-up say and do the same of both."""
    leave(leaver)
    Letter.objects.all().delete()
    said = []
    for address in (ADDRESS, "nobody.knows@example.org"):
        cache.clear()
        caches["limits"].clear()
        browser = Client()
        signed = browser.post("/en/accounts/login/", {"login": address, "password": "a quite good password"})
        asked = browser.post("/en/accounts/password/reset/", {"email": address})
        said.append((signed.status_code, _words(signed, address), asked.status_code, asked.headers.get("Location")))
    assert said[0] == said[1]
    letters = list(Letter.objects.order_by("pk"))
    assert [letter.subject for letter in letters] == [letters[0].subject] * 2


def _words(answer: Any, address: str) -> list[str]:
    lines = answer.content.decode().replace(address, "").splitlines()
    return [line.strip() for line in lines if "csrf" not in line]


def test_the_address_is_free_for_another_account(leaver: Leaving) -> None:
    old = leave(leaver)
    work_off()
    found = invitations.invite(
        email=ADDRESS, name=NAME, role=Role.EXPERT, country=leaver.desk.country, language="en", evidence="Anew.",
        by=leaver.desk.secretariat,
    )  # fmt: skip
    person = invitations.accept(invitation=found, password="another good password")
    assert person.pk != old.pk
    assert person.role_terms.count() == 1


def test_invitations_to_the_address_are_withdrawn(leaver: Leaving) -> None:
    leave(leaver)
    assert not Invitation.objects.unused().filter(email=ADDRESS).exists()


def test_a_reader_without_roles_leaves_too() -> None:
    reader = User.objects.create_user("only.reader@example.org", PASSWORD, name="Only Reader")
    close_account(of=reader, by=reader)
    assert str(User.objects.get(pk=reader.pk)) == "Somebody whose account is closed"


def test_a_name_of_one_word_does_not_go_from_sentences(leaver: Leaving) -> None:
    """“Focal” is a word of the house: it goes where it stands alone, as a name does in a notice."""
    act = ReviewAct.objects.first()
    assert act is not None
    ReviewAct.objects.filter(pk=act.pk).update(text="The Focal point said so.", evidence="Focal")
    erase_traces(name="Focal", address="focal@example.org", evidence="Synthetic.", by=None)
    work_off()
    act.refresh_from_db()
    assert (act.text, act.evidence) == ("The Focal point said so.", "[…]")


def test_a_worker_that_dies_leaves_everything_to_the_next(leaver: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(leaver)
    before = stands_in_rows(TRACES)
    with monkeypatch.context() as patched:
        patched.setattr("core.privacy.operations.renew", _die)
        work_off()
    assert stands_in_rows(TRACES) == before
    assert work_off() == 0, "not at once again"
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert work_off() == 1
    assert "wagtailcore.Comment.text" not in stands_in_rows(TRACES)


def _die(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError(f"Killed while {NAME} was erased")


# --- By the secretariat --------------------------------------------------------------------------------


def asked(leaver: Leaving, by: User | None = None) -> AccountClosure:
    return closing.ask_closure(of=leaver.person, reason=f"{NAME} retired.", by=by or leaver.desk.secretariat)


def in_a_week() -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=8))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_two_people_close_the_account_of_somebody_who_left(leaver: Leaving) -> None:
    browser = let_in(Client(), leaver.desk.secretariat)
    address = f"/en/desk/people/{leaver.person.pk}/close/"
    letters = Letter.objects.filter(to=ADDRESS).count()
    assert address in browser.get("/en/desk/people/").content.decode()
    assert browser.post(address, {"reason": ""}).status_code == 200
    assert browser.post(address, {"reason": "Letter of 1 May 2026."}).status_code == 303
    closure = AccountClosure.objects.get()
    assert Letter.objects.filter(to=ADDRESS).count() == letters + 1
    confirm = f"/en/desk/people/closings/{closure.pk}/confirm/"
    assert browser.post(confirm).status_code == 404, "not the one who asked"
    assert state_of(fresh(leaver.person)) == AccountState.CLOSING
    early = let_in(Client(), leaver.desk.second)
    assert "days to answer" in early.post(confirm, follow=True).content.decode()
    with in_a_week():
        other = let_in(Client(), leaver.desk.second)
        assert confirm in other.get("/en/desk/people/").content.decode()
        assert "The account is closed" in other.post(confirm, follow=True).content.decode()
        assert state_of(fresh(leaver.person)) == AccountState.CLOSED
        work_off()
        Letter.objects.filter(to=ADDRESS).delete()
    assert stands_in_rows(TRACES) - set(STAYS) == set()


def test_whose_it_is_says_that_they_have_not_left(leaver: Leaving) -> None:
    closure = asked(leaver)
    browser = let_in(Client(), leaver.person)
    assert "I have not left" in browser.get("/en/accounts/data/").content.decode()
    assert browser.post("/en/accounts/keep/").status_code == 303
    closure.refresh_from_db()
    assert closure.withdrawn_by == leaver.person
    assert "nobody closes your account" in browser.post("/en/accounts/keep/", follow=True).content.decode()
    with in_a_week(), pytest.raises(ValidationError):
        closing.confirm_closure(closure=closure, by=leaver.desk.second)


@pytest.mark.parametrize("name", ["expert", "focal", "stranger", "editor", "nobody"])
def test_nobody_else_closes_accounts(leaver: Leaving, name: str) -> None:
    person = getattr(leaver.desk, name)
    with pytest.raises(PermissionDenied):
        asked(leaver, person)
    closure = asked(leaver)
    with in_a_week():
        for act in (closing.confirm_closure, closing.withdraw_closure):
            with pytest.raises(PermissionDenied):
                act(closure=closure, by=person)
    with pytest.raises(PermissionDenied):
        close_account(of=leaver.person, by=person)
    browser = let_in(Client(), person)
    assert browser.post(f"/en/desk/people/{leaver.person.pk}/close/", {"reason": "x"}).status_code == 404
    assert browser.post(f"/en/desk/people/closings/{closure.pk}/confirm/").status_code == 404
    assert browser.post(f"/en/desk/people/closings/{closure.pk}/withdraw/").status_code == 404


def test_administrators_are_a_matter_of_administrators(leaver: Leaving) -> None:
    administrator = User.objects.create_superuser("administrator@example.org", PASSWORD)
    with pytest.raises(PermissionDenied):
        closing.ask_closure(of=administrator, reason="x", by=leaver.desk.secretariat)


def test_the_last_administrator_and_the_last_of_the_secretariat_stay(leaver: Leaving) -> None:
    administrator = User.objects.create_superuser("administrator@example.org", PASSWORD)
    with pytest.raises(ValidationError, match="last administrator"):
        close_account(of=administrator, by=administrator)
    second = User.objects.create_superuser("second.administrator@example.org", PASSWORD)
    close_account(of=administrator, by=administrator)
    close_account(of=leaver.desk.second, by=leaver.desk.second)
    User.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="last person of the secretariat"):
        close_account(of=leaver.desk.secretariat, by=leaver.desk.secretariat)


def test_what_waited_too_long_is_over(leaver: Leaving) -> None:
    closure = asked(leaver)
    with time_machine.travel(timezone.now() + timedelta(days=38)):
        assert state_of(leaver.person) == AccountState.OPEN
        with pytest.raises(ValidationError):
            closing.confirm_closure(closure=closure, by=leaver.desk.second)
        asked(leaver)


def test_nobody_makes_a_second_person_for_the_purpose(leaver: Leaving) -> None:
    puppet = User.objects.create_user("puppet@example.org", PASSWORD)
    closure = asked(leaver)
    with in_a_week():
        give_role(to=puppet, role=Role.SECRETARIAT, evidence=EVIDENCE, by=None)
        with pytest.raises(ValidationError, match="for a week already"):
            closing.confirm_closure(closure=closure, by=fresh(puppet))


def into(leaver: Leaving, state: AccountState) -> AccountClosure:
    """Bring the account into a state, and return a closing of it."""
    closure = asked(leaver)
    if state == AccountState.OPEN:
        closing.withdraw_closure(closure=closure, by=leaver.person)
    elif state == AccountState.CLOSED:
        leave(leaver)
    return closure


ACTS: dict[str, Callable[[Leaving, AccountClosure], Any]] = {
    closing.ASKED: lambda leaver, _closure: asked(leaver),
    closing.WITHDRAWN: lambda leaver, closure: closing.withdraw_closure(closure=closure, by=leaver.desk.second),
    closing.CONFIRMED: lambda leaver, closure: closing.confirm_closure(closure=closure, by=leaver.desk.second),
    closing.CLOSED: lambda leaver, _closure: close_account(of=leaver.person, by=leaver.person),
}


@pytest.mark.parametrize("state", AccountState)
@pytest.mark.parametrize("move", MOVES)
def test_the_table_of_states(leaver: Leaving, state: AccountState, move: str) -> None:
    closure = into(leaver, state)
    allowed, then = MOVES[move]
    with in_a_week():
        if state in allowed:
            ACTS[move](leaver, closure)
            assert state_of(fresh(leaver.person)) == then
        else:
            with pytest.raises(ValidationError):
                ACTS[move](leaver, closure)
            assert state_of(fresh(leaver.person)) == state


def test_the_site_names_itself(leaver: Leaving) -> None:
    close_account(of=leaver.desk.editor, by=leaver.desk.editor)
    assert fresh(leaver.desk.editor).left_from == site.WAGTAIL_SITE_NAME
