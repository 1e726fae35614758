"""A fact is printed with its sources, or not at all."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from lxml import html

from core.dates import PartialDate
from core.templatetags.facts import FactWithoutSource, References, ShownSource
from core.texts.localized import LocalText
from tests.look.printing import printed

pytestmark = pytest.mark.sqlite

REPORT = ShownSource(
    "report", LocalText("Hesabat", "az"), "/en/sources/report/", "Agency", PartialDate.from_iso("2019")
)
LETTER = ShownSource("letter", "A letter", "/en/sources/letter/")


def test_facts_are_numbered_in_the_order_of_first_mention() -> None:
    page = printed(
        "{% fact 'over 35,000' sources=two %}{% fact 'again' sources=one %}{% part 'refs' %}",
        references=References(),
        two=[LETTER, REPORT],
        one=[REPORT],
    )
    assert page.count('href="#source-2"') == 2
    assert page.index('id="source-1"') < page.index("A letter") < page.index('id="source-2"') < page.index("Hesabat")


def test_numbers_of_sources_are_parted_from_a_number_before_them() -> None:
    page = printed(
        "<p>{% fact value sources=two %} countries</p>", references=References(), value=30, two=[LETTER, REPORT]
    )
    assert html.fromstring(page).text_content() == "30\u202f1 2 countries"


def test_a_source_on_paper_names_its_own_address() -> None:
    web = ShownSource("web", "A page", "/en/sources/web/", url="https://example.org/a?b&c")
    line = printed("{% source_line source %}", source=web)
    assert line.startswith('<a href="/en/sources/web/" data-url="https://example.org/a?b&amp;c">')
    assert "data-url" not in printed("{% source_line source %}", source=LETTER)


@pytest.mark.parametrize(
    ("stated", "unit", "is_printed"),
    [
        ("99.4", "per cent", True),
        ("99.4 %", "per cent", False),
        ("99.4 per cent", "per cent", False),
        ("5 %", "km", True),
    ],
)
def test_a_unit_is_printed_once(stated: str, unit: str, is_printed: bool) -> None:
    figure = SimpleNamespace(measure="satisfaction", stated=stated, unit=unit)
    assert (unit in printed("{% unit_of figure %}", figure=figure)) is is_printed


@pytest.mark.parametrize("sources", [None, [], ""])
@pytest.mark.parametrize(
    "tag", ["fact value sources=sources", "cite sources", "paragraphs value sources=sources cited=True"]
)
def test_a_fact_without_a_source_is_not_printed(tag: str, sources: object) -> None:
    with pytest.raises(FactWithoutSource):
        printed("{% " + tag + " %}", value="over 42 million", sources=sources)


@pytest.mark.parametrize("component", ["facts", "tally"])
def test_lists_of_facts_ask_for_sources_too(component: str) -> None:
    value = {"value": "28", "label": "practices", "sources": []}
    with pytest.raises(FactWithoutSource):
        printed(
            "{% part name rows=rows items=items %}",
            name=component,
            rows=[{"term": "Began", "values": [value]}],
            items=[value],
        )


@pytest.mark.parametrize("value", [None, "", PartialDate()])
def test_what_is_not_known_needs_no_source(value: object) -> None:
    assert "not stated" in printed("{% fact value sources=sources %}", value=value, sources=[])


def test_without_a_list_of_references_a_sign_leads_to_the_source() -> None:
    page = printed("{% fact date sources=sources %}", date=PartialDate.from_iso("2019-06"), sources=[REPORT])
    assert 'href="/en/sources/report/"' in page
    assert 'aria-label="Source: Hesabat"' in page


def test_a_line_names_every_source_in_its_own_language() -> None:
    page = printed("{% fact 'x' sources=sources style='line' %}", sources=[REPORT, LETTER])
    assert '<bdi lang="az">Hesabat</bdi>' in page
    assert "A letter" in page


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="no style of citing"):
        printed("{% fact 'x' sources=sources style='loud' %}", sources=[LETTER])


def test_rows_that_point_at_a_source_count_once() -> None:
    row = SimpleNamespace(source=LETTER)
    manager = SimpleNamespace(all=lambda: [row, row])
    assert printed("{% cite sources %}", references=References(), sources=manager).count("<a ") == 1


def test_numbers_are_grouped_as_the_language_does() -> None:
    number = Decimal(1234567)
    assert "1,234,567" in printed("{% fact n sources=s %}", n=number, s=[LETTER])
    assert "1.234.567" in printed("{% fact n sources=s %}", n=number, s=[LETTER], language="az")


def test_a_component_does_not_see_the_page_around_it() -> None:
    page = printed("{% part 'facts' rows=rows %}", title="Of the page", rows=[])
    assert "Of the page" not in page
