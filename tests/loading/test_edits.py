"""What was edited on the site stays as it is there, is reported, and does not stand in the way of the rest."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Figure, Record, Text, User
from core.operations import Translation, translate
from core.records.operations import withdraw_record
from core.users.roles import Role
from knowledge.models import PracticePage
from tests.editors.typing_in import change
from tests.loading.files import load, rewrite, tables
from tests.reading import words
from tests.signing_in import give, let_in

PUBLISH = {"action-publish": "action-publish"}
KEPT = "  fig-visits: stated: edited on the site, kept"


@pytest.fixture
def editor(loaded: Path) -> Client:
    user = User.objects.create_user("editor@example.org", "long enough to be let in")
    give(user, Role.EDITOR)
    client = Client()
    let_in(client, user)
    return client


def figure() -> Figure:
    return Figure.objects.get(record__key="fig-visits")


def practice(language: str = "en") -> Any:
    return PracticePage.objects.get(record__key="practice-hall", locale__language_code=language)


def edit_figure(editor: Client, **changes: str) -> None:
    assert change(editor, reverse("figures:edit", args=[figure().pk]), **changes).status_code == 302


def edit_page(editor: Client, page: Any, **changes: str) -> None:
    assert change(editor, reverse("wagtailadmin_pages:edit", args=[page.pk]), **changes).status_code == 302


# --- Rows -----------------------------------------------------------------------------------------


def test_a_figure_corrected_on_the_site_is_kept_and_the_rest_of_it_follows_the_files(
    editor: Client, loaded: Path
) -> None:
    edit_figure(editor, stated="over 50", words_are_right="on")
    rewrite(loaded, "practices.yaml", "    unit: visits", "    unit: visitors")
    report = load(loaded)
    assert report.changed == 1
    assert (figure().stated, figure().unit) == ("over 50", "visitors")
    assert list(report.lines())[1:] == [
        KEPT,
        "    on the site:  over 50",
        "    in the files: over 40",
        "3 relations wait for records of kinds that are not shown yet: agreements 1, centres 2",
    ]
    before = tables()
    assert [kept.field for kept in load(loaded).kept] == ["stated"]
    assert tables() == before


def test_the_files_do_not_win_by_saying_something_new_of_what_was_edited(editor: Client, loaded: Path) -> None:
    edit_figure(editor, stated="over 50", words_are_right="on")
    rewrite(loaded, "practices.yaml", "over 40", "over 45")
    assert KEPT in list(load(loaded).lines())
    assert figure().stated == "over 50"


def test_when_the_files_say_what_the_site_says_they_lead_again(editor: Client, loaded: Path) -> None:
    edit_figure(editor, stated="over 50", words_are_right="on")
    rewrite(loaded, "practices.yaml", "over 40", "over 50")
    report = load(loaded)
    assert (report.changed, report.kept) == (0, [])
    rewrite(loaded, "practices.yaml", "over 50", "over 60")
    assert load(loaded).changed == 1
    assert figure().stated == "over 60"


def test_what_is_added_on_the_site_where_the_files_say_nothing_is_kept_too(editor: Client, loaded: Path) -> None:
    edit_figure(editor, note="Counted at the door.")
    assert "    in the files: (nothing)" in list(load(loaded).lines())
    assert figure().note == "Counted at the door."


def test_the_order_of_sources_is_an_edit_like_any_other(editor: Client, loaded: Path) -> None:
    release = Record.objects.get(key="src-release").source
    edit_figure(editor, **{"sources-0": str(release.pk)})
    report = load(loaded)
    assert [(kept.field, kept.on_site, kept.in_files) for kept in report.kept] == [
        ("sources", ["src-release"], ["src-report"])
    ]


def test_a_translation_corrected_on_the_site_is_kept_and_others_follow(editor: Client, loaded: Path) -> None:
    better = Translation("stated", "qırxdan çox", "over 40", is_reviewed=True)
    secretary = User.objects.get()
    translate(record=figure().record, language="az", translations=[better], by=secretary)
    rewrite(loaded, "texts/az/figures.yaml", "sintetik müraciətlər", "sintetik gəlişlər")
    report = load(loaded)
    assert [kept.field for kept in report.kept] == ["az.stated"]
    texts = dict(Text.objects.filter(record__key="fig-visits").values_list("field", "text"))
    assert texts == {"stated": "qırxdan çox", "measure": "sintetik gəlişlər"}
    assert Text.objects.get(record__key="fig-visits", field="stated").state == "reviewed"


def test_what_was_withdrawn_stays_withdrawn(loaded: Path) -> None:
    record = Record.objects.get(key="fig-visits")
    withdraw_record(record=record, on=record.listed_at.date(), reason="It was wrong.", by=None)
    rewrite(loaded, "practices.yaml", "over 40", "over 45")
    load(loaded)
    assert Record.objects.get(key="fig-visits").withdrawn_reason == "It was wrong."
    assert Client().get("/id/fig-visits").status_code == 410


# --- Pages ----------------------------------------------------------------------------------------


def test_a_page_published_by_an_editor_keeps_what_was_edited_and_takes_the_rest(editor: Client, loaded: Path) -> None:
    edit_page(editor, practice(), summary="One hall, as an editor says.", **PUBLISH)
    rewrite(loaded, "practices.yaml", "title: Synthetic hall", "title: The synthetic hall")
    report = load(loaded)
    assert [(kept.key, kept.field) for kept in report.kept] == [("practice-hall", "summary")]
    page = words(Client().get("/en/library/practices/hall/"))
    assert "One hall, as an editor says." in page
    assert "The synthetic hall" in page


def test_the_files_wait_while_an_editor_has_a_draft(editor: Client, loaded: Path) -> None:
    edit_page(editor, practice(), summary="A draft.")
    rewrite(loaded, "practices.yaml", "title: Synthetic hall", "title: The synthetic hall")
    rewrite(loaded, "texts/az/practices.yaml", "title: Sintetik zal", "title: Bir sintetik zal")
    report = load(loaded)
    assert [(kept.key, kept.field, kept.why) for kept in report.kept] == [
        ("practice-hall", "title", "has a draft that is not published, kept")
    ]
    assert practice().title == "Synthetic hall"
    assert practice().get_latest_revision_as_object().summary == "A draft."
    assert practice("az").title == "Bir sintetik zal"


def test_a_page_that_was_taken_down_is_not_published_again(editor: Client, loaded: Path) -> None:
    practice().unpublish()
    practice("az").unpublish()
    rewrite(loaded, "practices.yaml", "title: Synthetic hall", "title: The synthetic hall")
    report = load(loaded)
    assert [(kept.key, kept.field) for kept in report.kept] == [("practice-hall", "title")]
    assert not practice().live
    assert Client().get("/en/library/practices/hall/").status_code == 404
