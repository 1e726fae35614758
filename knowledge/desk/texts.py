"""The texts of a manuscript, and where readers find them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import override

from core.review.models import Manuscript
from core.review.states import WITH_THE_AUTHORS
from knowledge.models import PracticePage


def draft_of(manuscript: Manuscript) -> Any:
    """Return the text of a manuscript: what stands or stood last at a gate, else the last that was saved."""
    gate = manuscript.at_gate
    if manuscript.stage not in WITH_THE_AUTHORS and gate is not None:
        return gate.revision.as_object()
    return manuscript.page.specific.get_latest_revision_as_object()


def address_of(page: PracticePage) -> str:
    """Return where readers find a practice, in the language of its text."""
    with override(page.locale.language_code):
        return reverse("practice", args=[page.slug])
