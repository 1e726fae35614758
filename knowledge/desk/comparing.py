"""Two texts of a practice beside each other, field by field: published versions, what was saved since, the draft.

What was saved is offered while its round is open, with the text with which it began. Of a round that is over the
versions remain: one that was withdrawn is shown nowhere, and neither is what it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.dates import PartialDate
from core.figures.models import Role
from core.forms.dates import write_partial_date
from core.models import Record, Source, Title
from core.records.neighbours import seen_by
from core.review.models import Manuscript
from core.review.states import Move
from core.texts.differences import difference
from core.texts.marked import MarkedText, UnmarkedError
from knowledge.desk.texts import draft_of
from knowledge.models import DraftFigure, PracticePage
from knowledge.models.figure import leave_out_made
from knowledge.models.practice import SECTIONS, Basis, Length, Status
from knowledge.presentation.drafted import numbers_of
from knowledge.versions import versions_of
from knowledge.versions.content import PLAIN, dated

DRAFT = "draft"
MOST_SAVED, MOST_VERSIONS = 40, 100
OWNERS, CONCEPTS = ("country", "institution", "programme"), ("topics", "service_types", "goals")
CHOICES: dict[str, Any] = {"status": Status, "length": Length, "goals_basis": Basis}
# Of a version the figures are records by then: it has none that were given with the text.
STATED = (*OWNERS, "status", "started", "length", *CONCEPTS, "goals_basis", "sources", "figures")
Said = dict[str, Any]


@dataclass(frozen=True)
class Offered:
    """A text that can be compared: by what it is asked for, and what it is called."""

    value: str
    name: str


def offered_texts(manuscript: Manuscript) -> list[Offered]:
    """Return the texts that can be compared, the draft first, then the newest: at most six queries."""
    name = _("The draft as it stands") if manuscript.closed_at is None else _("The text of this round")
    return [Offered(DRAFT, name), *_saved(manuscript), *_versions(manuscript)]


def versions_to_restore(manuscript: Manuscript) -> list[Any]:
    """Return the versions of the edition that can be read, the newest first, without their texts."""
    page = manuscript.page.specific
    return list(versions_of(page).filter(withdrawn_on__isnull=True).defer("content")[:MOST_VERSIONS])


def said_by(manuscript: Manuscript, value: str) -> Said | None:
    """Return what a text says; nothing where it is none that can be compared."""
    if value == DRAFT:
        return _of_page(draft_of(manuscript))
    kind, number = value[:1], value[1:]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    if kind == "v":
        version = versions_of(manuscript.page.specific).filter(number=number, withdrawn_on__isnull=True).first()
        return version.content if version is not None else None
    revision = _revisions(manuscript).filter(pk=number).first() if kind == "r" else None
    return _of_page(revision.as_object()) if revision is not None else None


def differing(before: Said, after: Said, user: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the fields that differ, with what parts them, and the names of those that do not: one query."""
    names = _names([before, after], user)
    found: list[dict[str, Any]] = []
    same: list[str] = []
    for field in ("title", *PLAIN, *SECTIONS):
        parted = difference(_words(before, field), _words(after, field))
        _sort(field, parted, found, same)
    if before["stated"] is not None and after["stated"] is not None:
        for field in STATED:
            parted = difference(_fact(before["stated"], field, names), _fact(after["stated"], field, names))
            _sort(field, parted, found, same, is_fact=True)
    return found, same


def _sort(field: str, parted: Any, found: list[Any], same: list[str], *, is_fact: bool = False) -> None:
    if parted.is_none:
        same.append(label_of(field))
    else:
        found.append({"name": label_of(field), "difference": parted, "is_fact": is_fact})


def label_of(field: str) -> str:
    """Return what a field is called."""
    named = {"started": _("begun"), "sources": _("sources"), "figures": _("figures given with the text")}
    if field in named:
        return named[field]
    model: Any = PracticePage
    return str(model._meta.get_field(field).verbose_name)


def _saved(manuscript: Manuscript) -> list[Offered]:
    moves = {
        act.revision_id: Move(act.move).label
        for act in manuscript.acts.filter(move__in=[Move.SUBMIT, Move.ENDORSE, Move.ACCEPT], revision__isnull=False)
    }
    rows = _revisions(manuscript).select_related("user").defer("content")
    shown = list(rows[:MOST_SAVED])
    if len(shown) == MOST_SAVED:
        shown[-1] = rows.last()  # with which it began
    return [Offered(f"r{row.pk}", _saved_name(row, moves.get(row.pk, ""))) for row in shown]


def _saved_name(revision: Any, move: Any) -> str:
    day = date_format(localtime(revision.created_at), "DATETIME_FORMAT")
    told = _("Saved on %(day)s by %(name)s") % {"day": day, "name": revision.user or "–"}
    return f"{told} · {move}" if move else told


def _versions(manuscript: Manuscript) -> list[Offered]:
    return [Offered(f"v{row.number}", version_name(row)) for row in versions_to_restore(manuscript)]


