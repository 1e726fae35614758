"""Who changed what: the words before and after, kept in Wagtail's log."""

from __future__ import annotations

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

LONGEST = 200


def changes_in(form: Any) -> dict[str, list[str]]:
    """Return the changed fields of a form with the words before and after, shortened."""
    return {
        name: [_words(form[name].field, form.initial.get(name)), _words(form[name].field, form.cleaned_data.get(name))]
        for name in form.changed_data
        if name in form.cleaned_data
    }


def _words(field: Any, value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(str(one) for one in value)[:LONGEST]
    prepared = field.prepare_value(value) if value is not None and not hasattr(field, "queryset") else value
    return Truncator("" if prepared is None else str(prepared)).chars(LONGEST)


class ChangeFormatter(LogFormatter):
    """“Changed: stated: “16” → “17”."""

    label = gettext_lazy("Change")

    def format_message(self, log_entry: Any) -> str:
        """Say what was changed."""
        changes = (log_entry.data or {}).get("changes") or {}
        told = "; ".join(f"{name}: “{before}” → “{after}”" for name, (before, after) in changes.items())
        return _("Changed: %(changes)s") % {"changes": told} if told else _("Saved without a change")


class CreateFormatter(LogFormatter):
    """Says that a row was made."""

    label = gettext_lazy("Create")

    def format_message(self, log_entry: Any) -> str:
        """Say it in a word."""
        return _("Created")


class WithdrawFormatter(LogFormatter):
    """Says why a record was withdrawn."""

    label = gettext_lazy("Withdraw")

    def format_message(self, log_entry: Any) -> str:
        """Give the reason."""
        return _("Withdrawn: %(reason)s") % {"reason": (log_entry.data or {}).get("reason", "")}


class ReinstateFormatter(LogFormatter):
    """Says why a withdrawal was taken back, and what it had said."""

    label = gettext_lazy("Reinstate")

    def format_message(self, log_entry: Any) -> str:
        """Give day and reason of both acts."""
        data = dict.fromkeys(("on", "reason", "withdrawn_on", "withdrawn_reason"), "") | (log_entry.data or {})
        return _("Reinstated on %(on)s: %(reason)s (withdrawn on %(withdrawn_on)s: %(withdrawn_reason)s)") % data


class ConfirmFormatter(LogFormatter):
    """Says who confirmed a record."""

    label = gettext_lazy("Confirm")

    def format_message(self, log_entry: Any) -> str:
        """Name the institution."""
        return _("Confirmed by %(institution)s") % {"institution": (log_entry.data or {}).get("institution", "")}


class TranslateFormatter(LogFormatter):
    """Says into which language a row was translated."""

    label = gettext_lazy("Translate")

    def format_message(self, log_entry: Any) -> str:
        """Name the language."""
        return _("Translation changed: %(language)s") % {"language": (log_entry.data or {}).get("language", "")}


FORMATTERS = {
    "core.create": CreateFormatter,
    "core.change": ChangeFormatter,
    "core.withdraw": WithdrawFormatter,
    "core.reinstate": ReinstateFormatter,
    "core.confirm": ConfirmFormatter,
    "core.translate": TranslateFormatter,
}
