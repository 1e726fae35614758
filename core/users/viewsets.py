"""Users in the admin: one name, signed in by e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from core.users.models import User

# Administrators are made by whoever can run commands on the machine.
FIELDS = ("email", "name")


class NewUserForm(UserCreationForm):
    """A new account."""

    first_name = None
    last_name = None
    groups = None
    is_superuser = None

    class Meta:
        """The fields our user has."""

        model = User
        fields = FIELDS

    def clean_email(self) -> str:
        """Refuse an address that differs only in case from one that is known."""
        return free_address(self.cleaned_data["email"], but=None)


class ChangedUserForm(UserEditForm):
    """An account that is there."""

    first_name = None
    last_name = None
    groups = None
    is_superuser = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let nobody close their own account by mistake."""
        editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
        if self.instance.closed_at is not None:  # it has no name and no address, and stays so
            for field in self.fields.values():
                field.disabled = True

    class Meta:
        """The fields our user has."""

        model = User
        fields = (*FIELDS, "is_active")

    def clean_email(self) -> str:
        """Refuse an address that differs only in case from one that is known."""
        return free_address(self.cleaned_data["email"], but=self.instance.pk)


def free_address(email: str, but: Any) -> str:
    """Return the address in small letters; raises ``ValidationError`` where another account has it."""
    address = email.lower()
    if User.objects.filter(email__iexact=address).exclude(pk=but).exists():
        raise forms.ValidationError(_("There is an account with this e-mail address already."))
    return address


class UserIndexView(IndexView):
    """The list of accounts."""

    search_fields = {"email", "name"}


class UserViewSet(WagtailUserViewSet):
    """Accounts."""

    index_view_class = UserIndexView
    template_prefix = "wagtailusers/users/"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """Return our forms."""
        return ChangedUserForm if for_update else NewUserForm
