"""Invitations: who may, to what, for how long; a link is used up by a POST and never by opening it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache, caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Record, User
from core.notices.operations import language_of
from core.users.operations import end_role
from core.users.roles import Role
from core.users.terms import has_role
from members.accounts import invitations
from members.accounts.operations import confirm_address, end_and_tell
from members.models import Invitation, InvitationState
from tests.factories import knowledge as make
from tests.signing_in import PASSWORD, People, give, let_in

pytestmark = pytest.mark.django_db
NEW = "a quite good password"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()
    caches["limits"].clear()


@pytest.fixture
def country() -> Record:
    return make.a_country("AZ", "Azerbaijan", az="Azərbaycan").record


@pytest.fixture
def sent(people: People, country: Record) -> Invitation:
    return invite(people.secretariat, country)


def invite(by: User, country: Record | None, **changed: Any) -> Invitation:
    given = {
        "email": "Focal@Example.org",
        "name": "Synthetic Focal",
        "role": Role.FOCAL_POINT,
        "country": country,
        "language": "en",
        "evidence": "Letter of 1 May 2026.",
    }
    return invitations.invite(**{**given, **changed}, by=by)


def link() -> str:
    found = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def test_an_invitation_is_accepted_by_a_post_and_once(sent: Invitation, country: Record) -> None:
    for _scanner in range(3):
        assert Client().get(link(), follow=True).status_code == 200
    assert Invitation.objects.get().state() == InvitationState.WAITING
    browser = Client()
    page = browser.get(link(), follow=True)
    assert page.redirect_chain[-1][0] == "/en/invitations/"
    assert "focal point of a country: Azerbaijan" in page.content.decode()
    assert browser.post("/en/invitations/", {"password": NEW}).status_code == 302
    person = User.objects.get(email="focal@example.org")
    assert has_role(person, Role.FOCAL_POINT)
    assert person.role_terms.get().country == country
    assert language_of(person) == "en"
    assert "Letter of 1 May 2026." in person.role_terms.get().evidence
    assert browser.session["_auth_user_id"] == str(person.pk)
    assert "/accounts/2fa/" in browser.get("/en/")["Location"], "a focal point needs a second factor"
    again = Client()
    assert again.get(link(), follow=True).status_code == 410
    assert again.post("/en/invitations/", {"password": NEW}).status_code == 410
    assert User.objects.filter(email="focal@example.org").count() == 1


def test_a_weak_password_is_told_and_uses_nothing_up(sent: Invitation) -> None:
    browser = Client()
    browser.get(link())
    page = browser.post("/en/invitations/", {"password": "short"})
    assert "at least 12 characters" in page.content.decode()
    assert not User.objects.filter(email="focal@example.org").exists()
    assert Invitation.objects.get().state() == InvitationState.WAITING


def test_the_link_is_told_to_nobody(sent: Invitation) -> None:
    answer = Client().get(link())
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert Client().get("/en/invitations/")["Referrer-Policy"] == "same-origin"


def test_only_the_hash_is_kept(sent: Invitation) -> None:
    token = link().strip("/").split("/")[-1]
    assert len(token) >= 40
    assert token not in str(Invitation.objects.values().get())


@pytest.mark.parametrize("token", ["x", "a" * 300, "%00", "..%2F"])
def test_a_guessed_address_opens_nothing(token: str) -> None:
    browser = Client()
    assert browser.get(f"/en/invitations/{token}/", follow=True).status_code in {400, 404}
    assert browser.post("/en/invitations/", {"password": NEW}).status_code == 404


def test_guessing_is_slowed() -> None:
    browser = Client()
    met = [browser.get(f"/en/invitations/{number}/").status_code for number in range(22)]
    assert met[0] == 302
    assert met[-1] == 429


def test_it_expires_and_is_sent_again(sent: Invitation, people: People) -> None:
    before = link()
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=True):
        assert Client().get(before, follow=True).status_code == 410
        invitations.resend(invitation=sent, by=people.secretariat)
        assert link() != before
        assert Client().get(before, follow=True).status_code == 404, "the link before opens nothing"
        assert Client().get(link(), follow=True).status_code == 200


def test_it_is_withdrawn(sent: Invitation, people: People) -> None:
    invitations.withdraw(invitation=sent, by=people.secretariat)
    assert Client().get(link(), follow=True).status_code == 410
    for act in (invitations.resend, invitations.withdraw):
        with pytest.raises(ValidationError):
            act(invitation=sent, by=people.secretariat)


def test_what_is_used_is_not_withdrawn(sent: Invitation, people: People) -> None:
    invitations.accept(invitation=sent, password=NEW)
    with pytest.raises(ValidationError):
        invitations.withdraw(invitation=sent, by=people.secretariat)


def test_whoever_may_no_longer_invite_invites_nobody(sent: Invitation, people: People) -> None:
    end_role(term=people.secretariat.role_terms.get(), reason="Synthetic.", by=None)
    browser = Client()
    browser.get(link())
    page = browser.post("/en/invitations/", {"password": NEW})
    assert "may no longer do so" in page.content.decode()
    assert not User.objects.filter(email="focal@example.org").exists()


def test_an_account_that_is_there_takes_the_role_when_signed_in(sent: Invitation) -> None:
    known = User.objects.create_user("focal@example.org", PASSWORD)
    confirm_address(of=known)
    stranger = Client()
    stranger.get(link())
    page = stranger.post("/en/invitations/", {"password": NEW})
    assert "sign in with it" in page.content.decode()
    assert User.objects.get(pk=known.pk).check_password(PASSWORD), "a link changes no password"
    other = let_in(Client(), User.objects.create_user("other@example.org", PASSWORD))
    other.get(link())
    assert "another address" in other.get("/en/invitations/").content.decode()
    own = let_in(Client(), known)
    own.get(link())
    assert own.post("/en/invitations/").status_code == 302
    assert has_role(User.objects.get(pk=known.pk), Role.FOCAL_POINT)


def test_an_account_that_a_stranger_made_with_the_address_stands_in_nobodys_way(sent: Invitation) -> None:
    squatter = User.objects.create_user("focal@example.org", PASSWORD, name="Stranger")
    browser = Client()
    browser.get(link())
    assert browser.post("/en/invitations/", {"password": NEW}).status_code == 302
    person = User.objects.get(pk=squatter.pk)
    assert (person.name, person.check_password(NEW), has_role(person, Role.FOCAL_POINT)) == (
        "Synthetic Focal",
        True,
        True,
    )


def test_whoever_sends_again_answers_for_it(sent: Invitation, people: People) -> None:
    invitations.resend(invitation=sent, by=people.administrator)
    end_role(term=people.secretariat.role_terms.get(), reason="Synthetic.", by=None)
    assert has_role(invitations.accept(invitation=sent, password=NEW), Role.FOCAL_POINT)


class TestWho:
    def test_a_focal_point_invites_experts_of_their_country(self, people: People, country: Record) -> None:
        other = make.a_country("MA", "Morocco").record
        give(people.nobody, Role.FOCAL_POINT, country)
        focal = User.objects.get(pk=people.nobody.pk)
        assert invite(focal, country, role=Role.EXPERT).invited_by == focal
        for role, where in ((Role.EXPERT, other), (Role.FOCAL_POINT, country), (Role.SECRETARIAT, None)):
            with pytest.raises(PermissionDenied):
                invite(focal, where, role=role, email="x@example.org")

    @pytest.mark.parametrize("name", ["editor", "nobody"])
    def test_nobody_else(self, people: People, country: Record, name: str) -> None:
        with pytest.raises(PermissionDenied):
            invite(getattr(people, name), country)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"role": "king", "country": None}, "role"),
            ({"country": None}, "country"),
            ({"role": Role.EDITOR}, "country"),
            ({"email": "no address"}, "email"),
            ({"evidence": " "}, "evidence"),
            ({"name": " "}, "name"),
        ],
    )
    def test_what_does_not_fit_is_told_at_its_field(
        self, people: People, country: Record, changed: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            invite(people.secretariat, **{"country": country, **changed})
        assert field in refused.value.message_dict
        assert not Invitation.objects.exists()

    def test_the_same_role_is_offered_once(self, people: People, sent: Invitation, country: Record) -> None:
        with pytest.raises(ValidationError):
            invite(people.secretariat, country)
        invitations.accept(invitation=sent, password=NEW)
        with pytest.raises(ValidationError):
            invite(people.secretariat, country)


class TestPages:
    def test_they_are_for_who_decides(self, people: People) -> None:
        assert Client().get("/en/desk/people/")["Location"].startswith("/en/accounts/login/")
        assert let_in(Client(), people.editor).get("/en/desk/people/").status_code == 404
        assert let_in(Client(), people.secretariat).get("/en/desk/people/").status_code == 200

    def test_inviting_from_the_page(self, people: People, country: Record) -> None:
        browser = let_in(Client(), people.secretariat)
        form = {
            "name": "Synthetic Focal",
            "email": "focal@example.org",
            "role": Role.FOCAL_POINT,
            "country": str(country.pk),
            "language": "az",
            "evidence": "",
        }
        page = browser.post("/en/desk/people/invite/", form)
        assert page.status_code == 200
        assert 'value="focal@example.org"' in page.content.decode(), "what was typed stays"
        answer = browser.post("/en/desk/people/invite/", {**form, "evidence": "Letter."})
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        assert "/az/invitations/" in mail.outbox[-1].body, "in the language that was chosen"
        page = browser.get("/en/desk/people/").content.decode()
        assert "focal@example.org" in page
        pk = Invitation.objects.get().pk
        assert browser.post(f"/en/desk/people/invitations/{pk}/resend/").status_code == 302
        assert len(mail.outbox) == 2
        browser.post(f"/en/desk/people/invitations/{pk}/withdraw/")
        assert "focal@example.org" not in browser.get("/en/desk/people/").content.decode()

    def test_a_focal_point_need_not_choose_their_only_country(self, people: People, country: Record) -> None:
        give(people.nobody, Role.FOCAL_POINT, country)
        browser = let_in(Client(), User.objects.get(pk=people.nobody.pk))
        page = browser.get("/en/desk/people/invite/").content.decode()
        assert f'<option value="{country.pk}" selected>' in page
        form = {"name": "E", "email": "e@example.org", "role": Role.EXPERT, "language": "en", "evidence": "Letter."}
        assert "Choose the country" in browser.post("/en/desk/people/invite/", form).content.decode()
        assert browser.post("/en/desk/people/invite/", {**form, "country": "9" * 40}).status_code == 200
        assert browser.get("/en/desk/").status_code == 200
        assert "Azerbaijan" in browser.get("/en/desk/").content.decode()

    def test_ending_a_role_from_the_page(self, people: People) -> None:
        browser = let_in(Client(), people.secretariat)
        term = people.editor.role_terms.get()
        address = f"/en/desk/people/roles/{term.pk}/end/"
        assert "This field is required" in browser.post(address, {"reason": ""}).content.decode()
        assert browser.post(address, {"reason": "Retired."}).status_code == 302
        assert not has_role(User.objects.get(pk=people.editor.pk), Role.EDITOR)
        assert mail.outbox[-1].to == [people.editor.email]
        assert browser.get(address).status_code == 404

    def test_changing_roles_asks_for_the_password_again(self, people: People) -> None:
        browser = let_in(Client(), people.secretariat)
        with time_machine.travel(timezone.now() + timedelta(minutes=30), tick=True):
            term = people.editor.role_terms.get()
            answer = browser.post(f"/en/desk/people/roles/{term.pk}/end/", {"reason": "Retired."})
            assert "reauthenticate" in answer["Location"]
            assert has_role(User.objects.get(pk=people.editor.pk), Role.EDITOR)

    def test_a_focal_point_sees_their_country_only(self, people: People, country: Record) -> None:
        other = make.a_country("MA", "Morocco").record
        give(people.nobody, Role.FOCAL_POINT, country)
        for name, where in (("here", country), ("there", other)):
            give(User.objects.create_user(f"{name}@example.org", name=name), Role.EXPERT, where)
        browser = let_in(Client(), User.objects.get(pk=people.nobody.pk))
        page = browser.get("/en/desk/people/").content.decode()
        assert "here@example.org" in page
        assert "there@example.org" not in page
        assert "secretariat@example.org" not in page
        elsewhere = User.objects.get(email="there@example.org").role_terms.get()
        assert browser.get(f"/en/desk/people/roles/{elsewhere.pk}/end/").status_code == 404
        form = browser.get("/en/desk/people/invite/").content.decode()
        assert "Azerbaijan" in form
        assert "Morocco" not in form

    def test_many_people_take_as_many_queries_as_few(self, people: People, country: Record) -> None:
        browser = let_in(Client(), people.secretariat)
        counted = []
        for number in (3, 40):
            for one in range(number):
                give(User.objects.create_user(f"e{number}-{one}@example.org"), Role.EXPERT, country)
                invite(people.secretariat, country, email=f"i{number}-{one}@example.org", role=Role.EXPERT)
            with CaptureQueriesContext(connection) as context:
                assert browser.get("/en/desk/people/").status_code == 200
            counted.append(len(context))
        assert counted[0] == counted[1]


def test_the_language_of_the_invitation_is_that_of_the_account_until_another_is_chosen(
    people: People, country: Record
) -> None:
    sent = invite(people.secretariat, country, role=Role.EXPERT, language="az")
    person = invitations.accept(invitation=sent, password=NEW)
    assert language_of(person) == "az"
    other = invite(people.secretariat, None, role=Role.EDITOR)
    invitations.accept(invitation=other, user=person)
    assert language_of(person) == "az"
    end_and_tell(term=person.role_terms.get(role=Role.EDITOR), reason="Synthetic.", by=people.secretariat)
    assert mail.outbox[-1].subject == "Rolunuz bitdi"
