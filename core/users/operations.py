"""Roles are given and ended, with who did so and by what evidence."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.records.kinds import Kind
from core.records.models import Record
from core.users.models import RoleTerm, User
from core.users.permissions import can_end_role, can_give_role
from core.users.roles import OF_A_COUNTRY, Role

GIVEN, ENDED = "core.give_role", "core.end_role"


@transaction.atomic
def give_role(
    *,
    to: User,
    role: str,
    evidence: str,
    by: User | None,
    country: Record | None = None,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> RoleTerm:
    """Give a person a role from a moment (now, where none is given) to another (without end, where none is given).

    ``evidence`` says in words what it rests on: a letter, a decision. ``by`` is ``None`` where the system itself acts.
    Raises ``PermissionDenied`` where ``by`` may not, and ``ValidationError`` where the role does not go with a country
    or the person holds it in that time already.
    """
    if by is not None and not can_give_role(by, role, country, to):
        raise PermissionDenied
    term = RoleTerm(
        user=User.objects.select_for_update().get(pk=to.pk),
        role=role,
        country=country,
        begins_at=begins_at or timezone.now(),
        ends_at=ends_at,
        evidence=evidence.strip(),
        given_by=by,
    )
    _refuse_what_does_not_fit(term)
    term.save()
    to.forget_terms()
    log(term.user, GIVEN, user=by, data={"term": term.pk, "role": role, "country": country.key if country else ""})
    return term


@transaction.atomic
def end_role(*, term: RoleTerm, reason: str, by: User | None) -> None:
    """End a term now; the sessions of the person end with it. A term that is over stays as it is.

    Raises ``PermissionDenied`` where ``by`` may not, and ``ValidationError`` without a reason.
    """
    if by is not None and not can_end_role(by, term):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the role ends.")})
    now = timezone.now()
    held = RoleTerm.objects.select_for_update().get(pk=term.pk)
    if held.has_ended(at=now):
        return
    held.ends_at, held.end_reason, held.ended_by = max(now, held.begins_at), reason.strip(), by
    held.save(update_fields=["ends_at", "end_reason", "ended_by"])
    term.user.forget_terms()
    log(held.user, ENDED, user=by, data={"term": held.pk, "role": held.role})


def end_sessions(*, of: User) -> None:
    """End all sessions of a person, wherever they are signed in. Whoever calls this has asked whether they may."""
    User.objects.filter(pk=of.pk).update(sessions_ended=F("sessions_ended") + 1)


def refuse_wrong_country(role: str, country: Record | None) -> None:
    """Raise ``ValidationError`` where there is no such role, or it does not go with the country."""
    if role not in Role.values:
        raise ValidationError({"role": _("Choose one of the roles.")})
    if role in OF_A_COUNTRY and (country is None or country.kind != Kind.COUNTRY):
        raise ValidationError({"country": _("Choose the country for which the role is held.")})
    if role not in OF_A_COUNTRY and country is not None:
        raise ValidationError({"country": _("This role is not held for a country: leave it empty.")})


def _refuse_what_does_not_fit(term: RoleTerm) -> None:
    refuse_wrong_country(term.role, term.country)
    if not term.evidence:
        raise ValidationError({"evidence": _("Name the letter or decision that this rests on.")})
    if term.ends_at is not None and term.ends_at <= term.begins_at:
        raise ValidationError({"ends_at": _("A role ends after it begins.")})
    others = RoleTerm.objects.filter(user=term.user, role=term.role, country=term.country)
    others = others.exclude(ends_at__lte=term.begins_at)
    if term.ends_at is not None:
        others = others.exclude(begins_at__gte=term.ends_at)
    if others.exists():
        raise ValidationError({"role": _("This person holds the role in that time already.")})
