"""Who adds a signed approval. Whoever may see the manuscript reads it."""

from __future__ import annotations

from typing import Any

from core.review.models import Manuscript, ReviewAct
from core.review.permissions import can_see_manuscript, endorses, is_secretariat
from core.review.states import ENDORSEMENTS, Stage

# What was returned or taken back is endorsed anew: a paper about it belongs to that endorsement.
ENDORSED = frozenset({Stage.ENDORSED, Stage.PUBLISHED})


def endorsement_of(manuscript: Manuscript) -> ReviewAct | None:
    """Return the endorsement that holds; nothing where none does."""
    return manuscript.last_act(*ENDORSEMENTS) if manuscript.stage in ENDORSED else None


def can_add_approval(user: Any, manuscript: Manuscript) -> bool:
    """Whether ``user`` may add what was signed: focal points of the country, and the secretariat for it."""
    if manuscript.stage not in ENDORSED or not can_see_manuscript(user, manuscript):
        return False
    return endorses(user, manuscript) or is_secretariat(user)
