"""Roles: what the code says is what the groups have, wherever the database is."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from core.audience.providers import tokens_of
from core.models import Record
from core.permissions import can_confirm, can_withdraw
from core.users.operations import ensure_groups
from core.users.roles import Role, granted, has_role
from tests.editors.conftest import People


def permissions_of(role: Role) -> set[str]:
    found = Permission.objects.filter(group__name=role).select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in found}


def test_the_groups_have_what_the_apps_grant_and_nothing_else(db: None) -> None:
    ensure_groups()
    Group.objects.get(name=Role.EDITORS).permissions.add(Permission.objects.get(codename="delete_user"))
    ensure_groups()
    for role in Role:
        assert permissions_of(role) == granted(role)
    assert permissions_of(Role.EDITORS) < permissions_of(Role.SECRETARIAT)
    assert "members.add_country" in permissions_of(Role.EDITORS)
    assert "knowledge.change_adoption" in permissions_of(Role.EDITORS)
    assert not {name for name in permissions_of(Role.EDITORS) if ".delete_" in name}


def test_making_the_groups_again_changes_nothing(db: None) -> None:
    counted = []
    for _ in range(2):
        ensure_groups()
        tables = (Group, GroupPagePermission, GroupCollectionPermission)
        counted.append([sorted(table.objects.values_list("pk", flat=True)) for table in tables])
    assert counted[0] == counted[1]
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)


@pytest.mark.parametrize(
    ("name", "is_editor", "is_secretariat"),
    [("administrator", True, True), ("secretariat", False, True), ("editor", True, False), ("nobody", False, False)],
)
def test_who_has_which_role(people: People, name: str, is_editor: bool, is_secretariat: bool) -> None:
    user = getattr(people, name)
    assert has_role(user, Role.EDITORS) is is_editor
    assert has_role(user, Role.SECRETARIAT) is is_secretariat
    assert can_withdraw(user, Record()) is is_secretariat
    assert can_confirm(user, Record()) is is_secretariat
    assert ("secretariat" in tokens_of(user)) is is_secretariat
    user.is_active = False
    assert not has_role(user, Role.EDITORS)
    assert tokens_of(user) == {"public"}


def test_a_stranger_has_no_role() -> None:
    stranger: Any = AnonymousUser()
    assert not has_role(stranger, Role.EDITORS)
    assert not has_role(None, Role.SECRETARIAT)
    assert tokens_of(stranger) == {"public"}
