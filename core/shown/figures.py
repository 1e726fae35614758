"""The figures of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core.dates import PartialDate
from core.figures.models import Figure
from core.generations.noting import shows_about
from core.records.models import Record
from core.records.neighbours import titles_of
from core.shown.sources import sources_of
from core.templatetags.facts import ShownSource
from core.texts.localized import Localizer, LocalText


@dataclass(frozen=True)
class ShownFigure:
    """A figure in the words of a language, with its sources."""

    key: str
    measure: LocalText
    stated: LocalText
    low: Decimal | None
    high: Decimal | None
    unit: LocalText
    as_of: PartialDate
    role: str
    note: LocalText
    indicator: LocalText | None
    indicator_key: str
    sources: list[ShownSource]


def figures_of(subject_ids: Iterable[int], *, language: str, user: Any) -> dict[int, list[ShownFigure]]:
    """Return the figures ``user`` may see of each subject, in their order, by the subject's record id: four queries."""
    subjects = set(subject_ids)
    shows_about(*subjects)
    rows = list(
        Figure.objects.filter(
            record__in=Record.objects.stated_to(user),
            subject__in=Record.objects.visible_to(user).filter(pk__in=subjects),
        )
        .select_related("record", "indicator")
        .order_by("subject", "position", "pk")
    )
    found: dict[int, list[ShownFigure]] = defaultdict(list)
    for row, figure in zip(rows, shown_figures(rows, language=language, user=user), strict=True):
        found[row.subject_id].append(figure)
    return found


def shown_figures(rows: Sequence[Figure], *, language: str, user: Any) -> list[ShownFigure]:
    """Return figures, fetched with their record and indicator, as ``user`` reads them: three queries."""
    record_ids = [row.record_id for row in rows]
    sources = sources_of(record_ids, language=language, user=user)
    localizer = Localizer(language, record_ids)
    titles = titles_of({row.indicator_id for row in rows if row.indicator_id}, language=language, user=user)
    indicators = {pk: LocalText(title.text, title.text_language) for pk, title in titles.items()}
    return [_shown(row, localizer, indicators, sources.get(row.record_id, [])) for row in rows]


def _shown(
    row: Figure, localizer: Localizer, indicators: dict[int, LocalText], sources: list[ShownSource]
) -> ShownFigure:
    def local(field: str) -> LocalText:
        return localizer.of(row.record_id, field, getattr(row, field), row.record.language)

    return ShownFigure(
        key=row.record.key,
        measure=local("measure"),
        stated=local("stated"),
        low=row.low,
        high=row.high,
        unit=local("unit"),
        as_of=replace(row.as_of, words=local("as_of_words").text),
        role=row.role,
        note=local("note"),
        indicator=indicators.get(row.indicator_id or 0),
        indicator_key=row.indicator.key if row.indicator and row.indicator_id in indicators else "",
        sources=sources,
    )