def version_name(version: Any) -> str:
    """Return what a version is called."""
    day = date_format(localtime(version.published_at), "DATE_FORMAT")
    return _("Version %(number)s, published on %(day)s") % {"number": version.number, "day": day}


def _revisions(manuscript: Manuscript) -> Any:
    """Return what was saved in this round while it is open, and the text with which it began.

    Of a page in its first round that is everything. Where a version was withdrawn, what came before the round stays
    untold: the text with which it began may be what was withdrawn.
    """
    page = manuscript.page.specific
    rows = page.revisions.order_by("-created_at", "-pk")
    if manuscript.closed_at is not None:
        return rows.none()
    versions = versions_of(page)
    if not versions.exists() and not Manuscript.objects.filter(page=page.pk).exclude(pk=manuscript.pk).exists():
        return rows
    during = Q(created_at__gte=manuscript.opened_at)
    if versions.filter(withdrawn_on__isnull=False).exists():
        return rows.filter(during)
    before = rows.filter(created_at__lt=manuscript.opened_at).values("pk")[:1]
    return rows.filter(during | Q(pk__in=list(before.values_list("pk", flat=True))))


def _of_page(page: Any) -> Said:
    """Return what a draft says, as a version would say it."""
    return {
        "title": page.title,
        "prose": {name: getattr(page, name) for name in (*PLAIN, *SECTIONS)},
        "stated": _stated(page) if page.is_original else None,
    }


def _stated(page: Any) -> dict[str, Any]:
    """Return the facts of a draft: two queries, and one for each relation that it has."""
    leave_out_made(page)
    concepts = {name: [row.record_id for row in getattr(page, name).all()] for name in CONCEPTS}
    owners = {name: row.record_id for name in OWNERS if (row := getattr(page, name)) is not None}
    cited = [row.source_id for row in page.practice_sources.all()]
    figures = list(page.draft_figures.all())
    wanted = {one for one in (*cited, *(row.source_id for row in figures)) if one is not None}
    sources = dict(Source.objects.filter(pk__in=wanted).values_list("pk", "record__key"))
    keys = dict(
        Record.objects.filter(
            pk__in={*owners.values(), *(one for found in concepts.values() for one in found)}
        ).values_list("pk", "key")
    )
    return {
        "status": page.status,
        "length": page.length,
        "started": dated(page.started),
        **{name: keys.get(owners.get(name, 0)) for name in OWNERS},
        **{name: sorted(keys[one] for one in found if one in keys) for name, found in concepts.items()},
        "goals_basis": page.goals_basis,
        "sources": [sources[one] for one in cited if one in sources],
        "figures": [_figure(row, sources.get(row.source_id or 0, "")) for row in figures],
    }


def _figure(row: DraftFigure, source: str) -> dict[str, str]:
    """Return what a figure of a draft says, in words, and the key of its source."""
    role = str(Role(row.role).label) if row.role else ""
    said = (row.stated, row.measure, numbers_of(row), row.on, role)
    return {"words": " · ".join(part.strip() for part in said if part.strip()), "source": source}


def _words(said: Said, field: str) -> str:
    text = said["title"] if field == "title" else said["prose"].get(field, "")
    return _marked(text) if field in SECTIONS else str(text).strip()


def _marked(html: str) -> str:
    try:
        return MarkedText(html).text
    except UnmarkedError:
        return unescape(strip_tags(html)).strip()


def _fact(stated: dict[str, Any], field: str, names: dict[str, str]) -> str:
    value = stated.get(field)
    if field == "started":
        return write_partial_date(date_of(value)) if value else ""
    if field in CHOICES:
        return str(CHOICES[field](value).label) if value in CHOICES[field].values and value else ""
    if field == "figures":
        return "\n".join(_line(one, names) for one in value or [])
    keys: list[str] = value if isinstance(value, list) else [str(value)] * bool(value)
    # What is for others is counted and not named.
    return "; ".join(names.get(key, "…") for key in keys)


def _line(figure: dict[str, str], names: dict[str, str]) -> str:
    source = names.get(figure["source"], "…") if figure["source"] else ""
    return " · ".join(part for part in (figure["words"], source) if part)


def date_of(kept: dict[str, Any]) -> PartialDate:
    """Return a partial date as a version keeps it."""
    earliest, latest = (date.fromisoformat(kept[end]) if kept[end] else None for end in ("earliest", "latest"))
    return PartialDate(earliest, latest, kept["words"])


def _names(texts: Iterable[Said], user: Any) -> dict[str, str]:
    """Return what the records that texts name are called, those that ``user`` may see."""
    keys: set[str] = set()
    for said in texts:
        stated = said["stated"] or {}
        keys |= {stated[name] for name in OWNERS if stated.get(name)}
        keys |= {key for name in (*CONCEPTS, "sources") for key in stated.get(name, [])}
        keys |= {one["source"] for one in stated.get("figures", []) if one["source"]}
    rows = Title.objects.filter(seen_by(user), record__key__in=keys).select_related("record")
    ordered = sorted(rows, key=lambda row: (row.language == get_language(), row.language == row.record.language))
    return {row.record.key: row.text for row in ordered}
