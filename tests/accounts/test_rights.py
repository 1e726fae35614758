"""Rights come from the terms of roles at the moment of asking; groups give nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import policy_registry

from core.audience.providers import tokens_of
from core.models import Picture, Record, RoleTerm, StoredFile, User
from core.permissions import can_confirm, can_withdraw
from core.users.operations import end_role, give_role
from core.users.permissions import can_see_people
from core.users.roles import OF_A_COUNTRY, OF_THE_RECORD, Role, granted
from core.users.terms import countries_of, has_role
from tests.factories import knowledge as make
from tests.signing_in import EVIDENCE, People, give, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Record:
    return make.a_country("AZ", "Azerbaijan").record


@pytest.fixture
def expert(country: Record) -> User:
    user = User.objects.create_user("expert@example.org", "long enough to be let in", name="Synthetic Expert")
    give(user, Role.EXPERT, country)
    return User.objects.get(pk=user.pk)


def test_every_permission_that_is_granted_exists() -> None:
    found = Permission.objects.select_related("content_type")
    known = {f"{one.content_type.app_label}.{one.codename}" for one in found}
    for role in Role:
        assert granted(role) <= known
    assert granted(Role.EDITOR) < granted(Role.SECRETARIAT)
    assert not {name for name in granted(Role.EDITOR) if ".delete_" in name}


def test_the_groups_that_wagtail_brings_are_gone() -> None:
    assert not Group.objects.exists()
    assert not GroupPagePermission.objects.exists()


@pytest.mark.parametrize(
    ("name", "is_editor", "is_secretariat"),
    [("administrator", True, True), ("secretariat", False, True), ("editor", True, False), ("nobody", False, False)],
)
def test_who_has_which_role(people: People, name: str, is_editor: bool, is_secretariat: bool) -> None:
    user = User.objects.get(pk=getattr(people, name).pk)
    assert has_role(user, Role.EDITOR) is is_editor
    assert has_role(user, Role.SECRETARIAT) is is_secretariat
    assert can_withdraw(user, Record()) is is_secretariat
    assert can_confirm(user, Record()) is is_secretariat
    assert can_see_people(user) is is_secretariat
    assert ("secretariat" in tokens_of(user)) is is_secretariat
    assert user.has_perm("core.change_figure") is (is_editor or is_secretariat)
    user.is_active = False
    assert not has_role(user, Role.EDITOR)
    assert tokens_of(user) == {"public"}


def test_a_stranger_has_no_role() -> None:
    stranger: Any = AnonymousUser()
    assert not has_role(stranger, Role.EDITOR)
    assert not has_role(None, Role.SECRETARIAT)
    assert tokens_of(stranger) == {"public"}


def test_a_group_gives_nothing(people: People) -> None:
    group = Group.objects.create(name="Synthetic")
    group.permissions.set(Permission.objects.all())
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__endswith="_page"):
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    people.nobody.groups.add(group)
    people.nobody.user_permissions.set(Permission.objects.all())
    nobody = User.objects.get(pk=people.nobody.pk)
    assert nobody.get_all_permissions() == set()
    for model, action in ((Page, "change"), (Picture, "add"), (StoredFile, "choose")):
        policy = policy_registry.get_by_type(model)
        assert not policy.user_has_permission(nobody, action)
        assert not policy.instances_user_has_any_permission_for(nobody, ["change", "choose"]).exists()
        assert nobody not in policy.users_with_any_permission([action])


@pytest.mark.parametrize("model", [Page, Picture, StoredFile])
def test_pages_and_files_by_role(people: People, model: Any) -> None:
    policy = policy_registry.get_by_type(model)
    allowed = {user.email.partition("@")[0] for user in policy.users_with_any_permission(["change"])}
    assert allowed == {"administrator", "secretariat", "editor"}
    for name in ("administrator", "secretariat", "editor", "nobody"):
        user = User.objects.get(pk=getattr(people, name).pk)
        assert policy.user_has_permission(user, "change") is (name in allowed)


def test_rights_on_pictures_and_documents_are_kept_apart(people: People) -> None:
    """Whichever is asked first: a request asks for both."""
    editor = User.objects.get(pk=people.editor.pk)
    for model in (StoredFile, Picture, StoredFile):
        assert policy_registry.get_by_type(model).user_has_permission(editor, "add"), model


def test_a_role_of_a_country_names_it_and_only_it(expert: User, country: Record) -> None:
    other = make.a_country("MA", "Morocco").record
    assert countries_of(expert, Role.EXPERT) == {country.pk}
    assert countries_of(expert, Role.FOCAL_POINT) == frozenset()
    assert tokens_of(expert) == {"public", f"country:{country.key}"}
    assert other.pk not in countries_of(expert, *OF_A_COUNTRY)


def test_rights_begin_and_end_by_the_clock(country: Record) -> None:
    user = User.objects.create_user("later@example.org", "long enough to be let in")
    now = timezone.now()
    give_role(
        to=user,
        role=Role.SECRETARIAT,
        evidence=EVIDENCE,
        by=None,
        begins_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=3),
    )
    for days, is_held in ((0, False), (2, True), (4, False)):
        with time_machine.travel(now + timedelta(days=days)):
            assert has_role(User.objects.get(pk=user.pk), Role.SECRETARIAT) is is_held


def test_sessions_end_with_a_role(expert: User, country: Record) -> None:
    browsers = [let_in(Client(), expert) for _ in range(2)]
    assert all(_who(browser) == expert for browser in browsers)
    give(expert, Role.EDITOR)
    assert all(_who(browser) == expert for browser in browsers), "a new role ends no session"
    end_role(term=expert.role_terms.get(role=Role.EXPERT), reason="Moved on.", by=None)
    assert not any(_who(browser).is_authenticated for browser in browsers)
    assert _who(let_in(Client(), User.objects.get(pk=expert.pk))) == expert


def test_sessions_end_where_a_role_runs_out(country: Record) -> None:
    user = User.objects.create_user("runs-out@example.org", "long enough to be let in")
    give_role(to=user, role=Role.EDITOR, evidence=EVIDENCE, by=None, ends_at=timezone.now() + timedelta(hours=1))
    browser = let_in(Client(), user)
    assert _who(browser) == user
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        assert not _who(browser).is_authenticated


def _who(browser: Client) -> Any:
    request = RequestFactory().get("/")
    request.session = browser.session
    return get_user(request)


class TestGiving:
    def test_the_secretariat_gives_and_ends(self, people: People, country: Record) -> None:
        term = give_role(
            to=people.nobody,
            role=Role.FOCAL_POINT,
            country=country,
            evidence="Letter of 1 May 2026.",
            by=people.secretariat,
        )
        assert (term.given_by, term.evidence, term.ends_at) == (people.secretariat, "Letter of 1 May 2026.", None)
        end_role(term=term, reason="Letter of 2 May 2026.", by=people.secretariat)
        kept = RoleTerm.objects.get(pk=term.pk)
        assert (kept.ended_by, kept.end_reason) == (people.secretariat, "Letter of 2 May 2026.")
        ended = kept.ends_at
        end_role(term=term, reason="Again.", by=people.secretariat)
        assert RoleTerm.objects.get(pk=term.pk).ends_at == ended

    def test_a_focal_point_gives_experts_of_their_country_only(self, people: People, country: Record) -> None:
        other = make.a_country("MA", "Morocco").record
        give(people.nobody, Role.FOCAL_POINT, country)
        someone = User.objects.create_user("someone@example.org")
        give_role(to=someone, role=Role.EXPERT, country=country, evidence=EVIDENCE, by=people.nobody)
        for role, where in (
            (Role.EXPERT, other),
            (Role.FOCAL_POINT, country),
            (Role.EDITOR, None),
            (Role.SECRETARIAT, None),
        ):
            with pytest.raises(PermissionDenied):
                give_role(to=someone, role=role, country=where, evidence=EVIDENCE, by=people.nobody)

    @pytest.mark.parametrize("name", ["editor", "nobody"])
    def test_nobody_else_does(self, people: People, country: Record, name: str) -> None:
        someone = User.objects.create_user("someone@example.org")
        with pytest.raises(PermissionDenied):
            give_role(to=someone, role=Role.EXPERT, country=country, evidence=EVIDENCE, by=getattr(people, name))

    def test_nobody_gives_themselves_a_role_but_everybody_lays_one_down(self, people: People) -> None:
        with pytest.raises(PermissionDenied):
            give_role(to=people.secretariat, role=Role.EDITOR, evidence=EVIDENCE, by=people.secretariat)
        end_role(term=people.editor.role_terms.get(), reason="Retired.", by=people.editor)
        assert not has_role(User.objects.get(pk=people.editor.pk), Role.EDITOR)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"role": "king"}, "role"),
            ({"role": Role.EXPERT, "country": None}, "country"),
            ({"role": Role.EDITOR, "has_country": True}, "country"),
            ({"role": Role.EDITOR, "evidence": "  "}, "evidence"),
            ({"role": Role.EDITOR, "ends_at": timezone.now() - timedelta(days=1)}, "ends_at"),
        ],
    )
    def test_what_does_not_fit_is_refused_at_its_field(
        self, country: Record, given: dict[str, Any], field: str
    ) -> None:
        someone = User.objects.create_user("someone@example.org")
        if given.pop("has_country", False):
            given["country"] = country
        with pytest.raises(ValidationError) as refused:
            give_role(**{"to": someone, "evidence": EVIDENCE, "by": None, **given})
        assert field in refused.value.message_dict
        assert not RoleTerm.objects.filter(user=someone).exists()

    def test_a_record_that_is_no_country_is_refused(self) -> None:
        someone = User.objects.create_user("someone@example.org")
        practice = Record(kind="practice", key="x")
        with pytest.raises(ValidationError):
            give_role(to=someone, role=Role.EXPERT, country=practice, evidence=EVIDENCE, by=None)

    def test_held_twice_is_refused(self, expert: User, country: Record) -> None:
        with pytest.raises(ValidationError):
            give(expert, Role.EXPERT, country)

    def test_an_end_needs_a_reason(self, expert: User) -> None:
        with pytest.raises(ValidationError):
            end_role(term=expert.role_terms.get(), reason=" ", by=None)


def test_the_roles_are_told_apart() -> None:
    assert not OF_A_COUNTRY & OF_THE_RECORD
    assert set(Role) == OF_A_COUNTRY | OF_THE_RECORD


def test_who_signed_in_without_a_role_meets_no_editors_side(people: People) -> None:
    browser = let_in(Client(), people.nobody)
    for address in (reverse("wagtailadmin_home"), "/admin/pages/", "/admin/nothing/"):
        assert browser.get(address).status_code == 404
