"""The pages of opinions, as askers, reviewers with and without an account, and authors meet them."""

from __future__ import annotations

import email
import re
from datetime import timedelta
from email import policy
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.models import Letter, Opinion, OpinionRequest, RoleTerm, UnsentForm, User
from core.opinions import operations as opinions
from core.review import operations
from core.unsent.operations import Origin, mark
from core.users.operations import end_role
from members.accounts.operations import confirm_address
from tests.desk.conftest import Desk, a_person
from tests.desk.test_moves import to_endorsed, to_submitted
from tests.desk.test_opinions import GIVEN, REVIEWER, SECRET, asked, last_of
from tests.desk.test_pages import more_drafts, page_of, session_of, text_of
from tests.signing_in import let_in

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
LIST = "/en/desk/opinions/"
ANSWER = {"recommendation": "with changes", "text": SECRET, "has_interests": "none", "interests": "", "may_name": "no"}


@pytest.fixture(autouse=True)
def letters_are_kept(settings: Any) -> None:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"


def question(**changes: Any) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=14)
    told = {
        "name": "Synthetic Reviewer", "email": REVIEWER, "institution": "", "institution_words": "Synthetic agency",
        "language": "en", "question": "Are the results comparable?", "due_on": day.isoformat(),
    }  # fmt: skip
    return {**told, **changes}


def letter_to(address: str) -> str:
    """The text of the last letter to an address."""
    found = Letter.objects.filter(to=address).order_by("-pk").first()
    assert found is not None
    body: Any = email.message_from_bytes(bytes(found.message), policy=policy.default).get_body(("plain",))
    return str(body.get_content())


def link_in(letter: str) -> str:
    found = re.search(r"http://testserver(/\w\w/opinions/\S+/)", letter)
    assert found is not None
    return found[1]


def a_link(desk: Desk, **changes: Any) -> str:
    """The address in the letter of a synthetic request."""
    asked(desk, **changes)
    return link_in(letter_to(changes.get("email", REVIEWER)))


