"""Who a file can be kept for, in words; a file carries one token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.audience.providers import PUBLIC, SECRETARIAT

AUDIENCES = {PUBLIC: _("Everybody"), SECRETARIAT: _("The secretariat only")}


class AudienceField(models.CharField):
    """A token, chosen in forms by its words. In the database and in migrations a plain text."""

    def deconstruct(self) -> Any:
        """Be a plain text in migrations: what can be chosen is no matter of the table."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Offer the words, and the token itself where a file carries another one."""
        return forms.ChoiceField(
            label=_("Who may read it"),
            choices=list(AUDIENCES.items()),
            initial=PUBLIC,
            help_text=_("For everybody else, a file of the secretariat does not exist."),
        )
