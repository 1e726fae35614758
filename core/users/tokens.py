"""Links that open something: what they hold goes out once, and only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Return what a link holds: 256 bits at random, in letters that an address can hold."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
