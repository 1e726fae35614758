"""Nothing moves while a page is read: not when its fonts come late, not on the way to its end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import SpecimenSite
from tests.browser.samples import Sample

# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PAGES = [Sample("HomePage", "only"), Sample("LibraryPage", "richest"), Sample("PracticePage", "whole")]
# Below it nobody sees a movement; a good page has at most a tenth, says the definition of the measure.
STILL = 0.01
FONTS = "**/*.woff2"
WATCH = """
  window.moved = [];
  const places = s => s.node && s.node.nodeType === 1 ? s.node.outerHTML.slice(0, 120) : String(s.node?.textContent);
  new PerformanceObserver(list => list.getEntries().forEach(
    e => window.moved.push([e.value, e.sources.map(places).join(' | ')])
  )).observe({type: 'layout-shift', buffered: true});
"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"
DEVICES = {"wide": (1280, 900), "narrow": (360, 740)}


@pytest.fixture(params=DEVICES)
def page(request: pytest.FixtureRequest, browser: Browser, specimen_site: SpecimenSite) -> Iterator[Page]:
    """A new window, with nothing kept from before."""
    width, height = DEVICES[request.param]
    context = browser.new_context(base_url=specimen_site.site.url, viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "az", "ar"])
@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.name)
def test_nothing_moves(sample: Sample, language: str, page: Page, specimen_site: SpecimenSite) -> None:
    late: list[Route] = []
    page.route(FONTS, lambda font: late.append(font))
    page.add_init_script(WATCH)
    page.goto(sample.path(language, specimen_site.found), wait_until="domcontentloaded")
    page.wait_for_function(PAINTED)
    assert late, "no font was asked for before the page was drawn"
    page.route(FONTS, lambda font: font.continue_())
    for font in late:
        font.continue_()
    page.wait_for_load_state("load")
    page.evaluate("() => document.fonts.ready.then(() => null)")
    page.evaluate(TWO_FRAMES)
    for step in range(1, 9):
        page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {step} / 8)")
        page.evaluate(TWO_FRAMES)
    moved = page.evaluate("window.moved")
    assert sum(value for value, _places in moved) < STILL, moved


def test_a_movement_is_seen(page: Page) -> None:
    """The observer of the tests above works."""
    page.add_init_script(WATCH)
    page.goto("/en/")
    # What has not been drawn yet cannot move.
    page.wait_for_function(PAINTED)
    page.evaluate(TWO_FRAMES)
    page.evaluate("document.querySelector('main').style.marginBlockStart = '200px'")
    page.evaluate(TWO_FRAMES)
    page.wait_for_function("() => window.moved.length > 0")
    assert sum(value for value, _places in page.evaluate("window.moved")) > STILL
