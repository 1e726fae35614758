"""What the forms of accounts ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.users.models import User
from members.models.invitation import Invitation

# A name stands in letters: nobody sends an address to strangers with one.
NO_ADDRESS_IN_NAMES = RegexValidator(
    r"://|www\.|@", _("A name holds no address of a page or of e-mail."), inverse_match=True
)


class SignupForm(forms.Form):
    """How to call a reader who makes an account, beside address and password."""

    name = forms.CharField(
        label=pgettext_lazy("readers", "Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[NO_ADDRESS_IN_NAMES],
    )

    def signup(self, request: Any, user: Any) -> None:
        """Do nothing beyond what the adapter saves; the library asks for it."""


class ReasonForm(forms.Form):
    """Why something is done to a person."""

    help_text: Any = ""
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the reason should hold."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = self.help_text


class EndForm(ReasonForm):
    """Why a role ends."""

    help_text = _("It is kept with the role. The person is signed out everywhere.")


class ResetForm(ReasonForm):
    """Why the second factors of somebody are to be removed."""

    help_text = _("How you know that this person asks (a call back, a letter), and how the factor was lost.")


class RefuseForm(ReasonForm):
    """Why the second factors of somebody stay."""

    help_text = _("The person reads it, in a letter.")


class AcceptForm(forms.Form):
    """A password for a new account; nothing where one is signed in."""

    password = forms.CharField(
        label=pgettext_lazy("readers", "Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, is_known: bool, **kwargs: Any) -> None:
        """Ask for what is missing."""
        super().__init__(*args, **kwargs)
        self.person = User(email=invitation.email, name=invitation.name)
        if is_known:
            del self.fields["password"]
        else:
            self.fields["password"].help_text = password_validators_help_text_html()

    def clean_password(self) -> str:
        """Refuse what is easy to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
