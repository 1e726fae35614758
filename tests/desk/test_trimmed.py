"""What of the editors' side is there for the people of a country."""

from __future__ import annotations

import pytest
from django.test import Client

from core.users.trimmed import OPEN, is_there_for
from tests.canary.addresses import every_address
from tests.desk.conftest import Desk
from tests.signing_in import let_in

pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
LEFT = ("/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/account/")
GONE = (
    "/admin/reports/site-history/",
    "/admin/reports/locked/",
    "/admin/sources/",
    "/admin/figures/",
    "/admin/choose-record/",
    "/admin/audit/",
    "/admin/letters/",
    "/admin/users/",
    "/admin/workflows/list/",
    "/admin/nothing-such/",
)


@pytest.mark.parametrize("address", LEFT)
def test_they_write(desk: Desk, address: str) -> None:
    for person in (desk.expert, desk.focal):
        assert let_in(Client(), person).get(address, follow=True).status_code == 200


@pytest.mark.parametrize("address", GONE)
def test_nothing_else_exists(desk: Desk, address: str) -> None:
    answers = [let_in(Client(), desk.expert).get(address), let_in(Client(), desk.expert).get("/admin/unknown/")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_menu_shows_what_is_there(desk: Desk) -> None:
    shown = let_in(Client(), desk.expert).get("/admin/").content.decode()
    assert '"reports"' not in shown
    assert '"settings"' not in shown
    assert "explorer" in shown


def test_no_numbers_of_others_are_told(desk: Desk) -> None:
    """A number of pages tells of drafts of others; who works on all of them reads it."""
    assert "w-summary__list" in let_in(Client(), desk.editor).get("/admin/").content.decode()
    shown = let_in(Client(), desk.expert).get("/admin/").content.decode()
    assert "icon-doc-empty icon" not in shown


def test_every_name_of_the_list_is_one(desk: Desk) -> None:
    """A name that Wagtail no longer has would open nothing, and nobody would know why something is missing."""
    names = {address.name for address in every_address()}
    unknown = [
        one for one in OPEN if not any(name == one or (one[-1] == ":" and name.startswith(one)) for name in names)
    ]
    assert unknown == []


def test_who_works_on_the_whole_record_has_everything(desk: Desk) -> None:
    assert is_there_for(desk.editor, "wagtailadmin_reports:site_history")
    assert not is_there_for(desk.expert, "wagtailadmin_reports:site_history")
