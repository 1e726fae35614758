"""Pictures of a draft: who made them, who agreed, who sees them; and the places in the editor of what is lacking."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from core.models import Picture
from core.opinions import operations as opinions
from core.review import reading
from core.uploads.models import Consent
from knowledge.desk.subject import lacks_of
from knowledge.models import PracticeImage, PracticePage
from members.accounts.operations import confirm_address
from tests.desk.conftest import Desk, a_draft, a_person
from tests.desk.test_moves import to_submitted
from tests.desk.test_opinions import asked
from tests.signing_in import let_in

pytestmark = [
    pytest.mark.usefixtures("nothing_kept", "files_closed_here"),
    pytest.mark.sqlite,
    # Wagtail leaves the temporary file of a rendition to the collector of garbage.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def a_picture(**fields: Any) -> Picture:
    return Picture.objects.create(title="Synthetic pier", file=get_test_image_file(filename="pier.png"), **fields)


def show(page: PracticePage, picture: Picture, person: Any) -> PracticePage:
    PracticeImage.objects.create(page=page, image=picture, alternative="A synthetic pier.", sort_order=0)
    fresh = PracticePage.objects.get(pk=page.pk)
    fresh.save_revision(user=person)
    return fresh


@pytest.mark.parametrize(
    ("credit", "consent", "asked"),
    [
        ("", "", {"credit", "agreed"}),
        ("Synthetic agency", "", {"agreed"}),
        ("", Consent.NOBODY, {"credit"}),
        ("Synthetic agency", Consent.NOBODY, set()),
        ("Synthetic agency", Consent.GIVEN, set()),
    ],
)
def test_a_picture_says_who_made_it_and_who_agreed(desk: Desk, credit: str, consent: str, asked: set[str]) -> None:
    page = show(desk.page, a_picture(credit=credit, consent=consent), desk.expert)
    said = " ".join(str(lack.text) for lack in lacks_of(page))
    assert {word for word in ("credit", "agreed") if word in said} == asked


def test_the_window_for_pictures_asks_for_both(desk: Desk) -> None:
    shown = let_in(Client(), desk.expert).get(reverse("wagtailimages_chooser:choose")).json()["html"]
    assert 'name="image-chooser-upload-credit"' in shown
    assert 'name="image-chooser-upload-consent"' in shown


@pytest.mark.parametrize("address", ["/admin/images/add/", "/admin/images/multiple/add/", "editor"])
def test_what_makes_photographs_smaller_is_where_they_are_sent(desk: Desk, address: str) -> None:
    client = let_in(Client(), desk.expert)
    shown = client.get(f"/admin/pages/{desk.page.pk}/edit/" if address == "editor" else address).content.decode()
    assert shown.count("js/pictures.js") == 1
    assert "Made smaller before sending" in shown
    assert "js/pictures.js" not in client.get("/admin/").content.decode()


def test_a_checklist_leads_to_the_places_in_the_editor(desk: Desk) -> None:
    page = show(desk.page, a_picture(), desk.expert)
    page.challenge = ""
    page.practice_sources.all().delete()
    page.save_revision(user=desk.expert)
    client = let_in(Client(), desk.expert)
    shown = client.get(f"/en/desk/practices/{desk.manuscript.pk}/").content.decode()
    places = re.findall(rf'href="/admin/pages/{page.pk}/edit/#([^"]+)"', shown)
    assert {":w:contentpath=challenge", "id_practice_sources-FORMS", "id_images-FORMS"} <= set(places)
    editor = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    for place in places:
        path = place.removeprefix(":w:contentpath=")
        assert (f'data-contentpath="{path}"' if path != place else f'id="{place}"') in editor


class TestReadersWithoutAnAccount:
    @pytest.fixture
    def token(self, desk: Desk) -> str:
        return reading.make_link(manuscript=desk.manuscript, name="The director", by=desk.expert)[1]

    def test_they_see_the_pictures_of_their_draft(self, desk: Desk, token: str) -> None:
        show(desk.page, a_picture(), desk.expert)
        shown = Client().get(f"/en/drafts/{token}/page/").content.decode()
        assert "/media/images/" not in shown
        address = re.findall(rf"/en/drafts/{token}/pictures/images/[^\s\"]+", shown)[0]
        answer = Client().get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/")
        assert answer.getvalue()  # and with that the file is closed
        assert "no-store" in answer["Cache-Control"]
        assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
        # At its own address, and at any other token, there is none.
        name = address.rpartition("/")[2]
        assert Client().get(f"/media/images/{name}").status_code == 404
        assert Client().get(f"/en/drafts/made-up/pictures/images/{name}").status_code == 404
        reading.end_link(link=desk.manuscript.links.get(), by=desk.expert)
        assert Client().get(address).status_code == 404

    def test_they_see_those_of_no_other_draft(self, desk: Desk, token: str) -> None:
        country, institution, topic = desk.page.country, desk.page.institution, desk.page.topics.first()
        other = a_draft(desk.library, country, institution, topic, desk.expert, "other")
        picture = a_picture()
        show(other, picture, desk.expert)
        name = picture.get_rendition("width-100").file.name
        for path in (name, "images/nothing.png", "original_images/pier.png", "../secret"):
            assert Client().get(f"/en/drafts/{token}/pictures/{path}").status_code == 404


def test_reviewers_see_the_pictures_of_their_text_and_of_no_other(desk: Desk) -> None:
    show(desk.page, a_picture(credit="Synthetic agency", consent=Consent.NOBODY), desk.expert)
    to_submitted(desk)
    country, institution, topic = desk.page.country, desk.page.institution, desk.page.topics.first()
    theirs = a_picture()
    show(a_draft(desk.library, country, institution, topic, desk.expert, "other"), theirs, desk.expert)
    other = theirs.get_rendition("width-100").file.name
    person = a_person("reviewer")
    confirm_address(of=person)
    by_account = f"/en/desk/opinions/{asked(desk, email=person.email).pk}/"
    request = asked(desk)
    by_link = f"/en/opinions/{opinions.new_link(request)}/"
    for reader, address in ((Client(), by_link), (let_in(Client(), person), by_account)):
        shown = reader.get(f"{address}page/").content.decode()
        assert "/media/images/" not in shown
        picture = re.findall(rf"{address}pictures/images/[^\s\"]+", shown)[0]
        answer = reader.get(picture)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/")
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        name = picture.rpartition("/")[2]
        for nowhere in (f"/media/images/{name}", f"/en/opinions/made-up/pictures/images/{name}"):
            assert reader.get(nowhere).status_code == 404
        assert reader.get(f"{address}pictures/{other}").status_code == 404
        assert let_in(Client(), desk.nobody).get(f"{by_account}pictures/images/{name}").status_code == 404
    opinions.withdraw_request(request=request, by=desk.focal)
    assert Client().get(picture.replace(by_account, by_link)).status_code == 404
