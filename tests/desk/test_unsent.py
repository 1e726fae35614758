"""What was typed survives a session that has ended: it goes back into its form, for whoever typed it alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.models import ChangeRequest, UnsentForm, User
from core.review import operations
from core.unsent.operations import MOST_CHARACTERS, MOST_FORMS, Origin, forget_old, keep, mark
from tests.desk.conftest import Desk
from tests.signing_in import let_in

pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
LIST = "/en/desk/practices/"
NOT_KEPT = "The file is not kept: choose it again."
ANSWER = "Forty villages in the synthetic north."


def session_of(person: User, **options: Any) -> Client:
    return let_in(Client(**options), person)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def asked(desk: Desk) -> ChangeRequest:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    request = operations.ask(manuscript=desk.manuscript, field="results", text="How many?", by=desk.focal)
    operations.send_back(manuscript=desk.manuscript, by=desk.focal)
    return request


def mark_in(page: str, action: str = "") -> str:
    form = page[page.index(f'action="{action}"') :] if action else page
    found = re.search(r'name="typed_by" value="([^"]+)"', form)
    assert found is not None
    return found[1]


def page_of(desk: Desk) -> str:
    return f"{LIST}{desk.manuscript.pk}/"


def test_an_answer_survives_the_end_of_a_session(desk: Desk) -> None:
    request, client = asked(desk), session_of(desk.expert)
    address = f"{page_of(desk)}requests/{request.pk}/answer/"
    marked = mark_in(text_of(client.get(page_of(desk))), address)
    Session.objects.all().delete()
    answer = client.post(address, {"text": ANSWER, "typed_by": marked})
    assert answer.status_code == 303
    assert answer["Location"] == f"/en/accounts/login/?next={page_of(desk).replace('/', '%2F')}"
    assert "What you typed is kept" in text_of(client.get(answer["Location"]))
    request.refresh_from_db()
    assert request.answer == ""

    again = session_of(desk.expert)
    page = text_of(again.get(page_of(desk)))
    assert "What you typed is here again" in page
    assert page.count(ANSWER) == 1
    again.post(address, {"text": ANSWER, "typed_by": mark_in(page, address)})
    request.refresh_from_db()
    assert request.answer == ANSWER
    assert not UnsentForm.objects.exists()


def test_the_form_of_a_move_is_filled_again(desk: Desk) -> None:
    client, address = session_of(desk.expert), page_of(desk) + "submit/"
    marked = mark_in(text_of(client.get(address)))
    Session.objects.all().delete()
    client.post(address, {"text": ANSWER, "typed_by": marked})
    assert ANSWER in text_of(session_of(desk.expert).get(address))


def test_it_is_for_nobody_else(desk: Desk) -> None:
    request, client = asked(desk), session_of(desk.expert)
    address = f"{page_of(desk)}requests/{request.pk}/answer/"
    marked = mark_in(text_of(client.get(page_of(desk))), address)
    Session.objects.all().delete()
    client.post(address, {"text": ANSWER, "typed_by": marked})
    for person in (desk.focal, desk.secretariat):
        assert ANSWER not in text_of(session_of(person).get(page_of(desk)))
    # Somebody else's session does not send what this one typed.
    answer = session_of(desk.secretariat).post(address, {"text": "Another answer.", "typed_by": marked})
    assert answer.status_code == 403
    assert "Somebody signed in after this page was opened" in text_of(answer)
    request.refresh_from_db()
    assert request.answer == ""
    assert UnsentForm.objects.get().user == desk.expert


@pytest.mark.parametrize("typed_by", ["", "nonsense", "WzEsICIvIiwgIngiLCAwXQ:1tXXXX:abc"])
def test_what_we_never_wrote_keeps_nothing(desk: Desk, typed_by: str) -> None:
    answer = Client().post(page_of(desk) + "submit/", {"text": ANSWER, "typed_by": typed_by})
    assert answer.status_code == 302
    assert not UnsentForm.objects.exists()


def test_a_mark_of_long_ago_keeps_nothing(desk: Desk) -> None:
    marked = mark(Origin(desk.expert.pk, page_of(desk), "MoveForm id_%s"))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        Client().post(page_of(desk) + "submit/", {"text": ANSWER, "typed_by": marked})
    assert not UnsentForm.objects.exists()


def test_without_a_token_words_are_kept_or_shown(desk: Desk) -> None:
    client, address = session_of(desk.expert, enforce_csrf_checks=True), page_of(desk) + "submit/"
    marked = mark_in(text_of(client.get(address)))
    here = {"headers": {"origin": "http://testserver"}}
    # Whoever signed in again in another window has another token: the form is there again.
    answer = client.post(address, {"text": ANSWER, "typed_by": marked}, **here)
    assert answer.status_code == 403
    assert ANSWER in text_of(answer)
    assert f'href="{address}"' in text_of(answer)
    assert ANSWER in text_of(client.get(address))
    # A form without the mark: shown, to be copied.
    answer = client.post(address, {"text": "Shown <b>only</b>.", "password": "not this one"}, **here)
    assert "Shown &lt;b&gt;only&lt;/b&gt;." in text_of(answer)
    assert "not this one" not in text_of(answer)


def test_from_another_site_nothing_is_shown_and_nothing_kept(desk: Desk) -> None:
    client, address = session_of(desk.expert, enforce_csrf_checks=True), page_of(desk) + "submit/"
    marked = mark_in(text_of(client.get(address)))
    for headers in ({"origin": "https://elsewhere.example"}, {}):
        answer = client.post(address, {"text": ANSWER, "typed_by": marked}, headers=headers)
        assert answer.status_code == 403
        assert ANSWER not in text_of(answer)
    assert not UnsentForm.objects.exists()


def test_words_of_the_editor_are_shown_without_their_marks(desk: Desk) -> None:
    client = session_of(desk.expert, enforce_csrf_checks=True)
    rich = '{"blocks": [{"text": "A synthetic paragraph."}], "entityMap": {}}'
    sent = {"solution": rich, "images-TOTAL_FORMS": "0", "slug": "synthetic"}
    address = f"/admin/pages/{desk.page.pk}/edit/"
    answer = client.post(address, sent, headers={"origin": "http://testserver"})
    assert "A synthetic paragraph." in text_of(answer)
    assert "entityMap" not in text_of(answer)


def test_what_is_kept_is_little_and_not_for_long(desk: Desk) -> None:
    origin = Origin(desk.expert.pk, page_of(desk), "a form")
    assert keep(origin=origin, words={"text": ["x" * (MOST_CHARACTERS + 1)]}) is None
    assert keep(origin=origin, words={}) is None
    assert keep(origin=Origin(999_999, "/en/desk/", "a form"), words={"text": ["x"]}) is None
    for number in range(MOST_FORMS + 3):
        keep(origin=Origin(desk.expert.pk, f"/en/desk/{number}/", "a form"), words={"text": ["x"]})
    assert UnsentForm.objects.count() == MOST_FORMS
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert "What you typed" not in text_of(session_of(desk.expert).get(page_of(desk)))
        forget_old()
    assert not UnsentForm.objects.exists()


def test_a_closed_account_gets_nothing(desk: Desk) -> None:
    User.objects.filter(pk=desk.expert.pk).update(is_active=False)
    assert keep(origin=Origin(desk.expert.pk, page_of(desk), "a form"), words={"text": ["x"]}) is None


def test_forms_that_hold_secrets_are_not_marked(desk: Desk) -> None:
    assert "typed_by" not in text_of(session_of(desk.expert).get("/en/accounts/password/change/"))
    assert "typed_by" not in text_of(Client().get("/en/accounts/login/"))


def test_who_is_asked_for_the_factor_first_loses_nothing(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    address = page_of(desk) + "endorse/"
    marked = mark_in(text_of(session_of(desk.focal).get(address)))
    Session.objects.all().delete()
    Client().post(address, {"text": ANSWER, "typed_by": marked})
    client = session_of(desk.focal)
    marked = mark_in(text_of(client.get(address)))
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": 0}, {"method": "mfa", "at": 0}]
    session.save()
    answer = client.post(address, {"text": ANSWER, "typed_by": marked})
    assert "/reauthenticate/" in answer["Location"]
    assert UnsentForm.objects.get().words == {"text": [ANSWER]}


def test_a_file_is_not_kept_and_that_is_said(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    client, address = session_of(desk.focal), page_of(desk) + "endorse/"
    marked = mark_in(text_of(client.get(address)))
    Session.objects.all().delete()
    file = SimpleUploadedFile("approval.pdf", b"%PDF-1.4 synthetic")
    answer = client.post(address, {"text": ANSWER, "approval": file, "typed_by": marked})
    assert NOT_KEPT in text_of(client.get(answer["Location"]))
    again = session_of(desk.focal)
    shown = text_of(again.get(address))
    assert ANSWER in shown
    assert NOT_KEPT in shown
    # What comes from another window than the one that signed in is said likewise.
    other = session_of(desk.secretariat).post(address, {"text": ANSWER, "approval": file, "typed_by": marked})
    assert NOT_KEPT in text_of(other)


def test_a_form_that_is_read_by_get_is_not_marked(desk: Desk) -> None:
    shown = text_of(session_of(desk.expert).get(page_of(desk) + "versions/"))
    assert "typed_by" not in shown
