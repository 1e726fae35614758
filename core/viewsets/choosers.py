"""Windows in which editors choose a source or a record, find it by its words, or make a new source."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenMultipleView,
    ChosenView,
    CreateView,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.log_actions import log

from core.audience.providers import tokens_of
from core.forms.dates import write_partial_date
from core.models import Record, Source
from core.records.operations import set_audience
from core.users.policies import works_on_all_pages
from core.users.terms import COUNTRY_TOKEN
from core.viewsets.titles import title_of, with_titles


class WordFilter(SearchFilterMixin, BaseFilterForm):
    """Finds rows whose words hold every word that was typed."""

    def filter(self, objects: Any) -> Any:
        """Keep the rows that match, and remember that a search is on."""
        objects = BaseFilterForm.filter(self, objects)
        words = (self.cleaned_data.get("q") or "").split()
        if words:
            self.is_searching, self.search_query = True, self.cleaned_data["q"]
        for word in words:
            objects = objects.filter(self.matches(word))
        return objects.distinct() if words else objects

    def matches(self, word: str) -> Q:
        """Return where a word is looked for."""
        raise NotImplementedError


class SourceFilter(WordFilter):
    """Finds sources."""

    def matches(self, word: str) -> Q:
        """Look into title, publisher, address, id and the title in other languages."""
        return (
            Q(title__icontains=word)
            | Q(publisher__icontains=word)
            | Q(url__icontains=word)
            | Q(record__key__icontains=word)
            | Q(record__titles__text__icontains=word)
        )


class RecordFilter(WordFilter):
    """Finds records."""

    def matches(self, word: str) -> Q:
        """Look into titles and id."""
        return Q(titles__text__icontains=word) | Q(key__icontains=word)


def sources_for(user: Any) -> Any:
    """Return the sources that ``user`` may meet: all of them, or what is for them, for who works for a country only."""
    if works_on_all_pages(user):
        return Source.objects.all()
    return Source.objects.filter(record__in=Record.objects.visible_to(user))


def keep_for_country(source: Source, user: Any) -> None:
    """Keep a source that the people of a country made for them, until a practice that names it is published."""
    if not works_on_all_pages(user):
        tokens = [token for token in tokens_of(user) if token.startswith(COUNTRY_TOKEN)]
        set_audience(record=source.record, tokens=tokens, by=user)


class SourceChosenView(ChosenView):
    """Answers with the chosen source."""

    def get_object(self, pk: Any) -> Source:
        """Find it among those that may be met."""
        return sources_for(self.request.user).get(pk=pk)


class SourceChosenMultipleView(ChosenMultipleView):
    """Answers with the chosen sources."""

    def get_objects(self, pks: Any) -> Any:
        """Find them among those that may be met."""
        return sources_for(self.request.user).filter(pk__in=pks)


class SourceRows:
    """What the windows for sources list."""

    filter_form_class = SourceFilter
    ordering = ("-published_latest", "title")

    def get_object_list(self) -> Any:
        """Leave withdrawn sources out: nothing new rests on them."""
        user = self.request.user  # type: ignore[attr-defined]
        return sources_for(user).filter(record__withdrawn_on__isnull=True).select_related("record")

    @property
    def columns(self) -> list[Column]:
        """Show what tells sources apart."""
        return [
            *super().columns,  # type: ignore[misc]
            Column("publisher", label=_("Publisher"), accessor="publisher"),
            Column("published", label=_("Published"), accessor=lambda row: write_partial_date(row.published)),
        ]


class SourceChooseView(SourceRows, ChooseViewMixin, CreationFormMixin, BaseChooseView):
    """The window for sources."""


class SourceResultsView(SourceRows, ChooseResultsViewMixin, CreationFormMixin, BaseChooseView):
    """Its list."""


class SourceCreateView(CreateView):
    """Makes a source from inside the window, through its operation."""

    def post(self, request: Any) -> Any:
        """Save, or show the form again with what the operation refused."""
        self.form = self.get_creation_form()
        if not self.form.is_valid():
            return self.get_reshow_creation_form_response()
        try:
            with transaction.atomic():
                source = self.form.save(by=request.user)
                keep_for_country(source, request.user)
                log(instance=source, action="core.create", user=request.user)
        except ValidationError as error:
            self.form.take_errors(error)
            return self.get_reshow_creation_form_response()
        return self.get_chosen_response(source)


class SourceChooserViewSet(ChooserViewSet):
    """Chooses a source; registered for every foreign key to one."""

    model = Source
    icon = "doc-full"
    choose_one_text = _("Choose a source")
    choose_another_text = _("Choose another source")
    edit_item_text = _("Edit this source")
    creation_tab_label = _("New source")
    create_action_label = _("Create and choose")
    creation_form_class = "core.viewsets.sources.SourceForm"
    choose_view_class = SourceChooseView
    choose_results_view_class = SourceResultsView
    chosen_view_class = SourceChosenView
    chosen_multiple_view_class = SourceChosenMultipleView
    create_view_class = SourceCreateView


class RecordRows:
    """What the windows for records list: the kinds that the address names."""

    filter_form_class = RecordFilter
    ordering = ("kind", "key")
    preserve_url_parameters = ("multiple", "kinds")

    def get_object_list(self) -> Any:
        """Return records of these kinds that are not withdrawn."""
        kinds = [kind for kind in self.request.GET.get("kinds", "").split(",") if kind]  # type: ignore[attr-defined]
        found = Record.objects.filter(withdrawn_on__isnull=True)
        return with_titles(found.filter(kind__in=kinds) if kinds else found)

    def can_create(self) -> bool:
        """Records are made by the forms of their kinds."""
        return False

    @property
    def columns(self) -> list[Column]:
        """Show the kind and the id beside the title."""
        return [
            *super().columns,  # type: ignore[misc]
            Column("kind", label=_("Kind"), accessor=lambda record: record.get_kind_display()),
            Column("key", label=_("id"), accessor="key"),
        ]

    @property
    def title_column(self) -> Column:
        """Show the title in the language of the screen."""
        column = super().title_column  # type: ignore[misc]
        column.accessor = title_of
        return column


class RecordChooseView(RecordRows, ChooseViewMixin, CreationFormMixin, BaseChooseView):
    """The window for records."""


class RecordResultsView(RecordRows, ChooseResultsViewMixin, CreationFormMixin, BaseChooseView):
    """Its list."""


class NamedByTitle:
    """Shows a chosen record by its title."""

    def get_display_title(self, instance: Record) -> str:
        """Return the title in the language of the screen."""
        return title_of(instance)


class RecordChosenView(NamedByTitle, ChosenView):
    """Answers with the chosen record."""


class RecordChosenMultipleView(NamedByTitle, ChosenMultipleView):
    """Answers with the chosen records."""


class RecordChooserWidget(NamedByTitle, BaseChooser):
    """Chooses a record of some kinds."""

    kinds: tuple[str, ...] = ()
    show_edit_link = False

    def __init__(self, kinds: tuple[str, ...] = (), **kwargs: Any) -> None:
        """Take the kinds that may be chosen."""
        self.kinds = kinds
        super().__init__(**kwargs)

    def get_chooser_modal_url(self) -> str:
        """Name the kinds in the address of the window."""
        return f"{super().get_chooser_modal_url()}?{urlencode({'kinds': ','.join(self.kinds)})}"


class RecordChooserViewSet(ChooserViewSet):
    """Chooses a record."""

    model = Record
    icon = "link"
    choose_one_text = _("Choose an entry")
    choose_another_text = _("Choose another entry")
    preserve_url_parameters = ["multiple", "kinds"]
    register_widget = False
    base_widget_class = RecordChooserWidget
    choose_view_class = RecordChooseView
    choose_results_view_class = RecordResultsView
    chosen_view_class = RecordChosenView
    chosen_multiple_view_class = RecordChosenMultipleView


source_choosers = SourceChooserViewSet("choose-source")
record_choosers = RecordChooserViewSet("choose-record")


def source_chooser() -> forms.Widget:
    """Return a widget that chooses a source."""
    return source_choosers.widget_class()


def record_chooser(*kinds: str) -> forms.Widget:
    """Return a widget that chooses a record of one of ``kinds``."""
    return record_choosers.widget_class(kinds=tuple(map(str, kinds)))
