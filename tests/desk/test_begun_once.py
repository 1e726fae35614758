"""A page is begun once, however often a slow line sends its form; and what the editor asks when it could not save."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from core.models import Manuscript, Picture, User
from knowledge.models import PracticePage
from tests.desk.conftest import Desk
from tests.editors.typing_in import drawn
from tests.signing_in import let_in

pytestmark = [
    pytest.mark.usefixtures("nothing_kept", "files_closed_here"),
    pytest.mark.sqlite,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
BY_ITSELF = {"headers": {"accept": "application/json"}}


@pytest.fixture
def client(desk: Desk) -> Client:
    return let_in(Client(), desk.expert)


def address_of(desk: Desk) -> str:
    return f"/admin/pages/add/knowledge/practicepage/{desk.library.folder.pk}/"


def form_of(desk: Desk, client: Client, **changes: Any) -> dict[str, Any]:
    fields = drawn(client.get(address_of(desk)))
    fields |= {"title": "Synthetic ferry", "slug": "synthetic-ferry", "summary": "A synthetic ferry."}
    return {name: value for name, value in (fields | changes).items() if value is not None}


def with_a_picture(fields: dict[str, Any], person: User) -> dict[str, Any]:
    picture = Picture.objects.create(
        title="Synthetic", file=get_test_image_file(filename="pier.png"), uploaded_by_user=person
    )
    row = {"image": picture.pk, "alternative": "A synthetic pier.", "caption": "", "id": "", "ORDER": "1", "DELETE": ""}
    return fields | {"images-TOTAL_FORMS": "1", **{f"images-0-{name}": value for name, value in row.items()}}


def ferries() -> Any:
    return PracticePage.objects.filter(title__startswith="Synthetic ferry")


def test_the_button_while_it_saves_by_itself_makes_no_second_page(desk: Desk, client: Client) -> None:
    fields = with_a_picture(form_of(desk, client), desk.expert)
    told = client.post(address_of(desk), fields, **BY_ITSELF).json()
    page = ferries().get()
    assert told["pk"] == page.pk
    answer = client.post(address_of(desk), fields | {"summary": "Written on."})
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/pages/{page.pk}/edit/")
    draft = ferries().get().get_latest_revision_as_object()
    assert draft.summary == "Written on."
    assert [row.alternative for row in draft.images.all()] == ["A synthetic pier."]
    assert ferries().get().images.count() == 1
    assert Manuscript.objects.filter(page=page).count() == 1


def test_an_answer_that_was_lost_is_given_again(desk: Desk, client: Client) -> None:
    fields = with_a_picture(form_of(desk, client), desk.expert)
    client.post(address_of(desk), fields, **BY_ITSELF)
    for words in ("Once more.", "And once more."):
        told = client.post(address_of(desk), fields | {"summary": words}, **BY_ITSELF).json()
        page = ferries().get()
        assert told["success"]
        assert told["url"] == f"/admin/pages/{page.pk}/edit/"
        assert client.get(told["hydrate_url"]).status_code == 200
        assert page.revisions.count() == 1
        assert page.get_latest_revision_as_object().summary == words
        assert page.get_latest_revision_as_object().images.count() == 1


def test_an_old_form_never_writes_over_what_was_saved_since(desk: Desk, client: Client) -> None:
    fields = form_of(desk, client)
    client.post(address_of(desk), fields, **BY_ITSELF)
    page = ferries().get()
    page.get_latest_revision_as_object().save_revision(user=desk.focal)
    answer = client.post(address_of(desk), fields | {"summary": "Old words."})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "This text was begun already, and saved since" in shown
    assert "Old words." in shown
    assert ferries().get().get_latest_revision_as_object().summary == "A synthetic ferry."


@pytest.mark.parametrize("key", ["", "nonsense", "of another"])
def test_a_key_of_ones_own_making_opens_nothing(desk: Desk, client: Client, key: str) -> None:
    given = str(desk.page.translation_key) if key == "of another" else key
    other = let_in(Client(), desk.focal)
    answer = other.post(address_of(desk), form_of(desk, other, begun_as=given))
    assert answer.status_code == 302
    made = ferries().get()
    assert made.pk != desk.page.pk
    assert made.translation_key != desk.page.translation_key
    assert PracticePage.objects.get(pk=desk.page.pk).title == "Synthetic draft draft"


def test_the_editor_asks_whether_one_is_still_there(desk: Desk, client: Client) -> None:
    answer = client.get("/admin/presence/")
    assert answer.json()["user"] == str(desk.expert.pk)
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]
    by_script = {"headers": {"x-requested-with": "XMLHttpRequest"}}
    assert Client().get("/admin/presence/", **by_script).status_code == 403
    assert let_in(Client(), desk.nobody).get("/admin/presence/", **by_script).status_code == 404


def test_the_editor_knows_whose_words_it_keeps(desk: Desk, client: Client) -> None:
    shown = client.get(f"/admin/pages/{desk.page.pk}/edit/").content.decode()
    assert f'data-user="{desk.expert.pk}"' in shown
    assert f'data-begun="{desk.page.translation_key}"' in shown
    assert "js/unsaved.js" in shown


@pytest.mark.parametrize("address", ["/en/accounts/logout/", "/admin/logout/"])
def test_who_signs_out_leaves_no_words_in_the_browser(client: Client, address: str) -> None:
    assert client.post(address)["Clear-Site-Data"] == '"storage"'
