"""Sources."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from core.forms import PartialDateField, RowForm
from core.forms.dates import write_partial_date
from core.forms.rows import title_fields, titles_of_record, titles_typed
from core.models import Source
from core.records.kinds import Kind
from core.sources.models import Access, SourceKind, TitleBasis
from core.sources.operations import save_source
from core.viewsets.finding import TranslatableText
from core.viewsets.rows import RowIndexView, RowViewSet, StateColumn, text

TITLES = [f"title_{code}" for code in settings.OPEN_LANGUAGES]


class SourceForm(RowForm):
    """What a source is, who published it and when."""

    key_prefix = "source-"
    error_fields = {
        "published_earliest": "published",
        "published_latest": "published",
        "published_words": "published",
        "slug": "key",
    }

    title = forms.CharField(
        label=_("title"),
        max_length=500,
        help_text=_("As it stands on the source, in its own language. Add no quotation marks."),
    )
    language = forms.CharField(
        label=_("language"),
        max_length=12,
        help_text=_("The two-letter code of the language it is written in: az, en, uz."),
        widget=forms.TextInput(attrs={"placeholder": "en"}),
    )
    publisher = forms.CharField(
        label=_("publisher"), max_length=300, help_text=_("Who stands behind it: “AZERTAC”, “World Bank”.")
    )
    kind = forms.ChoiceField(label=_("kind"), choices=[("", "—"), *SourceKind.choices])
    published = PartialDateField(label=_("published"))
    url = forms.URLField(
        label=_("address"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=_("The full address, beginning with https://. Leave it empty for a letter or a printed work."),
    )
    access = forms.ChoiceField(
        label=_("how it was read"),
        choices=Access.choices,
        initial=Access.WHOLE,
        help_text=_("“Excerpt” where only a part was read; readers are told."),
    )
    title_basis = forms.ChoiceField(
        label=_("where the title comes from"), choices=TitleBasis.choices, initial=TitleBasis.SHOWN
    )
    note = forms.CharField(
        label=_("note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What a careful reader should know: “Date of the event; the page shows none.”"),
    )

    def further_fields(self) -> dict[str, forms.Field]:
        """Add the title in every open language."""
        return title_fields(gettext("title in %(language)s"), max_length=500)

    def initial_of(self, row: Source) -> dict[str, Any]:
        """Read the row and the titles of its record."""
        plain = {name: getattr(row, name) for name in ("title", "language", "publisher", "kind", "url", "access")}
        rest = {"title_basis": row.title_basis, "note": row.note, "published": row.published}
        own = f"title_{row.language}"
        return plain | rest | {name: words for name, words in titles_of_record(row.record).items() if name != own}

    def clean_language(self) -> str:
        """Take a code of two or three letters."""
        code: str = self.cleaned_data["language"].strip().lower()
        if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
            raise forms.ValidationError(_("Write the code of a language in two or three letters, such as az or en."))
        return code

    def write(self, key: str, *, by: Any) -> Source:
        """Save the source."""
        fields = {name: self.cleaned_data[name] for name in self.cleaned_data if not name.startswith("title_")}
        fields |= {"title_basis": self.cleaned_data["title_basis"], "key": key}
        return save_source(**fields, titles=titles_typed(self), by=by)


class SourceFilterSet(WagtailFilterSet):
    """Filters of the list."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("kind"), choices=SourceKind.choices, widget=forms.CheckboxSelectMultiple
    )
    language = django_filters.AllValuesFilter(label=_("language"), field_name="language")
    access = django_filters.ChoiceFilter(label=_("how it was read"), choices=Access.choices)
    without_address = django_filters.BooleanFilter(label=_("without an address"), field_name="url", method="no_url")

    class Meta:
        """The model."""

        model = Source
        fields: list[str] = []

    def no_url(self, queryset: Any, name: str, value: bool) -> Any:
        """Keep the sources without, or with, an address."""
        return queryset.filter(url="") if value else queryset.exclude(url="")


class SourceIndexView(RowIndexView):
    """The list of sources, with how often each is cited."""

    def get_base_queryset(self) -> Any:
        """Count the citations."""
        counted = Count("citations", filter=Q(citations__record__isnull=False))
        return super().get_base_queryset().annotate(times_cited=counted)


class SourceViewSet(RowViewSet):
    """Sources: found by word, kind and language; made here or from any window that chooses one."""

    model = Source
    kinds = (Kind.SOURCE,)
    row_form = SourceForm
    name = "sources"
    icon = "doc-full"
    menu_order = 100
    index_view_class = SourceIndexView
    filterset_class = SourceFilterSet
    search_fields = ("title", "publisher", "url", "record__key", "note")
    ordering = ("-published_latest", "title")
    list_display = (
        "title",
        "publisher",
        Column(
            "published",
            label=_("Published"),
            accessor=lambda row: write_partial_date(row.published),
            sort_key="published_latest",
        ),
        "kind",
        Column("times_cited", label=_("Cited"), sort_key="times_cited"),
        StateColumn(),
    )
    exports = {
        "id": lambda row: row.record.key,
        "title": lambda row: row.title,
        "language": lambda row: row.language,
        "publisher": lambda row: row.publisher,
        "date": lambda row: write_partial_date(row.published),
        "kind": lambda row: row.kind,
        "url": lambda row: row.url,
        "access": lambda row: row.access,
        "title_basis": lambda row: row.title_basis,
        "note": lambda row: row.note,
        "cited": lambda row: row.times_cited,
    }
    export_filename = "sources"
    panels = (
        FieldPanel("title", classname="title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("published"), FieldPanel("language")]),
        FieldPanel("url"),
        MultiFieldPanel(
            [FieldPanel("access"), FieldPanel("title_basis"), FieldPanel("note")], heading=_("How it was read")
        ),
        MultiFieldPanel([FieldPanel(name) for name in TITLES], heading=_("The title in other languages")),
        FieldPanel("key"),
    )

    def texts(self, row: Source) -> list[TranslatableText]:
        """Translate the note; titles stand in the form."""
        return [text(row, "note")]
