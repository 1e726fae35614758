"""The audit on the editors' side: read and exported by the secretariat."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from core.audit.models import AuditEntry
from core.users.models import User
from core.users.roles import Role
from core.users.terms import has_role
from core.viewsets.reports import ReportMenuItem


class AuditFilters(WagtailFilterSet):
    """By act and by what it was done to."""

    action = django_filters.CharFilter(label=gettext_lazy("Act"), lookup_expr="startswith")
    subject = django_filters.CharFilter(label=gettext_lazy("What it was done to"))

    class Meta:
        """The rows."""

        model = AuditEntry
        fields = ["action", "subject"]


class AuditView(ReportView):
    """Entries, the newest first."""

    page_title = gettext_lazy("Audit")
    header_icon = "history"
    index_url_name = "audit"
    index_results_url_name = "audit_results"
    filterset_class = AuditFilters
    model = AuditEntry
    paginate_by = 50
    columns = [
        Column("number", label=gettext_lazy("Number")),
        DateColumn("at", label=gettext_lazy("At")),
        Column("who", label=gettext_lazy("Account")),
        Column("action", label=gettext_lazy("Act")),
        Column("subject", label=gettext_lazy("What it was done to")),
        Column("title", label=gettext_lazy("Title")),
    ]
    list_export = ["number", "at", "actor", "action", "subject", "title", "data", "previous", "digest"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in only who may."""
        if not can_see_audit(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Return what is asked for."""
        people = User.objects.filter(pk=OuterRef("actor"))
        said = Case(
            When(closed_at__isnull=False, then=Value(_("closed account"))),
            default=Coalesce(NullIf("name", Value("")), "email", output_field=CharField()),
        )
        name = Subquery(people.annotate(said=said).values("said")[:1])
        return self.filter_queryset(AuditEntry.objects.annotate(who=name))


def can_see_audit(user: Any) -> bool:
    """Whether ``user`` reads the audit: the secretariat does."""
    return has_role(user, Role.SECRETARIAT)


def audit_menu_item() -> ReportMenuItem:
    """Return the entry of the menu of reports."""
    return ReportMenuItem(
        _("Audit"), reverse("audit"), name="audit", icon_name="history", order=920, is_for=can_see_audit
    )


def audit_urls() -> list[URLPattern]:
    """Return the addresses, under /admin/."""
    return [
        path("audit/", AuditView.as_view(), name="audit"),
        path("audit/results/", AuditView.as_view(results_only=True), name="audit_results"),
    ]
