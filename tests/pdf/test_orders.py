"""Orders of volumes: made once for all who order the same, cancelled, tried again, and read by who may."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from core.models import PrintOrder, Record
from core.pdf import making, orders, shelf
from core.pdf.jobs import BROKEN, TOO_MANY_PAGES
from core.pdf.models import OrderState
from core.pdf.publications import Printable
from core.pdf.registry import MAKERS
from core.records.operations import set_audience, touch, withdraw_record
from core.users.operations import end_role
from tests.factories import site as make
from tests.search.shelf import of_the_secretariat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelf")]
READER = AnonymousUser()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A maker and a press that take no time; what was printed. The press tells three pages."""
    taken: list[str] = []

    def maker(asked: dict[str, Any], reader: Any, say: Callable[[int], None]) -> Printable:
        say(len(asked["ids"]))
        return Printable(str(asked), orders._fingerprint(asked), {})

    def printed(html: str, *, out: Path, hear: Callable[[int], None], **limits: Any) -> dict[str, Any]:
        taken.append(html)
        for page in (1, 2, 3):
            hear(page)
        out.write_text(html)
        return {}

    monkeypatch.setitem(MAKERS, "synthetic", maker)
    monkeypatch.setattr(making, "printed", printed)
    monkeypatch.setattr(orders, "SAID", 0.0)
    return taken


@pytest.fixture
def records(db: None) -> list[Record]:
    return [make.a_source().record for _ in range(3)]


def order(records: list[Record], title: str = "Synthetic volume", by: Any = READER) -> PrintOrder:
    ids = [record.pk for record in records]
    return orders.place(
        maker="synthetic", title=title, language="en", asked={"ids": ids, "title": title}, record_ids=ids, by=by
    )


def again(one: PrintOrder) -> PrintOrder:
    return PrintOrder.objects.get(pk=one.pk)


def test_an_order_is_made_by_the_worker(made: list[str], records: list[Record]) -> None:
    one = order(records)
    assert one.state == OrderState.WAITING
    orders.make_next()
    one = again(one)
    assert one.state == OrderState.READY
    assert (one.pages, one.parts_done, one.parts) == (3, 3, 3)
    assert shelf.find(one.digest)


def test_two_who_order_the_same_get_one_file(made: list[str], records: list[Record]) -> None:
    one, other = order(records), order(records)
    orders.make_next()
    assert again(one).digest == again(other).digest != ""
    assert again(other).state == OrderState.READY
    assert len(made) == 1
    third = order(records)
    assert third.state == OrderState.READY, "it is there already"
    assert one.token != other.token != third.token


def test_a_change_makes_another_volume(made: list[str], records: list[Record]) -> None:
    order(records)
    orders.make_next()
    touch(record=records[0], by=None)
    assert order(records).state == OrderState.WAITING


def test_readers_of_other_rights_share_nothing(made: list[str], records: list[Record]) -> None:
    order(records)
    orders.make_next()
    assert order(records, by=of_the_secretariat()).state == OrderState.WAITING


def test_a_cancelled_order_is_not_made(made: list[str], records: list[Record]) -> None:
    one = order(records)
    orders.cancel(one)
    orders.make_next()
    assert again(one).state == OrderState.CANCELLED
    assert made == []


