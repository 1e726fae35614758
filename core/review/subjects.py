"""What the gates have to know of the pages that pass them; the app that has the pages says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.records.models import Record


@dataclass(frozen=True)
class Lack:
    """What a text still needs before it can be submitted or published: in which field, and in words."""

    field: str
    text: str


@dataclass(frozen=True)
class Subject:
    """A kind of page that passes the gates.

    ``country`` is whose institution endorses a page, nothing where that is not known yet; ``fields`` are the names of
    the fields that a request can be tied to, in their order; ``lacks`` says what a draft needs before it is submitted.
    It is asked again before a text is published, as the world around it may have changed; ``lapses`` says besides what
    happened since the moment of its endorsement that this does not cover.
    ``texts`` are the names of the fields whose wording can be improved, in their order, and whether each is rich text.
    """

    country: Callable[[Any], Record | None]
    fields: Callable[[], Mapping[str, Any]]
    lacks: Callable[[Any], list[Lack]]
    texts: Callable[[], Mapping[str, bool]] = dict
    lapses: Callable[[Any, datetime], list[Lack]] = lambda page, endorsed_at: []


_SUBJECTS: dict[type[Any], Subject] = {}


def register_subject(model: type[Any], subject: Subject) -> None:
    """Let pages of ``model`` pass the gates."""
    _SUBJECTS[model] = subject


def subject_of(page: Any) -> Subject:
    """Return what is known of a page. Raises ``KeyError`` where its kind passes no gates."""
    return _SUBJECTS[page.specific_class]
