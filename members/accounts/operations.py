"""What happens to accounts beside what people do with their own."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from core.users.models import RoleTerm, User
from core.users.operations import end_role, end_sessions
from members.accounts.letters import send_role_ended


@transaction.atomic
def confirm_address(*, of: User) -> None:
    """Take the address of an account for confirmed: whoever made the account vouches for it. Safe to repeat."""
    address, _made = EmailAddress.objects.get_or_create(
        user=of, email=of.email, defaults={"verified": True, "primary": True}
    )
    if not address.verified:
        address.set_verified()


def is_confirmed(user: User) -> bool:
    """Whether whoever has the account has shown that its address is theirs."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


@transaction.atomic
def forget_factors(*, of: User) -> None:
    """Remove the second factors of a person and end all sessions. Whoever calls this has asked whether they may."""
    Authenticator.objects.filter(user=of).delete()
    end_sessions(of=of)


@transaction.atomic
def end_and_tell(*, term: RoleTerm, reason: str, by: User) -> None:
    """End a term and write to the person that it has ended. Raises what ``end_role`` raises."""
    end_role(term=term, reason=reason, by=by)
    send_role_ended(term)
