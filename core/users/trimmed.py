"""What of the editors' side is there for the people of a country: to write, and nothing else.

Wagtail asks most of its views for rights and some for none: reports, histories and lists of uses name whatever there
is. For who works for a country only, an address that does not stand here does not exist.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.http import Http404
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.records.models import Record
from core.records.signals import recorded_models
from core.users.policies import is_worked_on, works_on_all_pages

# Names of addresses, and groups of them, which end in a colon.
OPEN = (
    "wagtailadmin_home",
    "wagtailadmin_explore",
    "wagtailadmin_explore_root",
    "wagtailadmin_explore_results",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_dismissibles",
    "wagtailadmin_editing_sessions:",
    "editor_presence",
    "wagtailadmin_tag_autocomplete",
    *(f"wagtailadmin_api:pages:{name}" for name in ("listing", "detail", "find")),
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    *(
        f"wagtailadmin_pages:{name}"
        for name in (
            "add", "add_subpage", "delete", "edit", "history", "history_results", "preview_on_add", "preview_on_edit",
            "revisions_compare", "revisions_index", "revisions_revert", "revisions_view", "search", "search_results",
            "view_draft",
        )
    ),
    "wagtailimages:",
    "wagtailimages_chooser:",
    "wagtaildocs:",
    "wagtaildocs_chooser:",
    "choose-source:",
)  # fmt: skip
# What of the menus is left.
MENU = frozenset({"explorer", "images", "documents"})


# What the addresses of the editors' side call a page.
PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# Addresses whose number is a page, and those at which pages are chosen to link to.
OF_PAGES = ("wagtailadmin_api:pages:detail", "wagtailadmin_pages:revisions_compare")
LINKING = "wagtailadmin_choose_page"


def refuse_pages_of_others(user: Any, name: str, kwargs: dict[str, Any]) -> None:
    """Raise ``Http404`` where an address names a page that is not for somebody who works for a country only.

    Wagtail answers some of them with the page, others with a way back: the two could be told from what is nowhere.
    """
    if works_on_all_pages(user):
        return
    named = {kwargs[one] for one in PAGES if one in kwargs} | ({kwargs["pk"]} if name in OF_PAGES else set())
    if not named:
        return
    met = pages_to_link(user) if name.startswith(LINKING) else Page.objects.filter(is_met_while_writing(user))
    if met.filter(pk__in=named).count() != len({str(one) for one in named}):
        raise Http404


def is_met_while_writing(user: Any) -> Q:
    """Return the condition that a page is among ``own_pages``, asked page by page however many those are."""
    policy = policy_registry.get_by_type(Page)
    root = policy.explorable_root_instance(user)
    if root is None:
        return Q(pk__in=[])
    folders = [row.page.path for row in policy.get_cached_permissions_for_user(user)]
    above = {path[:end] for path in folders for end in range(len(root.path), len(path) + 1, Page.steplen)}
    return is_worked_on(user, OuterRef("pk")) | Q(path__in=above)


def own_pages(user: Any) -> QuerySet[Any]:
    """Return the pages that somebody meets while they write: their own, and the folders above them."""
    found: QuerySet[Any] = policy_registry.get_by_type(Page).explorable_instances(user)
    return found


def pages_to_link(user: Any) -> QuerySet[Any]:
    """Return the pages to which somebody may link: their own, and what everybody reads."""
    met = Q(pk__in=own_pages(user).order_by().values("pk"))
    for model in recorded_models():
        met |= Q(pk__in=model._default_manager.filter(live=True, record__in=Record.objects.public()).values("pk"))
    return Page.objects.filter(met)


def is_there_for(user: Any, name: str) -> bool:
    """Whether an address of the editors' side exists for ``user``, by its full name."""
    return works_on_all_pages(user) or any(name == one or (one.endswith(":") and name.startswith(one)) for one in OPEN)
