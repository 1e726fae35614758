"""An earlier version of a practice as a new draft: it passes both gates as anything that is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.models import Concept, Manuscript, User
from core.review.moving import moving
from core.review.operations import open_manuscript, refuse_locked
from core.review.states import Move
from core.viewsets.choosers import sources_for
from knowledge.desk.comparing import CHOICES, CONCEPTS, date_of, label_of, version_name
from knowledge.desk.subject import country_of
from knowledge.models import PracticePage, PracticeSource, PracticeVersion
from knowledge.models.practice import SECTIONS
from knowledge.versions import versions_of
from knowledge.versions.content import PLAIN
from members.models import Institution, Programme


@transaction.atomic
def restore_version(*, page: PracticePage, number: int, by: User) -> tuple[Manuscript, list[str]]:
    """Write an earlier version over the draft of a page, and return its manuscript with what could not be restored.

    The draft before it stays among what was saved. Pictures, files and figures stay as they are. Raises
    ``PermissionDenied`` where ``by`` may not write on the page, and ``ValidationError`` while the text stands at a gate
    or is locked, and where there is no such version to read.
    """
    draft = page.get_latest_revision_as_object()
    country = country_of(draft)
    if country is None or not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    manuscript = open_manuscript(page=page, country=country, by=by)
    version = versions_of(page).filter(number=number, withdrawn_on__isnull=True).first()
    if version is None:
        raise ValidationError(_("There is no such version to restore: it may have been withdrawn meanwhile."))
    with moving(manuscript, Move.RESTORE, by, text=version_name(version)) as move:
        refuse_locked(manuscript)
        draft = page.get_latest_revision_as_object()
        left_out = _write(draft, version, by)
        revision = draft.save_revision(user=by, log_action=True)
        replace(move, revision=revision).write()
    return manuscript, [label_of(field) for field in left_out]


def _write(draft: Any, version: PracticeVersion, by: User) -> list[str]:
    """Write title, prose and facts of a version into a draft; return the fields of which something is gone."""
    content = version.content
    draft.title = content["title"]
    for name in (*PLAIN, *SECTIONS):
        setattr(draft, name, content["prose"].get(name, ""))
    stated = content["stated"]
    return _write_facts(draft, stated, by) if stated is not None and draft.is_original else []


def _write_facts(draft: Any, stated: dict[str, Any], by: User) -> list[str]:
    for name, choices in CHOICES.items():
        if stated[name] in choices.values:
            setattr(draft, name, stated[name])
    draft.started = date_of(stated["started"])
    return [*_write_owners(draft, stated), *_write_lists(draft, stated, by)]


def _write_owners(draft: Any, stated: dict[str, Any]) -> list[str]:
    """Write institution and programme where they are of the country still; the country itself is that of the draft."""
    left_out = ["country"] if stated["country"] != draft.country.record.key else []
    for name, rows in (("institution", Institution.objects), ("programme", Programme.objects)):
        way = "country" if name == "institution" else "institution__country"
        found = rows.filter(record__key=stated[name] or "", record__withdrawn_on__isnull=True, **{way: draft.country})
        setattr(draft, name, found.first())
        if stated[name] and getattr(draft, name) is None:
            left_out.append(name)
    return left_out


def _write_lists(draft: Any, stated: dict[str, Any], by: User) -> list[str]:
    left_out = []
    for name in CONCEPTS:
        keys = stated[name]
        found = list(Concept.objects.filter(record__key__in=keys, record__withdrawn_on__isnull=True))
        setattr(draft, name, found)
        left_out += [name] * (len(found) < len(keys))
    keys = stated["sources"]
    by_key = {row.record.key: row for row in sources_for(by).filter(record__key__in=keys).select_related("record")}
    offered = [by_key[key] for key in keys if key in by_key and by_key[key].record.withdrawn_on is None]
    if offered:
        rows = [PracticeSource(source=source, sort_order=place) for place, source in enumerate(offered)]
        draft.practice_sources.set(rows)
    return [*left_out, *["sources"] * (len(offered) < len(keys))]
