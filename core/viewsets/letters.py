"""The list of letters on the editors' side: what became of each, and to send one again."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView

from core.letters.models import Letter, LetterState
from core.letters.operations import send_again
from core.letters.permissions import can_see_letters
from core.viewsets.reports import ReportMenuItem


class LetterFilters(WagtailFilterSet):
    """By what became of them."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=LetterState.choices)

    class Meta:
        """The rows."""

        model = Letter
        fields = ["state"]


class LetterView(ReportView):
    """Letters, the newest first. What they said is not shown: it may hold links that open accounts."""

    page_title = gettext_lazy("Letters")
    header_icon = "mail"
    index_url_name = "letters"
    index_results_url_name = "letters_results"
    template_name = "core/admin/letters.html"
    results_template_name = "core/admin/letters_results.html"
    filterset_class = LetterFilters
    model = Letter
    paginate_by = 50
    list_export = ["to", "subject", "state", "written_at", "sent_at", "attempts", "last_error"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in only who may."""
        if not can_see_letters(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Return what is asked for, without the text of any letter."""
        return self.filter_queryset(Letter.objects.defer("message"))


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a letter once more."""
    if not can_see_letters(request.user):
        raise PermissionDenied
    send_again(letter=get_object_or_404(Letter, pk=pk), by=request.user)
    messages.success(request, _("The worker sends the letter again."))
    return redirect("letters")


def letter_menu_item() -> ReportMenuItem:
    """Return the entry of the menu of reports."""
    return ReportMenuItem(
        _("Letters"), reverse("letters"), name="letters", icon_name="mail", order=910, is_for=can_see_letters
    )


def letter_urls() -> list[URLPattern]:
    """Return the addresses, under /admin/."""
    return [
        path("letters/", LetterView.as_view(), name="letters"),
        path("letters/results/", LetterView.as_view(results_only=True), name="letters_results"),
        path("letters/<int:pk>/again/", again, name="send_letter_again"),
    ]
