"""Countries, institutions and programmes on the editors' side."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from core.forms import PartialDateField, RowForm
from core.forms.dates import write_partial_date
from core.forms.rows import title_fields, titles_of_record, titles_typed
from core.models import Record, Text
from core.records.kinds import Kind
from core.viewsets.choosers import record_chooser
from core.viewsets.figures import keys_of, sources_cited, sources_field
from core.viewsets.finding import TranslatableText
from core.viewsets.rows import RowIndexView, RowViewSet, StateColumn, text
from core.viewsets.titles import title_of, with_titles
from members.models import Country, Institution, Programme
from members.models.country import Role
from members.models.institution import InstitutionKind
from members.operations import save_country, save_institution, save_programme

TRANSLATED_TITLES = [f"title_{code}" for code in settings.OPEN_LANGUAGES if code != "en"]
TRANSLATED_NAMES = [f"name_{code}" for code, _language in settings.LANGUAGES]


class CountryField(forms.ModelChoiceField):
    """A country by its name in the language of the screen."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer every country."""
        countries = Country.objects.select_related("record").prefetch_related("record__titles").order_by("name")
        super().__init__(queryset=countries, **{"label": _("country"), "required": False, **kwargs})

    def label_from_instance(self, obj: Country) -> str:
        """Return the name."""
        return title_of(obj.record)


