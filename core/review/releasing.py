"""What somebody holds at a gate is free again when they leave."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from core.review.models import GateState, Manuscript, ReadingLink
from core.review.states import AT_A_GATE
from core.users.models import User

RELEASED = "core.release_manuscript"


@transaction.atomic
def release_held(*, of: User, by: User | None) -> list[Manuscript]:
    """Let nobody hold what ``of`` holds at a gate, and return those manuscripts; whoever calls this tells of it."""
    held = Manuscript.objects.open().with_review().filter(review__current_task_state__gatestate__holder=of)
    released = [manuscript for manuscript in held if manuscript.stage in AT_A_GATE]
    GateState.objects.filter(holder=of).update(holder=None)
    for manuscript in released:
        log(manuscript, RELEASED, user=by, title=str(manuscript))
    return released


def end_links_of(person: User) -> None:
    """Let the addresses of drafts that somebody made open nothing any more."""
    ReadingLink.objects.filter(made_by=person, ended_at__isnull=True).update(ended_at=timezone.now())
