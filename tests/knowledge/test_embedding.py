"""A figure as a picture for other sites: complete in itself, with its source, for whoever may see the figure."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from core.dates import PartialDate
from core.embedding.drawing import WIDTH
from core.embedding.measuring import width_of
from core.loading.languages import open_languages
from core.models import Figure, Record
from core.records.operations import set_audience, withdraw_record
from core.sources.operations import cite
from knowledge.models import PracticePage
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.knowledge.reading import page

# What is shown is the same on every database.
pytestmark = pytest.mark.sqlite

ADDRESS = "/en/figures/fig-picture.svg"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script><a href="https://example.com">&amp; “x” \x0b'


@pytest.fixture
def figure(world: World) -> Figure:
    practice = world.practice("pictured", title="Service centres")
    source = make_site.a_source("press", title="Press release", publisher="The agency", url="https://example.com/1")
    for key, stated, low, year in (
        ("fig-older", "35 million", 35, "2019"),
        ("fig-picture", "over 42 million", 42, "2021-02"),
    ):
        make.a_figure(practice, key=key, stated=stated, low=low, as_of=PartialDate.from_iso(year), sources=[source])
    return Figure.objects.get(record__key="fig-picture")


def drawing(client: Client, address: str = ADDRESS) -> Any:
    """The picture as a tree; it is well-formed."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return etree.fromstring(answer.content)


def told(picture: Any) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def test_the_picture_says_what_when_and_by_whom(client: Client, figure: Figure) -> None:
    picture = drawing(client)
    words = told(picture)
    for expected in ("synthetic applications", "Service centres", "over 42 million", "As of: February 2021",
                     "The agency. Press release, no date", "http://testserver/id/fig-picture",
                     "ASAN International Association"):  # fmt: skip
        assert expected in words, (expected, words)
    assert len(picture.findall(f"{SVG}svg")) == 2, "its bar and that of the older figure"
    assert picture.findtext(f"{SVG}title") == "synthetic applications: over 42 million"
    description = picture.findtext(f"{SVG}desc")
    for expected in ("35 million, 2019", "The agency. Press release", "http://testserver/id/fig-picture"):
        assert expected in description
    assert (picture.get("role"), picture.get("lang"), picture.get("direction")) == ("img", "en", "ltr")


def test_a_figure_that_compares_with_nothing_has_no_bar(client: Client, figure: Figure) -> None:
    Record.objects.filter(key="fig-older").update(withdrawn_on=date(2026, 1, 1), withdrawn_reason="Wrong.")
    picture = drawing(client)
    assert picture.findall(f"{SVG}svg") == []
    assert "35 million" not in etree.tostring(picture, encoding="unicode")


def test_it_speaks_the_language_of_its_address(client: Client, world: World, figure: Figure, settings: Any) -> None:
    assert drawing(client, ADDRESS.replace("/en/", "/az/")).get("lang") == "az"


def test_a_language_from_right_to_left_begins_at_the_right(client: Client, figure: Figure, settings: Any) -> None:
    settings.OPEN_LANGUAGES = ["en", "az", "ar"]
    open_languages()
    picture = drawing(client, ADDRESS.replace("/en/", "/ar/"))
    assert (picture.get("lang"), picture.get("direction")) == ("ar", "rtl")
    assert "matrix(-1 0 0 1 105 0)" in {group.get("transform") for group in picture.iter(f"{SVG}g")}
    first = next(picture.iter(f"{SVG}text"))
    assert (float(first.get("x")), first.get("text-anchor"), first.get("lang")) == (WIDTH - 28, "end", "en")


def test_it_carries_nothing_foreign_and_does_nothing(client: Client, figure: Figure) -> None:
    for field in ("measure", "stated", "unit", "note"):
        setattr(figure, field, HOSTILE)
    figure.save()
    picture = drawing(client)
    found = {etree.QName(element).localname for element in picture.iter()}
    assert found <= {"svg", "title", "desc", "style", "rect", "path", "text", "g"}
    assert not [name for element in picture.iter() for name in element.attrib if re.search(r"href|^on|src", name)]
    assert "url(" not in picture.findtext(f"{SVG}style")
    assert "@import" not in picture.findtext(f"{SVG}style")
    assert "prefers-color-scheme:dark" in picture.findtext(f"{SVG}style")
    assert "<script>alert(1)</script>" in " ".join(told(picture)), "as words"


