"""Headers, conditional requests, exact numbers, and who may see what."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from core.api.rendering import ExactRenderer, digits
from core.models import Record
from core.records.operations import set_audience, touch
from core.sources.operations import save_source
from core.texts.operations import set_text
from tests.api.conftest import Reading, Told
from tests.factories import knowledge as make
from tests.signing_in import let_in

pytestmark = pytest.mark.sqlite

LISTS = ("practices", "countries", "topics", "sources", "service-types", "goals")


def etag(read: Reading, path: str = "practices/practice-asan") -> str:
    return str(read.answer(path)["ETag"])


def test_nothing_new_is_304(read: Reading, told: Told) -> None:
    for path in (*LISTS, "", "openapi.json", "practices/practice-asan", "countries/AZ", "sources/press-2021"):
        first = read.answer(path)
        assert first.status_code == 200
        again = read.answer(path, **{"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert again["ETag"] == first["ETag"]
        weak = read.answer(path, **{"If-None-Match": f"W/{first['ETag']}"})
        assert weak.status_code == 304
        assert again["Access-Control-Allow-Origin"] == "*"


def test_each_language_has_its_own_etag(read: Reading, told: Told) -> None:
    assert etag(read) != etag(read, "practices/practice-asan?lang=az")
    assert etag(read) == etag(read, "practices/practice-asan?lang=en")


def test_every_change_of_what_is_shown_changes_the_etag(read: Reading, told: Told) -> None:
    seen = [etag(read)]
    make.a_figure(told.practice, key="fig-second")
    seen.append(etag(read))
    save_source(key="press-2021", title="Renamed", language="az", publisher="P", kind="news", by=None)
    seen.append(etag(read))
    set_text(record=told.topic.record, field="definition", language="az", text="Başqa", original="x", by=None)
    before = etag(read, "topics/one-stop-shop?lang=az")
    set_text(record=told.topic.record, field="definition", language="az", text="Yenə başqa", original="x", by=None)
    assert etag(read, "topics/one-stop-shop?lang=az") != before
    touch(record=told.record, by=None)
    seen.append(etag(read))
    assert len(set(seen)) == len(seen)


def test_caches_ask_each_time_and_other_sites_may_read(read: Reading, told: Told, admin_user: Any) -> None:
    answer = read.answer("practices")
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert not answer.cookies
    let_in(read.client, admin_user)
    assert read.answer("practices")["Cache-Control"] == "private, no-cache"


def test_a_browser_may_ask_beforehand(client: Client, db: None) -> None:
    answer = client.options("/api/v1/practices", headers={"Access-Control-Request-Method": "GET"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_head_is_get_without_a_body(client: Client, told: Told) -> None:
    head, get = client.head("/api/v1/practices"), client.get("/api/v1/practices")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get["ETag"]


def test_every_list_has_the_same_shape(read: Reading, told: Told) -> None:
    for path in (*LISTS, "sources/press-2021/supports"):
        body = read(path)
        assert body.keys() == {"total", "items", "next", "language", "links"}, path
        assert body["total"] == len(body["items"]) > 0
        assert all(item["links"]["permalink"].endswith(f"/id/{item['key']}") for item in body["items"])


def test_every_address_in_an_answer_is_full_and_leads_somewhere(read: Reading, told: Told) -> None:
    for path in (*LISTS, "practices/practice-asan", "countries/AZ", "topics/one-stop-shop", "sources/press-2021"):
        for address in _own_addresses(read(path)):
            assert address.startswith("http://testserver/api/v1/")
            assert read.answer(address.removeprefix("http://testserver/api/v1/")).status_code == 200, address


def _own_addresses(part: Any) -> set[str]:
    if isinstance(part, list):
        return {address for one in part for address in _own_addresses(one)}
    if not isinstance(part, dict):
        return set()
    own = {part[name] for name in ("self", "practices") if isinstance(part.get(name), str)}
    return own | _own_addresses(list(part.values()))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Decimal("42000000.0000"), "42000000"),
        (Decimal("99.4000"), "99.4"),
        (Decimal("0.0000"), "0"),
        (Decimal("-0.5"), "-0.5"),
        (Decimal("9999999999999999.9999"), "9999999999999999.9999"),
        (Decimal("1E+7"), "10000000"),
    ],
)
def test_decimals_keep_every_digit(number: Decimal, written: str) -> None:
    assert digits(number) == written
    assert ExactRenderer().render(None, {"n": [number]}, response_status=200) == f'{{"n": [{written}]}}'  # type: ignore[arg-type]


def test_an_exact_number_survives_the_way(read: Reading, told: Told) -> None:
    make.a_figure(told.practice, key="fig-exact", low=Decimal("12345678901.2345"), position=9)
    assert '"low": 12345678901.2345' in read.answer("practices/practice-asan").text


def test_a_reader_with_a_token_sees_more(read: Reading, told: Told, admin_user: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("core.audience.providers._providers", [lambda user: ["secretariat"]])
    set_audience(record=told.record, tokens=["secretariat"], by=None)
    Record.objects.filter(pk=told.record.pk).update(generation=99)
    read("practices/practice-asan", 404)
    assert read("practices")["total"] == 1
    let_in(read.client, admin_user)
    read("practices/practice-asan")
    assert read("practices")["total"] == 2
