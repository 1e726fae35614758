"""What each role may do, as data; each app adds what it brings.

An app grants in its ``permissions.py``; they are all read when the apps are ready. Nothing of it stands in the
database: rights are computed from the terms of a person (``core.users.terms``) at the moment of asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

WORK = ("add", "change", "view")


class Role(models.TextChoices):
    """What somebody is to the association. Administrators are Django's superusers and need none."""

    EXPERT = "expert", _("expert of a country")
    FOCAL_POINT = "focal point", _("focal point of a country")
    EDITOR = "editor", _("editor")
    SECRETARIAT = "secretariat", _("secretariat")


# Roles that are held for one country.
OF_A_COUNTRY = frozenset({Role.EXPERT, Role.FOCAL_POINT})
# Roles that work on the whole record.
OF_THE_RECORD = frozenset({Role.EDITOR, Role.SECRETARIAT})

# What Wagtail asks of pages and of files, each of which it keeps in a tree; these roles have the whole tree.
ON_PAGES: dict[str, frozenset[str]] = {
    Role.EDITOR: frozenset({"add", "change", "publish"}),
    Role.SECRETARIAT: frozenset({"add", "change", "publish", "lock", "unlock"}),
}
ON_FILES: dict[str, frozenset[str]] = {
    Role.EXPERT: frozenset({"add", "choose"}),
    Role.FOCAL_POINT: frozenset({"add", "choose"}),
    Role.EDITOR: frozenset({"add", "change", "choose"}),
    Role.SECRETARIAT: frozenset({"add", "change", "choose", "delete"}),
}


_granted: dict[str, frozenset[str]] = defaultdict(frozenset)


def country_fits_role() -> models.Q:
    """Return what must hold of rows with a role and a country: a role of a country names one, and no other does."""
    of_one = sorted(OF_A_COUNTRY)
    return models.Q(role__in=of_one, country__isnull=False) | (
        ~models.Q(role__in=of_one) & models.Q(country__isnull=True)
    )


def grant(permissions: Iterable[str], *, to: Iterable[Role]) -> None:
    """Give each of ``to`` these permissions, named as ``app.codename``."""
    wanted = set(permissions)
    for role in to:
        _granted[role] |= wanted


def granted(role: str) -> frozenset[str]:
    """Return the permissions of a role."""
    return _granted[role]


def roles_granted(permissions: Iterable[str]) -> set[str]:
    """Return the roles that have any of these permissions."""
    wanted = set(permissions)
    return {role for role in Role if wanted & _granted[role]}


def work_on(app: str, *models: str) -> set[str]:
    """Return the permissions to see, add and change rows of these models; rows are withdrawn, never deleted."""
    return {f"{app}.{action}_{model}" for model in models for action in WORK}