def test_long_words_and_long_names_stay_inside(client: Client, figure: Figure) -> None:
    figure.measure, figure.stated, figure.unit = "W" * 300, "Ə" * 120 + " və " + "m" * 70, "unit " * 15
    figure.note = "ʻ" * 400 + "漢字" * 200
    figure.save()
    picture = drawing(client)
    width, height = (float(edge) for edge in picture.get("viewBox").split()[2:])
    sizes = {"measure": 21, "subject": 15, "value": 34, "label": 15, "own": 15, "small": 13, "name": 13}
    for text in picture.iter(f"{SVG}text"):
        kind = text.get("class")
        bold = kind in {"measure", "value", "own", "name"}
        reach = width_of("".join(text.itertext()), sizes[kind], is_bold=bold)
        start = float(text.get("x")) - (reach if text.get("text-anchor") == "end" else 0)
        assert start >= 0, "".join(text.itertext())
        assert start + reach <= width, "".join(text.itertext())
        assert 0 < float(text.get("y")) < height


# --- Headers --------------------------------------------------------------------------------------


def test_other_sites_may_show_it_and_it_may_do_nothing(client: Client, figure: Figure) -> None:
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "unsafe" not in policy
    assert answer["Cache-Control"] == "public, max-age=600"
    assert not answer.cookies


def test_it_is_sent_again_only_when_it_changed(client: Client, figure: Figure) -> None:
    first = client.get(ADDRESS)
    # What else stands on it (sources, figures beside it) has moments of its own: the bytes decide.
    assert "Last-Modified" not in first
    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    figure.stated = "over 43 million"
    figure.save()
    assert client.get(ADDRESS, headers={"If-None-Match": first["ETag"]}).status_code == 200


# --- Who may see it -------------------------------------------------------------------------------


def withdraw(record: Record) -> None:
    withdraw_record(record=record, on=date(2026, 3, 1), reason="It was wrong.", by=None)


def restrict(record: Record) -> None:
    set_audience(record=record, tokens=["secretariat"], by=None)


@pytest.mark.parametrize("way", [withdraw, restrict, make_site.hide])
@pytest.mark.parametrize("key", ["fig-picture", "practice-pictured", "press"])
def test_it_goes_with_the_figure_its_subject_and_its_source(
    client: Client, figure: Figure, key: str, way: Callable[[Record], None]
) -> None:
    assert client.get(ADDRESS).status_code == 200
    way(Record.objects.get(key=key))
    cache.clear()
    hidden, unknown = client.get(ADDRESS), client.get(ADDRESS.replace("fig-picture", "fig-nowhere"))
    assert hidden.status_code == unknown.status_code == 404
    assert alike(hidden, "fig-picture") == alike(unknown, "fig-nowhere")


def alike(answer: Any, key: str) -> str:
    return answer.content.decode().replace(answer["X-Request-ID"], "").replace(key, "")


@pytest.mark.parametrize("key", ["practice-pictured", "press", "fig_picture", "FIG-PICTURE", "%3Cx%3E", "x" * 300])
def test_only_figures_have_pictures(client: Client, figure: Figure, key: str) -> None:
    assert client.get(f"/en/figures/{key}.svg").status_code == 404


def test_a_source_that_is_hidden_is_not_named(client: Client, figure: Figure) -> None:
    other = make_site.a_source("other-source", title="A hidden source")
    cite(record=figure.record, source_keys=["press", "other-source"], by=None)
    assert "A hidden source" in client.get(ADDRESS).content.decode()
    make_site.hide(other.record)
    assert "A hidden source" not in client.get(ADDRESS).content.decode()


def test_the_number_of_queries_does_not_grow(client: Client, figure: Figure) -> None:
    few = asked(client)
    practice = PracticePage.objects.get(record=figure.subject)
    for number in range(8):
        make.a_figure(practice, key=f"fig-more-{number}", stated=f"{number} million", low=number + 1)
    assert asked(client) == few <= 8


def asked(client: Client) -> int:
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as made:
        client.get(ADDRESS)
    return len(made)


# --- The page -------------------------------------------------------------------------------------


def test_the_page_of_the_practice_gives_the_code(client: Client, figure: Figure) -> None:
    found = page(client, "/en/library/practices/pictured/")
    code = (
        "&lt;a href=&quot;http://testserver/id/fig-picture&quot;&gt;&lt;img "
        f"src=&quot;http://testserver{ADDRESS}&quot; alt=&quot;synthetic applications: over 42 million&quot; "
        "width=&quot;640&quot;&gt;&lt;/a&gt;"
    )
    assert code in found
    assert f'href="http://testserver{ADDRESS}"' in found


def test_an_earlier_version_offers_no_picture_of_today(client: Client, figure: Figure) -> None:
    assert "/figures/" not in page(client, "/en/library/practices/pictured/versions/1/")
