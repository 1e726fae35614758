"""Rights on pages and files, computed from roles in the place of the rows that Wagtail keeps for groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Exists, Q, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.users.backends import people_with_roles
from core.users.models import FILE_RIGHTS, RoleTerm
from core.users.roles import OF_A_COUNTRY, ON_FILES, ON_PAGES
from core.users.terms import countries_of, held_terms

T = TypeVar("T", bound=models.Model)


@dataclass(frozen=True)
class CountryPages:
    """The pages on which the people of a country work: in which folders they begin one, and which are theirs.

    ``of_person`` returns the numbers of the pages of the countries for which somebody holds a role; asked for one
    number, that alone, where it is among them.
    """

    folders: Callable[[], QuerySet[Any]]
    of_person: Callable[..., QuerySet[Any]]


_country_pages: list[CountryPages] = []


def register_country_pages(pages: CountryPages) -> None:
    """Let the people of a country work on these pages of theirs."""
    _country_pages.append(pages)


def works_on_all_pages(user: Any) -> bool:
    """Whether the pages of ``user`` are those of the whole tree."""
    return bool(user.is_active and (user.is_superuser or any(ON_PAGES.get(term.role) for term in held_terms(user))))


def is_worked_on(user: Any, number: Any) -> Q:
    """Return the condition that the page with a number, a value or one of an outer query, is for ``user`` to work on.

    It is asked page by page and costs the same however many pages there are.
    """
    return Q(Exists(Page.objects.filter(pk=number))) if works_on_all_pages(user) else _theirs(user, {"change"}, number)


def _theirs(user: Any, actions: Iterable[str], number: Any = None) -> Q:
    """Return the condition that a page, or the one with a number, is for one of a country to act on."""
    wanted, found = set(actions), Q(pk__in=[])
    for pages in _country_pages if countries_of(user, *OF_A_COUNTRY) else []:
        if "change" in wanted:
            found |= Q(pk__in=pages.of_person(user)) if number is None else Q(Exists(pages.of_person(user, number)))
        if "add" in wanted:
            found |= Q(pk__in=pages.folders().values("pk"))
    return found


def _actions_of(user: Any, table: dict[str, frozenset[str]]) -> list[str]:
    """Return what the roles of ``user`` may do by ``table``; administrators are asked nothing."""
    if not user.is_active or user.is_anonymous or user.is_superuser:
        return []
    return sorted({action for term in held_terms(user) for action in table.get(term.role, ())})


def _works_on_all_files(user: Any) -> bool:
    """Whether the files of ``user`` are those of everybody."""
    return bool(user.is_superuser or any(term.role not in OF_A_COUNTRY for term in held_terms(user)))


def _colleagues_of(user: Any) -> QuerySet[Any]:
    """Return everybody who ever held a role for a country of ``user``."""
    return RoleTerm.objects.filter(country__in=countries_of(user, *OF_A_COUNTRY)).order_by().values("user")


def _numbered(rows: Iterable[T]) -> list[T]:
    """Number rows that stand in no table: Wagtail makes sets of them, and tells them apart by their numbers."""
    found = list(rows)
    for number, row in enumerate(found):
        row.pk = -1 - number
    return found


def _roles_with(actions: Iterable[str], table: dict[str, frozenset[str]]) -> set[str]:
    wanted = set(actions)
    return {role for role, allowed in table.items() if wanted & allowed}


class RolePagePolicy(PagePermissionPolicy):
    """Pages by roles: rows as Wagtail reads them, of the whole tree, that stand in no table."""

    def get_all_permissions_for_user(self, user: Any) -> list[GroupPagePermission]:
        """Return a row for every action that a role of ``user`` may take."""
        actions = _actions_of(user, ON_PAGES)
        root = Page.get_first_root_node() if actions else None
        if root is None:
            return self._rows_on_folders(user)
        return _numbered(self._row(root, action) for action in actions)

    def _row(self, page: Any, action: str) -> GroupPagePermission:
        named = Permission(codename=self._get_permission_codename(action))
        return GroupPagePermission(page=page, permission=named)

    def _rows_on_folders(self, user: Any) -> list[GroupPagePermission]:
        """Return a row for every folder in which the people of a country begin a page."""
        if user.is_superuser or not countries_of(user, *OF_A_COUNTRY):
            return []
        folders = [folder for pages in _country_pages for folder in pages.folders()]
        return _numbered(self._row(folder, "add") for folder in folders)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        """Return the pages on which a user may act: of the people of a country those of their country."""
        if works_on_all_pages(user):
            return super().instances_user_has_any_permission_for(user, actions)
        return self.model._default_manager.filter(_theirs(user, actions))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Tell whether a user may do any of this with a page."""
        if works_on_all_pages(user) or not user.is_active:
            return super().user_has_any_permission_for_instance(user, actions, instance)
        mine = _theirs(user, actions, instance.pk)
        return bool(self.model._default_manager.filter(mine, pk=instance.pk).exists())

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> Any:
        """Return the people whose roles may do any of this."""
        wanted = {*actions, *(["add"] if "change" in actions else [])}
        found = people_with_roles(_roles_with(wanted, ON_PAGES), with_administrators=include_superusers)
        return found.filter(is_active=True)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any, include_superusers: bool = True
    ) -> Any:
        """Return the people whose roles may do any of this with a page."""
        found = people_with_roles(_roles_with(actions, ON_PAGES), with_administrators=include_superusers)
        return found.filter(is_active=True)


class RoleFilePolicy(CollectionOwnershipPermissionPolicy):
    """Pictures and documents by roles, in whatever collection they lie; of a country, what its people uploaded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the rows of each model apart: Wagtail's hold those of all models, ours those of one."""
        super().__init__(*args, **kwargs)
        self.permission_cache_name = f"{FILE_RIGHTS}{self.model._meta.model_name}"

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        """Return the files on which a user may act."""
        found = super().instances_user_has_any_permission_for(user, actions)
        return found if _works_on_all_files(user) else found.filter(uploaded_by_user__in=_colleagues_of(user))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Tell whether a user may do any of this with a file."""
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        return _works_on_all_files(user) or _colleagues_of(user).filter(user=instance.uploaded_by_user_id).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Tell whether a user may act on a file."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def get_all_permissions_for_user(self, user: Any) -> list[GroupCollectionPermission]:
        """Return a row for every action that a role of ``user`` may take."""
        actions = _actions_of(user, ON_FILES)
        root = Collection.get_first_root_node() if actions else None
        if root is None:
            return []
        names = [self._get_permission_codename(action) for action in actions]
        return _numbered(GroupCollectionPermission(collection=root, permission=Permission(codename=n)) for n in names)

    def _users_with_perm_filter(self, actions: Iterable[str], collection: Any = None) -> Q:
        people = people_with_roles(_roles_with(actions, ON_FILES)).values("pk")
        return Q(is_active=True, pk__in=people)
