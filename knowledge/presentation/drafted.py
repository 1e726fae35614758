"""The figures of a draft, as they will be shown once they are on record."""

from __future__ import annotations

from decimal import Decimal

from core.shown.figures import ShownFigure
from core.shown.sources import shown_source
from core.texts.localized import LocalText
from knowledge.models import DraftFigure, PracticePage
from knowledge.models.figure import leave_out_made


def drafted_figures(page: PracticePage) -> list[ShownFigure]:
    """Return the figures that a draft gives; one without its words or its source is not shown yet.

    Whoever may read the draft sees them with the sources that the draft names, whomever these are for.
    """
    leave_out_made(page)
    own = page.locale.language_code
    return [
        ShownFigure(
            key=row.key,
            measure=LocalText(row.measure, own),
            stated=LocalText(row.stated, own),
            low=row.low,
            high=row.high,
            unit=LocalText(row.unit, own),
            as_of=row.as_of,
            role=row.role,
            note=LocalText("", own),
            indicator=None,
            indicator_key="",
            sources=[shown_source(row.source, language=own)],
        )
        for row in page.draft_figures.all()
        if row.source is not None and row.measure and row.stated
    ]


def numbers_of(row: DraftFigure) -> str:
    """Return the numbers of a figure with their unit: “40 – 50 visits”; nothing where there is none."""
    bounds = dict.fromkeys(_plain(bound) for bound in (row.low, row.high) if bound is not None)
    return f"{' – '.join(bounds)} {row.unit}".strip() if bounds else ""


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
