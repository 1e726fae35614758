"""Volumes: chosen by any list or basket in the address, ordered without a cookie, made, and read."""

from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client

from core.models import PrintOrder
from core.pdf import orders
from core.records.operations import set_audience, withdraw_record
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.pdf.printing import failures, flowing_text_of, tags_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept", "empty_shelf")]
FORM = "/en/library/volume/"


@pytest.fixture
def shelf_of_three(world: World) -> list[Any]:
    return [
        world.practice("alpha", title="Zeta centres", is_full=True),
        world.practice("beta", title="Alpha buses", country=world.kenya, topics=[world.trust]),
        world.practice("gamma", title="Mobile offices"),
    ]


def words(answer: Any) -> str:
    return str(answer.content.decode())


def ordered(client: Client, address: str, **fields: str) -> Any:
    given = {"title": "A synthetic volume", "order": "listed", "language": "en", **fields}
    return client.post(address, given)


def test_size_and_time_are_told_before(client: Client, shelf_of_three: list[Any]) -> None:
    answer = client.get(FORM)
    assert answer.status_code == 200
    assert "3 practices, about 12 pages" in words(answer)
    assert "It will be ready in about 1 minute." in words(answer)
    assert not answer.cookies


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Zeta centres", "Alpha buses", "Mobile offices"]),
        ("?topic=trust", ["Alpha buses"]),
        ("?country=azerbaijan", ["Zeta centres", "Mobile offices"]),
        ("?p=gamma&p=alpha&p=gamma&p=nothing-such", ["Mobile offices", "Zeta centres"]),
    ],
)
def test_any_list_or_basket_chooses(client: Client, shelf_of_three: list[Any], query: str, titles: list[str]) -> None:
    chosen = words(client.get(FORM + query)).partition("What it will hold")[2]
    places = [chosen.find(title) for title in ("Zeta centres", "Alpha buses", "Mobile offices")]
    assert {title for title in ("Zeta centres", "Alpha buses", "Mobile offices") if title in chosen} == set(titles)
    if query.startswith("?p"):
        assert places[2] < places[0]


def test_nothing_chosen_leads_to_the_library(client: Client, shelf_of_three: list[Any]) -> None:
    assert "No practice is chosen." in words(client.get(f"{FORM}?p=nothing-such"))
    assert ordered(client, f"{FORM}?p=nothing-such").status_code == 422
    assert not PrintOrder.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "Give the volume a title"),
        ({"title": "x" * 121}, "Give the volume a title"),
        ({"order": "synthetic"}, "Choose one of the orders."),
        ({"language": "xx"}, "Choose one of the languages."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, shelf_of_three: list[Any], fields: dict[str, str], said: str
) -> None:
    answer = ordered(client, f"{FORM}?topic=trust", **{"title": "Kept title", **fields})
    assert answer.status_code == 422
    assert said in words(answer)
    if "title" not in fields:
        assert 'value="Kept title"' in words(answer)
    assert "Alpha buses" in words(answer)


def test_an_order_is_followed_to_its_file(client: Client, shelf_of_three: list[Any], quick_press: list[str]) -> None:
    answer = ordered(client, FORM, order="title")
    assert answer.status_code == 303
    assert not answer.cookies
    page = answer["Location"]
    assert "The volume waits to be made." in words(client.get(page))
    assert client.get(f"{page}volume.pdf").status_code == 404
    orders.make_next()
    assert "The volume is ready." in words(client.get(page))
    file = client.get(f"{page}volume.pdf")
    assert file.content.startswith(b"%PDF-")
    assert 'filename="a-synthetic-volume-en.pdf"' in file["Content-Disposition"]
    html = quick_press[0]
    assert html.index('id="practice-1"') < html.index("Alpha buses", html.index('id="practice-1"'))
    order_of_titles = [html.rindex(f"<h1>{title}</h1>") for title in ("Alpha buses", "Mobile offices", "Zeta centres")]
    assert order_of_titles == sorted(order_of_titles)


