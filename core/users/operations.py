"""Keep the groups of the editors' side as the code says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from importlib import import_module
from operator import or_

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import module_has_submodule
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Task, Workflow

from core.users.roles import Role, granted

# What Wagtail keeps per branch of a tree; every branch is open to both roles.
ON_PAGES = {
    Role.EDITORS: ("add_page", "change_page", "publish_page"),
    Role.SECRETARIAT: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
ON_FILES = {
    Role.EDITORS: ("add", "change", "choose"),
    Role.SECRETARIAT: ("add", "change", "choose", "delete"),
}
# Wagtail asks for the permissions of its own models, whatever stands in their place.
FILES = (("wagtailimages", "image"), ("wagtaildocs", "document"))


@transaction.atomic
def ensure_groups() -> None:
    """Make the group of every role, with exactly the permissions that the apps grant it. Safe to repeat."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
        # Wagtail's modules of this name grant nothing here, and are deprecated.
        if not config.name.startswith("wagtail") and module_has_submodule(config.module, "permissions"):
            import_module(f"{config.name}.permissions")
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(_permissions(granted(role)))
        _open_pages(group, ON_PAGES[role])
        _open_files(group, ON_FILES[role])
    _remove_what_wagtail_brought()


def _permissions(names: Iterable[str]) -> list[Permission]:
    names = set(names)
    wanted = [name.partition(".") for name in sorted(names)]
    if not wanted:
        return []
    named = reduce(or_, (Q(content_type__app_label=app, codename=codename) for app, _dot, codename in wanted))
    found = list(Permission.objects.filter(named).select_related("content_type"))
    missing = names - {f"{one.content_type.app_label}.{one.codename}" for one in found}
    if missing:
        raise LookupError(f"There is no permission {', '.join(sorted(missing))}.")
    return found


def _open_pages(group: Group, codenames: Iterable[str]) -> None:
    root = Page.get_first_root_node()
    if root is None:
        return
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=list(codenames))
    GroupPagePermission.objects.filter(group=group, page=root).exclude(permission__in=permissions).delete()
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _open_files(group: Group, actions: Iterable[str]) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    permissions = _permissions(f"{app}.{action}_{model}" for app, model in FILES for action in actions)
    GroupCollectionPermission.objects.filter(group=group, collection=root).exclude(permission__in=permissions).delete()
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _remove_what_wagtail_brought() -> None:
    """Take away Wagtail's example group and its workflow, where nobody has begun to use them."""
    moderators = Group.objects.filter(name="Moderators", user__isnull=True)
    if moderators.exists():
        Workflow.objects.filter(name="Moderators approval", workflow_states__isnull=True).delete()
        Task.objects.filter(name="Moderators approval", task_states__isnull=True).delete()
        moderators.delete()
