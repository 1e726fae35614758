"""Whoever wants to hear of a move says so here; they are told in its transaction."""

from __future__ import annotations

from collections.abc import Callable

from core.review.models import ReviewAct
from core.users.models import User

Teller = Callable[[ReviewAct, User | None], None]
_TELLERS: list[Teller] = []


def register_teller(teller: Teller) -> Teller:
    """Call ``teller`` with every act, and with whoever had the text before where it changed hands."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)
    return teller


def tell(act: ReviewAct, before: User | None = None) -> None:
    """Tell everybody who wants to hear of it."""
    for teller in _TELLERS:
        teller(act, before)
