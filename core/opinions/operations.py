"""The verbs of opinions: ask, answer, decline, withdraw, share. Each asks, locks, writes, and tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.audit.operations import hold_the_end
from core.opinions.letters import write_asked, write_not_needed
from core.opinions.models import Opinion, OpinionLink, OpinionRequest
from core.opinions.permissions import can_ask_opinion, can_read_opinion, can_share_opinion
from core.opinions.states import Step
from core.opinions.telling import tell_asker, tell_authors
from core.records.models import Record
from core.review.digests import digest_of
from core.review.models import Manuscript
from core.review.people import focal_points_of, secretariat, writers_of
from core.review.permissions import can_see_manuscript
from core.review.states import ENDORSEMENTS, Gate, Move
from core.users.models import User
from core.users.tokens import hash_of, new_token

ASKED, GIVEN, DECLINED, WITHDRAWN, SHARED, HANDED_OVER = (
    "core.ask_opinion",
    "core.give_opinion",
    "core.decline_opinion",
    "core.withdraw_opinion",
    "core.share_opinion",
    "core.hand_over_opinion",
)
USUAL, LONGEST = timedelta(days=14), timedelta(days=60)
# So many are waited for at once about one text at one gate; so many does one person ask for in a day.
MOST, MOST_A_DAY = 10, 20


@transaction.atomic
def ask_opinion(
    *,
    manuscript: Manuscript,
    name: str,
    email: str,
    institution: Record | None,
    institution_words: str,
    language: str,
    question: str,
    due_on: date,
    by: User,
) -> OpinionRequest:
    """Ask somebody of another institution about the text that stands at the gate, by a letter with an address.

    Raises ``PermissionDenied`` where ``by`` does not keep that gate, and ``ValidationError`` where a colleague has the
    text, something is missing, the day is not within 60 days, the person works on the text, or was asked already.
    """
    hold_the_end()
    Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    fresh = Manuscript.objects.with_review().get(pk=manuscript.pk)
    if not can_see_manuscript(by, fresh):
        raise PermissionDenied
    gate = fresh.stands_at
    if gate is None or not can_ask_opinion(by, fresh):
        raise ValidationError(_("An opinion is asked for by whoever has the text at its gate. Take it first."))
    request = OpinionRequest(
        manuscript=fresh,
        gate=gate.gate,
        revision=gate.revision,
        digest=digest_of(gate.revision),
        name=name.strip(),
        email=email.strip().lower(),
        institution=institution,
        institution_words="" if institution is not None else institution_words.strip(),
        language=language,
        question=question.strip(),
        due_on=due_on,
        asked_by=by,
    )
    _refuse_what_does_not_fit(request)
    request.save()
    write_asked(request, new_link(request))
    _log(request, ASKED, by, gate=request.gate, revision=request.revision_id, digest=request.digest)
    return request


def give_opinion(
    *, request: OpinionRequest, recommendation: str, text: str, interests: str, may_name: bool, by: User | None = None
) -> Opinion:
    """Keep what a reviewer says; what was said before stays, and counts no more.

    Whoever calls this has asked for the address of the letter or the account. Raises ``ValidationError`` where the
    request is no longer open, or something is missing.
    """
    with _step(request, Step.GIVE) as held:
        opinion = Opinion(
            request=held,
            recommendation=recommendation,
            text=text.strip(),
            interests=interests.strip(),
            may_name=may_name,
        )
        opinion.full_clean(exclude=["request"], validate_constraints=False)
        is_first = held.latest is None
        opinion.save()
        _log(held, GIVEN, by, opinion=opinion.pk, is_first=is_first)
        tell_asker(held, "opinion given" if is_first else "opinion replaced")
    return opinion


def decline_opinion(*, request: OpinionRequest, reason: str, by: User | None = None) -> None:
    """Say that one gives none, and why.

    Whoever calls this has asked for the address of the letter or the account. Raises ``ValidationError`` where the
    request is no longer open, an opinion was given already, or no reason is.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say in a few words why: whoever asked can then ask somebody else.")})
    with _step(request, Step.DECLINE) as held:
        held.declined_at, held.decline_reason = timezone.now(), reason.strip()
        held.save(update_fields=["declined_at", "decline_reason"])
        _log(held, DECLINED, by)
        tell_asker(held, "opinion declined", text=held.decline_reason)


def withdraw_request(*, request: OpinionRequest, by: User) -> None:
    """Ask no more: the address opens nothing from now on, and the reviewer is told so.

    Whoever asked withdraws, or a colleague at the gate: people leave. Raises ``PermissionDenied``, and
    ``ValidationError`` where it was answered, declined or withdrawn already.
    """
    if not can_read_opinion(by, request):
        raise PermissionDenied
    with _step(request, Step.WITHDRAW) as held:
        held.withdrawn_at, held.withdrawn_by = timezone.now(), by
        held.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _log(held, WITHDRAWN, by)
        write_not_needed(held)


def withdraw_unreachable(*, request: OpinionRequest, by: User | None) -> None:
    """Ask no more who was erased, and let whoever asked know. Whoever calls this has asked, and holds the request.

    ``by`` confirmed the erasure; where nobody did, it is withdrawn in the name of whoever asked.
    """
    held = OpinionRequest.objects.with_answers().get(pk=request.pk)
    if not held.allows(Step.WITHDRAW, on=timezone.localdate()):
        return
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by or held.asked_by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _log(held, WITHDRAWN, held.withdrawn_by)
    tell_asker(held, "opinion ended")


