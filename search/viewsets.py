"""The page of the editors' side that says how the search is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from core.viewsets.reports import ReportMenuItem
from search.indexing import want_rebuild
from search.models import Task
from search.permissions import can_rebuild_index, can_see_index
from search.watching import condition


class IndexView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the condition of the index; a POST asks for a rebuild, which the worker makes."""

    template_name = "search/admin/index.html"
    page_title = gettext_lazy("Search index")
    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in only who may."""
        if not can_see_index(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for a rebuild."""
        if not can_rebuild_index(request.user):
            raise PermissionDenied
        want_rebuild()
        messages.success(request, _("The worker will rebuild the index. Readers keep the old one until it is done."))
        return redirect("search_index")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand alone under the reports."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the condition, and why tasks failed last."""
        now = condition()
        return super().get_context_data(**kwargs) | {
            "condition": now,
            "rebuild": now.duty(Task.REBUILD),
            "check": now.duty(Task.CHECK),
            "failures": [now.duty(task) for task in Task if now.duty(task).last_error],
            "may_rebuild": can_rebuild_index(self.request.user),
        }


def index_menu_item() -> ReportMenuItem:
    """Return the entry of the menu of reports."""
    return ReportMenuItem(
        _("Search index"),
        reverse("search_index"),
        name="search-index",
        icon_name="search",
        order=900,
        is_for=can_see_index,
    )


def index_urls() -> list[URLPattern]:
    """Return the address of the page, under /admin/."""
    return [path("search-index/", IndexView.as_view(), name="search_index")]
