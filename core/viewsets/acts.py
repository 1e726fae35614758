"""Acts on any record, page or row: translate its texts, note a confirmation, withdraw and reinstate it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from core.models import Record, Source, Text
from core.operations import Translation, confirm, reinstate, translate, withdraw
from core.permissions import can_confirm, can_translate, can_withdraw
from core.records.kinds import Kind
from core.texts.states import TextState, digest_of
from core.viewsets.choosers import record_chooser, source_chooser
from core.viewsets.finding import edit_address, texts_of
from core.viewsets.titles import title_of

CONFIRMABLE = {Kind.PRACTICE, Kind.INSTITUTION, Kind.PROGRAMME, Kind.COUNTRY, Kind.ADOPTION, Kind.FIGURE}


def act_buttons(record: Record, user: Any) -> list[Button]:
    """Return the acts on ``record`` that are open to ``user``."""
    buttons = []
    if can_translate(user, record) and texts_of(record):
        buttons += [
            Button(
                _("Translation: %(language)s") % {"language": name},
                url=reverse("record_translate", args=[record.pk, code]),
                icon_name="globe",
                priority=40,
            )
            for code, name in settings.LANGUAGES
            if code in settings.OPEN_LANGUAGES and code != record.language
        ]
    if can_confirm(user, record) and record.kind in CONFIRMABLE:
        url = reverse("record_confirm", args=[record.pk])
        buttons.append(Button(_("Confirmed by the institution"), url=url, icon_name="check", priority=50))
    if can_withdraw(user, record):
        buttons.append(_withdraw_or_reinstate(record))
    return buttons


def _withdraw_or_reinstate(record: Record) -> Button:
    if record.withdrawn_on:
        url = reverse("record_reinstate", args=[record.pk])
        return Button(_("Reinstate"), url=url, icon_name="undo", priority=60)
    return Button(_("Withdraw"), url=reverse("record_withdraw", args=[record.pk]), icon_name="cross", priority=60)


class ActView(WagtailAdminTemplateMixin, FormView):
    """A form about one record, answered by one operation."""

    template_name = "wagtailadmin/generic/form.html"
    form_class: type[forms.Form]
    submit_label: Any = ""
    done: Any = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the record."""
        super().setup(request, *args, **kwargs)
        self.record = get_object_or_404(Record.objects.prefetch_related("titles"), pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in only who may."""
        if not self.is_open():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_open(self) -> bool:
        """Whether the user may take this act."""
        raise NotImplementedError

    def act(self, form: Any) -> None:
        """Call the operation."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Act, or show what the operation refused."""
        try:
            with transaction.atomic():
                self.act(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done % {"title": title_of(self.record)})
        return redirect(self.back())

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that nothing was done yet."""
        messages.validation_error(self.request, _("Nothing was changed: please correct what is marked."), form)
        return super().form_invalid(form)

    def back(self) -> str:
        """Return where the record is edited."""
        return edit_address(self.record) or reverse("wagtailadmin_home")

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return title_of(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the record."""
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": self.back(), "label": title_of(self.record)}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what Wagtail's template asks for."""
        context = super().get_context_data(**kwargs)
        context |= {"action_url": self.request.get_full_path(), "submit_button_label": self.submit_label}
        context["media"] = context["form"].media
        return context


class WithdrawForm(forms.Form):
    """When and why."""

    on = forms.DateField(label=gettext_lazy("Withdrawn on"), initial=timezone.localdate, widget=AdminDateInput())
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Readers see this at the old address. For example: “The institution asked for it by letter of 3 May 2026.”"
        ),
    )


class WithdrawView(ActView):
    """Takes a record from the readers; nothing is deleted."""

    form_class = WithdrawForm
    header_icon = "cross"
    page_title = gettext_lazy("Withdraw")
    submit_label = gettext_lazy("Withdraw")
    done = gettext_lazy("“%(title)s” was withdrawn. Its address now says why.")

    def is_open(self) -> bool:
        """Ask the predicate."""
        return can_withdraw(self.request.user, self.record)

    def act(self, form: Any) -> None:
        """Withdraw."""
        withdraw(record=self.record, by=self.request.user, **form.cleaned_data)


class ReinstateForm(forms.Form):
    """When and why."""

    on = forms.DateField(label=gettext_lazy("Reinstated on"), initial=timezone.localdate, widget=AdminDateInput())
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The history keeps it beside the reason of the withdrawal; readers see the record as it was before."
        ),
    )


class ReinstateView(ActView):
    """Takes a withdrawal back."""

    form_class = ReinstateForm
    header_icon = "undo"
    page_title = gettext_lazy("Reinstate")
    submit_label = gettext_lazy("Reinstate")
    done = gettext_lazy("“%(title)s” stands on the site again.")

    def is_open(self) -> bool:
        """Ask the predicate."""
        return can_withdraw(self.request.user, self.record)

    def act(self, form: Any) -> None:
        """Reinstate."""
        reinstate(record=self.record, by=self.request.user, **form.cleaned_data)


