"""Texts beside each other on the desk, and an earlier version as a new draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import AuditEntry, Manuscript, PublicationTask, Record, ReviewAct
from core.records.operations import set_audience
from core.review import operations
from core.review.states import Move, Stage
from knowledge.desk.comparing import said_by
from knowledge.desk.restoring import restore_version
from knowledge.desk.texts import draft_of
from knowledge.models import DraftFigure, PracticePage, PracticeSource, PracticeVersion
from knowledge.operations import withdraw_version
from tests.desk.conftest import Desk
from tests.desk.test_moves import to_published
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.signing_in import let_in

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
NEW = "<p>Told anew, <b>plainly</b>.</p>"


def page_of(desk: Desk) -> PracticePage:
    return PracticePage.objects.get(pk=desk.page.pk)


def write(desk: Desk, **fields: Any) -> Manuscript:
    """The country writes on what was published, and has saved it."""
    page = page_of(desk)
    manuscript = operations.open_manuscript(page=page, country=desk.country, by=desk.expert)
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=desk.expert)
    return manuscript


def publish_again(desk: Desk, **fields: Any) -> Manuscript:
    manuscript = write(desk, **fields)
    operations.submit(manuscript=manuscript, by=desk.expert)
    operations.endorse(manuscript=manuscript, by=desk.focal)
    operations.publish(manuscript=manuscript, by=desk.secretariat)
    return manuscript


def shown(desk: Desk, manuscript: Manuscript, rest: str = "", *, name: str = "expert", status: int = 200) -> str:
    answer = let_in(Client(), getattr(desk, name)).get(f"/en/desk/practices/{manuscript.pk}/versions/{rest}")
    assert answer.status_code == status, answer.content[:500]
    return str(answer.content.decode())


class TestComparing:
    def test_what_readers_see_and_the_draft_field_by_field(self, desk: Desk) -> None:
        to_published(desk)
        manuscript = write(desk, challenge=NEW, title="Another title")
        for name in ("expert", "focal", "secretariat"):
            page = shown(desk, manuscript, name=name)
            assert "<del>Synthetic" in page
            assert "Told anew, **plainly**" in page.replace("<ins>", "").replace("</ins>", "")
            assert "Another" in page
            assert "The same in both:" in page

    def test_any_two_texts_can_be_compared(self, desk: Desk) -> None:
        to_published(desk)
        publish_again(desk, results="<p>Second results.</p>")
        manuscript = write(desk, results="<p>Third results.</p>")
        first, second = PracticeVersion.objects.order_by("number")
        page = shown(desk, manuscript, f"?before=v{first.number}&after=v{second.number}")
        assert "Second" in page
        assert "Third" not in page.split("What differs")[1].split("Published versions")[0]
        saved = page_of(desk).latest_revision_id
        assert "Third" in shown(desk, manuscript, f"?before=v{second.number}&after=r{saved}")
        assert "Nothing: the two say the same." in shown(desk, manuscript, f"?before=r{saved}&after=draft")

    def test_facts_are_compared_by_name_and_what_is_for_others_is_not_named(self, desk: Desk) -> None:
        to_published(desk)
        secret = site_make.a_source(title="Canary of the secretariat")
        set_audience(record=secret.record, tokens=["secretariat"], by=None)
        draft = page_of(desk).get_latest_revision_as_object()
        manuscript = write(desk, topics=[make.a_concept("another")], length="short")
        draft = page_of(desk).get_latest_revision_as_object()
        draft.practice_sources.add(PracticeSource(source=secret))
        draft.save_revision(user=desk.secretariat)
        page = shown(desk, manuscript)
        assert "short note" in page.replace("<ins>", "").replace("</ins>", "")
        assert "Canary" not in page
        assert "Canary" in shown(desk, manuscript, name="secretariat").replace("<ins>", "").replace("</ins>", "")

    def test_figures_given_with_the_text_are_compared(self, desk: Desk) -> None:
        secret = site_make.a_source(title="Canary of the secretariat")
        set_audience(record=secret.record, tokens=["secretariat"], by=None)
        before = page_of(desk).latest_revision_id
        draft = page_of(desk).get_latest_revision_as_object()
        draft.draft_figures = [
            DraftFigure(measure="synthetic visits", stated="over 42", low=42, unit="visits", on="2024", source=secret)
        ]
        draft.save_revision(user=desk.secretariat)
        asked = f"?before=r{before}&after=draft"
        page = shown(desk, desk.manuscript, asked)
        assert "Figures given with the text" in page
        assert "<ins>over 42 · synthetic visits · 42 visits · 2024 · result · …</ins>" in page
        assert "nor figures that are on record already" in page
        assert "Canary of the secretariat" in shown(desk, desk.manuscript, asked, name="secretariat")

    def test_the_text_with_which_a_round_began_can_be_compared(self, desk: Desk) -> None:
        first = page_of(desk).latest_revision_id
        write(desk, challenge=NEW)
        assert "Synthetic challenge." in shown(desk, desk.manuscript, f"?before=r{first}").replace("<del>", "").replace(
            "</del>", ""
        )
        to_published(desk)
        older = page_of(desk).latest_revision_id
        manuscript = write(desk, challenge="<p>Once more.</p>")
        assert f'value="r{older}"' in shown(desk, manuscript, f"?before=r{older}")
        shown(desk, manuscript, f"?before=r{first}", status=422)

    def test_facts_are_asked_for_in_as_many_queries_for_many_as_for_few(self, desk: Desk) -> None:
        counts = []
        for number in (1, 4):
            draft = page_of(desk).get_latest_revision_as_object()
            draft.topics = [make.a_concept(f"synthetic-{number}-{one}") for one in range(number)]
            rows = [PracticeSource(source=site_make.a_source(), sort_order=one) for one in range(number)]
            draft.practice_sources.set(rows)
            draft.save_revision(user=desk.expert)
            manuscript = Manuscript.objects.with_review().get(pk=desk.manuscript.pk)
            with CaptureQueriesContext(connection) as read:
                draft_of(manuscript)
            with CaptureQueriesContext(connection) as said:
                said_by(manuscript, "draft")
            counts.append(len(said) - len(read))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("asked", ["v99", "r1", "x", "²", "v" + "9" * 40, "<script>", "r-1"])
    def test_a_text_that_is_none_is_refused_in_words(self, desk: Desk, asked: str) -> None:
        page = shown(desk, desk.manuscript, f"?before={asked}&after=draft", status=422)
        assert "Something needs your attention" in page

    def test_what_was_withdrawn_is_shown_nowhere(self, desk: Desk) -> None:
        to_published(desk)
        over = publish_again(desk, challenge="<p>It named a person.</p>")
        manuscript = publish_again(desk, challenge="<p>It names nobody.</p>")
        version = PracticeVersion.objects.get(number=2)
        saved = ReviewAct.objects.filter(manuscript=over, revision__isnull=False).latest("pk").revision_id
        withdraw_version(version=version, on=timezone.localdate(), reason="A name.", by=desk.secretariat)
        for one in (over, manuscript):
            page = shown(desk, one)
            assert "Version 2," not in page
            for asked in ("v2", f"r{saved}"):
                assert "named a person" not in shown(desk, one, f"?before={asked}&after=draft", status=422)
        with pytest.raises(ValidationError, match="no such version"):
            restore_version(page=page_of(desk), number=2, by=desk.expert)

    def test_for_everybody_else_there_is_no_such_page(self, desk: Desk) -> None:
        to_published(desk)
        for name in ("stranger", "editor", "nobody"):
            shown(desk, desk.manuscript, name=name, status=404)
            shown(desk, desk.manuscript, "1/restore/", name=name, status=404)
        shown(desk, desk.manuscript, "7/restore/", status=404)


class TestRestoring:
    def test_an_earlier_version_passes_the_gates_again(self, desk: Desk) -> None:
        """The whole way, by the forms alone."""
        to_published(desk)
        over = publish_again(desk, challenge=NEW, title="Another title", length="short")
        expert = let_in(Client(), desk.expert)
        address = f"/en/desk/practices/{over.pk}/versions/1/restore/"
        assert "Restore as a draft" in shown(desk, over)
        assert "written over the draft" in expert.get(address).content.decode()
        answer = expert.post(address)
        manuscript = Manuscript.objects.open_on(desk.page.pk)
        assert manuscript is not None
        assert (answer.status_code, answer["Location"]) == (303, f"/en/desk/practices/{manuscript.pk}/")
        page = page_of(desk)
        assert (page.title, page.live) == ("Another title", True), "readers see what they saw"
        draft = page.get_latest_revision_as_object()
        assert (draft.title, draft.challenge) == ("Synthetic draft draft", "<p>Synthetic challenge.</p>")
        assert draft.length == "full"
        assert [row.source for row in draft.practice_sources.all()]
        assert [topic.record.key for topic in draft.topics.all()] == ["synthetic"]
        assert manuscript.stage == Stage.DRAFT
        operations.submit(manuscript=manuscript, by=desk.expert)
        operations.endorse(manuscript=manuscript, by=desk.focal)
        operations.publish(manuscript=manuscript, by=desk.secretariat)
        assert page_of(desk).title == "Synthetic draft draft"
        assert AuditEntry.objects.filter(action="review.restore").exists()
        assert "Version 1" in ReviewAct.objects.get(move=Move.RESTORE).text

    def test_what_is_not_there_any_more_is_said(self, desk: Desk) -> None:
        to_published(desk)
        over = publish_again(desk, topics=[make.a_concept("another")])
        Record.objects.filter(key="synthetic").update(withdrawn_on=timezone.localdate(), withdrawn_reason="Synthetic.")
        answer = let_in(Client(), desk.expert).post(f"/en/desk/practices/{over.pk}/versions/1/restore/", follow=True)
        assert "Could not be restored: topics." in answer.content.decode()

    def test_what_was_saved_before_stays(self, desk: Desk) -> None:
        to_published(desk)
        manuscript = write(desk, title="Not lost")
        before = page_of(desk).latest_revision_id
        restore_version(page=page_of(desk), number=1, by=desk.focal)
        assert "Not lost" in shown(desk, manuscript, f"?before=r{before}&after=draft").replace("<del>", "").replace(
            "</del>", ""
        )

    def test_not_while_it_stands_at_a_gate_or_is_locked(self, desk: Desk) -> None:
        to_published(desk)
        manuscript = write(desk, title="Another")
        PracticePage.objects.filter(pk=desk.page.pk).update(locked=True, locked_by=desk.secretariat)
        with pytest.raises(ValidationError, match="locked in the editor"):
            restore_version(page=page_of(desk), number=1, by=desk.expert)
        PracticePage.objects.filter(pk=desk.page.pk).update(locked=False, locked_by=None)
        operations.submit(manuscript=manuscript, by=desk.expert)
        with pytest.raises(ValidationError, match="cannot be done now"):
            restore_version(page=page_of(desk), number=1, by=desk.expert)
        assert PublicationTask.objects.exists()

    @pytest.mark.parametrize("name", ["stranger", "editor", "nobody"])
    def test_nobody_else_restores(self, desk: Desk, name: str) -> None:
        to_published(desk)
        with pytest.raises(PermissionDenied):
            restore_version(page=page_of(desk), number=1, by=getattr(desk, name))
