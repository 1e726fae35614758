"""Lists: ``{"total", "items", "next"}``, paged by where the last item stood, so that every page costs the same.

A page number would make the database count through everything before it, and an item that appears meanwhile would push
another one onto the next page a second time.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from core.api.addresses import full
from core.api.parameters import Asking, ListParameters
from core.api.problems import BadParameter
from core.api.shapes import Shape
from core.models import Record, Title
from core.records.listing import kept_until_changed, newest_change

Item = TypeVar("Item")


class ListLinks(Shape):
    """Where the list is found."""

    self: str = Field(
        description=gettext_noop("The address of this part of the list."),
        examples=["https://example.org/api/v1/practices?limit=20"],
    )


class ListOf(Shape, Generic[Item]):
    """A part of a list."""

    total: int = Field(description=gettext_noop("How many items the whole list has."), examples=[28])
    items: list[Item] = Field(description=gettext_noop("The items of this part."))
    next: str | None = Field(
        description=gettext_noop("The full address of the next part; null at the end."),
        examples=["https://example.org/api/v1/practices?limit=20&cursor=WyJuZXdlc3QiXQ"],
    )
    language: str = Field(description=gettext_noop("Language of the answer."), examples=["en"])
    links: ListLinks


@dataclass(frozen=True)
class Order:
    """An order of rows: by ``field``, then by ``tie``, a whole number that no two rows share.

    ``read`` turns the text of a value of ``field`` back into it. Rows without a value come last.
    """

    name: str
    field: str
    tie: str
    read: Callable[[str], Any]
    is_descending: bool = False
    may_be_empty: bool = False

    def sorted(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows in this order."""
        if not self.is_descending:
            return rows.order_by(self.field, self.tie)
        nulls_last = True if self.may_be_empty else None
        return rows.order_by(F(self.field).desc(nulls_last=nulls_last), F(self.tie).desc())

    def after(self, value: Any, tie: int) -> Q:
        """Return what holds for the rows behind the one with these values."""
        beyond = "lt" if self.is_descending else "gt"
        tied = Q(**{f"{self.tie}__{beyond}": tie})
        if value is None:
            return Q(**{f"{self.field}__isnull": True}) & tied
        # The first condition alone says nothing new; it lets the database begin in the middle of an index.
        behind = Q(**{f"{self.field}__{beyond}e": value}) & (Q(**{f"{self.field}__{beyond}": value}) | tied)
        return behind | Q(**{f"{self.field}__isnull": True}) if self.may_be_empty else behind


def by_title(language: str) -> Order:
    """Return the order of the alphabet of ``language``, for title rows."""
    return Order(f"title-{language}", "sort_key", "record_id", str)


NEWEST = Order("newest", "listed_at", "pk", datetime.fromisoformat, is_descending=True)


def page_of(rows: QuerySet[Any], order: Order, asked: ListParameters) -> tuple[list[Any], str | None]:
    """Return the rows that were asked for, and the cursor of what follows. One query.

    Raises ``BadParameter`` where the cursor is none of this order.
    """
    if asked.cursor is not None:
        rows = rows.filter(order.after(*_read_cursor(asked.cursor, order)))
    found = list(order.sorted(rows)[: asked.limit + 1])
    is_last = len(found) <= asked.limit
    return found[: asked.limit], None if is_last else _cursor(found[asked.limit - 1], order)


def _cursor(row: Any, order: Order) -> str:
    value = _value(row, order.field)
    words = value.isoformat() if isinstance(value, date) else None if value is None else str(value)
    written = json.dumps([order.name, words, _value(row, order.tie)])
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _read_cursor(cursor: str, order: Order) -> tuple[Any, int]:
    try:
        name, words, tie = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
        if name != order.name or not isinstance(tie, int) or not 0 <= tie < 2**63:
            raise ValueError(name)
        if words is None and order.may_be_empty:
            return None, tie
        if not isinstance(words, str) or not words.isprintable():
            raise ValueError(words)
        return order.read(words), tie
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        advice = _("It does not belong to this list. Begin without it and follow next.")
        raise BadParameter("cursor", advice) from error


def titles_visible(kind: str, asking: Asking, *, among: QuerySet[Any] | None = None) -> QuerySet[Title]:
    """Return the titles, in the language of the answer, of the records of ``kind`` that the reader may see.

    With ``among`` only of these records.
    """
    visible = Record.objects.visible_to(asking.user) if among is None else among
    return (
        Title.objects.filter(kind=kind, language=asking.language)
        .filter(Exists(visible.filter(pk=OuterRef("record"))))
        .select_related("record")
    )


def total_of(name: str, parts: Iterable[Any], rows: QuerySet[Any], asking: Asking) -> int:
    """Return how many rows there are, counted once until anything changes. ``parts`` tell apart what was asked."""
    return kept_until_changed(f"api-{name}", parts, rows.count, user=asking.user, generation=newest_change())


def list_parts(
    path: str, given: Mapping[str, Any], items: Sequence[Any], total: int, cursor: str | None, asking: Asking
) -> dict[str, Any]:
    """Return what a list at ``path`` is made of; ``given`` are the parameters that its next part keeps."""
    return {
        "total": total,
        "items": list(items),
        "next": _address(path, {**given, "cursor": cursor}) if cursor else None,
        "language": asking.language,
        "links": ListLinks(self=_address(path, given)),
    }


def _address(path: str, given: Mapping[str, Any]) -> str:
    query = urlencode({name: value for name, value in given.items() if value is not None}, doseq=True)
    return full(f"{path}?{query}" if query else path)


def given(request: HttpRequest) -> dict[str, list[str]]:
    """Return the parameters of the request, as often as each was given."""
    return dict(request.GET.lists())


def alphabetical(asked: ListParameters, asking: Asking, kind: str) -> tuple[list[Title], int, str | None]:
    """Return a part of the alphabetical list of a kind: its title rows, the total and the cursor. Three queries."""
    rows = titles_visible(kind, asking)
    found, cursor = page_of(rows, by_title(asking.language), asked)
    return found, total_of("kind", [kind, asking.language], rows, asking), cursor