def test_an_order_is_cancelled_by_its_page(client: Client, shelf_of_three: list[Any], quick_press: list[str]) -> None:
    page = ordered(client, FORM)["Location"]
    assert client.post(page).status_code == 303
    assert "The order was cancelled." in words(client.get(page))
    orders.make_next()
    assert quick_press == []


def test_an_unknown_order_and_one_for_others_are_the_same(
    client: Client, shelf_of_three: list[Any], quick_press: list[str]
) -> None:
    page = ordered(client, FORM)["Location"]
    orders.make_next()
    PrintOrder.objects.update(tokens=["public", "secretariat"])
    for address in (page, f"{page}volume.pdf", f"{FORM}{'x' * 32}/", f"{FORM}{'x' * 32}/volume.pdf"):
        assert client.get(address).status_code == 404
    assert client.post(page).status_code == 404


@pytest.mark.parametrize("what", ["practice", "figure", "source"])
def test_what_is_withdrawn_is_in_no_volume_any_more(
    client: Client, shelf_of_three: list[Any], quick_press: list[str], what: str
) -> None:
    source = make_site.a_source("source-of-a-figure")
    figure = make.a_figure(shelf_of_three[0], sources=[source])
    page = ordered(client, FORM)["Location"]
    orders.make_next()
    assert client.get(f"{page}volume.pdf").status_code == 200
    record = {"practice": shelf_of_three[0].record, "figure": figure.record, "source": source.record}[what]
    withdraw_record(record=record, on=date(2026, 1, 1), reason="Synthetic.", by=None)
    assert client.get(f"{page}volume.pdf").status_code == 404
    assert "something in it is no longer shown. Please order it again." in words(client.get(page))


def test_a_hidden_practice_is_in_no_volume(client: Client, shelf_of_three: list[Any], quick_press: list[str]) -> None:
    set_audience(record=shelf_of_three[0].record, tokens=["secretariat"], by=None)
    for address in (FORM, f"{FORM}?p=alpha&p=beta"):
        assert "Zeta centres" not in words(client.get(address))
        ordered(client, address)
    orders.make_next()
    orders.make_next()
    assert len(quick_press) == 2
    assert "Zeta centres" not in "".join(quick_press)


def test_orders_are_limited(client: Client, shelf_of_three: list[Any]) -> None:
    answers = [ordered(client, FORM).status_code for _ in range(8)]
    assert answers == [303] * 6 + [429] * 2


def test_no_more_orders_are_taken_than_can_be_made(
    client: Client, shelf_of_three: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.presentation.ordering.MOST_WAITING", 1)
    assert ordered(client, FORM).status_code == 303
    answer = ordered(client, f"{FORM}?topic=trust")
    assert answer.status_code == 422
    assert "Too many volumes are waiting" in words(answer)


@pytest.mark.parametrize("number", [3, 12])
def test_the_form_asks_the_database_a_fixed_number_of_times(
    client: Client,
    world: World,
    number: int,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(number):
        world.practice()
    client.get(FORM)
    with django_assert_max_num_queries(24):
        client.get(FORM)


@pytest.mark.slow
def test_a_volume_is_a_book(client: Client, shelf_of_three: list[Any], tmp_path: Path) -> None:
    for page in shelf_of_three:
        make.a_figure(page)
    ordered(client, FORM, order="country", title="A synthetic book")
    orders.make_next()
    order = PrintOrder.objects.get()
    assert order.failure == ""
    file = tmp_path / "a.pdf"
    file.write_bytes(client.get(f"{FORM}{order.token}/volume.pdf").content)
    told = flowing_text_of(file)
    assert "A synthetic book 3 practices of the library of the ASAN International Association" in told
    assert "Index of countries Azerbaijan" in told
    assert told.count("How to cite") == 3
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == order.pages
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        starts = [pdf.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root if item.destination]
    assert [title for title in titles if title in {"Zeta centres", "Mobile offices", "Alpha buses"}] == [
        "Mobile offices", "Zeta centres", "Alpha buses",
    ]  # fmt: skip
    assert titles[-1] == "Sources"
    assert len(set(starts)) == len(starts), "each begins a page"
    assert [kind for kind, _alt, _parent in tags_of(file)].count("/H1") >= 7
    assert failures([file]) == {"a.pdf": []}
