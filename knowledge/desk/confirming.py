"""What an institution endorsed and readers see now is confirmed by it, as its endorsement shows; later, by its word.

A confirmation holds for a year (``core.records.yearly``). Then the institution says that the text is still true as it
stands, or publishes another through both gates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from wagtail.log_actions import log

from core.audit.operations import hold_the_end
from core.dates import PartialDate
from core.models import AudienceToken, Citation, Confirmation, Record, ReviewAct, Source, User
from core.records.operations import confirm_record, set_audience
from core.records.yearly import due_on, last_confirmations
from core.review.states import ENDORSEMENTS, Move
from core.review.telling import register_teller
from core.sources.models import Access, SourceKind, TitleBasis
from core.sources.operations import save_source
from core.users.terms import COUNTRY_TOKEN
from knowledge.models import PracticePage
from knowledge.permissions import can_confirm_again, confirms_for_another
from knowledge.versions import version_number

# So long before its last day a confirmation is asked for, and can be given, again.
AHEAD = timedelta(days=60)
OTHER_TEXT = "other text"


@register_teller
def follow_a_publication(act: ReviewAct, before: User | None) -> None:
    """Confirm what was endorsed, and show its sources, to those whom the practice is for."""
    if act.move != Move.PUBLISH:
        return
    page = PracticePage.objects.select_related("institution__record", "record").get(pk=act.manuscript.page_id)
    tokens = list(AudienceToken.objects.filter(record=page.record).values_list("token", flat=True))
    _show_sources(page, act, tokens)
    _confirm(page, act, tokens)


def _show_sources(page: PracticePage, act: ReviewAct, tokens: list[str]) -> None:
    """Show the sources that the people of the country made for the practice to whoever reads it from now on."""
    mine = f"{COUNTRY_TOKEN}{act.manuscript.country.key}"
    named = Q(pk__in=page.practice_sources.values("source"))
    of_figures = Q(pk__in=Citation.objects.filter(record__figure__subject=page.record).values("source"))
    made = Source.objects.filter(named | of_figures, record__audience__token=mine).select_related("record")
    for source in made:
        set_audience(record=source.record, tokens=tokens, by=act.by)


def _confirm(page: PracticePage, act: ReviewAct, tokens: list[str]) -> None:
    """Enter the confirmation of an original; a translation is none of its record."""
    endorsement = act.manuscript.last_act(*ENDORSEMENTS)
    if endorsement is None or page.record is None or page.institution is None or not page.is_original:
        return
    if page.institution.country_id != page.country_id:
        return
    on = timezone.localtime(endorsement.at).date()
    said = _Said(gettext_noop("Endorsement of “%(title)s”"), on, endorsement.by, endorsement.evidence)
    _write(page, said, key=f"statement-manuscript-{endorsement.manuscript_id}", tokens=tokens)


@transaction.atomic
def confirm_again(*, page: PracticePage, seen: int, by: User, evidence: str = "") -> Confirmation:
    """Say for the institution that a published practice is still true as it stands, ``seen`` as this version.

    Raises ``PermissionDenied`` where ``by`` does not speak for the institution, and ``ValidationError`` where the
    secretariat names no letter, the practice is not asked for now, or another text was published meanwhile.
    """
    if not can_confirm_again(by, page):
        raise PermissionDenied
    hold_the_end()
    # Two may say it at once, or one may publish.
    Record.objects.select_for_update().filter(pk=page.record_id or 0).first()
    fresh: Any = PracticePage.objects.select_related("institution__record", "country", "record").get(pk=page.pk)
    if (refusal := refusal_of(fresh, on=timezone.localdate())) is not None:
        raise ValidationError(refusal)
    if version_number(fresh) != seen:
        raise ValidationError(_("Another text was published meanwhile. Read it, then confirm it."), code=OTHER_TEXT)
    letter = evidence.strip() if confirms_for_another(by, fresh) else ""
    if confirms_for_another(by, fresh) and not letter:
        raise ValidationError({"evidence": _("Name the letter by which the country asks for this, with its date.")})
    said = _Said(gettext_noop("Confirmation of “%(title)s”"), timezone.localdate(), by, letter)
    tokens = list(AudienceToken.objects.filter(record=fresh.record).values_list("token", flat=True))
    key = f"statement-{fresh.record.pk}-{said.on.isoformat()}"
    confirmation = _write(fresh, said, key=key, tokens=tokens)
    log(
        instance=fresh.record,
        action="knowledge.confirm_again",
        user=by,
        title=fresh.record.key,
        data={
            "institution": fresh.institution.record.key,
            "on": said.on.isoformat(),
            "version": seen,
            "is_by_letter": bool(letter),
            "evidence": letter,
        },
    )
    return confirmation


def refusal_of(page: PracticePage, *, on: date) -> str | None:
    """Return why a practice cannot be confirmed again on a day, in words; nothing where it can."""
    record, institution = page.record, page.institution
    if record is None or record.withdrawn_on is not None or not page.live or not page.is_original:
        return _("Readers do not see this practice at the moment: there is nothing to confirm.")
    last = last_confirmations().filter(record=record).first()
    if last is None:
        return _("This practice was never confirmed. What passes both gates is: bring it before its country.")
    if institution is None or institution.country_id != page.country_id:
        return _("The institution is not chosen, or is of another country. Correct it first, by an update.")
    asked_from = due_on(last.confirmed_on) - AHEAD
    if on < asked_from:
        days = {"day": date_format(last.confirmed_on), "from": date_format(asked_from)}
        return _("It was confirmed on %(day)s. It can be confirmed again from %(from)s on.") % days
    return None


@dataclass(frozen=True)
class _Said:
    """What an institution said: what it is called, on which day, who entered it, and by which letter if by one."""

    title: str
    on: date
    by: User
    evidence: str


def _write(page: PracticePage, said: _Said, *, key: str, tokens: list[str]) -> Confirmation:
    """Enter a confirmation with its source, which those may see whom the practice is for."""
    record, institution = page.record, page.institution
    assert record is not None  # noqa: S101 - asked by both callers
    assert institution is not None  # noqa: S101
    with override(record.language):
        title = _(said.title) % {"title": page.title}
    statement = save_source(
        key=key,
        title=title[:500],
        language=record.language,
        publisher=institution.name,
        kind=SourceKind.LETTER if said.evidence else SourceKind.INSTITUTION_STATEMENT,
        access=Access.WHOLE,
        title_basis=TitleBasis.DESCRIPTIVE,
        published=PartialDate.from_iso(said.on.isoformat()),
        by=said.by,
    )
    set_audience(record=statement.record, tokens=tokens, by=said.by)
    return confirm_record(
        record=record,
        institution=institution.record,
        source=statement.record,
        on=said.on,
        by=said.by,
        evidence=said.evidence,
    )
