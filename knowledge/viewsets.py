"""Adoptions on the editors' side, and the withdrawal of a version of a practice."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from core.forms import PartialDateField, RowForm, SeveralField
from core.forms.dates import write_partial_date
from core.models import Record
from core.records.kinds import Kind, Verb
from core.viewsets.acts import ActView, WithdrawForm
from core.viewsets.choosers import record_chooser
from core.viewsets.figures import keys_of, sources_cited, sources_field
from core.viewsets.finding import TranslatableText
from core.viewsets.rows import RowIndexView, RowViewSet, StateColumn, text
from core.viewsets.titles import title_of, with_titles
from knowledge.models import Adoption, PracticeVersion
from knowledge.operations import save_adoption, withdraw_version
from knowledge.permissions import can_withdraw_version
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


class WithdrawVersionForm(WithdrawForm):
    """Which version, when and why."""

    version = forms.ModelChoiceField(label=_("Version"), queryset=PracticeVersion.objects.none())
    field_order = ("version", "on", "reason")


class WithdrawVersionView(ActView):
    """Takes an earlier version of a practice from the readers; nothing is deleted."""

    form_class = WithdrawVersionForm
    header_icon = "cross"
    page_title = _("Withdraw a version")
    submit_label = _("Withdraw")
    done = _("The version of “%(title)s” was withdrawn. Its address now says why.")

    def is_open(self) -> bool:
        """Ask the predicate."""
        return can_withdraw_version(self.request.user)

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Offer the versions that can still be read, each with its language and day."""
        form = super().get_form(form_class)
        versions = self.record.practice_versions.filter(withdrawn_on__isnull=True).defer("content")
        choice: Any = form.fields["version"]
        choice.queryset = versions.order_by("language", "-number")
        choice.label_from_instance = _version_in_words
        return form

    def act(self, form: Any) -> None:
        """Withdraw."""
        withdraw_version(by=self.request.user, **form.cleaned_data)


def _version_in_words(version: PracticeVersion) -> str:
    day = date_format(localtime(version.published_at), "SHORT_DATE_FORMAT")
    return gettext("%(language)s, version %(number)s of %(day)s") % {
        "language": dict(settings.LANGUAGES).get(version.language, version.language),
        "number": version.number,
        "day": day,
    }


def withdraw_version_button(record: Record, user: Any) -> Button | None:
    """Lead to the withdrawal of a version, where there is an earlier one and ``user`` may."""
    if not can_withdraw_version(user) or not record.practice_versions.filter(number__gt=1).exists():
        return None
    url = reverse("practice_withdraw_version", args=[record.pk])
    return Button(gettext("Withdraw a version"), url=url, icon_name="cross", priority=65)


def version_urls() -> list[URLPattern]:
    """Return the address of the act on versions, under /admin/."""
    view = WithdrawVersionView.as_view()
    return [path("records/<int:pk>/withdraw-version/", view, name="practice_withdraw_version")]


class WithdrawVersionFormatter(LogFormatter):
    """Says which version was withdrawn, and why."""

    label = _("Withdraw a version")

    def format_message(self, log_entry: Any) -> str:
        """Give number, language and reason."""
        kept = {"number": "", "language": "", "reason": "", **(log_entry.data or {})}
        return gettext("Version %(number)s (%(language)s) withdrawn: %(reason)s") % kept


class ConfirmAgainFormatter(LogFormatter):
    """Says for which institution a practice was confirmed again, and by which letter, where it was by one."""

    label = _("Confirm again")

    def format_message(self, log_entry: Any) -> str:
        """Name the institution, the version that was read, and the letter."""
        kept = {"institution": "", "version": "", "evidence": "", **(log_entry.data or {})}
        if kept["evidence"]:
            return gettext("Confirmed again for %(institution)s, version %(version)s, by letter: %(evidence)s") % kept
        return gettext("Confirmed again by %(institution)s, version %(version)s") % kept


class TranslationFormatter(LogFormatter):
    """Says into which language a practice was translated, or of which translation something was said."""

    label = _("Translation of a practice")
    words: Any = ""

    def format_message(self, log_entry: Any) -> str:
        """Name the language."""
        return str(self.words) % {"language": (log_entry.data or {}).get("language", "")}


TRANSLATION_FORMATTERS = {
    f"knowledge.{action}_translation": type(f"{action}Formatter", (TranslationFormatter,), {"words": words})
    for action, words in {
        "begin": _("Translation begun: %(language)s"),
        "review": _("Translation reviewed: %(language)s"),
        "confirm": _("Translation confirmed by the institution: %(language)s"),
        "update": _("Translation brought up to date: %(language)s"),
    }.items()
}


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
