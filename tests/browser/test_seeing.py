"""Readers who see otherwise: colours of their own, the focus alone, four times the size, wider lines."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SpecimenSite
from tests.browser.looking import Look, looking
from tests.browser.samples import Sample

# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

LANGUAGES = ["en", "ar"]
PAGES = [
    Sample("HomePage", "only"),
    Sample("LibraryPage", "richest"),
    Sample("PracticePage", "whole"),
    Sample("country", "richest"),
    Sample("api-documentation", "only"),
]
# A window of 1280 by 1024 pixels at 400 %.
AT_FOUR_TIMES = {"width": 320, "height": 256}
# What a reader may set by the success criterion on spacing of text.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
    p {margin-block-end: 2em !important}`);
  document.adoptedStyleSheets = [sheet];
}"""
# Goes from one element to the next as the keyboard does, and names those that look as they did before.
UNSEEN = """() => {
  const look = e => { const s = getComputedStyle(e); return [
    s.outlineStyle, s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderBlockEndColor].join(); };
  const drawn = e => matchMedia('(forced-colors: active)').matches
    ? getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) > 1 : true;
  const all = [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select')]
    .filter(e => e.checkVisibility({contentVisibilityAuto: true}));
  const unseen = all.filter(e => {
    document.activeElement.blur();
    const before = look(e);
    e.focus({preventScroll: true});
    return document.activeElement !== e || look(e) === before || !drawn(e);
  });
  return [all.length, ...unseen.map(e => e.outerHTML.slice(0, 160))];
}"""


@pytest.fixture(scope="module", params=LANGUAGES)
def window(request: pytest.FixtureRequest, browser: Browser, specimen_site: SpecimenSite) -> Iterator[Look]:
    window = looking(browser, specimen_site.site.url, request.param)
    yield window
    window.page.context.close()


@pytest.fixture(params=PAGES, ids=lambda sample: sample.name)
def opened(request: pytest.FixtureRequest, window: Look, specimen_site: SpecimenSite) -> Look:
    """A window of usual size on one of the pages."""
    window.set(width=1280, theme="light")
    window.page.emulate_media(forced_colors="none")
    language = window.page.evaluate("navigator.language")
    assert window.open(request.param.path(language, specimen_site.found)) == 200
    return window


def without_focus(page: Page) -> list[str]:
    """What does not show that it has the focus."""
    page.keyboard.press("Tab")
    number, *unseen = page.evaluate(UNSEEN)
    assert number > 20
    return list(unseen)


def test_the_focus_is_seen(opened: Look) -> None:
    assert without_focus(opened.page) == []


def test_colours_of_the_reader(opened: Look) -> None:
    opened.page.emulate_media(forced_colors="active")
    # Contrast is the reader's own: axe compares the colours of the style sheet, which are not drawn.
    assert [found for found in opened.violations() if not found.startswith("color-contrast")] == []
    assert without_focus(opened.page) == []


def test_four_times_the_size(opened: Look) -> None:
    opened.page.set_viewport_size(AT_FOUR_TIMES)  # type: ignore[arg-type]
    assert opened.too_wide() == []
    assert stuck(opened.page) == []
    for panel in ("lang", "display"):
        drop = opened.page.locator(f".drop--{panel}")
        drop.locator("summary").click()
        for control in drop.locator(".drop__panel :is(a, button)").all():
            control.scroll_into_view_if_needed()
            expect(control).to_be_in_viewport(ratio=0.95)
        assert opened.too_wide() == []


def stuck(page: Page) -> list[str]:
    """What stays on the screen while the text moves, and takes room from it."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
          .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position))
          .filter(e => e.getBoundingClientRect().height > 64 && e.checkVisibility())
          .map(e => e.outerHTML.slice(0, 160))"""
    )
    return found


@pytest.mark.parametrize("size", ["small", "large"])
def test_every_text_size_on_a_phone(opened: Look, size: str) -> None:
    opened.set(width=320, theme="light")
    opened.page.evaluate("size => { document.documentElement.dataset.text = size }", size)
    assert opened.too_wide() == []
    assert opened.violations(["target-size"]) == []


def test_wider_lines_and_letters(opened: Look) -> None:
    opened.set(width=320, theme="light")
    opened.page.evaluate(SPACED)
    assert opened.too_wide() == []
    cut: list[str] = opened.page.evaluate(
        """() => [...document.querySelectorAll('main *')]
          .filter(e => getComputedStyle(e).overflow === 'hidden' && e.scrollHeight > e.clientHeight + 1)
          .filter(e => e.clientHeight > 1 && !e.closest('svg, .vh')).map(e => e.outerHTML.slice(0, 160))"""
    )
    assert cut == []


def test_an_element_without_focus_is_found(window: Look, look_in: Callable[[str], Look]) -> None:
    """The walk of the tests above would name it."""
    window.open("/en/")
    window.page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('.plate {outline: 0 !important; box-shadow: none !important; background: none !important}');
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert [one for one in without_focus(window.page) if 'class="plate"' in one]
