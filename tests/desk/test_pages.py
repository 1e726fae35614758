"""The pages of the desk, as each of the people meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.models import ChangeRequest, Manuscript, ReadingLink, User
from core.review import operations
from core.review.states import Stage
from knowledge.models import PracticePage
from tests.desk.conftest import Desk, a_draft
from tests.signing_in import let_in

pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
LIST = "/en/desk/practices/"


def page_of(desk: Desk, rest: str = "") -> str:
    return f"{LIST}{desk.manuscript.pk}/{rest}"


def session_of(person: User) -> Client:
    return let_in(Client(), person)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_a_draft_to_the_library(desk: Desk) -> None:
    """The whole way, by the forms alone."""
    expert, focal, secretariat = (session_of(one) for one in (desk.expert, desk.focal, desk.secretariat))
    assert "Synthetic draft draft" in text_of(expert.get(LIST))
    assert "Synthetic draft draft" in text_of(expert.get(page_of(desk)))
    assert expert.post(page_of(desk, "submit/"), {"text": "Please read."}).status_code == 303
    assert "To endorse: Synthetic draft draft" in text_of(focal.get("/en/desk/notices/"))
    assert "Synthetic draft draft" in text_of(focal.get(LIST))
    focal.post(page_of(desk, "claim/"))
    focal.post(page_of(desk, "ask/"), {"field": "results", "text": "How many people?"})
    assert "How many people?" not in text_of(expert.get(page_of(desk)))
    assert focal.post(page_of(desk, "return/"), {"text": "Nearly there."}).status_code == 303
    asked = ChangeRequest.objects.get()
    shown = text_of(expert.get(page_of(desk)))
    assert "How many people?" in shown
    assert "Nearly there." in shown
    expert.post(page_of(desk, f"requests/{asked.pk}/answer/"), {"text": "Four hundred."})
    expert.post(page_of(desk, "submit/"), {})
    assert "Four hundred." in text_of(focal.get(page_of(desk)))
    focal.post(page_of(desk, f"requests/{asked.pk}/close/"))
    assert focal.post(page_of(desk, "endorse/"), {"text": "We stand by it."}).status_code == 303
    assert "We stand by it." in text_of(secretariat.get(page_of(desk)))
    assert secretariat.post(page_of(desk, "publish/"), {}).status_code == 303
    assert Manuscript.objects.get().outcome == Stage.PUBLISHED
    assert Client().get("/en/library/practices/draft/").status_code == 200
    assert "Published: Synthetic draft draft" in text_of(expert.get("/en/desk/notices/"))


@pytest.mark.parametrize(
    "rest", ["", "submit/", "endorse/", "publish/", "preview/", "preview.pdf", "requests/1/answer/", "unknown/"]
)
def test_for_everybody_else_there_is_no_such_page(desk: Desk, rest: str) -> None:
    for person in (desk.stranger, desk.editor, desk.nobody):
        asked = session_of(person)
        answers = [asked.get(page_of(desk, rest)), asked.get(f"{LIST}999999/{rest}")]
        assert {answer.status_code for answer in answers} <= {404, 405}
        assert answers[0].status_code == answers[1].status_code
        assert "Synthetic draft" not in text_of(answers[0])
    assert Client().get(page_of(desk, rest)).status_code in (302, 405)


def test_a_list_holds_what_is_of_ones_country(desk: Desk) -> None:
    assert "Synthetic draft" not in text_of(session_of(desk.stranger).get(f"{LIST}?show=writing"))
    assert session_of(desk.nobody).get(LIST).status_code == 404


def test_what_a_form_refuses_is_said_and_what_was_typed_stays(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    answer = session_of(desk.secretariat).post(page_of(desk, "endorse/"), {"text": "A long statement."})
    assert answer.status_code == 422
    assert "A long statement." in text_of(answer)
    answer = session_of(desk.focal).post(page_of(desk, "decline/"), {"text": " "})
    assert answer.status_code == 422


def test_an_empty_answer_is_refused_at_its_request(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    asked = operations.ask(manuscript=desk.manuscript, field="", text="Say more.", by=desk.focal)
    operations.send_back(manuscript=desk.manuscript, by=desk.focal)
    answer = session_of(desk.expert).post(page_of(desk, f"requests/{asked.pk}/answer/"), {"text": ""})
    assert answer.status_code == 422
    assert f'id="id_{asked.pk}_text_error"' in text_of(answer)


def test_who_comes_too_late_is_told(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.take_back(manuscript=desk.manuscript, by=desk.expert)
    answer = session_of(desk.focal).post(page_of(desk, "endorse/"), {"text": ""})
    assert answer.status_code == 422
    assert "Somebody may have been quicker" in text_of(answer)
    answer = session_of(desk.focal).get(page_of(desk, "endorse/"), follow=True)
    assert "Somebody may have been quicker" in text_of(answer)


def test_a_preview_shows_the_draft_and_is_kept_by_nobody(desk: Desk) -> None:
    asked = session_of(desk.focal)
    answer = asked.get(page_of(desk, "preview/"))
    assert "Synthetic challenge." in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    answer = asked.get(page_of(desk, "preview.pdf"))
    assert answer["Content-Type"] == "application/pdf"


def test_the_secretariat_brings_a_practice_before_its_country(desk: Desk) -> None:
    page = PracticePage.objects.get(pk=desk.page.pk)
    Manuscript.objects.all().delete()
    asked = session_of(desk.secretariat)
    answer = asked.post(f"{LIST}begin/{page.pk}/")
    assert answer["Location"] == page_of(desk).replace(str(desk.manuscript.pk), str(Manuscript.objects.get().pk))
    assert session_of(desk.stranger).post(f"{LIST}begin/{page.pk}/").status_code == 404


class TestReadersWithoutAnAccount:
    def address(self, desk: Desk, person: User) -> str:
        shown = text_of(session_of(person).post(page_of(desk, "links/make/"), {"name": "The director"}))
        found = re.search(r"http://testserver(/en/drafts/[^\"]+/)", shown)
        assert found is not None
        return found[1]

    def test_who_has_the_address_reads_the_draft(self, desk: Desk) -> None:
        address = self.address(desk, desk.expert)
        answer = Client().get(address)
        assert "This is a draft, for The director." in text_of(answer)
        assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
        answer = Client().get(f"{address}page/")
        assert "Synthetic challenge." in text_of(answer)
        assert "no-store" in answer["Cache-Control"]
        assert Client().get(f"{address}draft.pdf")["Content-Type"] == "application/pdf"
        assert "The director" in text_of(session_of(desk.focal).get(page_of(desk)))

    def test_of_the_address_a_hash_is_kept(self, desk: Desk) -> None:
        token = self.address(desk, desk.expert).split("/")[-2]
        assert token not in str(ReadingLink.objects.values())

    def test_it_opens_nothing_when_it_is_closed_or_old_or_made_up(self, desk: Desk) -> None:
        address = self.address(desk, desk.expert)
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            assert Client().get(address).status_code == 404
        link = ReadingLink.objects.get()
        assert session_of(desk.stranger).post(page_of(desk, f"links/{link.pk}/end/")).status_code == 404
        session_of(desk.focal).post(page_of(desk, f"links/{link.pk}/end/"))
        for closed in (address, f"{address}page/", f"{address}draft.pdf", "/en/drafts/made-up/"):
            assert Client().get(closed).status_code == 404

    def test_it_closes_with_the_manuscript(self, desk: Desk) -> None:
        address = self.address(desk, desk.expert)
        operations.submit(manuscript=desk.manuscript, by=desk.expert)
        assert Client().get(address).status_code == 200
        operations.decline(manuscript=desk.manuscript, by=desk.focal, text="No.")
        assert Client().get(address).status_code == 404
        answer = session_of(desk.expert).post(page_of(desk, "links/make/"), {"name": "The director"})
        assert answer.status_code == 422

    def test_nobody_else_makes_one(self, desk: Desk) -> None:
        for person in (desk.stranger, desk.editor):
            assert session_of(person).post(page_of(desk, "links/make/"), {"name": "x"}).status_code == 404


def more_drafts(desk: Desk, number: int, first: int) -> None:
    country, institution = desk.page.country, desk.page.institution
    topic = desk.page.topics.first()
    for one in range(first, first + number):
        page = a_draft(desk.library, country, institution, topic, desk.expert, f"draft-{one}")
        manuscript = operations.open_manuscript(page=page, country=desk.country, by=desk.expert)
        operations.submit(manuscript=manuscript, by=desk.expert)


@pytest.mark.parametrize("address", ["/en/desk/", f"{LIST}?show=endorsement", f"{LIST}?show=writing"])
def test_as_many_queries_for_many_as_for_few(desk: Desk, address: str, django_assert_max_num_queries: Any) -> None:
    asked, counts = session_of(desk.focal), []
    for first in (1, 4):
        more_drafts(desk, 3 if first == 1 else 8, first)
        with django_assert_max_num_queries(40) as asked_for:
            assert asked.get(address).status_code == 200
        counts.append(len(asked_for))
    assert counts[0] == counts[1]


def test_a_long_shelf_is_turned_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.desk.listing.PER_PAGE", 2)
    more_drafts(desk, 3, 1)
    asked = session_of(desk.focal)
    first, second = (text_of(asked.get(f"{LIST}?show=endorsement&page={page}")) for page in (1, 2))
    assert first.count("Synthetic draft draft-") > 0
    assert "page=2" in first
    assert set(re.findall(r"draft-\d", first)).isdisjoint(re.findall(r"draft-\d", second))
