"""Translations of practices: begun on the desk, released by the gates, reviewed, confirmed and kept up to date."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from core.audit.operations import hold_the_end
from core.models import Manuscript, Record, ReviewAct, User
from core.records.changes import count_change
from core.records.editions import original_of
from core.records.operations import touch
from core.review.operations import open_manuscript
from core.review.states import ENDORSEMENTS, Move
from core.review.telling import register_teller
from knowledge.desk.subject import country_of
from knowledge.models import PracticeIndexPage, PracticePage, TranslationAct
from knowledge.permissions import can_begin_translation, can_move_translation, moves_for_another, wrote
from knowledge.states import TRANSLATION_MOVES, TranslationMove, TranslationState
from knowledge.versions.translated import Translation, translation_of


@transaction.atomic
def begin_translation(*, page: PracticePage, language: str, by: User) -> Manuscript:
    """Make a draft of ``page``, an original, in another language, for its country to write and bring to the gates.

    It stands in the folder of its language, on which ``by`` needs no right: this asks whose the practice is. Raises
    ``PermissionDenied`` where it is not theirs, and ``ValidationError`` where readers do not see the original, the
    library has no pages in the language, or there is a translation already.
    """
    country = country_of(page)
    if country is None or not can_begin_translation(by, page):
        raise PermissionDenied
    hold_the_end()
    Page.objects.select_for_update().get(pk=page.pk)  # so that two do not begin the same one
    fresh = PracticePage.objects.select_related("record", "locale").get(pk=page.pk)
    if not fresh.live or fresh.record is None or fresh.record.withdrawn_on is not None or not fresh.is_original:
        raise ValidationError(_("The original is not published yet: a translation is begun after it."))
    locale = Locale.objects.filter(language_code=language).exclude(pk=fresh.locale_id).first()
    if locale is None or not PracticeIndexPage.objects.filter(locale=locale).exists():
        raise ValidationError(_("The library has no pages in this language yet. Ask the secretariat to open it."))
    if PracticePage.objects.filter(translation_key=fresh.translation_key, locale=locale).exists():
        raise ValidationError(_("There is a translation into this language already."))
    made: Any = fresh.copy_for_translation(locale)
    type(made).objects.filter(pk=made.pk).update(owner=by)
    manuscript = open_manuscript(page=PracticePage.objects.get(pk=made.pk), country=country, by=by)
    data = {"language": language, "manuscript": manuscript.pk}
    log(instance=fresh.record, action="knowledge.begin_translation", user=by, title=fresh.record.key, data=data)
    return manuscript


def review_translation(*, page: PracticePage, seen: int, by: User) -> TranslationAct:
    """Note that somebody who did not write this version of a translation read it beside the original.

    Raises ``PermissionDenied``, and ``ValidationError`` where it is no translation that waits for a review, somebody
    reviews their own words, or another version than ``seen`` was published meanwhile. So do the two others.
    """
    return _act(page=page, move=TranslationMove.REVIEW, seen=seen, by=by)


def confirm_translation(*, page: PracticePage, seen: int, by: User, evidence: str = "") -> TranslationAct:
    """Say for the institution that a translation says what the original says; ``evidence`` is its letter."""
    return _act(page=page, move=TranslationMove.CONFIRM, seen=seen, by=by, evidence=evidence)


def bring_up_to_date(*, page: PracticePage, seen: int, by: User) -> TranslationAct:
    """Say that a translation, as it stands, says what the changed original says: nothing had to be written."""
    return _act(page=page, move=TranslationMove.UPDATE, seen=seen, by=by)


def refusal_of(translation: Translation, move: TranslationMove) -> str | None:
    """Return why a move cannot be made with a translation as it stands; nothing where it can."""
    if translation.state in TRANSLATION_MOVES[move].states:
        return None
    if translation.state == TranslationState.OUTDATED:
        return _("The original was changed since. Compare both first, and bring the translation up to date.")
    return _("This cannot be done now: the text is “%(stage)s”. Somebody may have been quicker.") % {
        "stage": translation.state.label
    }


@transaction.atomic
def _act(*, page: PracticePage, move: TranslationMove, seen: int, by: User, evidence: str = "") -> TranslationAct:
    if not can_move_translation(by, page, move):
        raise PermissionDenied
    hold_the_end()
    Record.objects.select_for_update().filter(pk=page.record_id or 0).first()
    fresh = PracticePage.objects.select_related("record", "locale").get(pk=page.pk)
    translation = translation_of(fresh)
    if (refusal := refusal_of(translation, move)) is not None:
        raise ValidationError(refusal)
    if translation.version != seen:
        raise ValidationError(_("Another text was published meanwhile. Read it, then decide."))
    if move == TranslationMove.REVIEW and wrote(by, fresh):
        raise ValidationError(_("You wrote this text: somebody else reviews it."))
    letter = evidence.strip() if moves_for_another(by, fresh, move) else ""
    if moves_for_another(by, fresh, move) and not letter:
        raise ValidationError({"evidence": _("Name the letter by which the country asks for this, with its date.")})
    return _write(fresh, translation, move, by=by, entered_by=by, evidence=letter)


def _write(
    page: PracticePage, translation: Translation, move: TranslationMove, *, by: User, entered_by: User, evidence: str
) -> TranslationAct:
    record = page.record
    assert record is not None  # noqa: S101 - a translation that readers see has one
    act = TranslationAct.objects.create(
        record=record,
        language=page.locale.language_code,
        move=move,
        of_version=translation.version,
        against=translation.original_version,
        by=by,
        evidence=evidence,
    )
    count_change(record)
    touch(record=record, by=entered_by)
    log(
        instance=record,
        action=f"knowledge.{move.value}_translation",
        user=entered_by,
        title=record.key,
        data={
            "language": act.language,
            "version": act.of_version,
            "against": act.against,
            "is_by_letter": bool(evidence),
            "evidence": evidence,
        },
    )
    return act


@register_teller
def confirm_what_was_endorsed(act: ReviewAct, before: User | None) -> None:
    """Note that the institution endorsed a translation that is published now: with that it confirmed it."""
    if act.move != Move.PUBLISH:
        return
    page = PracticePage.objects.select_related("record", "locale").get(pk=act.manuscript.page_id)
    endorsement = act.manuscript.last_act(*ENDORSEMENTS)
    if page.record is None or page.is_original or endorsement is None or original_of(page) is None:
        return
    translation = translation_of(page)
    if translation.state in TRANSLATION_MOVES[TranslationMove.CONFIRM].states:
        letter = endorsement.evidence
        _write(page, translation, TranslationMove.CONFIRM, by=endorsement.by, entered_by=act.by, evidence=letter)
