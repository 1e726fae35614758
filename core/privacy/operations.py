"""A person is erased from texts: sought first, then, as the secretariat confirmed, put out of every place."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.audit.operations import hold_the_end
from core.outbox.operations import reason_of, wait_after
from core.privacy.models import Erasure, ErasureState, Scope
from core.privacy.permissions import can_erase
from core.privacy.places import Finding, findings, staying, write
from core.privacy.renewing import renew
from core.privacy.words import SHORTEST, Words
from core.users.models import User

ASKED, CONFIRMED, WITHDRAWN, DONE = (
    "core.ask_erasure",
    "core.confirm_erasure",
    "core.withdraw_erasure",
    "core.erase_person",
)
LEASE = timedelta(minutes=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
# So many rows of a place are named; all are counted.
MOST_NAMED = 50
# Beside the places: what cannot be changed.
STAYING = "staying"
# What was asked for and never confirmed is forgotten, with the name.
OPEN_FOR = timedelta(days=30)

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_for_erasure(*, name: str, addresses: str, evidence: str, by: User) -> Erasure:
    """Ask what the erasure of a person would change; the worker looks, and nothing is changed.

    Raises ``PermissionDenied`` where ``by`` may not, and ``ValidationError`` without words that can be sought or
    without the letter that asks for it.
    """
    if not can_erase(by):
        raise PermissionDenied
    _refuse_what_cannot_be_sought(name, addresses)
    if not evidence.strip():
        raise ValidationError({"evidence": _("Name the letter or decision that this rests on.")})
    erasure = Erasure.objects.create(
        scope=Scope.EVERYWHERE,
        name=" ".join(name.split()),
        addresses="\n".join(addresses.split()),
        evidence=evidence.strip(),
        asked_by=by,
    )
    log(erasure, ASKED, user=by)
    return erasure


@transaction.atomic
def confirm_erasure(*, erasure: Erasure, by: User) -> None:
    """Let the worker erase what was found, and whatever holds the words by then.

    Raises ``PermissionDenied``, and ``ValidationError`` where it was not sought yet, or is over.
    """
    held = _held(erasure, by)
    if held.state != ErasureState.FOUND:
        raise ValidationError(_("This was not sought yet, or was confirmed or withdrawn meanwhile."))
    held.confirmed_at, held.confirmed_by, held.next_try_at = timezone.now(), by, timezone.now()
    held.save(update_fields=["confirmed_at", "confirmed_by", "next_try_at"])
    log(held, CONFIRMED, user=by)


@transaction.atomic
def withdraw_erasure(*, erasure: Erasure, by: User | None) -> None:
    """Let everything stay as it is, and forget whom it was about. Raises as ``confirm_erasure`` does.

    ``by`` is ``None`` where the time for it ran out.
    """
    held = _held(erasure, by)
    if held.state not in (ErasureState.SEEKING, ErasureState.FOUND):
        raise ValidationError(_("This was confirmed or withdrawn meanwhile."))
    held.evidence = held.words.without(held.evidence)
    held.withdrawn_at, held.name, held.addresses, held.found = timezone.now(), "", "", {}
    held.save(update_fields=["evidence", "withdrawn_at", "name", "addresses", "found"])
    log(held, WITHDRAWN, user=by)


def erase_traces(*, name: str, address: str, evidence: str, by: User | None) -> Erasure:
    """Let the worker put out what a closed account left in messages and notes. Whoever calls this has asked."""
    now = timezone.now()
    return Erasure.objects.create(
        scope=Scope.TRACES, name=name, addresses=address, evidence=evidence, asked_by=by, sought_at=now,
        confirmed_by=by, confirmed_at=now,
    )  # fmt: skip


def work_off() -> int:
    """Seek and erase what waits, and return how many were taken. Several workers may call this, and die in it."""
    taken = 0
    waiting = Erasure.objects.to_seek() | Erasure.objects.to_do()
    for pk in list(waiting.due(timezone.now()).order_by("pk").values_list("pk", flat=True)):
        now = timezone.now()
        mine = waiting.due(now).filter(pk=pk)
        if not mine.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
            continue
        taken += 1
        _work_off(pk)
    return taken


def withdraw_lapsed() -> None:
    """Forget whom erasures were about that nobody confirmed for a month."""
    old = timezone.now() - OPEN_FOR
    for erasure in Erasure.objects.filter(asked_at__lt=old, confirmed_at__isnull=True, withdrawn_at__isnull=True):
        withdraw_erasure(erasure=erasure, by=None)


def _work_off(pk: int) -> None:
    erasure = Erasure.objects.get(pk=pk)
    try:
        if erasure.confirmed_at is None:
            _seek(erasure)
        else:
            _erase(erasure)
    except Exception as error:  # one that fails must not stop the others; its row keeps the kind of the failure
        logger.exception("The erasure %s failed.", pk)
        wait = wait_after(erasure.attempts, first=FIRST_WAIT, longest=LONGEST_WAIT)
        told = erasure.words.without(reason_of(error))
        Erasure.objects.filter(pk=pk).update(
            lease_until=None, next_try_at=timezone.now() + wait, last_error=told[:2000]
        )


def _seek(erasure: Erasure) -> None:
    found = {**counted(findings(erasure.words, everywhere=True)), STAYING: staying(erasure.words)}
    Erasure.objects.filter(pk=erasure.pk, sought_at__isnull=True).update(
        sought_at=timezone.now(), found=found, lease_until=None, attempts=0, last_error=""
    )


def _erase(erasure: Erasure) -> None:
    """Erase in one transaction: a worker that dies in it leaves everything as it was, and another begins anew."""
    words, everywhere = erasure.words, erasure.scope == Scope.EVERYWHERE
    with transaction.atomic():
        hold_the_end()
        held = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if held.done_at is not None:
            return
        with _renewed(words, everywhere=everywhere) as changed:
            for finding in findings(words, everywhere=everywhere):
                write(finding, by=held.confirmed_by)
                changed.append(finding)
        stays = staying(words) if everywhere else {}
        held.found, held.done_at = {**counted(iter(changed)), STAYING: stays}, timezone.now()
        held.evidence = words.without(held.evidence)
        held.name = held.addresses = held.last_error = ""
        held.lease_until = None
        held.save()
        log(held, DONE, user=held.confirmed_by, data={"scope": held.scope, "changed": _sums(held.found)})


@contextmanager
def _renewed(words: Words, *, everywhere: bool) -> Iterator[list[Finding]]:
    """Make anew what is made of the rows that change meanwhile."""
    changed: list[Finding] = []
    yield changed
    renew(changed, words, everywhere=everywhere)


def counted(found: Iterator[Finding]) -> dict[str, Any]:
    """Return how many rows of each place, with the numbers of some."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for finding in found:
        rows[f"{finding.place.label}.{finding.place.field.name}"].append(finding.pk)
    return {name: {"count": len(pks), "pks": [str(pk) for pk in pks[:MOST_NAMED]]} for name, pks in rows.items()}


def _sums(found: dict[str, Any]) -> dict[str, int]:
    return {name: told["count"] for name, told in found.items() if name != STAYING}


def _held(erasure: Erasure, by: User | None) -> Erasure:
    if by is not None and not can_erase(by):
        raise PermissionDenied
    return Erasure.objects.select_for_update().get(pk=erasure.pk)


def _refuse_what_cannot_be_sought(name: str, addresses: str) -> None:
    if name.strip() and len(name.split()) < 2:
        raise ValidationError({"name": _("Write the whole name: one word alone stands in many texts.")})
    if wrong := [one for one in addresses.split() if "@" not in one or len(one) < SHORTEST]:
        raise ValidationError({"addresses": _("“%(word)s” is no e-mail address.") % {"word": wrong[0]}})
    if not Words.of([name], addresses.split()):
        raise ValidationError({"name": _("Write the name or the e-mail address that is to be erased.")})
