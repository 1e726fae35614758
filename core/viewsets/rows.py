"""Rows in Wagtail's admin: listed, found, exported, inspected and changed by their operations only.

A row is never deleted here. It is withdrawn with a reason, see ``core.viewsets.acts``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from core.forms import RowForm
from core.records.models import Record
from core.viewsets.acts import act_buttons
from core.viewsets.changes import changes_in
from core.viewsets.exports import SafeExport
from core.viewsets.finding import TranslatableText, edit_address, register_editor, register_texts
from core.viewsets.titles import title_of, with_titles
from core.viewsets.using import records_using


class StateColumn(Column):
    """Says where a row was withdrawn, and when."""

    def __init__(self, accessor: Callable[[Any], Record] = lambda row: row.record) -> None:
        """Find the record of a row."""
        super().__init__("state", label=gettext_lazy("State"))
        self.record_of = accessor

    def get_value(self, instance: Any) -> str:
        """Return the words, or nothing."""
        day = self.record_of(instance).withdrawn_on
        return _("withdrawn on %(day)s") % {"day": date_format(day)} if day else ""


class RowIndexView(SafeExport, generic.IndexView):
    """A list of rows with their records."""

    # What stands in the first column, where it is no field of the model.
    title: Any = None

    @cached_property
    def columns(self) -> list[Column]:
        """Begin with the title that leads to the form."""
        columns: list[Column] = super().columns
        if self.title is None:
            return columns
        column = self._get_title_column_class(TitleColumn)
        return [column("title", label=_("Title"), accessor=self.title, get_url=self.get_edit_url), *columns]

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        """Leave the first of the further columns without a link, where the title stands before it."""
        if self.title is not None:
            return self._get_custom_column(field_name)
        return super()._get_title_column(field_name, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        """Load the records with the rows."""
        return super().get_base_queryset().select_related("record")


class SavesByOperation:
    """Creates or edits a row through its form's operation; what the operation refuses lands on the form."""

    form: Any
    request: Any
    action_logged: ClassVar[str] = ""

    def form_valid(self, form: Any) -> Any:
        """Save, or show the form again with what was typed and why it was refused."""
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            form.take_errors(error)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def save_instance(self) -> Any:
        """Call the operation and note who changed what."""
        changes = changes_in(self.form)
        row = self.form.save(by=self.request.user)
        log(instance=row, action=self.action_logged, user=self.request.user, data={"changes": changes})
        return row


class RowCreateView(SavesByOperation, generic.CreateView):
    """Makes a row."""

    action_logged = "core.create"

    def get_initial(self) -> dict[str, Any]:
        """Take what the address proposes, as links to this form do."""
        return {name: value for name, value in self.request.GET.items() if name in self.form_class.base_fields}


class RowStatusPanel(StatusSidePanel):
    """Wagtail's panel, counting what rests on the record."""

    def get_usage_context(self) -> dict[str, Any]:
        """Count records instead of foreign keys."""
        return {"usage_count": records_using(self.object.record).count(), "usage_url": self.usage_url}


class RowEditView(SavesByOperation, generic.EditView):
    """Changes a row."""

    action_logged = "core.change"

    def get_queryset(self) -> Any:
        """Load the record with the row."""
        return self.model._default_manager.select_related("record")

    def get_side_panels(self) -> MediaContainer:
        """Show usage and history."""
        panel = RowStatusPanel(
            self.object,
            self.request,
            usage_url=self.get_usage_url(),
            history_url=self.get_history_url(),
            last_updated_info=self.get_last_updated_info(),
        )
        return MediaContainer([panel])

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Add the acts that are open to this editor."""
        return [*super().header_more_buttons, *act_buttons(self.object.record, self.request.user)]


class RowInspectView(generic.InspectView):
    """Shows a row as its form would, for reading."""

    form_class: type[RowForm] = RowForm

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Return label and value of every field of the form."""
        form = self.form_class(instance=self.object)
        return [self._context(bound, form.initial.get(bound.name)) for bound in form]

    def _context(self, bound: Any, value: Any) -> dict[str, Any]:
        return {"label": capfirst(str(bound.label)), "value": shown(bound.field, value), "component": None}


