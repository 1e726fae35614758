"""What becomes of a request for an opinion, and what can be done with it from where, as a table.

Nothing of it is stored: the state is computed from what happened and the day that is asked for.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OpinionState(models.TextChoices):
    """Where a request stands."""

    ASKED = "asked", pgettext_lazy("opinion", "asked")
    GIVEN = "given", pgettext_lazy("opinion", "given")
    DECLINED = "declined", pgettext_lazy("opinion", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("opinion", "withdrawn")
    # The day passed, or the text was decided on, before an opinion came.
    EXPIRED = "expired", pgettext_lazy("opinion", "expired")


class Step(models.TextChoices):
    """What can be done with a request."""

    GIVE = "give"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    SHARE = "share"


class Recommendation(models.TextChoices):
    """What a reviewer advises."""

    AS_IT_IS = "as it is", _("publish it as it is")
    WITH_CHANGES = "with changes", _("publish it with changes")
    NOT = "not", _("do not publish it")


# What was given is replaced, as a new row; what was given is not taken away any more, by nobody.
STEPS: dict[Step, frozenset[OpinionState]] = {
    Step.GIVE: frozenset({OpinionState.ASKED, OpinionState.GIVEN}),
    Step.DECLINE: frozenset({OpinionState.ASKED}),
    Step.WITHDRAW: frozenset({OpinionState.ASKED}),
    Step.SHARE: frozenset({OpinionState.GIVEN}),
}
# What the reviewer does, for which the address has to be open; the rest is done at the gate.
BY_THE_REVIEWER = frozenset({Step.GIVE, Step.DECLINE})
