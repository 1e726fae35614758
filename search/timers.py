"""What the worker does for the search: keep up with changes, look after the index, compare it every day."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from core.outbox.operations import deliver_batch
from core.outbox.registry import register_timed_work
from search.checking import check
from search.chosen import engine
from search.duties import Busy, LeaseLost
from search.engines import EngineUnavailable, RebuildNeeded
from search.indexing import keep_up, want_rebuild
from search.models import Duty, Task
from search.rebuilding import CHECK, rebuild

logger = logging.getLogger(__name__)

# Every time the worker looks for work.
register_timed_work("search", every=timedelta(0))(keep_up)


@register_timed_work("search rebuild", every=timedelta(seconds=10))
def look_after_index() -> None:
    """Rebuild the index where somebody asks for it or there is none; the worker's other duties go on meanwhile."""
    if not _is_wanted():
        return
    try:
        done = rebuild(meanwhile=_other_duties)
    except (Busy, LeaseLost) as error:
        logger.info("Another process rebuilds the index: %s.", error)
    except EngineUnavailable as error:
        logger.warning("The index could not be rebuilt: %s", error)
    else:
        logger.info("The index was rebuilt: %s documents in %s seconds.", done.documents, done.seconds)


def _is_wanted() -> bool:
    """Whether a rebuild is asked for, by somebody or by the state of the index, and did not fail a moment ago."""
    try:
        engine().state()
    except RebuildNeeded:
        want_rebuild()
    except EngineUnavailable:
        return False
    return Duty.objects.filter(name=Task.REBUILD, wanted_since__isnull=False, next_try_at__lte=timezone.now()).exists()


def _other_duties() -> None:
    deliver_batch()
    keep_up()


@register_timed_work(CHECK, every=timedelta(days=1))
def check_daily() -> None:
    """Compare index and database; an engine that is away is compared the day after."""
    try:
        check()
    except (Busy, LeaseLost, EngineUnavailable) as error:
        logger.warning("Index and database could not be compared: %s: %s", type(error).__name__, error)
