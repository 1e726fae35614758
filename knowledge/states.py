"""How far a translation of a practice has come, and what can be done with it then, as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TranslationState(models.TextChoices):
    """Computed from dated acts and from the versions of both texts; never stored."""

    ORIGINAL = "original", _("original")
    DRAFT = "draft", pgettext_lazy("review", "draft")
    TRANSLATED = "translated", _("translation not yet reviewed")
    REVIEWED = "reviewed", _("translation reviewed")
    CONFIRMED = "confirmed", _("confirmed by the institution")
    OUTDATED = "outdated", _("translation older than the original")


class TranslationMove(models.TextChoices):
    """What is done with a translation that readers see; each is an operation and leaves an act."""

    REVIEW = "review", pgettext_lazy("translation", "reviewed")
    CONFIRM = "confirm", pgettext_lazy("translation", "confirmed by the institution")
    UPDATE = "update", pgettext_lazy("translation", "brought up to date")


@dataclass(frozen=True)
class Rule:
    """From which states a move is made; whether an institution is bound by it."""

    states: frozenset[TranslationState]
    binds: bool = False


# What is older than its original is compared with it first; a draft passes the gates and is not moved here.
TRANSLATION_MOVES: dict[TranslationMove, Rule] = {
    TranslationMove.REVIEW: Rule(frozenset({TranslationState.TRANSLATED})),
    TranslationMove.CONFIRM: Rule(frozenset({TranslationState.TRANSLATED, TranslationState.REVIEWED}), binds=True),
    TranslationMove.UPDATE: Rule(frozenset({TranslationState.OUTDATED})),
}
