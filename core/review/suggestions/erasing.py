"""A person is erased from suggested wording, which has to be of the text beside it and to change something."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from core.privacy.places import register_writer
from core.review.suggestions.models import SuggestedChange, Suggestion
from core.users.models import User

WORDING = ("before", "after")


def write_change(pk: int, values: dict[str, Any], by: User | None) -> None:
    """Change the wording; a change that changes nothing any more goes, and what waited for an answer is withdrawn.

    Whoever reads it next reads other words than were suggested: the secretariat suggests anew.
    """
    change = SuggestedChange.objects.filter(pk=pk).first()
    if change is None:
        return
    sides = {name: values.get(name, getattr(change, name)) for name in WORDING}
    if any(name in values for name in WORDING):
        open_one = Suggestion.objects.filter(pk=change.suggestion_id, closed_at__isnull=True)
        now = timezone.now()
        open_one.update(closed_at=now, withdrawn_at=now, withdrawn_by=by.pk if by is not None else F("made_by"))
    if sides["before"] == sides["after"]:
        change.delete()
        return
    SuggestedChange.objects.filter(pk=pk).update(**values)


register_writer("core.SuggestedChange", write_change)