def test_from_the_letter_to_the_authors(desk: Desk) -> None:
    """The whole way by the forms alone, the reviewer without an account or a cookie."""
    to_submitted(desk)
    focal, expert = session_of(desk.focal), session_of(desk.expert)
    assert "Ask for an opinion" in text_of(focal.get(page_of(desk)))
    assert "Ask for an opinion" not in text_of(expert.get(page_of(desk)))
    assert focal.post(page_of(desk, "opinions/ask/"), question()).status_code == 303
    letter = letter_to(REVIEWER)
    assert "Are the results comparable?" in letter
    address, reader = link_in(letter), Client()
    first = reader.get(address)
    assert "Are the results comparable?" in text_of(first)
    assert "Focal, Azerbaijan" in text_of(first)
    assert (first["Referrer-Policy"], first["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in first["Cache-Control"]
    assert "Synthetic challenge." in text_of(reader.get(f"{address}page/"))
    assert reader.get(f"{address}draft.pdf")["Content-Type"] == "application/pdf"
    done = reader.post(address, ANSWER)
    assert (done.status_code, done["Location"]) == (303, "/en/opinions/given/")
    assert "Thank you" in text_of(reader.get(done["Location"]))
    assert not reader.cookies
    assert SECRET in text_of(reader.get(address))
    reader.post(address, {**ANSWER, "text": "Comparable after all.", "recommendation": "as it is"})
    shown = text_of(focal.get(page_of(desk)))
    for words in ("Synthetic Reviewer", "Synthetic agency", "Comparable after all.", SECRET, "publish it as it is"):
        assert words in shown, words
    assert "Comparable after all." not in text_of(expert.get(page_of(desk)))
    request = OpinionRequest.objects.get()
    assert session_of(desk.focal).post(page_of(desk, f"opinions/{request.pk}/share/")).status_code == 303
    assert "Comparable after all." not in text_of(expert.get(page_of(desk))), "nothing says which was read"
    read = {"opinion": last_of(request)}
    assert f'name="opinion" value="{read["opinion"]}"' in shown
    assert focal.post(page_of(desk, f"opinions/{request.pk}/share/"), read).status_code == 303
    shown = text_of(expert.get(page_of(desk)))
    assert "Comparable after all." in shown
    assert "A reviewer of another institution" in shown
    for words in ("Synthetic Reviewer", "Synthetic agency", SECRET, "Are the results comparable?"):
        assert words not in shown, words
    assert "Opinion on your text" in text_of(expert.get("/en/desk/notices/"))


def test_what_a_link_opens_is_written_down_nowhere(desk: Desk) -> None:
    """Whoever opens it while they are signed in sends no form of their account: its address would be kept in plain."""
    to_submitted(desk)
    address = a_link(desk)
    assert "typed_by" not in text_of(session_of(desk.expert).get(address))
    marked = mark(Origin(desk.expert.pk, address, "OpinionForm id_%s"))
    assert Client().post(address, {"text": "Words.", "typed_by": marked}).status_code == 422
    assert not UnsentForm.objects.exists()
    session_of(desk.focal)  # has set a second factor up
    half = let_in(Client(), desk.focal, second_factor=False)
    for place in (address, f"{address}decline/"):
        assert half.get(place)["Location"] == "/en/accounts/2fa/reauthenticate/"


def test_the_authors_read_the_name_as_long_as_the_reviewer_agrees(desk: Desk) -> None:
    to_submitted(desk)
    request = asked(desk)
    opinions.give_opinion(request=request, **{**GIVEN, "may_name": True, "interests": "A synthetic interest."})
    opinions.share_opinion(request=request, opinion=last_of(request), by=desk.focal)
    shown = text_of(session_of(desk.expert).get(page_of(desk)))
    assert "Synthetic Reviewer" in shown
    assert "A synthetic interest." not in shown
    assert "A synthetic interest." in text_of(session_of(desk.focal).get(page_of(desk)))
    opinions.give_opinion(request=request, **{**GIVEN, "text": "Without my name, please."})
    shown = text_of(session_of(desk.expert).get(page_of(desk)))
    assert SECRET in shown
    assert "Synthetic Reviewer" not in shown
    assert "Without my name, please." not in shown


def test_to_open_it_uses_nothing_up_and_the_language_can_be_changed(desk: Desk) -> None:
    to_submitted(desk)
    address = a_link(desk, language="az")
    assert address.startswith("/az/opinions/")
    for _time in range(3):
        assert Client().get(address).status_code == 200
    answer = text_of(Client().get(address))
    assert f'href="{address.replace("/az/", "/en/")}"' in answer
    assert '<html lang="az"' in answer


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"recommendation": ""}, "Choose what you advise."),
        ({"recommendation": "burn it"}, "burn it"),
        ({"text": " "}, "Write your opinion in the box."),
        ({"text": "x" * 20_001}, "20000"),
        ({"has_interests": ""}, "Say whether you have interests"),
        ({"has_interests": "some", "interests": " "}, "Say which interests you have."),
        ({"may_name": ""}, "Say whether the authors may read your name."),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(desk: Desk, changes: dict[str, str], message: str) -> None:
    to_submitted(desk)
    answer = Client().post(a_link(desk), {**ANSWER, "interests": "A cousin.", **changes})
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert "A cousin." in text_of(answer) or "interests" in changes
    assert SECRET in text_of(answer) or "text" in changes
    assert not Opinion.objects.exists()


