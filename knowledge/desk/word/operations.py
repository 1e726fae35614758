"""Begin a draft from a Word file, fill one from it, and deal with what found no place: each whole, or not at all."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from core.audit.operations import hold_the_end
from core.models import Manuscript, Record, User
from core.records.editions import refusal_of_slug
from core.review.operations import open_manuscript, refusal_of_lock
from core.review.permissions import can_see_manuscript, has_part, is_secretariat
from core.review.states import WITH_THE_AUTHORS, Part
from core.users.roles import OF_A_COUNTRY
from core.users.terms import countries_of
from core.word.reading import WordText
from knowledge.desk.word import words
from knowledge.desk.word.filling import LONGEST_TITLE, as_kept, fill
from knowledge.desk.word.placing import Left, Plan, plan_of
from knowledge.desk.word.words import told
from knowledge.forms import PracticeForm
from knowledge.models import Leftover, PracticeIndexPage, PracticePage, WordImport
from knowledge.models.word import Reason
from members.models import Country
from search.folding import fold

IMPORTED, DEALT_WITH = "knowledge.import_word", "knowledge.deal_with_leftover"
LONGEST_SLUG = 80
# The same file from the same person within this time was sent twice by a slow line.
SENT_TWICE = timedelta(minutes=5)


@dataclass(frozen=True)
class Sent:
    """A file that was read: its name, by what it is known again, and what it says."""

    name: str
    digest: str
    text: WordText


@transaction.atomic
def begin_from_word(
    *, sent: Sent, country: Country, folder: PracticeIndexPage, by: User, title: str = ""
) -> WordImport:
    """Begin a draft of a country in the language of ``folder``, as the editor does, with what a file says.

    Raises ``PermissionDenied`` where ``by`` neither writes for the country nor is of the secretariat, and
    ``ValidationError`` where no heading of the file is that of a section.
    """
    hold_the_end()
    _refuse_who_does_not_begin(by, country.record, folder)
    if known := _sent_already(by, sent, manuscript__country=country.record, manuscript__page__locale=folder.locale):
        return known
    plan = plan_of(sent.text)
    _refuse_nothing(plan)
    page = _page(plan, sent, title, country, folder, by)
    filled = fill(page, plan, folder.locale.language_code, user=by)
    folder.add_child(instance=page)
    page.save_revision(user=by, log_action=True, clean=False)
    manuscript = open_manuscript(page=page, country=country.record, by=by)
    return _note(manuscript, sent, plan, filled, by)


@transaction.atomic
def fill_from_word(*, manuscript: Manuscript, sent: Sent, by: User) -> WordImport:
    """Fill the empty parts of a draft that stands with its authors with what a file says; the others stay as they are.

    Of a translation those are empty too that say what the original says, word for word: so it began.
    Raises ``PermissionDenied`` where ``by`` may not write on it, and ``ValidationError`` where the draft stands at a
    gate or is locked, or where no heading of the file is that of a section.
    """
    hold_the_end()
    Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    manuscript = Manuscript.objects.with_review().get(pk=manuscript.pk)
    draft = _draft_to_write(manuscript, by)
    if known := _sent_already(by, sent, manuscript=manuscript):
        return known
    plan = plan_of(sent.text)
    _refuse_nothing(plan)
    filled = fill(draft, plan, draft.locale.language_code, user=by)
    if filled:
        if not draft.live:
            draft.save()
        draft.save_revision(user=by, log_action=True, clean=False)
        open_manuscript(page=manuscript.page, country=manuscript.country, by=by)
    return _note(manuscript, sent, plan, filled, by)


@transaction.atomic
def deal_with(*, leftover: Leftover, by: User) -> None:
    """Note that a text without a place was dealt with: it is not shown on the desk any more, and stays where it was."""
    manuscript = leftover.word_import.manuscript
    if not can_see_manuscript(by, manuscript) or not has_part(by, manuscript, Part.AUTHOR):
        raise PermissionDenied
    hold_the_end()
    done = {"dealt_with_at": timezone.now(), "dealt_with_by": by}
    if Leftover.objects.open().filter(pk=leftover.pk).update(**done):
        log(manuscript, DEALT_WITH, user=by, title=str(manuscript), data={"leftover": leftover.pk})


def can_begin(user: Any) -> bool:
    """Whether somebody may begin a draft at all: who writes for a country, and the secretariat for any."""
    return bool(countries_of(user, *OF_A_COUNTRY)) or is_secretariat(user)


def can_fill(user: Any, manuscript: Manuscript) -> bool:
    """Whether somebody may fill a draft from a file as it stands."""
    is_open = manuscript.stage in WITH_THE_AUTHORS and can_see_manuscript(user, manuscript)
    return is_open and bool(manuscript.page.specific.permissions_for_user(user).can_edit())


def _refuse_who_does_not_begin(by: User, country: Record, folder: PracticeIndexPage) -> None:
    is_theirs = country.pk in countries_of(by, *OF_A_COUNTRY) or is_secretariat(by)
    if not is_theirs or not folder.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied


def _draft_to_write(manuscript: Manuscript, by: User) -> Any:
    if not can_see_manuscript(by, manuscript):
        raise PermissionDenied
    if manuscript.stage not in WITH_THE_AUTHORS:
        raise ValidationError(_("The text stands at a gate: take it back first."))
    Page.objects.select_for_update().get(pk=manuscript.page_id)
    page = manuscript.page.specific
    rights = page.permissions_for_user(by)
    if not rights.can_edit():
        raise PermissionDenied
    if rights.page_locked():
        raise refusal_of_lock(page)
    return page.get_latest_revision_as_object()


def _sent_already(by: User, sent: Sent, **where: Any) -> WordImport | None:
    """Return what the same file brought a moment ago, so that a form sent twice makes one draft."""
    since = timezone.now() - SENT_TWICE
    return WordImport.objects.filter(by=by, digest=sent.digest, at__gte=since, **where).first()


def _refuse_nothing(plan: Plan) -> None:
    if any(plan.parts.values()):
        return
    if not plan.headings:
        raise ValidationError(
            _(
                "The file has no headings, so nothing in it finds its place. Write “Challenge”, “Solution”, “Results” "
                "and so on over your paragraphs, or use the template."
            )
        )
    raise ValidationError(
        _(
            "No heading of the file is that of a section with a text under it: %(headings)s. Name them as the template "
            "does: “Challenge”, “Solution”, “Results” and so on."
        )
        % {"headings": "; ".join(f"“{heading[:80]}”" for heading in plan.headings[:8])}
    )


def _page(plan: Plan, sent: Sent, title: str, country: Country, folder: PracticeIndexPage, by: User) -> PracticePage:
    told_title = title.strip() or plan.title
    if not told_title:
        told_title = sent.name.rpartition(".")[0].replace("_", " ").strip() or sent.name
        plan.done["title"] += 1
    if len(told_title) > LONGEST_TITLE:
        whole = f"<p>{html.escape(told_title, quote=False)}</p>"
        plan.left.append(Left(Reason.LONG, told(words.TITLE, folder.locale.language_code), whole))
    page = PracticePage(
        title=told_title[:LONGEST_TITLE], summary="", country=country, locale=folder.locale, owner=by, live=False
    )
    page.slug = _free_slug(page, folder)
    page.draft_title = page.title
    return page


def _free_slug(page: PracticePage, folder: PracticeIndexPage) -> str:
    """Return the last part of an address that no page of the folder, no record and no other draft has."""
    stem = slugify(fold(page.title))[:LONGEST_SLUG].strip("-") or "practice"
    for slug in _numbered(stem):
        is_there = folder.get_children().filter(slug=slug).exists()
        if not is_there and not refusal_of_slug(page, slug, key=f"{PracticeForm.key_prefix}{slug}"):
            return slug
    raise AssertionError  # there is always another number


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _note(manuscript: Manuscript, sent: Sent, plan: Plan, filled: list[dict[str, Any]], by: User) -> WordImport:
    made = WordImport.objects.create(
        manuscript=manuscript,
        file_name=sent.name[-255:],
        digest=sent.digest,
        by=by,
        placed=filled,
        left_out=sent.text.left_out,
        done=dict(Counter(plan.done)),
    )
    kept = [left for left in plan.left if left.heading or strip_tags(left.html).strip()]
    Leftover.objects.bulk_create(
        Leftover(
            word_import=made,
            position=number,
            reason=left.reason,
            heading=left.heading[:300],
            text=as_kept(left.html) if strip_tags(left.html).strip() else "",
        )
        for number, left in enumerate(kept)
    )
    data = {"import": made.pk, "placed": len(filled), "left": len(kept)}
    log(manuscript, IMPORTED, user=by, title=str(manuscript), data=data)
    return made