def shown(field: Any, value: Any) -> str:
    """Return the value of a form's field as words."""
    if isinstance(value, list | tuple):
        return "; ".join(shown(field, one) for one in value) or "–"
    if value is None or value == "":
        return "–"
    choices = dict(getattr(field, "choices", None) or {}) if not hasattr(field, "queryset") else {}
    prepared = value if hasattr(field, "queryset") else field.prepare_value(value)
    return str(choices.get(prepared, prepared)) or "–"


class RowHistoryView(HistoryView):
    """The history of a row and of its record: changes, and acts such as a withdrawal."""

    def get_base_queryset(self) -> Any:
        """Put both logs into one."""
        rows = ModelLogEntry.objects.for_instance(self.object)
        acts = ModelLogEntry.objects.for_instance(self.object.record)
        return self._annotate_queryset((rows | acts).latest_by_uuid_and_action())


class RowUsageView(UsageView):
    """What rests on a row."""

    @cached_property
    def columns(self) -> list[Column]:
        """Show title, kind and whether it was withdrawn."""
        return [
            TitleColumn("title", label=_("Title"), accessor=title_of, get_url=edit_address),
            Column("kind", label=_("Kind"), accessor=lambda record: record.get_kind_display()),
            StateColumn(lambda record: record),
        ]

    def get_queryset(self) -> Any:
        """Return the records."""
        return with_titles(records_using(self.object.record))

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        """Pass over Wagtail's grouping of references."""
        return super(UsageView, self).get_table(object_list, **kwargs)


class RowViewSet(ModelViewSet):
    """One kind of row. A subclass gives the model, the kinds of its records, the form and the panels."""

    kinds: ClassVar[tuple[str, ...]] = ()
    row_form: ClassVar[type[RowForm]] = RowForm
    # Columns of a download: heading to what is written.
    exports: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    title: ClassVar[Any] = None

    index_view_class = RowIndexView
    add_view_class = RowCreateView
    edit_view_class = RowEditView
    history_view_class = RowHistoryView
    usage_view_class = RowUsageView
    inspect_view_class = RowInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    search_backend_name = None
    list_per_page = 50
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[RowForm]:
        """Return our own form: rows have no model form."""
        return self.row_form

    def get_edit_handler(self) -> Any:
        """Return the panels that group the form's fields."""
        return ObjectList(self.panels).bind_to_model(self.model)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns of downloads and the title."""
        return super().get_index_view_kwargs(
            list_export=list(self.exports), exports=self.exports, title=self.title, **kwargs
        )

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form whose fields are shown."""
        return super().get_inspect_view_kwargs(form_class=self.row_form, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave the deletion out: rows are withdrawn."""
        left_out = {"delete"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in left_out]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave the deletion out."""
        return super().get_common_view_kwargs(**{"delete_url_name": None, **kwargs})

    def edit_address(self, record: Record) -> str:
        """Return where the row of ``record`` is edited."""
        row = self.model._default_manager.filter(record=record).values_list("pk", flat=True).first()
        return reverse(self.get_url_name("edit"), args=[quote(row)]) if row else ""

    def texts(self, row: Any) -> list[TranslatableText]:
        """Return the texts of a row that have translations beside them."""
        return []

    def _texts_of(self, record: Record) -> list[TranslatableText]:
        row = self.model._default_manager.filter(record=record).first()
        return self.texts(row) if row is not None else []

    def on_register(self) -> None:
        """Let acts and lists find the rows of these kinds."""
        super().on_register()
        register_editor(self.kinds, self.edit_address)
        register_texts(self.kinds, self._texts_of)


def text(row: Any, field: str) -> TranslatableText:
    """Return a field of a row as a text to translate."""
    label = capfirst(str(row._meta.get_field(field).verbose_name))
    return TranslatableText(field, label, getattr(row, field) or "")
