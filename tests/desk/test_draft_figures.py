"""Figures that are given with a draft: shown to whoever reads it, endorsed with it, on record with its publication."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from core.models import Figure, Record
from core.review import operations, reading
from knowledge.desk.subject import lacks_of
from knowledge.models import DraftFigure, PracticePage
from knowledge.operations import make_figures
from tests.desk.conftest import Desk
from tests.editors.typing_in import change
from tests.factories import site as site_make
from tests.signing_in import let_in

pytestmark = [pytest.mark.usefixtures("nothing_kept"), pytest.mark.sqlite]
WHOLE = {
    "measure": "synthetic visits since opening",
    "stated": "over 42 thousand",
    "low": 42_000,
    "unit": "visits",
    "on": "2024",
    "role": "result",
}


def give(desk: Desk, **fields: Any) -> DraftFigure:
    """A figure on the draft, and the draft saved with it."""
    source = {"source": desk.page.practice_sources.get().source} | fields
    row = DraftFigure.objects.create(page=desk.page, sort_order=0, **(WHOLE | source))
    PracticePage.objects.get(pk=desk.page.pk).save_revision(user=desk.expert)
    return row


def through_both_gates(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_the_form_of_the_draft_to_the_record(desk: Desk) -> None:
    client, source = let_in(Client(), desk.expert), desk.page.practice_sources.get().source
    row = {f"draft_figures-0-{name}": value for name, value in (WHOLE | {"source": source.pk, "id": ""}).items()}
    rows = row | {"draft_figures-TOTAL_FORMS": "1", "draft_figures-0-ORDER": "1"}
    change(client, f"/admin/pages/{desk.page.pk}/edit/", **rows)
    draft = PracticePage.objects.get(pk=desk.page.pk).get_latest_revision_as_object()
    assert [str(one) for one in draft.draft_figures.all()] == ["over 42 thousand synthetic visits since opening"]
    assert not Figure.objects.exists()

    token = reading.make_link(manuscript=desk.manuscript, name="The director", by=desk.expert)[1]
    for read in (
        client.get(f"/en/desk/practices/{desk.manuscript.pk}/preview/"),
        Client().get(f"/en/drafts/{token}/page/"),
    ):
        assert "over 42 thousand" in text_of(read)
        assert "synthetic visits since opening" in text_of(read)

    through_both_gates(desk)
    figure = Figure.objects.get()
    assert (figure.stated, figure.low, figure.as_of.iso) == ("over 42 thousand", 42_000, "2024")
    assert figure.subject == PracticePage.objects.get(pk=desk.page.pk).record
    assert [cited.source for cited in figure.record.citations.all()] == [source]
    assert not DraftFigure.objects.exists()
    assert "over 42 thousand" in text_of(Client().get("/en/library/practices/draft/"))


def test_the_next_version_makes_no_second_one(desk: Desk) -> None:
    row = give(desk)
    through_both_gates(desk)
    page = PracticePage.objects.get(pk=desk.page.pk)
    # The revision that was published holds the figure still: neither the form nor a preview shows it again.
    old = page.live_revision
    assert old.as_object().draft_figures.count() == 1
    client = let_in(Client(), desk.expert)
    shown = text_of(client.get(f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/"))
    assert 'name="draft_figures-TOTAL_FORMS" value="0"' in shown
    row.save(force_insert=True)
    make_figures(page=page, record=page.record, by=desk.secretariat)
    assert Figure.objects.count() == 1
    assert not DraftFigure.objects.exists()


def test_a_draft_that_goes_leaves_nothing(desk: Desk) -> None:
    give(desk)
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.decline(manuscript=desk.manuscript, by=desk.focal, text="Not now.")
    records = Record.objects.count()
    PracticePage.objects.get(pk=desk.page.pk).delete()
    assert not DraftFigure.objects.exists()
    assert not Figure.objects.exists()
    assert Record.objects.count() == records


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"measure": ""}, "does not say what is counted"),
        ({"stated": " "}, "lacks the words"),
        ({"source": None}, "names no source"),
        ({"stated": "41 thousand"}, "do not contain the numbers"),
    ],
)
def test_a_figure_is_whole_before_it_is_endorsed(desk: Desk, fields: dict[str, Any], said: str) -> None:
    give(desk, **fields)
    draft = PracticePage.objects.get(pk=desk.page.pk).get_latest_revision_as_object()
    found = [lack for lack in lacks_of(draft) if lack.field == "figures"]
    assert len(found) == bool(said)
    if said:
        assert said in str(found[0].text)
        with pytest.raises(ValidationError, match=said):
            operations.submit(manuscript=desk.manuscript, by=desk.expert)
        with pytest.raises(ValidationError, match=said):
            make_figures(page=desk.page, record=desk.country, by=desk.secretariat)
        shown = text_of(let_in(Client(), desk.expert).get(f"/en/desk/practices/{desk.manuscript.pk}/"))
        assert "#id_draft_figures-FORMS" in shown


@pytest.mark.parametrize(
    ("fields", "field"), [({"on": "the 35th of May 9"}, ""), ({"on": "2024-17"}, "on"), ({"high": 41_000}, "high")]
)
def test_what_cannot_be_is_said_at_its_field(desk: Desk, fields: dict[str, Any], field: str) -> None:
    row = DraftFigure(page=desk.page, source=site_make.a_source(), **(WHOLE | fields))
    if not field:
        row.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_a_source_of_another_country_cannot_be_named(desk: Desk) -> None:
    theirs = site_make.a_source("theirs-2026")
    theirs.record.audience.all().delete()
    row = {
        "measure": "visits",
        "stated": "12",
        "low": "",
        "high": "",
        "on": "",
        "role": "",
        "source": theirs.pk,
        "id": "",
    }
    rows = {f"draft_figures-0-{name}": value for name, value in row.items()}
    client = let_in(Client(), desk.expert)
    change(client, f"/admin/pages/{desk.page.pk}/edit/", **rows, **{"draft_figures-TOTAL_FORMS": "1"})
    draft = PracticePage.objects.get(pk=desk.page.pk).get_latest_revision_as_object()
    assert [one.source for one in draft.draft_figures.all()] == [None]