def test_who_cannot_say_so_with_a_reason(desk: Desk) -> None:
    to_submitted(desk)
    address = a_link(desk)
    assert "I cannot give an opinion" in text_of(Client().get(address))
    assert Client().get(f"{address}decline/").status_code == 200
    assert Client().post(f"{address}decline/", {"reason": " "}).status_code == 422
    done = Client().post(f"{address}decline/", {"reason": "Another field."})
    assert done["Location"] == "/en/opinions/declined/"
    assert "you give no opinion" in text_of(Client().get(done["Location"]))
    assert "Another field." in text_of(session_of(desk.focal).get(page_of(desk)))
    assert "Another field." not in text_of(session_of(desk.expert).get(page_of(desk)))
    assert Client().get(address).status_code == 404


def test_who_gave_one_replaces_it_and_declines_no_more(desk: Desk) -> None:
    to_submitted(desk)
    address = a_link(desk)
    Client().post(address, ANSWER)
    assert Client().get(f"{address}decline/")["Location"] == address
    assert "Replace my opinion" in text_of(Client().get(address))


@pytest.mark.parametrize("rest", ["", "decline/", "page/", "draft.pdf"])
def test_expired_withdrawn_and_unknown_are_the_same(desk: Desk, rest: str) -> None:
    to_submitted(desk)
    address = a_link(desk)
    said = [Client().get(f"/en/opinions/made-up/{rest}")]
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        said.append(Client().get(f"{address}{rest}"))
    opinions.withdraw_request(request=OpinionRequest.objects.get(), by=desk.focal)
    said.append(Client().get(f"{address}{rest}"))
    said.append(Client().post(f"{address}{rest}", ANSWER))
    assert {one.status_code for one in said} <= {404, 405}
    assert [one.status_code for one in said[:3]] == [404] * 3
    token, pages = address.split("/")[-2], [text_of(one) for one in said[:3]]
    plain = {re.sub(r"[0-9a-f]{32}", "", page.replace(token, "made-up")) for page in pages}
    assert len(plain) == 1
    assert not Opinion.objects.exists()


def test_many_tries_are_slowed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [Client().get(f"/en/opinions/made-up-{number}/").status_code for number in range(32)]
    assert codes[0] == 404
    assert codes[-1] == 429


def test_where_the_text_was_written_over_the_page_says_so(desk: Desk) -> None:
    to_submitted(desk)
    address = a_link(desk)
    revision = OpinionRequest.objects.get().revision
    assert revision is not None
    revision.content["challenge"] = "<p>Qxlater</p>"
    revision.save()
    assert "written over since" in text_of(Client().get(address))
    for rest in ("page/", "draft.pdf"):
        assert Client().get(address + rest).status_code == 404


def test_an_opinion_about_an_earlier_text_says_so(desk: Desk) -> None:
    to_submitted(desk)
    opinions.give_opinion(request=asked(desk), **GIVEN)
    focal = session_of(desk.focal)
    assert "About an earlier text" not in text_of(focal.get(page_of(desk)))
    operations.ask(manuscript=desk.manuscript, field="", text="More.", by=desk.focal)
    operations.send_back(manuscript=desk.manuscript, by=desk.focal)
    assert "About an earlier text" not in text_of(focal.get(page_of(desk)))
    operations.answer(request=desk.manuscript.requests.get(), text="Done.", by=desk.expert)
    desk.page.save_revision(user=desk.expert)
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    assert "About an earlier text" in text_of(focal.get(page_of(desk)))


def test_an_address_that_opens_nothing_any_more_says_so_at_the_gate(desk: Desk) -> None:
    to_submitted(desk)
    asked(desk)
    secretariat, dead = session_of(desk.secretariat), "Its address opens nothing any more"
    assert dead not in text_of(secretariat.get(page_of(desk)))
    end_role(term=RoleTerm.objects.get(user=desk.focal), reason="Synthetic.", by=None)
    assert dead in text_of(secretariat.get(page_of(desk)))
    opinions.withdraw_request(request=OpinionRequest.objects.get(), by=desk.secretariat)
    assert dead not in text_of(secretariat.get(page_of(desk)))


