"""What the library brings to the editors' side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy

from core.models import User
from core.permissions import RowPermissionPolicy
from core.records.kinds import Kind
from core.review.models import Manuscript
from core.review.operations import open_manuscript
from core.review.permissions import can_see_manuscript, is_secretariat
from core.users.roles import OF_A_COUNTRY
from core.users.terms import countries_of
from core.viewsets.beginnings import Beginning
from core.viewsets.finding import register_editor
from core.viewsets.pages import beginning_under, page_address
from knowledge.desk.commenting import PracticeEditor
from knowledge.desk.subject import country_of
from knowledge.desk.word.operations import DEALT_WITH, IMPORTED, can_begin
from knowledge.models import Adoption, PracticeIndexPage, PracticePage
from knowledge.panels import PRACTICE_EDITOR
from knowledge.permissions import is_of_country, with_rights
from knowledge.viewsets import (
    TRANSLATION_FORMATTERS,
    AdoptionViewSet,
    ConfirmAgainFormatter,
    WithdrawVersionFormatter,
    version_urls,
    withdraw_version_button,
)

# What the forms of Wagtail's editor send to move a review.
MOVES_OF_WAGTAIL = (
    "action-submit",
    "action-restart-workflow",
    "action-cancel-workflow",
    "action-workflow-action",
    "workflow-action-name",
)
WORKFLOW_ITEMS = (
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)

register_permission_policy(Adoption, RowPermissionPolicy(Adoption))
register_editor([Kind.PRACTICE], page_address(PracticePage))
PracticePage.edit_handler = PRACTICE_EDITOR
# Without addresses of its own: those of all pages lead here where the page is a practice.
page_viewset_registry.register(PracticePage, PracticeEditor())


@hooks.register("register_beginnings", order=-1)
def offer_practice(user: Any) -> list[Beginning]:
    """Offer to write a practice, and to bring one from a Word file."""
    found = beginning_under(PracticeIndexPage, PracticePage, _("New practice"), user)
    return [*found, Beginning(_("Practice from a Word file"), reverse("import-word"))] if can_begin(user) else found


@hooks.register("register_admin_urls")
def register_versions() -> list[URLPattern]:
    """Bring the act on versions of practices."""
    return version_urls()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Say in words what our own entries of the log mean."""
    actions.register_action("knowledge.withdraw_version")(WithdrawVersionFormatter)
    actions.register_action(IMPORTED, _("Word file"), _("Word file brought into the draft"))
    actions.register_action(DEALT_WITH, _("Word file"), _("Text without a place dealt with"))
    actions.register_action("knowledge.confirm_again")(ConfirmAgainFormatter)
    for action, formatter in TRANSLATION_FORMATTERS.items():
        actions.register_action(action)(formatter)


@hooks.register("register_page_header_buttons")
def offer_withdrawal(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Any]:
    """Lead from a practice to the withdrawal of one of its versions."""
    specific = page.specific
    if isinstance(specific, PracticePage) and specific.record is not None:
        button = withdraw_version_button(specific.record, user)
        if button is not None:
            yield button


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def begin_manuscript(request: HttpRequest, page: Any) -> None:
    """Note that a country works on a practice: from then on it passes both gates."""
    specific = PracticePage.objects.filter(pk=page.pk).first()  # as it is stored now
    if specific is None or not is_of_country(specific, request.user):
        return
    country = country_of(specific.get_latest_revision_as_object())
    if country is not None and country.pk in countries_of(request.user, *OF_A_COUNTRY):
        manuscript = open_manuscript(page=specific, country=country, by=cast("User", request.user))
        if "json" not in request.headers.get("Accept", ""):  # what saves by itself says nothing
            way = messages.button(reverse("manuscript", args=[manuscript.pk]), _("On the desk: submit, answer, follow"))
            messages.success(request, _("When it is ready, submit it on the desk."), buttons=[way])


@hooks.register("before_edit_page")
def leave_moves_to_the_desk(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse what Wagtail's own forms can still say of a review: every move is made on the desk."""
    return _refused(request, page.specific_class, reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("before_create_page")
def begin_no_review(request: HttpRequest, parent: Any, model: type[Any]) -> HttpResponse | None:
    """The same where a page is begun."""
    return _refused(request, model, request.get_full_path())


def _refused(request: HttpRequest, model: type[Any] | None, onward: str) -> HttpResponse | None:
    if model is not PracticePage or not any(name in request.POST for name in MOVES_OF_WAGTAIL):
        return None
    messages.error(request, _("Reviews are moved on the desk."))
    return redirect(onward)


@hooks.register("register_page_header_buttons")
def lead_to_the_desk(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Any]:
    """Lead from a practice to its manuscript, where there is an open one."""
    if page.specific_class is not PracticePage:
        return
    found = Manuscript.objects.open_on(page.pk)
    if found is None and is_secretariat(user):
        begin = reverse("open-manuscript", args=[page.pk])
        yield Button(_("Bring before its country"), begin, icon_name="clipboard-list", priority=90)
    if found is not None and can_see_manuscript(user, found):
        address = reverse("manuscript", args=[found.pk])
        yield Button(_("On the desk: submit, answer, follow"), address, icon_name="clipboard-list", priority=5)


class DeskMenuItem(ActionMenuItem):
    """Leads from the editor to the manuscript, where it is submitted."""

    label = _("On the desk: submit, answer, follow")
    name = "action-desk"
    icon_name = "clipboard-list"

    def get_url(self, parent_context: Any) -> str:
        """Return the address of the manuscript."""
        found = Manuscript.objects.open_on(parent_context["page"].pk)
        return reverse("manuscript", args=[found.pk]) if found is not None else ""


@hooks.register("construct_page_action_menu")
def leave_reviews_to_the_desk(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take away what Wagtail offers for workflows: moves are made on the desk, where they are written down and told."""
    page, parent = context.get("page"), context.get("parent_page")
    is_begun = page is None and parent is not None and parent.specific_class is PracticeIndexPage
    if is_begun or (page is not None and page.specific_class is PracticePage):
        menu_items[:] = [item for item in menu_items if not isinstance(item, WORKFLOW_ITEMS)]
        if page is not None and Manuscript.objects.open_on(page.pk) is not None:
            menu_items.append(DeskMenuItem(order=5))


@hooks.register("construct_explorer_page_queryset")
def bring_rights(parent: Any, pages: Any, request: HttpRequest) -> Any:
    """Bring the rights on all pages of a list at once."""
    return with_rights(pages, request.user)


@hooks.register("register_admin_viewset")
def register_adoptions() -> AdoptionViewSet:
    """Bring the list and form of adoptions."""
    return AdoptionViewSet()
