"""The stages of a manuscript and the moves between them, as a table.

The way is the association's own: an expert writes, the focal point of the country endorses in the name of the
institution, the secretariat publishes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where a manuscript stands; it is computed from the dated acts of its review."""

    DRAFT = "draft", pgettext_lazy("review", "draft")
    SUBMITTED = "submitted", _("submitted, waits for endorsement")
    RETURNED = "returned", _("returned with requests")
    ENDORSED = "endorsed", _("endorsed, waits for publication")
    PUBLISHED = "published", pgettext_lazy("review", "published")
    DECLINED = "declined", pgettext_lazy("review", "declined")


class Gate(models.TextChoices):
    """What a manuscript passes, in this order."""

    ENDORSEMENT = "endorsement", _("endorsement by the institution")
    PUBLICATION = "publication", _("publication by the secretariat")


class Part(models.TextChoices):
    """What somebody has to be for a move.

    Who writes for the country, who keeps the gate that the manuscript stands at, who endorses at whatever gate, or who
    decides who its authors are.
    """

    AUTHOR = "author", _("experts and focal points of the country")
    KEEPER = "keeper", _("whoever keeps the gate")
    ENDORSER = "endorser", _("focal points of the country")
    NAMER = "namer", _("the authors and focal points of the country")


class Move(models.TextChoices):
    """What can be done with a manuscript."""

    SUBMIT = "submit", pgettext_lazy("review", "submitted")
    TAKE_BACK = "take back", pgettext_lazy("review", "taken back")
    CLAIM = "claim", pgettext_lazy("review", "claimed")
    HAND_OVER = "hand over", pgettext_lazy("review", "handed over")
    PAUSE = "pause", pgettext_lazy("review", "paused")
    RESUME = "resume", pgettext_lazy("review", "taken up again")
    ASK = "ask", _("change asked for")
    RETURN = "return", pgettext_lazy("review", "returned")
    ANSWER = "answer", pgettext_lazy("review", "answered")
    CLOSE = "close", _("request closed")
    DECLINE = "decline", pgettext_lazy("review", "declined")
    ENDORSE = "endorse", pgettext_lazy("review", "endorsed")
    PUBLISH = "publish", pgettext_lazy("review", "published")
    SUGGEST = "suggest", _("other wording suggested")
    DECIDE = "decide", _("suggestions answered")
    ACCEPT = "accept", _("other wording endorsed")
    WITHDRAW = "withdraw", _("suggestions withdrawn")
    NAME = "name author", _("author named")
    REMOVE = "remove author", _("author taken off")
    HAND_ON = "hand on", _("authorship handed over")
    RESTORE = "restore", _("earlier version restored as a draft")


@dataclass(frozen=True)
class Rule:
    """From which stages a move is made and by whom; where it leads, or nothing where the stage stays."""

    stages: frozenset[Stage]
    part: Part
    leads_to: Stage | None = None
    # Whether it is made while the clock stands still.
    while_paused: bool = False
    # Whether only who holds the manuscript makes it, where somebody does.
    by_holder: bool = True


AT_A_GATE = frozenset({Stage.SUBMITTED, Stage.ENDORSED})
WITH_THE_AUTHORS = frozenset({Stage.DRAFT, Stage.RETURNED})
OPEN = AT_A_GATE | WITH_THE_AUTHORS

MOVES: dict[Move, Rule] = {
    Move.SUBMIT: Rule(WITH_THE_AUTHORS, Part.AUTHOR, Stage.SUBMITTED),
    Move.TAKE_BACK: Rule(AT_A_GATE | {Stage.RETURNED}, Part.AUTHOR, Stage.DRAFT, while_paused=True),
    Move.CLAIM: Rule(AT_A_GATE, Part.KEEPER, by_holder=False, while_paused=True),
    Move.HAND_OVER: Rule(AT_A_GATE, Part.KEEPER, while_paused=True),
    Move.PAUSE: Rule(AT_A_GATE, Part.KEEPER),
    Move.RESUME: Rule(AT_A_GATE, Part.KEEPER, while_paused=True, by_holder=False),
    Move.ASK: Rule(AT_A_GATE, Part.KEEPER),
    Move.RETURN: Rule(AT_A_GATE, Part.KEEPER, Stage.RETURNED),
    Move.ANSWER: Rule(WITH_THE_AUTHORS, Part.AUTHOR),
    Move.CLOSE: Rule(AT_A_GATE, Part.KEEPER),
    Move.DECLINE: Rule(AT_A_GATE, Part.KEEPER, Stage.DECLINED),
    Move.ENDORSE: Rule(frozenset({Stage.SUBMITTED}), Part.KEEPER, Stage.ENDORSED),
    Move.PUBLISH: Rule(frozenset({Stage.ENDORSED}), Part.KEEPER, Stage.PUBLISHED),
    Move.SUGGEST: Rule(frozenset({Stage.ENDORSED}), Part.KEEPER),
    Move.DECIDE: Rule(frozenset({Stage.ENDORSED}), Part.AUTHOR, while_paused=True),
    Move.ACCEPT: Rule(frozenset({Stage.ENDORSED}), Part.ENDORSER, while_paused=True),
    Move.WITHDRAW: Rule(frozenset({Stage.ENDORSED}), Part.KEEPER, while_paused=True),
    Move.NAME: Rule(OPEN, Part.NAMER, while_paused=True),
    Move.REMOVE: Rule(OPEN, Part.NAMER, while_paused=True),
    Move.HAND_ON: Rule(OPEN, Part.NAMER, while_paused=True),
    Move.RESTORE: Rule(WITH_THE_AUTHORS, Part.AUTHOR),
}

# By these an institution stands by a text: what was endorsed last, by either, is what is published.
ENDORSEMENTS = frozenset({Move.ENDORSE, Move.ACCEPT})
