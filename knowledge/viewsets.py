"""Adoptions on the editors' side."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from core.forms import PartialDateField, RowForm, SeveralField
from core.forms.dates import write_partial_date
from core.models import Record
from core.records.kinds import Kind, Verb
from core.viewsets.choosers import record_chooser
from core.viewsets.figures import keys_of, sources_cited, sources_field
from core.viewsets.finding import TranslatableText
from core.viewsets.rows import RowIndexView, RowViewSet, StateColumn, text
from core.viewsets.titles import title_of, with_titles
from knowledge.models import Adoption
from knowledge.operations import save_adoption
from members.models import Country
from members.viewsets import CountryField


class AdoptionForm(RowForm):
    """Who took up which practice, as what, when, by which source."""

    key_prefix = "adoption-"
    error_fields = {"adopted_earliest": "adopted", "adopted_latest": "adopted", "adopted_words": "adopted"}

    original = forms.ModelChoiceField(
        label=_("practice taken up"),
        queryset=Record.objects.of_kind(Kind.PRACTICE).prefetch_related("titles"),
        widget=record_chooser(Kind.PRACTICE),
    )
    adopter = CountryField(label=_("taken up by"), required=True)
    institution = forms.ModelChoiceField(
        label=_("institution"),
        queryset=Record.objects.of_kind(Kind.INSTITUTION).prefetch_related("titles"),
        widget=record_chooser(Kind.INSTITUTION),
        required=False,
        help_text=_("The institution of that country that took it up, where a source names one."),
    )
    adopted_as = SeveralField(
        label=_("adopted as"),
        chooser=record_chooser(Kind.PRACTICE),
        queryset=Record.objects.of_kind(Kind.PRACTICE).prefetch_related("titles"),
        required=False,
        help_text=_("The practices it became there, where the library has them."),
    )
    adopted = PartialDateField(label=_("date"))
    sources = sources_field()
    note = forms.CharField(label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def initial_of(self, row: Adoption) -> dict[str, Any]:
        """Read the row, what it became and its sources."""
        became = row.record.relations.filter(verb=Verb.ADOPTED_AS).select_related("object").order_by("position")
        return {
            "original": row.original,
            "adopter": row.adopter,
            "institution": row.institution.record if row.institution else None,
            "adopted_as": [relation.object for relation in became],
            "adopted": row.adopted,
            "sources": sources_cited(row.record),
            "note": row.note,
        }

    def proposed_key(self) -> str:
        """Name country and practice: “adoption-uz-asan-xidmet”."""
        practice = self.cleaned_data["original"].key.removeprefix("practice-")
        return self.free_key(f"{self.cleaned_data['adopter'].iso2} {practice}")

    def write(self, key: str, *, by: Any) -> Adoption:
        """Save the adoption; what it became as a kind that has not landed yet goes on waiting."""
        typed = self.cleaned_data
        record = self.instance.record if self.instance is not None else None
        waiting = record.waiting_relations.filter(verb=Verb.ADOPTED_AS) if record is not None else []
        return save_adoption(
            key=key,
            original_key=typed["original"].key,
            adopter=typed["adopter"].iso2,
            institution_key=typed["institution"].key if typed["institution"] else "",
            adopted_as=[*keys_of(typed["adopted_as"]), *(relation.object_key for relation in waiting)],
            adopted=typed["adopted"],
            source_keys=keys_of(typed["sources"]),
            note=typed["note"],
            by=by,
        )


class AdoptionFilterSet(WagtailFilterSet):
    """Filters of the list."""

    adopter = django_filters.ModelChoiceFilter(label=_("taken up by"), queryset=Country.objects.order_by("name"))

    class Meta:
        """The model."""

        model = Adoption
        fields: list[str] = []


class AdoptionIndexView(RowIndexView):
    """The list of adoptions."""

    def get_base_queryset(self) -> Any:
        """Load the titles of practice and country."""
        found = super().get_base_queryset().select_related("original", "adopter__record", "institution__record")
        return with_titles(found, "original", "adopter__record")


class AdoptionViewSet(RowViewSet):
    """Adoptions."""

    model = Adoption
    kinds = (Kind.ADOPTION,)
    row_form = AdoptionForm
    name = "adoptions"
    icon = "redirect"
    menu_order = 205
    add_to_admin_menu = True
    index_view_class = AdoptionIndexView
    filterset_class = AdoptionFilterSet
    search_fields = ("record__key", "original__key", "original__titles__text", "adopter__name", "note")
    ordering = ("record__key",)
    title = staticmethod(lambda row: f"{title_of(row.adopter.record)} ← {title_of(row.original)}")
    list_display = (
        Column(
            "adopted",
            label=_("Date"),
            accessor=lambda row: write_partial_date(row.adopted),
            sort_key="adopted_earliest",
        ),
        StateColumn(),
    )
    exports = {
        "id": lambda row: row.record.key,
        "original": lambda row: row.original.key,
        "adopter": lambda row: row.adopter.iso2,
        "institution": lambda row: row.institution.record.key if row.institution else "",
        "on": lambda row: write_partial_date(row.adopted),
        "note": lambda row: row.note,
    }
    export_filename = "adoptions"
    panels = (
        FieldPanel("original"),
        FieldRowPanel([FieldPanel("adopter"), FieldPanel("adopted")]),
        FieldPanel("institution"),
        FieldPanel("adopted_as"),
        FieldPanel("sources"),
        FieldPanel("note"),
        FieldPanel("key"),
    )

    def texts(self, row: Adoption) -> list[TranslatableText]:
        """Translate the note and the words of the date."""
        return [text(row, "note"), text(row, "adopted_words")]