def test_an_order_is_cancelled_while_it_is_made(
    made: list[str], records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = order(records)
    monkeypatch.setitem(MAKERS, "synthetic", lambda asked, reader, say: orders.cancel(one) or say(1))
    orders.make_next()
    assert again(one).state == OrderState.CANCELLED
    assert made == []


def test_who_cancels_does_not_cancel_for_others(made: list[str], records: list[Record]) -> None:
    one, other = order(records), order(records)
    orders.cancel(one)
    orders.make_next()
    assert again(one).state == OrderState.CANCELLED
    assert again(other).state == OrderState.READY


def test_a_made_order_is_not_cancelled(made: list[str], records: list[Record]) -> None:
    one = order(records)
    orders.make_next()
    orders.cancel(one)
    assert again(one).state == OrderState.READY


def test_another_worker_goes_on_after_a_crash(made: list[str], records: list[Record]) -> None:
    one = order(records)
    PrintOrder.objects.update(lease_until=timezone.now() + orders.LEASE, begun_at=timezone.now(), attempts=1)
    orders.make_next()
    assert made == [], "somebody is at it"
    PrintOrder.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    orders.make_next()
    assert again(one).state == OrderState.READY


def test_what_crashes_again_and_again_is_given_up(made: list[str], records: list[Record]) -> None:
    one = order(records)
    PrintOrder.objects.update(attempts=orders.MOST_ATTEMPTS)
    orders.make_next()
    assert (again(one).state, again(one).failure) == (OrderState.FAILED, BROKEN)
    assert made == []


def test_a_reason_is_kept_and_the_next_order_tries_anew(
    made: list[str], records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(html: str, **limits: Any) -> None:
        raise making.NotPrinted(TOO_MANY_PAGES)

    one = order(records)
    with monkeypatch.context() as broken:
        broken.setattr(making, "printed", fails)
        orders.make_next()
    assert (again(one).state, again(one).failure) == (OrderState.FAILED, TOO_MANY_PAGES)
    assert order(records).state == OrderState.WAITING


def test_a_failing_maker_ends_its_order(
    made: list[str], records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: Any) -> Printable:
        raise ValueError("synthetic")

    one = order(records)
    monkeypatch.setitem(MAKERS, "synthetic", fails)
    orders.make_next()
    assert (again(one).state, again(one).failure) == (OrderState.FAILED, BROKEN)


def test_rights_that_ended_end_the_order(made: list[str], records: list[Record]) -> None:
    user = of_the_secretariat()
    one = order(records, by=user)
    end_role(term=user.role_terms.get(), reason="Synthetic.", by=None)
    orders.make_next()
    assert again(one).failure == "rights"


@pytest.mark.parametrize("change", ["hidden", "withdrawn"])
def test_a_volume_is_read_by_who_may_see_all_of_it_today(made: list[str], records: list[Record], change: str) -> None:
    one = order(records)
    orders.make_next()
    assert orders.is_there(again(one), READER)
    if change == "hidden":
        set_audience(record=records[1], tokens=["secretariat"], by=None)
    else:
        withdraw_record(record=records[1], reason="Synthetic.", on=date(2026, 1, 1), by=None)
    assert not orders.is_there(again(one), READER)


def test_what_was_hidden_before_is_not_missed_after(made: list[str], records: list[Record]) -> None:
    one = order(records)
    set_audience(record=records[1], tokens=["secretariat"], by=None)
    orders.make_next()
    PrintOrder.objects.update(shown_ids=[records[0].pk, records[2].pk])
    assert orders.is_there(again(one), READER)


def test_a_file_that_was_removed_is_not_offered(made: list[str], records: list[Record]) -> None:
    one = order(records)
    orders.make_next()
    shelf.place_of(again(one).digest).unlink()
    assert not orders.is_there(again(one), READER)


def test_a_volume_of_others_is_not_read(made: list[str], records: list[Record]) -> None:
    one = order(records)
    PrintOrder.objects.update(tokens=["public", "secretariat"])
    assert not orders.may_read(again(one), READER)


def test_a_file_is_kept_for_a_month(made: list[str], records: list[Record]) -> None:
    one = order(records)
    orders.make_next()
    one = again(one)
    assert one.state_at(one.kept_until - timedelta(seconds=1)) == OrderState.READY
    assert one.state_at(one.kept_until) == OrderState.EXPIRED
    orders.forget_old()
    assert PrintOrder.objects.filter(pk=one.pk).exists()
    PrintOrder.objects.update(ordered_at=timezone.now() - 3 * shelf.KEPT)
    orders.forget_old()
    assert not PrintOrder.objects.filter(pk=one.pk).exists()


def test_what_to_expect_is_learnt_from_the_last_volumes(made: list[str], records: list[Record]) -> None:
    assert orders.expected(10)["pages"] == 40
    order(records)
    orders.make_next()
    PrintOrder.objects.update(pages=30, seconds=6.0, size=3_000)
    awaited = orders.expected(10)
    assert (awaited["pages"], awaited["seconds"], awaited["bytes"]) == (100, 20, 10_000)