class CountryForm(RowForm):
    """The approved names of a country, and in what role the sources name it."""

    error_fields = {"iso2": "key", "slug": "name_en", "name": "name_en"}

    roles = forms.MultipleChoiceField(
        label=_("roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In what role the sources below name the country. It is not thereby a member."),
    )
    sources = sources_field()
    note = forms.CharField(label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The id of a country is its code."""
        super().__init__(*args, **kwargs)
        self.fields["key"].label = _("ISO code")
        self.fields["key"].required = True
        self.fields["key"].help_text = _("Two capital letters of ISO 3166-1: AZ. It can never be changed.")

    def clean_key(self) -> str:
        """Take two capitals, and no code that is known."""
        code = super().clean_key()
        if not re.fullmatch(r"[A-Z]{2}", code):
            raise forms.ValidationError(_("Write the two capital letters of the code, such as AZ."))
        return code

    def further_fields(self) -> dict[str, forms.Field]:
        """Add the name in every content language."""
        return {
            f"name_{code}": forms.CharField(
                label=gettext("name in %(language)s") % {"language": language},
                max_length=120,
                required=code == "en",
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
            for code, language in settings.LANGUAGES
        }

    def initial_of(self, row: Country) -> dict[str, Any]:
        """Read the row, its names, roles and sources."""
        names = Text.objects.filter(record=row.record, field="name")
        return {
            **{f"name_{name.language}": name.text for name in names},
            "name_en": row.name,
            "roles": [role.role for role in row.roles.all()],
            "sources": sources_cited(row.record),
            "note": row.note,
        }

    def write(self, key: str, *, by: Any) -> Country:
        """Save the country."""
        typed = {code: self.cleaned_data[f"name_{code}"] for code, _language in settings.LANGUAGES}
        return save_country(
            iso2=key,
            names={code: name for code, name in typed.items() if name},
            roles=self.cleaned_data["roles"],
            source_keys=keys_of(self.cleaned_data["sources"]),
            note=self.cleaned_data["note"],
            by=by,
        )


class NamedForm(RowForm):
    """What institutions and programmes have in common."""

    key_from = "name"
    error_fields = {"slug": "key"}

    name = forms.CharField(label=_("name in English"), max_length=300)
    name_local = forms.CharField(
        label=_("name in its own language"),
        max_length=300,
        required=False,
        help_text=_("As it writes itself: “Vətəndaşlara Xidmət və Sosial İnnovasiyalar üzrə Dövlət Agentliyi”."),
    )
    language_local = forms.CharField(
        label=_("that language"), max_length=12, required=False, help_text=_("Its code: az, uz, ar.")
    )
    country = CountryField()
    description = forms.CharField(label=_("description"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    sources = sources_field()

    own_names: tuple[str, ...] = ("name", "name_local", "language_local", "country", "description")

    def further_fields(self) -> dict[str, forms.Field]:
        """Add the name in the other open languages."""
        return title_fields(gettext("name in %(language)s"), max_length=300, but="en")

    def initial_of(self, row: Any) -> dict[str, Any]:
        """Read the row, its names and sources."""
        values = {name: getattr(row, name) for name in self.own_names}
        return values | titles_of_record(row.record) | {"sources": sources_cited(row.record)}

    def typed(self) -> dict[str, Any]:
        """Return what the operations of both take."""
        names = ("name", "name_local", "language_local", "description")
        country = self.cleaned_data["country"]
        return {
            **{name: self.cleaned_data[name] for name in names},
            "country": country.iso2 if country else "",
            "titles": titles_typed(self),
            "source_keys": keys_of(self.cleaned_data["sources"]),
        }


class InstitutionForm(NamedForm):
    """An institution."""

    key_prefix = "inst-"
    own_names = (*NamedForm.own_names, "short_name", "kind")

    kind = forms.ChoiceField(label=_("kind"), choices=[("", "—"), *InstitutionKind.choices])
    short_name = forms.CharField(
        label=_("short name"), max_length=120, required=False, help_text=_("As people call it: “ASAN xidmət”.")
    )

    def write(self, key: str, *, by: Any) -> Institution:
        """Save the institution."""
        more = {name: self.cleaned_data[name] for name in ("kind", "short_name")}
        return save_institution(key=key, by=by, **self.typed(), **more)


class ProgrammeForm(NamedForm):
    """A programme."""

    key_prefix = "prog-"
    error_fields = {
        "slug": "key",
        "started_earliest": "started",
        "started_latest": "started",
        "started_words": "started",
    }
    own_names = (*NamedForm.own_names, "started")

    institution = forms.ModelChoiceField(
        label=_("institution"),
        queryset=Record.objects.of_kind(Kind.INSTITUTION).prefetch_related("titles"),
        widget=record_chooser(Kind.INSTITUTION),
    )
    started = PartialDateField(label=_("begun"))

    def initial_of(self, row: Programme) -> dict[str, Any]:
        """Add the institution."""
        return super().initial_of(row) | {"institution": row.institution.record}

    def write(self, key: str, *, by: Any) -> Programme:
        """Save the programme."""
        typed = self.cleaned_data
        return save_programme(
            key=key, by=by, **self.typed(), started=typed["started"], institution_key=typed["institution"].key
        )


class CountryFilterSet(WagtailFilterSet):
    """Filters of institutions and programmes."""

    country = django_filters.ModelChoiceFilter(label=_("country"), queryset=Country.objects.order_by("name"))


class InstitutionFilterSet(CountryFilterSet):
    """Filters of institutions."""

    kind = django_filters.ChoiceFilter(label=_("kind"), choices=InstitutionKind.choices)

    class Meta:
        """The model."""

        model = Institution
        fields: list[str] = []


class ProgrammeFilterSet(CountryFilterSet):
    """Filters of programmes."""

    class Meta:
        """The model."""

        model = Programme
        fields: list[str] = []


class MembersIndexView(RowIndexView):
    """A list with the titles of its records."""

    def get_base_queryset(self) -> Any:
        """Load the titles, and of the country where there is one."""
        found = super().get_base_queryset()
        if self.model is Country:
            return with_titles(found, "record")
        return with_titles(found.select_related("country__record"), "record", "country__record")


def named(row: Any) -> str:
    """Return the name in the language of the screen."""
    return title_of(row.record)


def country_of(row: Any) -> str:
    """Return the name of the country, or nothing."""
    return title_of(row.country.record) if row.country is not None else ""


class CountryViewSet(RowViewSet):
    """Countries."""

    model = Country
    kinds = (Kind.COUNTRY,)
    row_form = CountryForm
    name = "countries"
    icon = "globe"
    index_view_class = MembersIndexView
    search_fields = ("name", "iso2", "record__titles__text")
    ordering = ("name",)
    title = staticmethod(named)
    list_display = (Column("iso2", label=_("ISO code"), sort_key="iso2"), StateColumn())
    exports = {"id": lambda row: row.iso2, "name": lambda row: row.name, "note": lambda row: row.note}
    export_filename = "countries"
    panels = (
        FieldPanel("key"),
        MultiFieldPanel([FieldPanel(name) for name in TRANSLATED_NAMES], heading=_("Names")),
        FieldPanel("roles"),
        FieldPanel("sources"),
        FieldPanel("note"),
    )

    def texts(self, row: Country) -> list[TranslatableText]:
        """Translate the note; names stand in the form."""
        return [text(row, "note")]


NAME_PANELS = [
    FieldPanel("name", classname="title"),
    FieldRowPanel([FieldPanel("name_local"), FieldPanel("language_local")]),
    *(FieldPanel(name) for name in TRANSLATED_TITLES),
]


class InstitutionViewSet(RowViewSet):
    """Institutions."""

    model = Institution
    kinds = (Kind.INSTITUTION,)
    row_form = InstitutionForm
    name = "institutions"
    icon = "home"
    index_view_class = MembersIndexView
    filterset_class = InstitutionFilterSet
    search_fields = ("name", "name_local", "short_name", "record__key")
    ordering = ("name",)
    title = staticmethod(named)
    list_display = (
        Column("short_name", label=_("Short name"), sort_key="short_name"),
        "kind",
        Column("country", label=_("Country"), accessor=country_of),
        StateColumn(),
    )
    exports = {
        "id": lambda row: row.record.key,
        "name": lambda row: row.name,
        "name_local": lambda row: row.name_local,
        "short_name": lambda row: row.short_name,
        "country": lambda row: row.country.iso2 if row.country else "",
        "kind": lambda row: row.kind,
        "description": lambda row: row.description,
    }
    export_filename = "institutions"
    panels = (
        MultiFieldPanel([*NAME_PANELS, FieldPanel("short_name")], heading=_("Names")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country")]),
        FieldPanel("description"),
        FieldPanel("sources"),
        FieldPanel("key"),
    )

    def texts(self, row: Institution) -> list[TranslatableText]:
        """Translate the description; names stand in the form."""
        return [text(row, "description")]


class ProgrammeViewSet(RowViewSet):
    """Programmes."""

    model = Programme
    kinds = (Kind.PROGRAMME,)
    row_form = ProgrammeForm
    name = "programmes"
    icon = "folder-open-inverse"
    index_view_class = MembersIndexView
    filterset_class = ProgrammeFilterSet
    search_fields = ("name", "name_local", "record__key")
    ordering = ("name",)
    title = staticmethod(named)
    list_display = (
        Column("country", label=_("Country"), accessor=country_of),
        Column(
            "started",
            label=_("Begun"),
            accessor=lambda row: write_partial_date(row.started),
            sort_key="started_earliest",
        ),
        StateColumn(),
    )
    exports = {
        "id": lambda row: row.record.key,
        "name": lambda row: row.name,
        "name_local": lambda row: row.name_local,
        "institution": lambda row: row.institution.record.key,
        "country": lambda row: row.country.iso2 if row.country else "",
        "started": lambda row: write_partial_date(row.started),
        "description": lambda row: row.description,
    }
    export_filename = "programmes"
    panels = (
        MultiFieldPanel(NAME_PANELS, heading=_("Names")),
        FieldPanel("institution"),
        FieldRowPanel([FieldPanel("country"), FieldPanel("started")]),
        FieldPanel("description"),
        FieldPanel("sources"),
        FieldPanel("key"),
    )

    def texts(self, row: Programme) -> list[TranslatableText]:
        """Translate the description and the words of the date; names stand in the form."""
        return [text(row, "description"), text(row, "started_words")]


class MembersGroup(ViewSetGroup):
    """Countries and what stands in them."""

    items = (CountryViewSet, InstitutionViewSet, ProgrammeViewSet)
    menu_label = _("Institutions")
    menu_icon = "globe"
    menu_order = 210
