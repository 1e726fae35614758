"""The tokens of a reader, from providers that apps register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

PUBLIC = "public"
SECRETARIAT = "secretariat"

Provider = Callable[[Any], Iterable[str]]
_providers: list[Provider] = []


def register_provider(provider: Provider) -> Provider:
    """Add a function from user to tokens; usable as a decorator."""
    _providers.append(provider)
    return provider


def tokens_of(user: Any) -> frozenset[str]:
    """Return every token of ``user``; ``None`` and anonymous readers carry only ``public``."""
    tokens = {PUBLIC}
    if user is not None and user.is_authenticated and user.is_active:
        for provider in _providers:
            tokens.update(provider(user))
    return frozenset(tokens)
