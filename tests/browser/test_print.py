"""On paper stands the record, without the furniture of the site, and with addresses that can be typed."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SpecimenSite
from tests.browser.samples import Sample

# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

FURNITURE = [".nav", ".tools", ".skip", ".crumbs", ".toc", ".facets", ".pages", ".sorts", ".foot__parts"]
RECORDS = [Sample("PracticePage", "richest"), Sample("country", "richest"), Sample("source", "richest")]
PAGES = [*RECORDS, Sample("LibraryPage", "richest"), Sample("terms", "only")]
# Headings of the furniture, and those that only a reader of the screen hears.
ON_SCREEN_ONLY = f":not(:is({', '.join(FURNITURE)}) *, .vh)"


@pytest.fixture(scope="module")
def page(browser: Browser, specimen_site: SpecimenSite) -> Iterator[Page]:
    """A window that shows what would be printed."""
    context = browser.new_context(base_url=specimen_site.site.url)
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def printed(page: Page, folder: Path) -> str:
    """The words of the page on paper, with one space between them."""
    page.pdf(path=folder / "page.pdf", format="A4", prefer_css_page_size=True)
    done = subprocess.run(["pdftotext", folder / "page.pdf", "-"], capture_output=True, text=True, check=True)
    return joined(done.stdout)


def pages(page: Page, folder: Path) -> list[list[str]]:
    """The lines of every page of paper."""
    page.pdf(path=folder / "page.pdf", format="A4", prefer_css_page_size=True)
    done = subprocess.run(
        ["pdftotext", "-layout", folder / "page.pdf", "-"], capture_output=True, text=True, check=True
    )
    lines = [[line.strip() for line in paper.splitlines() if line.strip()] for paper in done.stdout.split("\f")]
    return [found for found in lines if found]


def closed(text: str) -> str:
    """An address without the places where a line of paper may break: spaces, and hyphens that are taken back."""
    return re.sub(r"[\s-]", "", text)


def joined(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.name)
def test_the_furniture_is_left_out(sample: Sample, page: Page, specimen_site: SpecimenSite) -> None:
    page.goto(sample.path("en", specimen_site.found))
    for part in FURNITURE:
        for element in page.locator(part).all():
            expect(element).to_be_hidden()
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "az"])
@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.name)
def test_every_section_is_printed(
    sample: Sample, language: str, page: Page, specimen_site: SpecimenSite, tmp_path: Path
) -> None:
    page.goto(sample.path(language, specimen_site.found))
    headings = [joined(text) for text in page.locator(f"main :is(h1, h2, h3){ON_SCREEN_ONLY}").all_inner_texts()]
    skip = page.locator(".skip").inner_text()
    assert len(headings) > 3
    text = printed(page, tmp_path)
    assert [heading for heading in headings if heading not in text] == []
    assert skip not in text


@pytest.mark.parametrize("sample", RECORDS, ids=lambda sample: sample.name)
def test_the_permanent_address_is_printed(
    sample: Sample, page: Page, specimen_site: SpecimenSite, tmp_path: Path
) -> None:
    page.goto(sample.path("en", specimen_site.found))
    address = page.locator(".foot__end a").get_attribute("href")
    assert f"{specimen_site.site.url}/id/" in str(address)
    assert closed(str(address)) in closed(printed(page, tmp_path))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_practices_side_by_side_lie_across_the_sheet_and_no_column_is_cut(
    page: Page, specimen_site: SpecimenSite, tmp_path: Path, language: str
) -> None:
    page.goto(Sample("compare", "richest").path(language, specimen_site.found))
    table = page.locator(".tbl--compare")
    heads = [joined(text) for text in table.locator("thead th > a:first-child").all_inner_texts()]
    assert len(heads) == 4
    expect(table.locator(".less").first).to_be_hidden()
    text = printed(page, tmp_path)
    done = subprocess.run(["pdfinfo", tmp_path / "page.pdf"], capture_output=True, text=True, check=True)
    width, height = (float(number) for number in re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", done.stdout)[0])
    assert width > height
    # As wide as what the sheet leaves between its margins, in pixels of the style sheet.
    page.set_viewport_size({"width": int((width - 24 / 25.4 * 72) / 72 * 96), "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if language == "en":
        assert [head for head in heads if closed(head) not in closed(text)] == []


def test_what_is_folded_on_the_screen_is_open_on_paper(page: Page, tmp_path: Path) -> None:
    page.goto("/en/terms/")
    folded = page.locator("details.more-d:not([open])")
    assert folded.count() > 3
    text = printed(page, tmp_path)
    for words in folded.last.locator("dd[lang=az]").evaluate_all("all => all.map(e => e.firstChild.textContent)"):
        assert joined(words) in text


def test_addresses_of_sources_are_printed(page: Page, specimen_site: SpecimenSite, tmp_path: Path) -> None:
    page.goto(Sample("PracticePage", "richest").path("en", specimen_site.found))
    links = page.locator(".refs a").evaluate_all("all => all.map(e => [e.getAttribute('href'), e.dataset.url])")
    named = [url for _ours, url in links if url]
    assert len(named) > 5
    text = closed(printed(page, tmp_path))
    assert [url for url in named if closed(f"({url})") not in text] == []
    assert [ours for ours, _url in links if closed(f"({ours})") in text] == []


def test_the_address_at_the_publisher_is_printed(page: Page, specimen_site: SpecimenSite, tmp_path: Path) -> None:
    page.goto(Sample("source", "richest").path("en", specimen_site.found))
    address = page.locator("main a[rel~=external]").get_attribute("href")
    assert closed(f"({address})") in closed(printed(page, tmp_path))


PUSH = """millimetres => {
    document.querySelectorAll(".pushing").forEach(found => found.remove())
    for (const id of ["figures", "sources"]) {
        const pushing = document.createElement("div")
        pushing.className = "pushing"
        pushing.style.height = `${millimetres}mm`
        document.getElementById(id).closest("section").before(pushing)
    }
}"""
# The height of a page of paper in steps of a few lines.
HEIGHTS = range(0, 260, 13)
HEAD_OF_FIGURES = "What is counted"
# The head, a first row of two lines, and another.
LEAST = 3


def test_nothing_begins_alone_at_the_foot_of_a_page(page: Page, specimen_site: SpecimenSite, tmp_path: Path) -> None:
    """However far down they begin: the figures with two rows under their head, the sources with a source."""
    page.goto(Sample("PracticePage", "richest").path("en", specimen_site.found))
    for height in HEIGHTS:
        page.evaluate(PUSH, height)
        for lines in pages(page, tmp_path):
            assert not lines[-1].startswith(("Sources", "The text and the facts rest", "Figures on record")), height
            heads = [number for number, line in enumerate(lines) if line.startswith(HEAD_OF_FIGURES)]
            assert all(len(lines) - number > LEAST for number in heads), (height, lines[-LEAST:])
