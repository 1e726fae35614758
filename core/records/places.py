"""Where a record is shown: on a page of its own, or at an anchor on the page of another record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from core.records.kinds import Kind, Verb
from core.records.models import Record, Relation
from core.records.neighbours import titles_of

# How many contradictions, and how many gaps, stand on one page of the open questions, in the order of their keys.
QUESTIONS_ON_A_PAGE = 50
# The parameter of the address that turns the pages of each list.
QUESTION_PAGES: dict[str, str] = {Kind.CONTRADICTION: "page", Kind.GAP: "gaps"}

Place = Callable[[Record, str, Any], str]


def place_of(record: Record, *, language: str, user: Any) -> str:
    """Return the address at which ``record`` is shown in ``language``, with the anchor where it shares a page.

    Empty where it is not shown, or only on a page that ``user`` may not see.
    """
    return _PLACES.get(record.kind, _own_page)(record, language, user)


def _own_page(record: Record, language: str, user: Any) -> str:
    title = titles_of([record.pk], language=language, user=user).get(record.pk)
    # A title that leads to the permalink itself belongs to a record without a page.
    return "" if title is None or title.address.startswith("/id/") else title.address


def _figure(record: Record, language: str, user: Any) -> str:
    figure = getattr(record, "figure", None)
    page = _own_page(figure.subject, language, user) if figure is not None and _is_stated(record, user) else ""
    return f"{page}#{record.key}" if page else ""


def _adoption(record: Record, language: str, user: Any) -> str:
    edge = Relation.objects.filter(subject=record, verb=Verb.ORIGINAL).select_related("object").first()
    page = _own_page(edge.object, language, user) if edge is not None and _is_stated(record, user) else ""
    return f"{page}#adoption" if page else ""


def _question(record: Record, language: str, user: Any) -> str:
    if not _is_stated(record, user):
        return ""
    before = Record.objects.stated_to(user).of_kind(record.kind).filter(key__lt=record.key).count()
    number = before // QUESTIONS_ON_A_PAGE + 1
    query = f"?{urlencode({QUESTION_PAGES[record.kind]: number})}" if number > 1 else ""
    return f"{_address('open-questions', language)}{query}#{record.key}"


def _indicator(record: Record, language: str, user: Any) -> str:
    return f"{_address('terms', language)}#{record.slug}"


def _is_stated(record: Record, user: Any) -> bool:
    return bool(Record.objects.stated_to(user).filter(pk=record.pk).exists())


def _address(view: str, language: str) -> str:
    with override(language):
        return reverse(view)


_PLACES: dict[str, Place] = {
    Kind.FIGURE: _figure,
    Kind.ADOPTION: _adoption,
    Kind.CONTRADICTION: _question,
    Kind.GAP: _question,
    Kind.INDICATOR: _indicator,
}
