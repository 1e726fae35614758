"""The page of people: who holds which role, and who is invited to one, for whoever decides on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.following.listing import counts_of
from core.models import Notice, RoleTerm, Title
from core.records.kinds import Kind
from core.records.listing import page_at
from core.users.permissions import can_see_people
from core.users.roles import OF_A_COUNTRY, Role
from core.users.terms import countries_of, has_role, held_terms
from members.accounts.forms import NO_ADDRESS_IN_NAMES
from members.accounts.naming import names_of
from members.accounts.second_factor import people_with_factors
from members.models.closure import AccountClosure
from members.models.factor_reset import FactorReset
from members.models.invitation import Invitation, InvitationState

PER_PAGE = 25
# What other apps say on the desk of somebody: name, view and query of a page, and how much waits there.
DeskEntries = Callable[[Any], list[dict[str, Any]]]
_desk_entries: list[DeskEntries] = []
LONGEST_NUMBER = 18


class CountryField(forms.ModelChoiceField):
    """A choice among countries by the numbers of their records."""

    def to_python(self, value: Any) -> Any:
        """Refuse a number that no database holds, as any other that is not offered."""
        if len(str(value or "")) > LONGEST_NUMBER:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class InviteForm(forms.Form):
    """Whom to invite to which role; only what whoever asks may give is offered."""

    name = forms.CharField(label=pgettext_lazy("readers", "Name"), max_length=200, validators=[NO_ADDRESS_IN_NAMES])
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Of the person, not of an office: the account is theirs alone.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=())
    country = CountryField(
        label=_("Country"),
        queryset=Title.objects.none(),
        required=False,
        help_text=_("For focal points and experts: whose."),
        to_field_name="record_id",
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=())
    evidence = forms.CharField(
        label=_("Evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("The letter or decision that this rests on, with its date."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """Offer what ``user`` may give."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        roles = [Role.EXPERT] if not has_role(user, Role.SECRETARIAT) else list(Role)
        fields["role"].choices = [(role.value, role.label) for role in roles]
        fields["country"].queryset = countries_for(user)
        open_languages = set(settings.OPEN_LANGUAGES)
        fields["language"].choices = [(code, name) for code, name in settings.LANGUAGES if code in open_languages]
        fields["language"].initial = get_language()
        if len(roles) == 1:
            fields["country"].initial = self._only_country()

    def _only_country(self) -> int | None:
        titles = list(self.fields["country"].queryset[:2])  # type: ignore[attr-defined]
        return titles[0].record_id if len(titles) == 1 else None

    def clean(self) -> dict[str, Any]:
        """Ask for the country where the role is held for one."""
        data = super().clean() or {}
        if data.get("role") in OF_A_COUNTRY and not data.get("country") and "country" not in self.errors:
            self.add_error("country", _("Choose the country for which the role is held."))
        return data

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the operation takes it."""
        data = dict(self.cleaned_data)
        title = data.pop("country")
        return {**data, "country": title.record if title is not None else None}


def countries_for(user: Any) -> QuerySet[Title]:
    """Return the titles of the countries for which ``user`` may give a role, by the alphabet."""
    titles = Title.objects.filter(kind=Kind.COUNTRY, language=get_language()).select_related("record")
    if not has_role(user, Role.SECRETARIAT):
        titles = titles.filter(record__in=countries_of(user, Role.FOCAL_POINT))
    return titles.order_by("sort_key", "pk")


def people_context(user: Any, asked: Any) -> dict[str, Any]:
    """Return who holds a role now, and the invitations that are not accepted: four queries, two to count."""
    terms = page_at(_decided_terms(user), PER_PAGE, asked.get("page"))
    invitations = page_at(_decided_invitations(user), PER_PAGE, asked.get("invitations"))
    rows = [*terms, *invitations]
    resets = _waiting_resets(user)
    names = names_of(row.country_id for row in rows if row.country_id is not None)
    return {
        "terms": terms,
        "invitations": invitations,
        "people": [_person(term, names) for term in terms],
        "with_factors": people_with_factors(term.user_id for term in terms),
        "invited": [_invited(one, names) for one in invitations],
        "resets": [{"reset": one, "is_own": one.asked_by_id == user.pk} for one in resets],
        "closings": [{"closure": one, "is_own": one.asked_by_id == user.pk} for one in _open_closures(user)],
        "may_reset": has_role(user, Role.SECRETARIAT),
    }


def register_desk_entries(entries: DeskEntries) -> None:
    """Let an app say on desks what waits."""
    _desk_entries.append(entries)


def desk_context(user: Any) -> dict[str, Any]:
    """Return the roles that somebody holds now, and what waits for them: a constant number of queries."""
    terms = held_terms(user)
    names = names_of(term.country_id for term in terms if term.country_id is not None) if terms else {}
    return {
        "roles": [_person(term, names) for term in terms],
        "own": counts_of(user),
        "may_edit": user.has_perm("wagtailadmin.access_admin"),
        "may_see_people": can_see_people(user),
        "entries": [entry for entries in _desk_entries for entry in entries(user)],
        "unread": Notice.objects.unread().filter(to=user).count(),
    }


def _mine(user: Any) -> Q:
    """Return what limits rows to those on which ``user`` decides; see ``core.users.permissions.decides_on``."""
    if has_role(user, Role.SECRETARIAT):
        return Q()
    return Q(role=Role.EXPERT, country__in=countries_of(user, Role.FOCAL_POINT))


def _decided_terms(user: Any) -> QuerySet[RoleTerm]:
    terms = RoleTerm.objects.held().filter(_mine(user)).select_related("user")
    return terms.order_by("user__name", "user__email", "pk")


def _decided_invitations(user: Any) -> QuerySet[Invitation]:
    return Invitation.objects.unused().filter(_mine(user)).order_by("-created_at", "-pk")


def _waiting_resets(user: Any) -> list[FactorReset]:
    if not has_role(user, Role.SECRETARIAT):
        return []
    return list(FactorReset.objects.waiting().exclude(user=user).select_related("user", "asked_by")[:PER_PAGE])


def _open_closures(user: Any) -> list[AccountClosure]:
    if not has_role(user, Role.SECRETARIAT):
        return []
    found = AccountClosure.objects.open().exclude(user=user).select_related("user", "asked_by")
    return list(found[:PER_PAGE])


def _person(term: RoleTerm, names: dict[int, str]) -> dict[str, Any]:
    return {
        "term": term,
        "name": str(term.user),
        "email": term.user.email,
        "role": term.get_role_display(),
        "country": names.get(term.country_id or 0, ""),
    }


def _invited(invitation: Invitation, names: dict[int, str]) -> dict[str, Any]:
    state = invitation.state()
    return {
        "invitation": invitation,
        "role": invitation.get_role_display(),
        "country": names.get(invitation.country_id or 0, ""),
        "state": state.label,
        "is_expired": state == InvitationState.EXPIRED,
    }
