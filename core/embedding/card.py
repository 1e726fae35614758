"""What stands on the picture of a figure, in the language of its address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.figures.models import Figure
from core.records.models import Title
from core.records.neighbours import titles_of
from core.shown.figures import ShownFigure, figures_of
from core.shown.frame import title_of
from core.templatetags.dates import in_words
from core.templatetags.facts import References, ShownSource, told_unit
from core.templatetags.graphics import FigureGroup, figure_groups, shapes_of
from core.templatetags.texts import interface_language_of
from core.texts.localized import LocalText

# A picture holds no more figures to compare than can be read at a glance.
MOST_BARS = 6
# Sources that stand behind one figure; its permanent address names all of them.
MOST_SOURCES = 3
ROLES = {"baseline": gettext_lazy("before"), "target": gettext_lazy("target")}


@dataclass(frozen=True)
class Bar:
    """One figure among those it is compared with; ``shapes`` lie in a box of 105 by 16."""

    words: LocalText
    date: LocalText
    numbers: list[int]
    is_asked_for: bool
    shapes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Card:
    """The words of the picture, from top to bottom; ``spoken`` is the language of those that are the site's own."""

    language: str
    spoken: str
    measure: LocalText
    subject: LocalText
    value: LocalText
    as_of: LocalText
    numbers: list[int]
    note: LocalText
    bars: list[Bar]
    sources_head: LocalText
    sources: list[tuple[int, LocalText]]
    permalink: str
    association: LocalText

    @property
    def description(self) -> str:
        """Return everything it says, in sentences, for those who do not see it."""
        told = [self.subject.text, self.as_of.text, self.note.text]
        told += [f"{bar.words}, {bar.date}" for bar in self.bars]
        told += [f"{number}: {words}" for number, words in self.sources]
        return ". ".join([one for one in told if one] + [self.permalink, self.association.text])


def card_of(figure: Figure, *, language: str, user: Any) -> Card | None:
    """Return the picture of a figure as ``user`` may see it; nothing where it is not for them. Five queries."""
    subject = titles_of([figure.subject_id], language=language, user=user).get(figure.subject_id)
    beside = figures_of([figure.subject_id], language=language, user=user).get(figure.subject_id, [])
    beside = [one for one in beside if one.sources]
    shown = next((one for one in beside if one.key == figure.record.key), None)
    if subject is None or shown is None:
        return None
    group = next(group for group in figure_groups(beside) if shown in group.figures)
    return _card(shown, group, subject, language)


def _card(shown: ShownFigure, group: FigureGroup, subject: Title, language: str) -> Card:
    references = References()
    numbers = [references.number(source) for source in shown.sources[:MOST_SOURCES]]
    spoken = interface_language_of(language)
    bars = [_bar(one, shown, group, references, spoken) for one in _compared(shown, group)]
    as_of = _("As of: %(date)s") % {"date": _date(shown, spoken).text}
    return Card(
        language=language,
        spoken=spoken,
        measure=shown.measure,
        subject=title_of(subject),
        value=_value(shown, spoken),
        as_of=LocalText(as_of, spoken),
        numbers=numbers,
        note=shown.note,
        bars=bars,
        sources_head=LocalText(ngettext("Source:", "Sources:", len(references)), spoken),
        sources=[(number, _source(source, spoken)) for number, source in references.cited],
        permalink=settings.BASE_URL + reverse("permalink", args=[shown.key]),
        association=LocalText(_("ASAN International Association"), spoken),
    )


def _compared(shown: ShownFigure, group: FigureGroup) -> list[ShownFigure]:
    """Return the figure among the newest of its kind, oldest first; nothing where bars would not compare."""
    if not group.is_comparable:
        return []
    others = [one for one in group.figures if one is not shown][-(MOST_BARS - 1) :]
    return [one for one in group.figures if one is shown or one in others]


def _bar(one: ShownFigure, shown: ShownFigure, group: FigureGroup, references: References, spoken: str) -> Bar:
    sources = one.sources[:MOST_SOURCES] if one is shown else one.sources[:1]
    return Bar(
        words=_value(one, spoken),
        date=_date(one, spoken),
        numbers=sorted({references.number(source) for source in sources}),
        is_asked_for=one is shown,
        shapes=[str(shape) for shape in shapes_of(one, group.top)],
    )


def _value(figure: ShownFigure, language: str) -> LocalText:
    unit = told_unit(figure, language)
    return LocalText(f"{figure.stated} {unit}" if unit else str(figure.stated), figure.stated.language)


def _date(figure: ShownFigure, spoken: str) -> LocalText:
    words, language = in_words(figure.as_of, spoken)
    role = ROLES.get(figure.role)
    return LocalText(f"{words} ({role})" if role else words, language)


def _source(source: ShownSource, spoken: str) -> LocalText:
    """Return publisher, title and date of a source in one line, which is in the language of the source."""
    day = in_words(source.published, spoken)[0] if source.published else _("no date")
    return LocalText(f"{source.publisher}. {source.title}, {day}", source.language)
