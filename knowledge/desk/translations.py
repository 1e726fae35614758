"""Translations on the desk: which practices are told in which languages, how far each is, and what can be done."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from core.models import Manuscript
from core.records.listing import page_at
from core.records.pages import EditionState
from core.users.policies import works_on_all_pages
from knowledge.desk.moves import letter_field
from knowledge.desk.texts import address_of
from knowledge.models import PracticeIndexPage, PracticePage, TranslationAct
from knowledge.permissions import can_begin_translation, can_move_translation, practices_of, wrote
from knowledge.states import TRANSLATION_MOVES, TranslationMove, TranslationState
from knowledge.versions.translated import translation_of, with_translation

PER_PAGE = 25


class TranslationForm(forms.Form):
    """Which version was read, and the letter of an institution that confirms by one."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, by_letter: bool, **kwargs: Any) -> None:
        """Ask for a letter where one is needed."""
        super().__init__(*args, **kwargs)
        if by_letter:
            self.fields["evidence"] = letter_field()


def originals_for(user: Any) -> QuerySet[PracticePage]:
    """Return the originals that readers see and on which ``user`` works, by title."""
    pages = PracticePage.objects.live().filter(edition_state=EditionState.ORIGINAL, record__isnull=False)
    if not works_on_all_pages(user):
        pages = pages.filter(pk__in=practices_of(user))
    return pages.filter(record__withdrawn_on__isnull=True).select_related("record", "locale").order_by("title", "pk")


def translations_context(user: Any, asked: Any) -> dict[str, Any]:
    """Return the list of practices with their translations: a constant number of queries."""
    page = page_at(originals_for(user), PER_PAGE, asked.get("page"))
    editions = _editions([one.record_id for one in page])
    rows = [
        {"page": one, "language": one.locale.language_code, "editions": editions.get(one.record_id or 0, [])}
        for one in page
    ]
    return {"title": title_of_translations(), "page": page, "rows": rows}


def title_of_translations() -> str:
    """Return the title of the list."""
    return pgettext("readers", "Translations")


def _editions(record_ids: list[int | None]) -> dict[int, list[dict[str, Any]]]:
    pages = PracticePage.objects.filter(record__in=[pk for pk in record_ids if pk is not None])
    pages = pages.exclude(edition_state=EditionState.ORIGINAL).select_related("record", "locale")
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for page in with_translation(pages).order_by("locale__language_code"):
        found[page.record_id].append({"name": _name(page.locale.language_code), "state": translation_of(page).state})
    return found


def practice_context(original: PracticePage, user: Any) -> dict[str, Any]:
    """Return one practice with its translations, what was done with each, and what ``user`` can do."""
    pages = PracticePage.objects.filter(translation_key=original.translation_key).exclude(pk=original.pk)
    joined = list(with_translation(pages.select_related("record", "locale", "live_revision")).order_by("locale"))
    work = Manuscript.objects.open().filter(page__in=[page.pk for page in joined])
    in_work = {page_id: pk for pk, page_id in work.values_list("pk", "page_id")}
    acts: dict[str, list[TranslationAct]] = defaultdict(list)
    for act in TranslationAct.objects.filter(record=original.record_id).select_related("by").order_by("-at", "-pk"):
        acts[act.language].append(act)
    return {
        "title": original.title,
        "language": original.locale.language_code,
        "original": original,
        "url": address_of(original),
        "translations": [_translation(page, user, in_work.get(page.pk), acts) for page in joined],
        "languages": _languages(original, joined) if can_begin_translation(user, original) else [],
    }


def _translation(page: Any, user: Any, manuscript: int | None, acts: dict[str, list[TranslationAct]]) -> dict[str, Any]:
    translation, language = translation_of(page), page.locale.language_code
    return {
        "page": page,
        "name": _name(language),
        "language": language,
        "title": page.draft_title or page.title,
        "state": translation.state.label,
        "is_outdated": translation.state == TranslationState.OUTDATED,
        "said": translation.said.label,
        "changed_on": translation.original_changed,
        "url": address_of(page) if page.live else "",
        "manuscript": manuscript,
        "begin_url": reverse("open-manuscript", args=[page.pk]) if manuscript is None else "",
        "acts": [{"act": act, "name": TranslationMove(act.move).label} for act in acts[language]],
        "moves": [
            {"name": button_of(move), "url": reverse("move-translation", args=[page.pk, move.value])}
            for move in TranslationMove
            if translation.state in TRANSLATION_MOVES[move].states
            and can_move_translation(user, page, move)
            and not (move == TranslationMove.REVIEW and wrote(user, page))
        ],
    }


def button_of(move: TranslationMove) -> str:
    """Return how a move is offered."""
    return {
        TranslationMove.REVIEW: _("Reviewed: it says what the original says"),
        TranslationMove.CONFIRM: _("Confirm for the institution"),
        TranslationMove.UPDATE: _("Up to date as it stands"),
    }[move]


def _languages(original: PracticePage, translations: list[Any]) -> list[dict[str, str]]:
    """Return the languages into which a practice can be translated: those with a folder, without what there is."""
    taken = {original.locale.language_code, *(page.locale.language_code for page in translations)}
    folders = PracticeIndexPage.objects.order_by("locale__language_code").values_list(
        "locale__language_code", flat=True
    )
    known = dict(settings.LANGUAGES)
    return [{"code": code, "name": _name(code)} for code in folders if code not in taken and code in known]


def _name(code: str) -> str:
    return str(get_language_info(code)["name_translated"])
