"""The words of notices: each kind has a function that says it in the language of the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from core.notices.models import Notice


@dataclass(frozen=True)
class Words:
    """A notice as it is read: one line, a sentence or two, what somebody wrote, and a list of what it is about."""

    title: str
    text: str = ""
    quote: str = ""
    lines: tuple[str, ...] = ()


Wording = Callable[[dict[str, Any]], Words]
_KINDS: dict[str, Wording] = {}


def register_wording(kind: str) -> Callable[[Wording], Wording]:
    """Register the function that says notices of a kind."""

    def register(wording: Wording) -> Wording:
        _KINDS[kind] = wording
        return wording

    return register


def kinds() -> list[str]:
    """Return the kinds that have words."""
    return list(_KINDS)


def words_of(notice: Notice) -> Words:
    """Return what a notice says, in the language of the moment; its kind, where nobody has words for it any more."""
    wording = _KINDS.get(notice.kind)
    return wording(notice.told) if wording is not None else Words(notice.kind)


def address_of(notice: Notice, language: str) -> str:
    """Return where a notice leads, in a language, with the address of the site."""
    with override(language):
        arguments = [notice.argument] if notice.argument else []
        return f"{settings.BASE_URL}{reverse(notice.view, args=arguments)}"
