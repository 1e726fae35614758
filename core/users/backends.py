"""Rights from roles: Django asks here what a person may do. What stands in groups or with a user counts for nothing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from core.users.models import RoleTerm, User
from core.users.roles import granted, roles_granted
from core.users.terms import held_terms


class RoleBackend(ModelBackend):
    """Passwords as Django checks them; permissions computed from the roles that are held at the moment of asking."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return none: nobody has rights of their own."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return what the roles of a person grant, of any row; everything to administrators."""
        return self.get_all_permissions(user_obj, obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return what the roles of a person grant, of any row; everything to administrators."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            named = Permission.objects.order_by().values_list("content_type__app_label", "codename")
            return {f"{app}.{codename}" for app, codename in named}
        return {name for term in held_terms(user_obj) for name in granted(term.role)}

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a role of the person grants it."""
        if user_obj.is_superuser or obj is not None:
            return perm in self.get_all_permissions(user_obj, obj)
        return any(perm in granted(term.role) for term in held_terms(user_obj))

    def with_perm(
        self, perm: Any, is_active: bool | None = True, include_superusers: bool = True, obj: Any = None
    ) -> QuerySet[User]:
        """Return the people whose roles grant a permission."""
        name = perm if isinstance(perm, str) else f"{perm.content_type.app_label}.{perm.codename}"
        found = people_with_roles(roles_granted([name]), with_administrators=include_superusers)
        return found if is_active is None else found.filter(is_active=is_active)


def people_with_roles(roles: Any, *, with_administrators: bool = True) -> QuerySet[User]:
    """Return the people who hold one of the roles now."""
    holders = Q(pk__in=RoleTerm.objects.held().filter(role__in=roles).values("user"))
    return User.objects.filter(holders | Q(is_superuser=True) if with_administrators else holders)
