"""How somebody wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.notices.models import How


class ChoiceForm(forms.Form):
    """A way of being told, and a language."""

    how = forms.ChoiceField(
        label=_("How you are told of what is on your desk"), choices=How.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language of the letters"), choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the languages that are open."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [
            (code, name) for code, name in settings.LANGUAGES if code in settings.OPEN_LANGUAGES
        ]
