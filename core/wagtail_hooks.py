"""What core brings to the editors' side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.signals import copy_for_translation_done

from core.approvals.operations import ADDED
from core.models import Concept, Contradiction, Figure, Gap, Source, User
from core.opinions.wording import ACTIONS
from core.permissions import RowPermissionPolicy
from core.policies import FilePolicy
from core.records.links import NotedDocumentLink, NotedPageLink
from core.review.reading import ENDED, MADE
from core.review.releasing import RELEASED
from core.uploads.models import Picture, StoredFile
from core.users.policies import RoleFilePolicy, RolePagePolicy, works_on_all_pages
from core.users.trimmed import MENU, pages_to_link
from core.viewsets.acts import act_urls
from core.viewsets.audit import audit_menu_item, audit_urls
from core.viewsets.beginnings import Beginning, BeginningsPanel
from core.viewsets.begun import continue_what_was_begun
from core.viewsets.changes import FORMATTERS
from core.viewsets.choosers import record_choosers, source_choosers
from core.viewsets.figures import FigureViewSet
from core.viewsets.letters import letter_menu_item, letter_urls
from core.viewsets.pages import buttons_of_page, mark_as_translation, refuse_to_copy, refuse_to_delete
from core.viewsets.people import FORMATTERS as OF_ROLES
from core.viewsets.people import OF_ERASURES
from core.viewsets.presence import presence_urls
from core.viewsets.questions import ContradictionViewSet, GapViewSet
from core.viewsets.scripts import words_for_scripts
from core.viewsets.sources import SourceViewSet
from core.viewsets.vocabulary import VocabularyGroup

for model in (Source, Figure, Concept, Contradiction, Gap):
    register_permission_policy(model, RowPermissionPolicy(model))
# Wagtail keeps the permissions on files for its own model, whatever stands in its place.
register_permission_policy(
    StoredFile,
    FilePolicy(StoredFile, auth_model=Document, owner_field_name="uploaded_by_user"),
    exact_class=True,  # before the one that Wagtail has registered
)
register_permission_policy(
    Picture, RoleFilePolicy(Picture, auth_model=Image, owner_field_name="uploaded_by_user"), exact_class=True
)
register_permission_policy(Page, RolePagePolicy(Page))

# Our user has one name, not a first and a last one.
users: Any = apps.get_app_config("wagtailusers")
users.user_viewset = "core.users.viewsets.UserViewSet"


class FactsGroup(ViewSetGroup):
    """Sources, and what rests on them."""

    items = (SourceViewSet, FigureViewSet, ContradictionViewSet, GapViewSet)
    menu_label = _("Facts")
    menu_icon = "doc-full"
    menu_order = 200


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Bring lists, forms and choosers."""
    return [source_choosers, record_choosers, FactsGroup(), VocabularyGroup()]


@hooks.register("register_admin_urls")
def register_acts() -> list[URLPattern]:
    """Bring the acts on records, the list of letters, the audit, and what the editor asks when it could not save."""
    return [*act_urls(), *letter_urls(), *audit_urls(), *presence_urls()]


@hooks.register("register_reports_menu_item")
def register_letters() -> Any:
    """Lead to the list of letters."""
    return letter_menu_item()


@hooks.register("register_reports_menu_item")
def register_audit() -> Any:
    """Lead to the audit."""
    return audit_menu_item()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Say in words what our own entries of the log mean."""
    for action, formatter in (FORMATTERS | OF_ROLES).items():
        actions.register_action(action)(formatter)
    actions.register_action(MADE, _("Address of a draft"), _("Address of a draft made"))
    actions.register_action(ENDED, _("Address of a draft"), _("Address of a draft closed"))
    actions.register_action(ADDED, _("Signed approval"), _("Signed approval added"))
    for action, done in ACTIONS.items():
        actions.register_action(action, _("Opinion"), done)
    actions.register_action(RELEASED, _("Hand over"), _("Free again, as whoever had it has left"))
    for action, words in OF_ERASURES.items():
        actions.register_action(action, _("Erasure of a person"), words)


# After Wagtail's own, whose places these take.
@hooks.register("register_rich_text_features", order=100)
def note_links(features: Any) -> None:
    """Let the links in texts be noted on the pages that show them."""
    features.register_link_type(NotedPageLink)
    features.register_link_type(NotedDocumentLink)


@hooks.register("insert_global_admin_css")
def add_styles() -> SafeString:
    """Load our few rules of style."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def add_words() -> SafeString:
    """Hand our translations to Wagtail's scripts."""
    words = words_for_scripts(get_language() or "")
    if not words:
        return SafeString("")
    script = format_html('<script src="{}"></script>', static("js/admin-words.js"))
    return json_script(words, "admin-words") + script


