"""What an institution endorsed and readers see now is confirmed by it, as its endorsement shows."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.dates import PartialDate
from core.models import AudienceToken, ReviewAct, Source, User
from core.records.operations import confirm_record, set_audience
from core.review.states import ENDORSEMENTS, Move
from core.review.telling import register_teller
from core.sources.models import Access, SourceKind, TitleBasis
from core.sources.operations import save_source
from core.users.terms import COUNTRY_TOKEN
from knowledge.models import PracticePage


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
    made = page.practice_sources.filter(source__record__audience__token=mine).select_related("source__record")
    for row in made:
        set_audience(record=row.source.record, tokens=tokens, by=act.by)


def _confirm(page: PracticePage, act: ReviewAct, tokens: list[str]) -> None:
    """Enter the confirmation of an original; a translation is none of its record."""
    endorsement = act.manuscript.last_act(*ENDORSEMENTS)
    if endorsement is None or page.record is None or page.institution is None or not page.is_original:
        return
    if page.institution.country_id != page.country_id:
        return
    on = timezone.localtime(endorsement.at).date()
    statement = _statement(page, endorsement, on)
    set_audience(record=statement.record, tokens=tokens, by=act.by)
    confirm_record(record=page.record, institution=page.institution.record, source=statement.record, on=on, by=act.by)


def _statement(page: PracticePage, endorsement: ReviewAct, on: date) -> Source:
    """Return the endorsement as a source: who said it, on which day, and by which letter where it came by one."""
    record, institution = page.record, page.institution
    assert record is not None  # noqa: S101 - asked by the only caller
    assert institution is not None  # noqa: S101
    with override(record.language):
        title = _("Endorsement of “%(title)s”") % {"title": page.title}
    return save_source(
        key=f"statement-manuscript-{endorsement.manuscript_id}",
        title=title[:500],
        language=record.language,
        publisher=institution.name,
        kind=SourceKind.LETTER if endorsement.evidence else SourceKind.INSTITUTION_STATEMENT,
        access=Access.WHOLE,
        title_basis=TitleBasis.DESCRIPTIVE,
        published=PartialDate.from_iso(on.isoformat()),
        by=endorsement.by,
    )
