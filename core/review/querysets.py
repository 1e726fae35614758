"""Questions over manuscripts in the words of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Q
from wagtail.models import WorkflowState

from core.review.states import Gate

if TYPE_CHECKING:
    from core.review.models import Manuscript

IS_IN_WRITING = Q(review__isnull=True) | Q(
    review__status__in=[WorkflowState.STATUS_NEEDS_CHANGES, WorkflowState.STATUS_CANCELLED]
)


def is_at(gate: str) -> Q:
    """Return the condition that a manuscript stands at a gate."""
    of_gate = "review__current_task_state__gatestate__gate"
    return Q(("review__status", WorkflowState.STATUS_IN_PROGRESS), (of_gate, gate))


class ManuscriptQuerySet(models.QuerySet["Manuscript"]):
    """Questions over manuscripts in the words of the desk."""

    def open(self) -> ManuscriptQuerySet:
        """Return those that are being written or stand at a gate."""
        return self.filter(closed_at__isnull=True)

    def of_countries(self, countries: Any) -> ManuscriptQuerySet:
        """Return those of countries with these records."""
        return self.filter(country__in=countries)

    def open_on(self, page: int) -> Manuscript | None:
        """Return the open one of the page with this number."""
        return self.open().filter(page_id=page).first()

    def in_writing(self) -> ManuscriptQuerySet:
        """Return those that were not submitted, were returned, or whose review was cancelled."""
        return self.open().filter(IS_IN_WRITING)

    def at(self, gate: str) -> ManuscriptQuerySet:
        """Return those that stand at a gate."""
        return self.open().filter(is_at(gate))

    def counted(self) -> dict[str, int]:
        """Return how many are being written and stand at each gate: one look at each, as to ask who may see it is dear.

        The keys are ``writing`` and the gates.
        """
        at_gates = {gate: Count("pk", filter=is_at(gate)) for gate in Gate.values}
        found: dict[str, int] = self.open().order_by().aggregate(writing=Count("pk", filter=IS_IN_WRITING), **at_gates)
        return found

    def with_open_suggestion(self) -> ManuscriptQuerySet:
        """Return those at the second gate with suggestions for the text that stands there."""
        standing = Q(suggestions__closed_at__isnull=True, suggestions__gate=F("review__current_task_state"))
        return self.at(Gate.PUBLICATION).filter(standing)

    def with_review(self) -> ManuscriptQuerySet:
        """Bring what stage and clock are read from."""
        return self.select_related(
            "page__locale", "country", "review__current_task_state__gatestate__holder", "opened_by"
        )
