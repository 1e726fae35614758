"""The words of notices: each kind has a function that says it in the language of the moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from core.notices.models import Notice


@dataclass(frozen=True)
class Line:
    """One of several things that a notice tells, and where it leads."""

    text: str
    address: str


@dataclass(frozen=True)
class Words:
    """A notice as it is read: one line, a sentence or two, what somebody wrote, and the things that it tells of.

    ``points`` name things that are all found at the address of the notice, ``lines`` those with one of their own;
    ``more`` is how many of these are not named; what ``is_over`` is not worth a letter any more.
    """

    title: str
    text: str = ""
    quote: str = ""
    points: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    more: int = 0
    is_over: bool = False


Wording = Callable[[dict[str, Any]], Words]
Wordings = Callable[[Sequence[dict[str, Any]]], list[Words]]
_KINDS: dict[str, Wordings] = {}


def register_wording(kind: str) -> Callable[[Wording], Wording]:
    """Register the function that says notices of a kind."""

    def register(wording: Wording) -> Wording:
        _KINDS[kind] = lambda told: [wording(one) for one in told]
        return wording

    return register


def register_wordings(kind: str) -> Callable[[Wordings], Wordings]:
    """Register the function that says all notices of a kind that are read together: it asks the database once."""

    def register(wordings: Wordings) -> Wordings:
        _KINDS[kind] = wordings
        return wordings

    return register


def kinds() -> list[str]:
    """Return the kinds that have words."""
    return list(_KINDS)


def words_of(notice: Notice) -> Words:
    """Return what a notice says, in the language of the moment; its kind, where nobody has words for it any more."""
    return words_of_all([notice])[0]


def words_of_all(notices: Sequence[Notice]) -> list[Words]:
    """Return what notices say, in their order: as many queries for many as for one."""
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    said: dict[int, Words] = {}
    for kind, found in by_kind.items():
        wordings = _KINDS.get(kind)
        words = wordings([one.told for one in found]) if wordings else [Words(kind)] * len(found)
        said |= {one.pk: told for one, told in zip(found, words, strict=True)}
    return [said[notice.pk] for notice in notices]


def address_of(notice: Notice, language: str) -> str:
    """Return where a notice leads, in a language, with the address of the site."""
    with override(language):
        arguments = [notice.argument] if notice.argument else []
        return f"{settings.BASE_URL}{reverse(notice.view, args=arguments)}"
