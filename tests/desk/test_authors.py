"""Who the authors of a text are: colleagues are named, taken off, and follow one another."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from core.models import AuditEntry, ReviewAct, RoleTerm, User
from core.review import operations
from core.review.authors import hand_on, name_author, remove_author
from core.review.states import Move
from core.users.operations import end_role
from core.users.roles import Role
from tests.desk.conftest import Desk, a_person
from tests.desk.test_moves import LETTER, to_declined, to_submitted
from tests.desk.test_telling import told
from tests.signing_in import give, let_in

pytestmark = pytest.mark.usefixtures("nothing_kept")


@pytest.fixture
def colleague(desk: Desk) -> User:
    """Another expert of the country, who is none of the authors."""
    person = a_person("colleague")
    give(person, Role.EXPERT, desk.country)
    return person


def authors(desk: Desk) -> set[User]:
    return set(desk.manuscript.authors.all())


def page_of(desk: Desk, rest: str = "") -> str:
    return f"/en/desk/practices/{desk.manuscript.pk}/{rest}"


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_colleague_is_named_writes_and_follows(desk: Desk, colleague: User) -> None:
    """The whole way, by the forms alone."""
    expert, other = let_in(Client(), desk.expert), let_in(Client(), colleague)
    assert "Name an author" not in said(other.get(page_of(desk)))
    assert expert.post(page_of(desk, "authors/name/"), {"person": colleague.pk, "text": "Help me."}).status_code == 303
    assert told("author named") == {"colleague"}
    shown = said(other.get(page_of(desk)))
    assert "Name an author" in shown
    assert "author named</b>: Colleague" in shown
    assert other.post(page_of(desk, "submit/"), {"text": ""}).status_code == 303
    answer = expert.post(page_of(desk, "authors/hand-over/"), {"person": desk.focal.pk, "text": "I leave."})
    assert answer.status_code == 303
    assert authors(desk) == {colleague, desk.focal}
    assert told("authorship handed over") == {"focal"}
    address = page_of(desk, f"authors/{colleague.pk}/remove/")
    focal = let_in(Client(), desk.focal)
    assert "Take Colleague off the authors" in said(focal.get(address))
    assert focal.post(address, {"text": "Thank you."}).status_code == 303
    assert authors(desk) == {desk.focal}
    assert told("author taken off") == {"colleague"}


def test_who_is_told_of_a_return_are_the_authors(desk: Desk, colleague: User) -> None:
    name_author(manuscript=desk.manuscript, person=colleague, by=desk.focal)
    remove_author(manuscript=desk.manuscript, person=desk.expert, by=desk.focal)
    to_submitted(desk)
    operations.ask(manuscript=desk.manuscript, field="", text="More.", by=desk.focal)
    operations.send_back(manuscript=desk.manuscript, by=desk.focal)
    assert told("manuscript returned") == {"colleague"}


def test_every_act_is_dated_and_audited_without_a_name(desk: Desk, colleague: User) -> None:
    name_author(manuscript=desk.manuscript, person=colleague, by=desk.expert)
    act = ReviewAct.objects.get(move=Move.NAME)
    assert (act.person, act.by) == (colleague, desk.expert)
    entry = AuditEntry.objects.get(action="review.name_author")
    assert "Colleague" not in str(entry.data)


# Who may do it, of those who are neither; the secretariat names the letter of the country.
def test_who_is_no_author_names_nobody(desk: Desk, colleague: User) -> None:
    for person in (colleague, desk.stranger, desk.editor, desk.nobody):
        for act in (name_author, remove_author, hand_on):
            with pytest.raises(PermissionDenied):
                act(manuscript=desk.manuscript, person=desk.focal, by=person)
    assert authors(desk) == {desk.expert}


def test_the_secretariat_names_for_a_country_by_letter(desk: Desk, colleague: User) -> None:
    with pytest.raises(ValidationError, match="letter"):
        name_author(manuscript=desk.manuscript, person=colleague, by=desk.secretariat)
    name_author(manuscript=desk.manuscript, person=colleague, by=desk.secretariat, evidence=LETTER)
    assert authors(desk) == {desk.expert, colleague}


@pytest.mark.parametrize("name", ["stranger", "editor", "secretariat", "nobody", "expert"])
def test_nobody_but_another_colleague_is_named(desk: Desk, name: str) -> None:
    for act in (name_author, hand_on):
        with pytest.raises(ValidationError):
            act(manuscript=desk.manuscript, person=getattr(desk, name), by=desk.expert)
    assert authors(desk) == {desk.expert}


def test_a_text_has_an_author_always(desk: Desk, colleague: User) -> None:
    with pytest.raises(ValidationError, match="name another one first"):
        remove_author(manuscript=desk.manuscript, person=desk.expert, by=desk.focal)
    name_author(manuscript=desk.manuscript, person=colleague, by=desk.expert)
    end_role(term=RoleTerm.objects.get(user=colleague), reason="Synthetic.", by=None)
    with pytest.raises(ValidationError, match="name another one first"):
        remove_author(manuscript=desk.manuscript, person=desk.expert, by=desk.focal)


def test_who_is_no_author_has_nothing_to_hand_over(desk: Desk, colleague: User) -> None:
    with pytest.raises(ValidationError, match="nothing that you could hand over"):
        hand_on(manuscript=desk.manuscript, person=colleague, by=desk.focal)


def test_when_it_is_over_its_authors_stay(desk: Desk, colleague: User) -> None:
    to_declined(desk)
    with pytest.raises(ValidationError):
        name_author(manuscript=desk.manuscript, person=colleague, by=desk.expert)
    answer = let_in(Client(), desk.expert).get(page_of(desk, "authors/name/"))
    assert answer.status_code == 303


@pytest.mark.parametrize("rest", ["authors/name/", "authors/hand-over/", "authors/{}/remove/"])
def test_for_everybody_else_there_is_no_such_page(desk: Desk, rest: str) -> None:
    for person in (desk.stranger, desk.editor, desk.nobody):
        assert let_in(Client(), person).get(page_of(desk, rest.format(desk.expert.pk))).status_code == 404
    assert let_in(Client(), desk.expert).get(page_of(desk, f"authors/{desk.stranger.pk}/remove/")).status_code == 404


def test_a_bad_choice_is_said_and_what_was_typed_stays(desk: Desk) -> None:
    sent = {"person": desk.stranger.pk, "text": "My message."}
    answer = let_in(Client(), desk.expert).post(page_of(desk, "authors/name/"), sent)
    assert answer.status_code == 422
    assert "My message." in said(answer)
