"""The states of suggestions, computed from dated acts, and what can be done in which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.review.states import Move


class SuggestionState(models.TextChoices):
    """Where a set of suggestions stands."""

    SUGGESTED = "suggested", _("suggested, waits for an answer")
    ANSWERED = "answered", _("answered, waits for endorsement")
    ACCEPTED = "accepted", _("endorsed, stands in the text")
    REFUSED = "refused", pgettext_lazy("suggestion", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("suggestion", "withdrawn")
    OVERTAKEN = "overtaken", _("overtaken by another text")


class ChangeState(models.TextChoices):
    """Where one change stands."""

    SUGGESTED = "suggested", pgettext_lazy("suggestion", "suggested")
    ACCEPTED = "accepted", pgettext_lazy("suggestion", "accepted")
    REFUSED = "refused", pgettext_lazy("suggestion", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("suggestion", "withdrawn")
    OVERTAKEN = "overtaken", pgettext_lazy("suggestion", "overtaken")


# In which states of a set each move is made with it. A set that is over, or of another text, moves no more.
POSSIBLE: dict[Move, frozenset[SuggestionState]] = {
    Move.DECIDE: frozenset({SuggestionState.SUGGESTED, SuggestionState.ANSWERED}),
    Move.ACCEPT: frozenset({SuggestionState.ANSWERED}),
    Move.WITHDRAW: frozenset({SuggestionState.SUGGESTED, SuggestionState.ANSWERED}),
}
OPEN = POSSIBLE[Move.WITHDRAW]