class TestAsking:
    def test_what_is_refused_is_said_and_what_was_typed_stays(self, desk: Desk) -> None:
        to_submitted(desk)
        focal = session_of(desk.focal)
        late = (timezone.localdate() + timedelta(days=61)).isoformat()
        for changes in ({"due_on": late}, {"email": "expert@example.org"}, {"institution_words": ""}, {"name": ""}):
            answer = focal.post(page_of(desk, "opinions/ask/"), question(**changes))
            assert answer.status_code == 422, changes
            assert "Are the results comparable?" in text_of(answer)
        assert not OpinionRequest.objects.exists()

    def test_fourteen_days_are_offered_and_the_institutions_of_the_record(self, desk: Desk) -> None:
        to_submitted(desk)
        shown = text_of(session_of(desk.focal).get(page_of(desk, "opinions/ask/")))
        assert f'value="{(timezone.localdate() + timedelta(days=14)).isoformat()}"' in shown
        assert "Synthetic agency" in shown or "not in this list" in shown

    def test_at_the_second_gate_it_is_the_secretariats(self, desk: Desk) -> None:
        to_endorsed(desk)
        focal, secretariat = session_of(desk.focal), session_of(desk.secretariat)
        assert focal.get(page_of(desk, "opinions/ask/")).status_code == 404
        assert focal.post(page_of(desk, "opinions/ask/"), question()).status_code == 422
        assert secretariat.post(page_of(desk, "opinions/ask/"), question()).status_code == 303
        shown = text_of(Client().get(link_in(letter_to(REVIEWER))))
        assert "Secretariat, Secretariat of the ASAN International Association" in shown
        assert "Synthetic Reviewer" not in text_of(focal.get(page_of(desk)))

    @pytest.mark.parametrize("rest", ["opinions/ask/", "opinions/{0}/withdraw/", "opinions/{0}/share/"])
    def test_for_everybody_else_there_is_no_such_page(self, desk: Desk, rest: str) -> None:
        to_submitted(desk)
        request = asked(desk)
        for person in (desk.stranger, desk.editor, desk.nobody):
            assert session_of(person).post(page_of(desk, rest.format(request.pk)), question()).status_code == 404
        if "{0}" in rest:
            assert session_of(desk.expert).post(page_of(desk, rest.format(request.pk))).status_code == 404
            assert session_of(desk.focal).post(page_of(desk, rest.format(999_999))).status_code == 404
        assert OpinionRequest.objects.count() == 1

    def test_it_is_taken_back(self, desk: Desk) -> None:
        to_submitted(desk)
        request, focal = asked(desk), session_of(desk.focal)
        assert focal.post(page_of(desk, f"opinions/{request.pk}/withdraw/")).status_code == 303
        assert "no longer needed" in letter_to(REVIEWER)
        answer = focal.post(page_of(desk, f"opinions/{request.pk}/withdraw/"), follow=True)
        assert "Somebody may have been quicker" in text_of(answer)


