"""Links that open something: what they hold goes out once, and only its hash is kept.

In the patterns of addresses what a link holds is called ``token``: by that it is known everywhere.
"""

from __future__ import annotations

import hashlib
import secrets

from django.http import HttpRequest


def new_token() -> str:
    """Return what a link holds: 256 bits at random, in letters that an address can hold."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_by_link(request: HttpRequest) -> bool:
    """Whether the address asked for opens something by itself: then it is written down nowhere."""
    match = request.resolver_match
    return match is not None and "token" in match.kwargs