@hooks.register("construct_settings_menu")
def leave_out_groups(request: HttpRequest, items: list[Any]) -> None:
    """Groups give no rights here: roles do."""
    items[:] = [item for item in items if item.name != "groups"]


# Our user has one name, which an administrator writes; Wagtail's form asks for two.
NameEmailSettingsPanel.is_active = lambda self: False


@hooks.register("construct_main_menu", order=1000)
def leave_what_is_there(request: HttpRequest, items: list[Any]) -> None:
    """Leave to the people of a country what they write with."""
    if not works_on_all_pages(request.user):
        items[:] = [item for item in items if item.name in MENU]


@hooks.register("construct_homepage_summary_items", order=1000)  # after those that bring numbers
def count_nothing_for_a_country(request: HttpRequest, items: list[Any]) -> None:
    """Tell the people of a country no numbers of what is not theirs."""
    if not works_on_all_pages(request.user):
        items.clear()


@hooks.register("construct_page_chooser_queryset")
def offer_what_may_be_met(pages: Any, request: HttpRequest) -> Any:
    """Let the people of a country link to their own pages and to what everybody reads; Wagtail offers all there are."""
    if works_on_all_pages(request.user):
        return pages
    return pages.filter(pk__in=pages_to_link(request.user).order_by().values("pk"))


@hooks.register("construct_help_menu")
def keep_what_helps(request: HttpRequest, items: list[Any]) -> None:
    """Leave out what speaks of Wagtail's releases and leads to other hosts."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]


UNNEEDED_PANELS = {
    "UpgradeNotificationPanel",
    "WhatsNewInWagtailVersionPanel",
    "WorkflowObjectsToModeratePanel",
    "UserObjectsInWorkflowModerationPanel",
}


@hooks.register("construct_homepage_panels")
def keep_what_editors_need(request: HttpRequest, panels: list[Any]) -> None:
    """Leave out news of Wagtail, and reviews: Wagtail lists all of them at once, the desk page by page.

    Nobody of a country locks pages.
    """
    unneeded = UNNEEDED_PANELS if works_on_all_pages(request.user) else {*UNNEEDED_PANELS, "LockedPagesPanel"}
    kept = [panel for panel in panels if type(panel).__name__ not in unneeded]
    panels[:] = [BeginningsPanel(request.user), *kept]


@hooks.register("register_beginnings")
def offer_facts(user: Any) -> list[Beginning]:
    """Offer to add a source or a figure."""
    offers = [
        ("core.add_source", Beginning(_("New source"), reverse("sources:add"))),
        ("core.add_figure", Beginning(_("New figure"), reverse("figures:add"))),
    ]
    return (
        [beginning for permission, beginning in offers if user.has_perm(permission)] if works_on_all_pages(user) else []
    )


@hooks.register("before_create_page", order=100)
def begin_once(request: HttpRequest, parent: Any, model: type[Any]) -> Any:
    """Take the form for a new page, sent again, for the page that it has made."""
    return continue_what_was_begun(request, parent, model)


@hooks.register("register_page_header_buttons")
def offer_acts(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Any]:
    """Lead from a page to the acts on its record."""
    yield from buttons_of_page(page, user)


@hooks.register("before_delete_page")
def keep_what_was_published(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse to delete a page that readers could see."""
    return refuse_to_delete(request, [page])


@hooks.register("before_bulk_action")
def keep_many(request: HttpRequest, action: str, objects: list[Any], view: Any) -> HttpResponse | None:
    """Refuse to delete many pages where readers could see one of them."""
    is_deletion = action == "delete" and all(isinstance(one, Page) for one in objects)
    return refuse_to_delete(request, objects) if is_deletion else None


@hooks.register("before_delete_user")
def keep_accounts(request: HttpRequest, user: Any) -> HttpResponse:
    """Accounts are closed and not deleted: what a person decided stays theirs."""
    return _told_to_close(request, "wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def keep_many_accounts(request: HttpRequest, action: str, objects: list[Any], view: Any) -> HttpResponse | None:
    """The same for many at once."""
    if action != "delete" or not any(isinstance(one, User) for one in objects):
        return None
    return _told_to_close(request, "wagtailusers_users:index")


def _told_to_close(request: HttpRequest, view: str, *arguments: Any) -> HttpResponse:
    messages.error(
        request, _("Accounts are not deleted: take away the tick at “active”, or let the secretariat close it.")
    )
    return redirect(view, *arguments)


@hooks.register("before_copy_page")
def keep_one_page_per_record(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse to copy a page with a record."""
    return refuse_to_copy(request, page)


@receiver(copy_for_translation_done, dispatch_uid="core: new translation")
def a_translation_was_made(sender: Any, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """Mark the new page as a translation."""
    mark_as_translation(target_obj)


@hooks.register("construct_wagtail_userbar")
def show_nothing_on_public_pages(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Public pages are the same for everybody: no user bar."""
    items.clear()
