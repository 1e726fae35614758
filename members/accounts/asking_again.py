"""Acts that bind somebody ask for the password or second factor again, where it was not given just now."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required

__all__ = ["reauthentication_required"]
