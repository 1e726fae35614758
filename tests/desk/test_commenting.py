"""Comments in the margin, and the notice of a colleague who writes too: in the editor as experts have it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, PageSubscription

from core.models import AuditEntry, Notice, RoleTerm, User
from core.review import operations
from core.users.operations import end_role
from knowledge.models import PracticePage
from tests.desk.conftest import Desk
from tests.desk.test_telling import told
from tests.editors.typing_in import drawn
from tests.signing_in import let_in

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
WORDS = "A synthetic comment: say how many people."


def edit_of(desk: Desk) -> str:
    return reverse("wagtailadmin_pages:edit", args=[desk.page.pk])


def comment(desk: Desk, person: User, text: str = WORDS, **more: Any) -> Any:
    """What the editor sends when somebody writes a comment beside the title, with its other fields as they are."""
    asked = let_in(Client(), person)
    sent = {name: value for name, value in drawn(asked.get(edit_of(desk))).items() if value is not None}
    sent |= {
        "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "", "comments-0-DELETE": "", "comments-0-resolved": "", "comments-0-id": "",
        "comments-0-contentpath": "title", "comments-0-text": text, "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0", "comments-0-replies-MAX_NUM_FORMS": "0",
    }  # fmt: skip
    return asked.post(edit_of(desk), sent | more)


def reply(desk: Desk, person: User, text: str, **more: Any) -> Any:
    one = Comment.objects.get()
    answers = {
        "comments-INITIAL_FORMS": "1", "comments-0-id": str(one.pk), "comments-0-text": one.text,
        "comments-0-replies-TOTAL_FORMS": "1", "comments-0-replies-0-id": "", "comments-0-replies-0-text": text,
        "comments-0-replies-0-DELETE": "",
    }  # fmt: skip
    return comment(desk, person, **answers | more)


@pytest.mark.parametrize("name", ["expert", "focal", "secretariat"])
def test_people_of_the_country_and_the_secretariat_comment(desk: Desk, name: str) -> None:
    person = getattr(desk, name)
    assert comment(desk, person).status_code == 302
    assert Comment.objects.get().user == person
    for reader in ("expert", "focal", "secretariat"):
        assert WORDS in let_in(Client(), getattr(desk, reader)).get(edit_of(desk)).content.decode(), reader


def test_the_authors_and_who_spoke_hear_of_it_on_their_desk_and_not_by_wagtail(desk: Desk) -> None:
    mail.outbox.clear()
    comment(desk, desk.secretariat)
    assert told("comment made") == {"expert"}
    notice = Notice.objects.get(kind="comment made")
    assert WORDS in notice.told["text"]
    reply(desk, desk.expert, "Four hundred.")
    assert "secretariat" in told("comment made")
    assert reply(desk, desk.focal, "Seen.", **{"comments-0-resolved": "on"}).status_code == 302
    assert {"expert", "secretariat"} <= told("comment resolved")
    assert {letter.subject.partition(":")[0] for letter in mail.outbox} <= {"Comment", "Comment done"}


def test_who_lost_the_role_hears_nothing_though_they_asked_to(desk: Desk) -> None:
    comment(desk, desk.focal)
    for person in (desk.focal, desk.stranger, desk.nobody):
        PageSubscription.objects.update_or_create(page=desk.page, user=person, defaults={"comment_notifications": True})
    end_role(term=RoleTerm.objects.get(user=desk.focal), reason="Synthetic.", by=None)
    Notice.objects.all().delete()
    mail.outbox.clear()
    reply(desk, desk.secretariat, "Of nobody's concern any more.")
    assert told("comment made") == {"expert"}
    assert {address for letter in mail.outbox for address in letter.to} <= {desk.expert.email}


def test_nobody_else_meets_a_comment(desk: Desk) -> None:
    comment(desk, desk.expert)
    for person in (desk.stranger, desk.nobody):
        assert WORDS not in let_in(Client(), person).get(edit_of(desk), follow=True).content.decode()
        assert comment_refused(desk, person)


def comment_refused(desk: Desk, person: User) -> bool:
    before = Comment.objects.count()
    let_in(Client(), person).post(edit_of(desk), {"title": "x", "comments-TOTAL_FORMS": "1"})
    return Comment.objects.count() == before


def test_a_comment_is_not_published(desk: Desk) -> None:
    comment(desk, desk.expert)
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    page = PracticePage.objects.get(pk=desk.page.pk)
    key = page.record.key  # type: ignore[union-attr]
    for address in ("/en/library/practices/draft/", f"/api/v1/records/{key}", f"/api/v1/practices/{key}"):
        assert WORDS not in Client().get(address).content.decode(), address
    assert WORDS not in json.dumps(list(page.record.practice_versions.values("content")))  # type: ignore[union-attr]


def test_what_somebody_wrote_stands_in_the_margin_and_not_in_the_audit(desk: Desk) -> None:
    comment(desk, desk.expert)
    entry = AuditEntry.objects.get(action="wagtail.comments.create")
    assert WORDS not in json.dumps(entry.data)
    assert entry.data["comment"]["contentpath"] == "title"


class TestTwoPeopleOnOnePage:
    """Wagtail's editing sessions, as its editor asks for them by script."""

    def ping(self, client: Client, desk: Desk, session: int, revision: int | None) -> Any:
        address = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", desk.page.pk, session])
        return client.post(address, {"revision_id": str(revision), "is_editing": "1"})

    def session_in(self, client: Client, desk: Desk, person: User) -> int:
        client.get(edit_of(desk))
        return EditingSession.objects.filter(user=person).latest("pk").pk

    def test_each_is_told_of_the_other(self, desk: Desk) -> None:
        expert, focal = (let_in(Client(), person) for person in (desk.expert, desk.focal))
        first, second = self.session_in(expert, desk, desk.expert), self.session_in(focal, desk, desk.focal)
        begun = desk.page.latest_revision_id
        self.ping(focal, desk, second, begun)
        answer = self.ping(expert, desk, first, begun).json()
        assert [one["user"] for one in answer["other_sessions"]] == ["Focal"]
        assert "Focal" in answer["html"]
        page = PracticePage.objects.get(pk=desk.page.pk)
        saved = page.save_revision(user=desk.focal)
        answer = self.ping(expert, desk, first, begun).json()
        assert [one["revision_id"] for one in answer["other_sessions"]] == [saved.pk], "a newer text was saved"

    def test_nobody_of_another_country_is_told_anything(self, desk: Desk) -> None:
        expert, stranger = (let_in(Client(), person) for person in (desk.expert, desk.stranger))
        first = self.session_in(expert, desk, desk.expert)
        answer = self.ping(stranger, desk, first, desk.page.latest_revision_id)
        assert answer.status_code in (302, 403, 404)
        assert "Expert" not in answer.content.decode()