class ConfirmForm(forms.Form):
    """Who, when, and what shows it."""

    institution = forms.ModelChoiceField(
        label=gettext_lazy("Institution"),
        queryset=Record.objects.of_kind(Kind.INSTITUTION),
        widget=record_chooser(Kind.INSTITUTION),
    )
    on = forms.DateField(label=gettext_lazy("Confirmed on"), initial=timezone.localdate, widget=AdminDateInput())
    source = forms.ModelChoiceField(
        label=gettext_lazy("Source"),
        queryset=Source.objects.select_related("record"),
        widget=source_chooser(),
        help_text=gettext_lazy("The letter or statement that shows it. Create the source here if it is new."),
    )


class ConfirmView(ActView):
    """Notes that an institution confirmed what stands here."""

    form_class = ConfirmForm
    header_icon = "check"
    page_title = gettext_lazy("Confirmed by the institution")
    submit_label = gettext_lazy("Save")
    done = gettext_lazy("The confirmation of “%(title)s” was saved.")

    def is_open(self) -> bool:
        """Ask the predicate."""
        return can_confirm(self.request.user, self.record) and self.record.kind in CONFIRMABLE

    def act(self, form: Any) -> None:
        """Confirm."""
        typed = form.cleaned_data
        confirm(
            record=self.record,
            institution=typed["institution"],
            source=typed["source"].record,
            on=typed["on"],
            by=self.request.user,
        )


class TranslateView(ActView):
    """Writes the translations of the texts of a row, each with its state."""

    header_icon = "globe"
    submit_label = gettext_lazy("Save")
    done = gettext_lazy("The translation of “%(title)s” was saved.")

    def is_open(self) -> bool:
        """Ask the predicate; the language has addresses and is not that of the original."""
        language = self.kwargs["language"]
        is_open = language in settings.OPEN_LANGUAGES and language != self.record.language
        return is_open and can_translate(self.request.user, self.record)

    def get_page_title(self) -> str:
        """Name the language."""
        return _("Translation: %(language)s") % {"language": dict(settings.LANGUAGES)[self.kwargs["language"]]}

    def stored(self) -> dict[str, Text]:
        """Return the translations that exist, by field."""
        return {row.field: row for row in Text.objects.filter(record=self.record, language=self.kwargs["language"])}

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Put a pair of fields for every text: its words, and whether they were reviewed."""
        form = forms.Form(**{**self.get_form_kwargs(), "initial": self._initial()})
        for text in texts_of(self.record):
            form.fields[text.field] = self._words(text.label, text.original)
            form.fields[f"{text.field}-reviewed"] = forms.BooleanField(
                label=_("%(field)s: reviewed") % {"field": text.label}, required=False
            )
        return form

    def _words(self, label: str, original: str) -> forms.CharField:
        attrs = {"lang": self.kwargs["language"], "dir": "auto"}
        long = len(original) > 90
        widget = forms.Textarea(attrs={**attrs, "rows": 4}) if long else forms.TextInput(attrs=attrs)
        return forms.CharField(label=label, required=False, widget=widget, help_text=f"“{original}”")

    def _initial(self) -> dict[str, Any]:
        stored = self.stored()
        originals = {text.field: digest_of(text.original) for text in texts_of(self.record)}
        return {name: row.text for name, row in stored.items()} | {
            f"{name}-reviewed": row.state != TextState.TRANSLATED and row.original_digest == originals.get(name)
            for name, row in stored.items()
        }

    def act(self, form: Any) -> None:
        """Write what was changed; what stayed keeps its state and reviewer."""
        changed = {name.removesuffix("-reviewed") for name in form.changed_data}
        translate(
            record=self.record,
            language=self.kwargs["language"],
            by=self.request.user,
            translations=[
                Translation(
                    text.field,
                    form.cleaned_data[text.field],
                    text.original,
                    is_reviewed=form.cleaned_data[f"{text.field}-reviewed"],
                )
                for text in texts_of(self.record)
                if text.field in changed
            ],
        )


def act_urls() -> list[URLPattern]:
    """Return the addresses of the acts, under /admin/."""
    return [
        path("records/<int:pk>/withdraw/", WithdrawView.as_view(), name="record_withdraw"),
        path("records/<int:pk>/reinstate/", ReinstateView.as_view(), name="record_reinstate"),
        path("records/<int:pk>/confirm/", ConfirmView.as_view(), name="record_confirm"),
        path("records/<int:pk>/translate/<slug:language>/", TranslateView.as_view(), name="record_translate"),
    ]
