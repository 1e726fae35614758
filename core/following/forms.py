"""A note to oneself."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.following.models import LONGEST_NOTE


class NoteForm(forms.Form):
    """What somebody notes beside a record on their list."""

    note = forms.CharField(
        label=_("Your note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nobody else reads it."),
    )
