"""What of the editors' side is there for the people of a country: to write, and nothing else.

Wagtail asks most of its views for rights and some for none: reports, histories and lists of uses name whatever there
is. For who works for a country only, an address that does not stand here does not exist.
"""

from __future__ import annotations

from typing import Any

from core.users.policies import works_on_all_pages

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
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_api:pages:",
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


def is_there_for(user: Any, name: str) -> bool:
    """Whether an address of the editors' side exists for ``user``, by its full name."""
    return works_on_all_pages(user) or any(name == one or (one.endswith(":") and name.startswith(one)) for one in OPEN)