class TestWithAnAccount:
    def person(self) -> User:
        person = a_person("reviewer")
        confirm_address(of=person)
        return person

    def test_it_stands_on_their_desk_and_needs_no_link(self, desk: Desk) -> None:
        to_submitted(desk)
        request, person = asked(desk, email="reviewer@example.org"), self.person()
        reader = session_of(person)
        assert "Opinions asked of you" in text_of(reader.get("/en/desk/"))
        assert "Synthetic draft draft" in text_of(reader.get(LIST))
        address = f"{LIST}{request.pk}/"
        shown = reader.get(address)
        assert "Synthetic question?" in text_of(shown)
        assert "csrfmiddlewaretoken" in text_of(shown)
        assert "Synthetic challenge." in text_of(reader.get(f"{address}page/"))
        assert reader.get(f"{address}draft.pdf")["Content-Type"] == "application/pdf"
        assert reader.post(address, ANSWER)["Location"] == "/en/desk/"
        assert Opinion.objects.get().text == SECRET
        for rest in ("", "preview/", "opinions/ask/"):
            assert reader.get(page_of(desk, rest)).status_code == 404

    def test_it_declines_there(self, desk: Desk) -> None:
        to_submitted(desk)
        request, reader = asked(desk, email="reviewer@example.org"), session_of(self.person())
        assert reader.get(f"{LIST}{request.pk}/decline/").status_code == 200
        assert reader.post(f"{LIST}{request.pk}/decline/", {"reason": "No time."}).status_code == 303
        assert reader.get(f"{LIST}{request.pk}/").status_code == 404
        assert "Nobody asks" in text_of(reader.get(LIST))

    def test_another_account_or_one_whose_address_is_not_confirmed_learns_nothing(self, desk: Desk) -> None:
        to_submitted(desk)
        request = asked(desk, email="reviewer@example.org")
        unconfirmed = a_person("reviewer")
        for person in (unconfirmed, desk.stranger, desk.nobody, desk.expert):
            reader = session_of(person)
            for rest in ("", "page/", "draft.pdf", "decline/"):
                assert reader.get(f"{LIST}{request.pk}/{rest}").status_code == 404
            assert "Opinions asked of you" not in text_of(reader.get("/en/desk/"))
            assert "Synthetic draft" not in text_of(reader.get(LIST))
        assert Client().get(f"{LIST}{request.pk}/").status_code == 302

    def test_whoever_keeps_a_gate_sees_what_is_waited_for(self, desk: Desk) -> None:
        to_submitted(desk)
        asked(desk)
        for person, is_seen in ((desk.focal, True), (desk.secretariat, True), (desk.stranger, False)):
            reader = session_of(person)
            assert ("Synthetic Reviewer" in text_of(reader.get(LIST))) == is_seen
            assert ("Opinions waited for" in text_of(reader.get("/en/desk/"))) == is_seen
        shelf = text_of(session_of(desk.secretariat).get("/en/desk/practices/?show=endorsement"))
        assert "opinions: 0 given, 1 waited for" in shelf
        assert "waited for" not in text_of(session_of(desk.expert).get("/en/desk/practices/?show=endorsement"))


def test_as_many_queries_for_many_as_for_few(desk: Desk, django_assert_max_num_queries: Any) -> None:
    to_submitted(desk)
    person = a_person("reviewer")
    confirm_address(of=person)
    counts: dict[str, list[int]] = {}
    places = {
        "gates": (desk.focal, f"{LIST}?show=gates"), "mine": (person, LIST), "desk": (person, "/en/desk/"),
        "shelf": (desk.focal, "/en/desk/practices/?show=endorsement"), "one": (desk.focal, page_of(desk)),
    }  # fmt: skip
    sessions = {name: session_of(who) for name, (who, _address) in places.items()}
    for number in range(2):
        more_drafts(desk, 3, 1 + 3 * number)
        for manuscript in type(desk.manuscript).objects.open():
            for address in ("reviewer@example.org", f"other{number}@elsewhere.example"):
                if not OpinionRequest.objects.filter(manuscript=manuscript, email=address).exists():
                    desk.manuscript = manuscript
                    asked(desk, email=address, by=desk.second if number else desk.focal)
        for name, (_who, address) in places.items():
            with django_assert_max_num_queries(60) as asked_for:
                assert sessions[name].get(address).status_code == 200
            counts.setdefault(name, []).append(len(asked_for))
    assert {name: one[0] for name, one in counts.items()} == {name: one[1] for name, one in counts.items()}


def test_a_long_list_is_turned_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.desk.opinions.PER_PAGE", 2)
    to_submitted(desk)
    for number in range(3):
        asked(desk, email=f"reviewer{number}@elsewhere.example", name=f"Reviewer No. {number}")
    reader = session_of(desk.focal)
    first, second = (re.findall(r"Reviewer No\. \d", text_of(reader.get(f"{LIST}?page={page}"))) for page in (1, 2))
    assert (len(first), len(second)) == (2, 1)
    assert set(first).isdisjoint(second)
