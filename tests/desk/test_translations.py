"""Translations of practices: begun on the desk, published by the gates alone, and how far each has come."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from core.models import AuditEntry, Manuscript
from core.review import operations
from knowledge.desk.translating import begin_translation, bring_up_to_date, confirm_translation, review_translation
from knowledge.models import PracticePage, TranslationAct
from knowledge.presentation.printed import printed_practice
from knowledge.states import TRANSLATION_MOVES, TranslationMove, TranslationState
from knowledge.versions.translated import translation_of
from tests.desk.conftest import Desk
from tests.desk.test_moves import LETTER, to_published
from tests.desk.test_pages import session_of, text_of
from tests.editors.typing_in import change as typed
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.signing_in import let_in

pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
LIST = "/en/desk/practices/translations/"


@pytest.fixture
def original(desk: Desk) -> PracticePage:
    """Published through both gates, in a library that has pages in Azerbaijani."""
    to_published(desk)
    make.in_azerbaijani(desk.library)
    return PracticePage.objects.get(pk=desk.page.pk)


def begun(desk: Desk, original: PracticePage) -> Manuscript:
    return begin_translation(page=original, language="az", by=desk.expert)


def page_of(manuscript: Manuscript) -> PracticePage:
    return PracticePage.objects.get(pk=manuscript.page_id)


def write(page: PracticePage, by: Any, **words: str) -> None:
    draft = page.get_latest_revision_as_object()
    for name, text in words.items():
        setattr(draft, name, text)
    draft.save_revision(user=by)


def pass_gates(desk: Desk, manuscript: Manuscript) -> PracticePage:
    operations.submit(manuscript=manuscript, by=desk.expert)
    operations.endorse(manuscript=manuscript, by=desk.focal)
    operations.publish(manuscript=manuscript, by=desk.secretariat)
    return page_of(manuscript)


def change(original: PracticePage, words: str = "<p>Changed.</p>") -> None:
    """Publish another text of the original, a moment later."""
    original = PracticePage.objects.get(pk=original.pk)
    original.challenge = words
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        site_make.publish(original)


def state(page: PracticePage) -> TranslationState:
    return translation_of(PracticePage.objects.get(pk=page.pk)).state


def told_by_editors(desk: Desk) -> tuple[PracticePage, PracticePage]:
    """A practice of the country that nobody brought before it, and its translation, published by an editor."""
    make.in_azerbaijani(desk.library)
    fields = {"country": desk.page.country, "institution": desk.page.institution, "is_full": True}
    original = make.a_practice(desk.library, "told", **fields)
    copied = original.copy_for_translation(site_make.locale("az"))
    edition = PracticePage.objects.get(pk=copied.pk)
    edition.title = "Sintetik"
    edition.save_revision(user=desk.editor).publish()
    return original, PracticePage.objects.get(pk=edition.pk)


def test_an_expert_translates_and_it_passes_the_gates(desk: Desk, original: PracticePage) -> None:
    """From the list to the library, by the forms of the desk."""
    expert = session_of(desk.expert)
    assert "Synthetic draft draft" in text_of(expert.get(LIST))
    assert "Azerbaijani" in text_of(expert.get(f"{LIST}{original.pk}/"))
    answer = expert.post(f"{LIST}{original.pk}/begin/", {"language": "az"})
    manuscript = Manuscript.objects.get(closed_at=None)
    assert answer["Location"] == f"/en/desk/practices/{manuscript.pk}/"
    page = page_of(manuscript)
    assert (page.live, page.owner, page.locale.language_code) == (False, desk.expert, "az")
    assert page.get_parent().locale.language_code == "az"
    assert page.permissions_for_user(desk.expert).can_edit()
    assert state(page) == TranslationState.DRAFT
    assert Client().get("/az/library/practices/draft/").status_code == 404
    write(page, desk.expert, title="Sintetik", challenge="<p>Sintetik çətinlik.</p>")
    pass_gates(desk, manuscript)
    shown = text_of(Client().get("/az/library/practices/draft/"))
    assert "Sintetik çətinlik." in shown
    assert state(page) == TranslationState.CONFIRMED, "the institution endorsed these words"
    act = TranslationAct.objects.get()
    assert (act.by, act.of_version, act.against, act.language) == (desk.focal, 1, 1, "az")
    assert "confirmed by the institution" in text_of(expert.get(LIST))
    assert AuditEntry.objects.filter(action="knowledge.begin_translation").count() == 1


class TestWhatHappensAfterTheEndorsement:
    @pytest.fixture
    def endorsed(self, desk: Desk, original: PracticePage) -> Manuscript:
        manuscript = begun(desk, original)
        operations.submit(manuscript=manuscript, by=desk.expert)
        operations.endorse(manuscript=manuscript, by=desk.focal)
        return manuscript

    def test_an_original_with_new_words_is_compared_again(
        self, desk: Desk, original: PracticePage, endorsed: Manuscript
    ) -> None:
        change(original)
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            with pytest.raises(ValidationError, match="published anew since"):
                operations.publish(manuscript=endorsed, by=desk.secretariat)
            operations.ask(manuscript=endorsed, field="", text="Compare both.", by=desk.secretariat)
            operations.send_back(manuscript=endorsed, by=desk.secretariat)
            request = endorsed.requests.get()
            operations.answer(request=request, text="Done.", by=desk.expert)
            operations.submit(manuscript=endorsed, by=desk.expert)
            operations.close(request=request, by=desk.focal)
            operations.endorse(manuscript=endorsed, by=desk.focal)
            operations.publish(manuscript=endorsed, by=desk.secretariat)
        assert state(page_of(endorsed)) == TranslationState.CONFIRMED
        assert TranslationAct.objects.get().against == 2

    def test_the_same_words_published_anew_change_nothing(
        self, desk: Desk, original: PracticePage, endorsed: Manuscript
    ) -> None:
        change(original, original.challenge)
        operations.publish(manuscript=endorsed, by=desk.secretariat)
        assert page_of(endorsed).live

    def test_an_original_that_was_taken_down_does_not_come_back(
        self, desk: Desk, original: PracticePage, endorsed: Manuscript
    ) -> None:
        original.unpublish()
        with pytest.raises(ValidationError, match="original is not published"):
            operations.publish(manuscript=endorsed, by=desk.secretariat)
        assert not page_of(endorsed).live
        for language in ("en", "az"):
            assert Client().get(f"/{language}/library/practices/draft/").status_code == 404


class TestBeginning:
    @pytest.mark.parametrize("name", ["stranger", "editor", "nobody"])
    def test_nobody_else_begins_one(self, desk: Desk, original: PracticePage, name: str) -> None:
        person = getattr(desk, name)
        with pytest.raises(PermissionDenied):
            begin_translation(page=original, language="az", by=person)
        answer = session_of(person).post(f"{LIST}{original.pk}/begin/", {"language": "az"})
        assert answer.status_code == 404
        assert PracticePage.objects.filter(translation_key=original.translation_key).count() == 1

    def test_not_twice_not_into_what_is_closed_and_not_of_a_draft(self, desk: Desk, original: PracticePage) -> None:
        for language in ("en", "ru", "", "xx"):
            with pytest.raises(ValidationError):
                begin_translation(page=original, language=language, by=desk.expert)
        begun(desk, original)
        answer = session_of(desk.expert).post(f"{LIST}{original.pk}/begin/", {"language": "az"}, follow=True)
        assert "There is a translation into this language already." in text_of(answer)
        original.unpublish()
        site_make.locale("ru")
        with pytest.raises(ValidationError):
            begin_translation(page=original, language="ru", by=desk.expert)

    def test_lists_are_of_ones_country(self, desk: Desk, original: PracticePage) -> None:
        begun(desk, original)
        assert "Synthetic draft" not in text_of(session_of(desk.stranger).get(LIST))
        assert session_of(desk.stranger).get(f"{LIST}{original.pk}/").status_code == 404
        assert session_of(desk.nobody).get(LIST).status_code == 404
        assert Client().get(LIST).status_code == 302

    def test_as_many_queries_for_many_as_for_few(
        self, desk: Desk, original: PracticePage, django_assert_max_num_queries: Any
    ) -> None:
        begun(desk, original)
        asked, counts = session_of(desk.secretariat), []
        for number in (1, 4):
            for one in range(number):
                made = make.a_practice(desk.library, f"more-{number}-{one}", country=desk.page.country)
                begin_translation(page=made, language="az", by=desk.secretariat)
            asked.get(LIST)
            with django_assert_max_num_queries(40) as asked_for:
                asked.get(LIST)
            counts.append(len(asked_for))
        assert counts[0] == counts[1]


# How a translation that an editor published comes to each state.
def reviewed(desk: Desk, original: PracticePage, page: PracticePage) -> None:
    review_translation(page=page, seen=1, by=desk.expert)


def confirmed(desk: Desk, original: PracticePage, page: PracticePage) -> None:
    confirm_translation(page=page, seen=1, by=desk.focal)


WAYS: dict[TranslationState, Callable[[Desk, PracticePage, PracticePage], None]] = {
    TranslationState.DRAFT: lambda desk, original, page: page.unpublish(),
    TranslationState.TRANSLATED: lambda desk, original, page: None,
    TranslationState.REVIEWED: reviewed,
    TranslationState.CONFIRMED: confirmed,
    TranslationState.OUTDATED: lambda desk, original, page: change(original),
}
ACTS: dict[TranslationMove, Callable[..., Any]] = {
    TranslationMove.REVIEW: lambda page, by: review_translation(page=page, seen=1, by=by),
    TranslationMove.CONFIRM: lambda page, by: confirm_translation(page=page, seen=1, by=by, evidence=LETTER),
    TranslationMove.UPDATE: lambda page, by: bring_up_to_date(page=page, seen=1, by=by),
}
WHO = {
    # The editor wrote it.
    TranslationMove.REVIEW: {"expert", "focal", "secretariat"},
    TranslationMove.CONFIRM: {"focal", "secretariat"},
    TranslationMove.UPDATE: {"expert", "focal", "secretariat", "editor"},
}
PEOPLE = ("expert", "focal", "stranger", "secretariat", "editor", "nobody")
LEADS_TO = {
    TranslationMove.REVIEW: TranslationState.REVIEWED,
    TranslationMove.CONFIRM: TranslationState.CONFIRMED,
    TranslationMove.UPDATE: TranslationState.TRANSLATED,
}


@pytest.mark.parametrize("name", list(WAYS))
def test_the_table_of_moves(desk: Desk, name: TranslationState) -> None:
    original, page = told_by_editors(desk)
    WAYS[name](desk, original, page)
    page = PracticePage.objects.get(pk=page.pk)
    assert state(page) == name
    before = TranslationAct.objects.count()
    for move, act in ACTS.items():
        for person in PEOPLE:
            if name in TRANSLATION_MOVES[move].states and person in WHO[move]:
                continue
            with pytest.raises((PermissionDenied, ValidationError)):
                act(page, getattr(desk, person))
            assert (state(page), TranslationAct.objects.count()) == (name, before)


@pytest.mark.parametrize("move", list(ACTS))
@pytest.mark.parametrize("person", ["expert", "focal", "secretariat", "editor"])
def test_a_move_leads_on_and_leaves_an_act(desk: Desk, move: TranslationMove, person: str) -> None:
    if person not in WHO[move]:
        return
    original, page = told_by_editors(desk)
    if move == TranslationMove.UPDATE:
        change(original)
    ACTS[move](PracticePage.objects.get(pk=page.pk), getattr(desk, person))
    assert state(page) == LEADS_TO[move]
    act = TranslationAct.objects.get()
    assert (act.by, act.move) == (getattr(desk, person), move)
    assert act.against == (2 if move == TranslationMove.UPDATE else 1)
    entry = AuditEntry.objects.get(action=f"knowledge.{move.value}_translation")
    assert LETTER not in str(entry.data)
    assert entry.data["is_by_letter"] == (move == TranslationMove.CONFIRM and person == "secretariat")


class TestWhatTheStateIs:
    def test_words_that_were_reviewed_are_others_after_a_change(self, desk: Desk) -> None:
        original, page = told_by_editors(desk)
        review_translation(page=page, seen=1, by=desk.expert)
        fresh = PracticePage.objects.get(pk=page.pk)
        fresh.challenge = "<p>Başqa.</p>"
        site_make.publish(fresh)
        assert state(page) == TranslationState.TRANSLATED
        assert state(original) == TranslationState.ORIGINAL

    def test_what_is_up_to_date_again_is_as_reviewed_as_it_was(self, desk: Desk) -> None:
        original, page = told_by_editors(desk)
        review_translation(page=page, seen=1, by=desk.expert)
        change(original)
        assert state(page) == TranslationState.OUTDATED
        bring_up_to_date(page=page, seen=1, by=desk.editor)
        assert state(page) == TranslationState.REVIEWED
        change(original, "<p>And again.</p>")
        assert state(page) == TranslationState.OUTDATED

    @pytest.mark.parametrize("is_reviewed", [True, False])
    def test_who_brings_it_up_to_date_confirms_nothing(self, desk: Desk, is_reviewed: bool) -> None:
        original, page = told_by_editors(desk)
        if is_reviewed:
            review_translation(page=page, seen=1, by=desk.expert)
        confirm_translation(page=page, seen=1, by=desk.focal)
        change(original)
        outdated = translation_of(PracticePage.objects.get(pk=page.pk))
        assert (outdated.state, outdated.said) == (TranslationState.OUTDATED, TranslationState.CONFIRMED)
        bring_up_to_date(page=page, seen=1, by=desk.expert)
        assert state(page) == (TranslationState.REVIEWED if is_reviewed else TranslationState.TRANSLATED)
        assert f"{LIST}{page.pk}/confirm/" in text_of(session_of(desk.focal).get(f"{LIST}{original.pk}/"))
        confirm_translation(page=page, seen=1, by=desk.focal)
        assert state(page) == TranslationState.CONFIRMED

    def test_a_version_that_was_not_read_is_not_reviewed(self, desk: Desk) -> None:
        _original, page = told_by_editors(desk)
        with pytest.raises(ValidationError, match="Another text was published"):
            review_translation(page=page, seen=7, by=desk.expert)

    def test_page_print_and_interface_say_that_it_is_older_and_lead_to_the_original(self, desk: Desk) -> None:
        original, page = told_by_editors(desk)
        change(original)
        shown = text_of(Client().get("/az/library/practices/told/"))
        assert '<li class="own">' in shown
        assert 'href="/en/library/practices/told/"' in shown.split('class="standing"')[1].split("</ul>")[0]
        fresh = [PracticePage.objects.get(pk=one.pk) for one in (page, original)]
        printed = printed_practice(fresh[0], fresh[1], user=desk.nobody).html.split('class="standing"')[1]
        assert "/en/library/practices/told/" in printed.split("</header>")[0]
        editions = Client().get("/api/v1/practices/practice-told").json()["editions"]
        assert [one["state"] for one in editions] == ["original", "outdated"]
        bring_up_to_date(page=fresh[0], seen=1, by=desk.expert)
        assert '<li class="own">' not in text_of(Client().get("/az/library/practices/told/"))


def test_the_forms_of_the_desk_review_and_confirm(desk: Desk) -> None:
    original, page = told_by_editors(desk)
    expert, secretariat = session_of(desk.expert), session_of(desk.secretariat)
    address = f"{LIST}{page.pk}"
    assert f"{address}/review/" in text_of(expert.get(f"{LIST}{original.pk}/"))
    assert f"{address}/confirm/" not in text_of(expert.get(f"{LIST}{original.pk}/"))
    form = expert.get(f"{address}/review/")
    seen = re.search(r'name="seen" value="(\d+)"', text_of(form))
    assert seen is not None
    assert expert.post(f"{address}/review/", {"seen": "x"}).status_code == 422
    assert expert.post(f"{address}/review/", {"seen": seen[1]}).status_code == 303
    assert expert.get(f"{address}/confirm/").status_code == 404
    assert expert.get(f"{address}/nonsense/").status_code == 404
    answer = secretariat.post(f"{address}/confirm/", {"seen": seen[1], "evidence": ""})
    assert answer.status_code == 422
    assert secretariat.post(f"{address}/confirm/", {"seen": seen[1], "evidence": LETTER}).status_code == 303
    assert state(page) == TranslationState.CONFIRMED
    assert LETTER in text_of(expert.get(f"{LIST}{original.pk}/"))
    for name in ("stranger", "nobody"):
        assert session_of(getattr(desk, name)).get(f"{address}/review/").status_code == 404


class TestNoWayAroundTheGates:
    """Each way that Wagtail has to make a page live, tried on a translation of what a country works on."""

    @pytest.fixture
    def draft(self, desk: Desk, original: PracticePage) -> PracticePage:
        page = page_of(begun(desk, original))
        write(page, desk.expert, challenge="<p>Qxtranslation.</p>")
        return PracticePage.objects.get(pk=page.pk)

    def unseen(self, draft: PracticePage) -> None:
        assert not PracticePage.objects.filter(
            translation_key=draft.translation_key, live=True, locale=draft.locale
        ).exists()
        assert Client().get("/az/library/practices/draft/").status_code == 404

    @pytest.mark.parametrize("name", ["expert", "focal", "editor", "secretariat"])
    def test_its_form_and_its_lists(self, desk: Desk, draft: PracticePage, name: str) -> None:
        asked = let_in(Client(), getattr(desk, name))
        edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
        for act in ("action-publish", "action-submit", "action-restart-workflow"):
            typed(asked, edit, **{act: act})
        typed(asked, edit, **{"action-publish": "1", "go_live_at": "2020-01-01 00:00"})
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        asked.post(f"{bulk}?id={draft.pk}&next=/admin/", {"include_descendants": "on"})
        folder = draft.get_parent().pk
        asked.post(f"{bulk}?id={folder}&next=/admin/", {"include_descendants": "on"})
        for action in ("publish", "copy_for_translation", "create_alias", "copy"):
            asked.post(reverse("wagtailadmin_api:pages:action", args=[draft.pk, action]), {})
        asked.post(reverse("wagtailadmin_pages:copy", args=[draft.pk]), {"new_title": "x", "new_slug": "x", "alias": 1})
        self.unseen(draft)
        assert not draft.permissions_for_user(getattr(desk, name)).can_publish()

    def test_its_schedule(self, desk: Desk, draft: PracticePage) -> None:
        later = draft.get_latest_revision_as_object()
        later.go_live_at = timezone.now() + timedelta(hours=1)
        revision = later.save_revision(user=desk.expert)
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            call_command("publish_scheduled")
        self.unseen(draft)
        manuscript = Manuscript.objects.open_on(draft.pk)
        assert manuscript is not None
        with pytest.raises(ValidationError):
            operations.submit(manuscript=manuscript, by=desk.expert)
        assert revision.approved_go_live_at is None

    @pytest.mark.parametrize("name", ["editor", "secretariat"])
    def test_wagtails_own_translation_makes_a_draft(self, desk: Desk, original: PracticePage, name: str) -> None:
        asked = let_in(Client(), getattr(desk, name))
        made = reverse("simple_translation:submit_page_translation", args=[original.pk])
        asked.post(made, {"locales": [site_make.locale("az").pk], "include_subtree": "on"})
        page = PracticePage.objects.get(translation_key=original.translation_key, locale__language_code="az")
        assert not page.live
        assert not page.permissions_for_user(getattr(desk, name)).can_publish()
        assert translation_of(page).state == TranslationState.DRAFT

    def test_aliases_and_the_tree_in_step(self, desk: Desk, original: PracticePage, settings: Any) -> None:
        azerbaijani = site_make.locale("az")
        for make_one in (
            lambda: original.copy_for_translation(azerbaijani, alias=True),
            lambda: original.create_alias(update_locale=azerbaijani, parent=Page.objects.get(url_path="/front-az/")),
        ):
            with pytest.raises(ValidationError):
                make_one()
        settings.WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True
        draft = page_of(begun(desk, original))
        change(original)
        self.unseen(draft)

    def test_the_original_going_live_takes_no_draft_along(self, desk: Desk, draft: PracticePage) -> None:
        original = PracticePage.objects.get(pk=desk.page.pk)
        original.unpublish()
        change(original)
        self.unseen(draft)
        manuscript = Manuscript.objects.open_on(draft.pk)
        assert manuscript is not None
        operations.submit(manuscript=manuscript, by=desk.expert)
        with pytest.raises(ValidationError):
            operations.publish(manuscript=manuscript, by=desk.secretariat)
        self.unseen(draft)
