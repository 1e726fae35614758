"""Figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from core.figures.models import Role
from core.figures.operations import save_figure
from core.figures.wording import says
from core.forms import PartialDateField, RowForm, SeveralField
from core.forms.dates import write_partial_date
from core.models import Figure, Record, Source
from core.records.kinds import Kind
from core.sources.operations import cite
from core.viewsets.choosers import record_chooser, source_chooser
from core.viewsets.finding import TranslatableText
from core.viewsets.rows import RowIndexView, RowViewSet, StateColumn, text
from core.viewsets.titles import title_of, with_titles

WORDS_SAY_OTHERWISE = _(
    "The words of the source do not contain the numbers beside them. Correct one or the other, or tick that the words "
    "are right all the same."
)
SUBJECTS = (Kind.PRACTICE, Kind.INSTITUTION, Kind.PROGRAMME, Kind.COUNTRY)


def sources_field() -> SeveralField:
    """Return the field for the sources of a fact: at least one."""
    return SeveralField(
        label=_("sources"),
        chooser=source_chooser(),
        queryset=Source.objects.select_related("record"),
        help_text=_("Every fact has at least one source. Empty places are ignored; save to get more of them."),
        error_messages={"required": _("Name at least one source: every fact has one.")},
    )


def sources_cited(record: Record) -> list[Source]:
    """Return the sources of a record in their order."""
    return [citation.source for citation in record.citations.select_related("source__record")]


def keys_of(rows: list[Any]) -> list[str]:
    """Return the keys of rows, or of records themselves."""
    return [row.key if isinstance(row, Record) else row.record.key for row in rows]


def plain(number: Decimal | None) -> Decimal | None:
    """Return a number without the zeros that only the column adds: 40, not 40.0000."""
    return number if number is None else Decimal(f"{number.normalize():f}")


class IndicatorField(forms.ModelChoiceField):
    """An indicator by its title."""

    def label_from_instance(self, obj: Record) -> str:
        """Return the title in the language of the screen."""
        return title_of(obj)


class FigureForm(RowForm):
    """A number as its source states it."""

    key_prefix = "figure-"
    key_from = "measure"
    error_fields = {"as_of_earliest": "as_of", "as_of_latest": "as_of", "as_of_words": "as_of"}

    subject = forms.ModelChoiceField(
        label=_("about"),
        queryset=Record.objects.of_kind(*SUBJECTS).prefetch_related("titles"),
        widget=record_chooser(*SUBJECTS),
        help_text=_("The practice, institution, programme or country that the figure speaks of."),
    )
    measure = forms.CharField(
        label=_("what is counted"), max_length=300, help_text=_("In a few words: “applications since opening”.")
    )
    stated = forms.CharField(
        label=_("as stated by the source"),
        max_length=200,
        help_text=_("Its own words, never rounded: “over 42 million”, “16 centres”, “99.4 to 99.8 per cent”."),
    )
    low = forms.DecimalField(
        label=_("at least"),
        max_digits=20,
        decimal_places=4,
        required=False,
        help_text=_("42000000 for “over 42 million”. Empty where the words leave this side open."),
    )
    high = forms.DecimalField(
        label=_("at most"),
        max_digits=20,
        decimal_places=4,
        required=False,
        help_text=_("The same number as “at least” where the source gives one number."),
    )
    words_are_right = forms.BooleanField(
        label=_("the words are right all the same"),
        required=False,
        help_text=_("Tick this only if the source really says it so."),
    )
    unit = forms.CharField(
        label=_("unit"), max_length=80, required=False, help_text=_("“applications”, “per cent”, “minutes”.")
    )
    as_of = PartialDateField(label=_("date"))
    role = forms.ChoiceField(
        label=_("role"),
        choices=Role.choices,
        initial=Role.RESULT,
        # A circumstance is written as nothing.
        required=False,
        help_text=_("“Before” and “result” of the same indicator are shown side by side."),
    )
    indicator = IndicatorField(
        label=_("indicator"),
        queryset=Record.objects.of_kind(Kind.INDICATOR).prefetch_related("titles").order_by("key"),
        required=False,
        help_text=_("Lets the figure be compared with those of other practices."),
    )
    sources = sources_field()
    note = forms.CharField(label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a tick only where there is something to doubt."""
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["words_are_right"]

    def initial_of(self, row: Figure) -> dict[str, Any]:
        """Read the row and its sources."""
        names = ("measure", "stated", "unit", "role", "note", "as_of")
        bounds = {"low": plain(row.low), "high": plain(row.high)}
        chosen = {"subject": row.subject, "indicator": row.indicator, "sources": sources_cited(row.record)}
        return {name: getattr(row, name) for name in names} | bounds | chosen

    def clean(self) -> dict[str, Any]:
        """Say in words what the database would refuse, and once where the words do not say the numbers."""
        cleaned = super().clean() or {}
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("“At most” is smaller than “at least”. Check which number is which."))
        self._doubt_words(cleaned)
        return cleaned

    def _doubt_words(self, cleaned: dict[str, Any]) -> None:
        is_new = self.instance is None or not {"stated", "low", "high"}.isdisjoint(self.changed_data)
        if not is_new or says(cleaned.get("stated", ""), cleaned.get("low"), cleaned.get("high")):
            del self.fields["words_are_right"]
        elif not cleaned.get("words_are_right"):
            self.add_error(None, WORDS_SAY_OTHERWISE)

    def write(self, key: str, *, by: Any) -> Figure:
        """Save the figure and cite its sources."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "words_are_right"}
        sources, indicator = typed.pop("sources"), typed.pop("indicator")
        figure = save_figure(**{**typed, "key": key}, indicator_key=indicator.key if indicator else "", by=by)
        cite(record=figure.record, source_keys=keys_of(sources), by=by)
        return figure


class FigureFilterSet(WagtailFilterSet):
    """Filters of the list."""

    role = django_filters.ChoiceFilter(label=_("role"), choices=Role.choices)
    about = django_filters.MultipleChoiceFilter(
        label=_("about"),
        field_name="subject__kind",
        choices=[(kind.value, kind.label) for kind in SUBJECTS],
        widget=forms.CheckboxSelectMultiple,
    )
    without_indicator = django_filters.BooleanFilter(
        label=_("without an indicator"), field_name="indicator", lookup_expr="isnull"
    )

    class Meta:
        """The model."""

        model = Figure
        fields: list[str] = []


class FigureIndexView(RowIndexView):
    """The list of figures."""

    def get_base_queryset(self) -> Any:
        """Load the titles of what the figures speak of."""
        return with_titles(super().get_base_queryset().select_related("subject", "indicator"), "subject")


class FigureViewSet(RowViewSet):
    """Figures."""

    model = Figure
    kinds = (Kind.FIGURE,)
    row_form = FigureForm
    name = "figures"
    icon = "decimal"
    menu_order = 110
    index_view_class = FigureIndexView
    filterset_class = FigureFilterSet
    search_fields = ("stated", "measure", "unit", "record__key", "subject__key", "subject__titles__text")
    ordering = ("subject__key", "position")
    list_display = (
        "stated",
        "measure",
        Column("subject", label=_("About"), accessor=lambda row: title_of(row.subject), sort_key="subject__key"),
        Column("as_of", label=_("Date"), accessor=lambda row: write_partial_date(row.as_of), sort_key="as_of_latest"),
        "role",
        StateColumn(),
    )
    exports = {
        "id": lambda row: row.record.key,
        "about": lambda row: row.subject.key,
        "measure": lambda row: row.measure,
        "stated": lambda row: row.stated,
        "low": lambda row: row.low,
        "high": lambda row: row.high,
        "unit": lambda row: row.unit,
        "as_of": lambda row: write_partial_date(row.as_of),
        "role": lambda row: row.role,
        "indicator": lambda row: row.indicator.key if row.indicator else "",
        "note": lambda row: row.note,
    }
    export_filename = "figures"
    panels = (
        FieldPanel("subject"),
        MultiFieldPanel(
            [
                FieldPanel("measure"),
                FieldPanel("stated"),
                FieldRowPanel([FieldPanel("low"), FieldPanel("high"), FieldPanel("unit")]),
                FieldPanel("words_are_right"),
                FieldRowPanel([FieldPanel("as_of"), FieldPanel("role")]),
                FieldPanel("indicator"),
            ],
            heading=_("The figure"),
        ),
        FieldPanel("sources"),
        FieldPanel("note"),
        FieldPanel("key"),
    )

    def texts(self, row: Figure) -> list[TranslatableText]:
        """Translate what readers see in words."""
        return [text(row, name) for name in ("measure", "stated", "unit", "as_of_words", "note")]
