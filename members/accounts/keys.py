"""Keys and passkeys, as browsers send them: whatever else is sent is told to its sender, and breaks nothing."""

from __future__ import annotations

import struct
from typing import Any

from allauth.core import context
from allauth.mfa.webauthn import forms as library
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Answers of keys have some hundred characters, with certificates some thousand.
LONGEST = 50_000
UNREADABLE = _("The answer of the key could not be read. Please try again.")
# What reading something else may raise in the libraries for keys.
UNEXPECTED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class AnswerField(forms.JSONField):
    """The answer of a key: an object, not too long and not too deep."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Refuse what no key says."""
        if isinstance(value, str) and len(value) > LONGEST:
            raise ValidationError(UNREADABLE)
        try:
            answer = super().to_python(value)
        except RecursionError as error:
            raise ValidationError(UNREADABLE) from error
        if answer is not None and not isinstance(answer, dict):
            raise ValidationError(UNREADABLE)
        return answer

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show nothing of an answer again: the next one is to another question."""
        return None

    def prepare_value(self, value: Any) -> str:
        """Begin empty."""
        return ""


class _Answered(forms.Form):
    """A form with the answer of a key."""

    credential = AnswerField(error_messages={"required": UNREADABLE, "invalid": UNREADABLE})

    def clean_credential(self) -> Any:
        """Tell of an answer that is none."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNEXPECTED as error:
            raise ValidationError(UNREADABLE) from error


class AuthenticateKeyForm(_Answered, library.AuthenticateWebAuthnForm):
    """The second factor after the password. Its page shows no errors of this form, so they are told as messages."""

    def clean(self) -> dict[str, Any] | None:
        """Tell what is wrong."""
        for error in self.errors.get("credential", []):
            messages.error(context.request, str(error))
        return super().clean()


class LoginKeyForm(_Answered, library.LoginWebAuthnForm):
    """A passkey instead of a password."""


class ReauthenticateKeyForm(_Answered, library.ReauthenticateWebAuthnForm):
    """The second factor again."""


class AddKeyForm(library.AddWebAuthnForm):
    """A new key."""

    credential = AnswerField(error_messages={"required": UNREADABLE, "invalid": UNREADABLE})

    def clean(self) -> dict[str, Any]:
        """Tell of an answer that is none."""
        try:
            return dict(super().clean())
        except UNEXPECTED as error:
            raise ValidationError({"credential": UNREADABLE}) from error
