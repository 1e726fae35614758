"""The texts of a manuscript."""

from __future__ import annotations

from typing import Any

from core.review.models import Manuscript
from core.review.states import WITH_THE_AUTHORS


def draft_of(manuscript: Manuscript) -> Any:
    """Return the text of a manuscript: what stands or stood last at a gate, else the last that was saved."""
    gate = manuscript.at_gate
    if manuscript.stage not in WITH_THE_AUTHORS and gate is not None:
        return gate.revision.as_object()
    return manuscript.page.specific.get_latest_revision_as_object()
