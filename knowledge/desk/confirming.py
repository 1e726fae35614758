"""What an institution endorsed and readers see now is confirmed by it, as its endorsement shows."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.dates import PartialDate
from core.models import ReviewAct, Source, User
from core.records.operations import confirm_record
from core.review.states import Move
from core.review.telling import register_teller
from core.sources.models import Access, SourceKind, TitleBasis
from core.sources.operations import save_source
from knowledge.models import PracticePage


@register_teller
def confirm_what_was_endorsed(act: ReviewAct, before: User | None) -> None:
    """Enter the confirmation with the publication of an original; a translation is none of its record."""
    if act.move != Move.PUBLISH:
        return
    page = PracticePage.objects.select_related("institution__record", "record").get(pk=act.manuscript.page_id)
    endorsement = act.manuscript.acts.filter(move=Move.ENDORSE).order_by("-at", "-pk").first()
    if endorsement is None or page.record is None or page.institution is None or not page.is_original:
        return
    on = timezone.localtime(endorsement.at).date()
    statement = _statement(page, endorsement, on)
    confirm_record(record=page.record, institution=page.institution.record, source=statement.record, on=on, by=act.by)


def _statement(page: PracticePage, endorsement: ReviewAct, on: date) -> Source:
    """Return the endorsement as a source: who said it, on which day, and by which letter where it came by one."""
    record, institution = page.record, page.institution
    assert record is not None  # noqa: S101 - asked by the only caller
    assert institution is not None  # noqa: S101
    with override(record.language):
        title = _("Endorsement of “%(title)s”") % {"title": page.title}
    return save_source(
        key=f"statement-{record.key[:90]}-{on:%Y%m%d}",
        title=title[:500],
        language=record.language,
        publisher=institution.name,
        kind=SourceKind.LETTER if endorsement.evidence else SourceKind.INSTITUTION_STATEMENT,
        access=Access.WHOLE,
        title_basis=TitleBasis.DESCRIPTIVE,
        published=PartialDate.from_iso(on.isoformat()),
        by=endorsement.by,
    )