def hand_over_requests(*, of: User, by: User | None) -> None:
    """Let a colleague at the gate wait for the opinions that ``of`` asked for and leaves; else nobody does.

    Call it when the roles of ``of`` have ended. Whoever calls this has asked.
    """
    waiting = OpinionRequest.objects.waited_for(on=timezone.localdate()).filter(asked_by=of)
    for request in waiting.with_answers().select_for_update(of=["self"]):
        country = request.manuscript.country_id
        colleagues = secretariat() if request.gate == Gate.PUBLICATION else focal_points_of(country)
        colleague = colleagues.exclude(pk=of.pk).exclude(email__iexact=request.email).first()
        if colleague is None:
            request.withdrawn_at, request.withdrawn_by = timezone.now(), by or of
            request.save(update_fields=["withdrawn_at", "withdrawn_by"])
            _log(request, WITHDRAWN, by)
            write_not_needed(request)
            continue
        request.asked_by = colleague
        request.save(update_fields=["asked_by"])
        _log(request, HANDED_OVER, by, to=colleague.pk)
        tell_asker(request, "opinion handed over")


def share_opinion(*, request: OpinionRequest, opinion: int, by: User) -> None:
    """Let the authors read the opinion that ``by`` read, with the name where the reviewer agreed. Safe to repeat.

    Raises ``PermissionDenied`` where ``by`` does not keep the gate, and ``ValidationError`` where nothing was given, or
    ``opinion`` is not the last one any more: nobody shares what they have not read.
    """
    if not can_share_opinion(by, request):
        raise PermissionDenied
    with _step(request, Step.SHARE) as held:
        latest = held.latest
        if latest is None or latest.pk != opinion:
            raise ValidationError(_("The reviewer gave another opinion meanwhile. Read it, then share it."))
        if latest.shared_at is not None:
            return
        latest.shared_at, latest.shared_by = timezone.now(), by
        latest.save(update_fields=["shared_at", "shared_by"])
        _log(held, SHARED, by, opinion=latest.pk)
        tell_authors(held, by)


def new_link(request: OpinionRequest) -> str:
    """Make an address of a request, and return what it holds, which is kept nowhere. Addresses before stay open."""
    token = new_token()
    OpinionLink.objects.create(request=request, token_hash=hash_of(token))
    return token


def request_of(token: str) -> OpinionRequest | None:
    """Return the request that an address opens; nothing where it opens none any more."""
    found = OpinionRequest.objects.with_answers().filter(links__token_hash=hash_of(token)).first()
    return found if found is not None and opens(found) else None


def opens(request: OpinionRequest) -> bool:
    """Whether a request can be answered today; not where whoever asked may not know of the text any more."""
    return request.is_open(on=timezone.localdate()) and can_see_manuscript(request.asked_by, request.manuscript)


def text_of(request: OpinionRequest) -> Any:
    """Return the text that was asked about; nothing where it was written over, which Wagtail may do with a revision."""
    if request.revision is None or digest_of(request.revision) != request.digest:
        return None
    return request.revision.as_object()


def text_at_gate(manuscript: Manuscript) -> tuple[int | None, str]:
    """Return by what the text is known that stands, or stood last, at a gate."""
    act = manuscript.last_act(Move.SUBMIT, *ENDORSEMENTS)
    return (act.revision_id, act.digest) if act is not None else (None, "")


@contextmanager
def _step(request: OpinionRequest, step: Step) -> Iterator[OpinionRequest]:
    """Lock and look again, in one transaction with what is written then."""
    with transaction.atomic():
        hold_the_end()
        Manuscript.objects.select_for_update().get(pk=request.manuscript_id)
        OpinionRequest.objects.select_for_update().get(pk=request.pk)
        held: OpinionRequest = OpinionRequest.objects.with_answers().get(pk=request.pk)
        if not held.allows(step, on=timezone.localdate()):
            raise ValidationError(
                _("This cannot be done now: the request is “%(state)s”. Somebody may have been quicker.")
                % {"state": held.state(on=timezone.localdate()).label}
            )
        yield held


def _refuse_what_does_not_fit(request: OpinionRequest) -> None:
    today = timezone.localdate()
    if request.institution is None and not request.institution_words:
        raise ValidationError({"institution_words": _("Say of which institution the reviewer is.")})
    request.full_clean(exclude=["manuscript", "revision", "institution"], validate_constraints=False)
    if not today < request.due_on <= today + LONGEST:
        raise ValidationError({"due_on": _("Choose a day after today, within %(days)s days.") % {"days": LONGEST.days}})
    if request.email == request.asked_by.email.lower() or _works_on_it(request):
        raise ValidationError(
            {"email": _("This person works on the text for its country. Ask somebody of another institution.")}
        )
    # Of this gate: who keeps it may not know whom the other asks.
    before = OpinionRequest.objects.waited_for(on=today).filter(manuscript=request.manuscript_id, gate=request.gate)
    if before.filter(email=request.email).exists():
        raise ValidationError({"email": _("This person is asked already, and has time to answer.")})
    if before.count() >= MOST:
        raise ValidationError(_("There are many requests already: wait for answers, or withdraw one first."))
    since = timezone.now() - timedelta(days=1)
    if OpinionRequest.objects.filter(asked_by=request.asked_by, asked_at__gt=since).count() >= MOST_A_DAY:
        raise ValidationError(_("You asked for many opinions today. Ask for more tomorrow."))


def _works_on_it(request: OpinionRequest) -> bool:
    return writers_of(request.manuscript.country_id).filter(email__iexact=request.email).exists()


def _log(request: OpinionRequest, action: str, by: User | None, **data: Any) -> None:
    """Log an act with numbers alone: names and words stand with the request."""
    about = request.manuscript
    log(about, action, user=by, title=str(about), data={"request": request.pk, **data})
