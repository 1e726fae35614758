"""A stranger goes from the front page to a figure, to its source, and back to three neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.house.site import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

WORDS = {
    "en": {"library": "Library", "one-stop": "One-stop service centre model: ASAN xidmət", "skip": "Skip to the text"},
    "az": {"library": "Kitabxana", "one-stop": "ASAN xidmət", "skip": ""},
}


@pytest.fixture
def page(browser: Browser, running_site: RunningSite) -> Iterator[Page]:
    """A window without JavaScript."""
    context = browser.new_context(base_url=running_site.url, java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("language", WORDS)
def test_from_the_front_page_to_a_figure_its_source_and_three_neighbours(page: Page, language: str) -> None:
    page.goto(f"/{language}/")
    page.get_by_role("navigation").get_by_role("link", name=WORDS[language]["library"], exact=True).first.click()
    page.get_by_role("link", name=re.compile(WORDS[language]["one-stop"])).first.click()
    practice = urlsplit(page.url).path
    assert practice == f"/{language}/library/practices/asan-xidmet/"
    expect(page.locator("html")).to_have_attribute("lang", language)

    figure = page.locator("#fig-asan-xidmet-applications-2021-02")
    expect(figure).to_contain_text("42")
    figure.locator("a[href^='#source-']").first.click()
    entry = page.locator(urlsplit(page.url).fragment.join(["#", ""]))
    expect(entry).to_be_visible()
    entry.get_by_role("link").first.click()
    assert urlsplit(page.url).path.startswith(f"/{language}/sources/")
    source = page.url

    back = page.locator(f"main a[href^='{practice}']").first
    expect(back).to_be_visible()
    back.click()
    for neighbour in ("/countries/", "/institutions/", "/library/topics/"):
        page.goto(practice)
        page.locator(f"main a[href^='/{language}{neighbour}']").first.click()
        assert urlsplit(page.url).path.startswith(f"/{language}{neighbour}")
        expect(page.locator(f"main a[href='{practice}']").first).to_be_visible()
    page.goto(source)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_same_by_keyboard_alone(browser: Browser, running_site: RunningSite) -> None:
    context = browser.new_context(base_url=running_site.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert focused(page).inner_text() == WORDS["en"]["skip"]
    expect(focused(page)).to_be_in_viewport()

    tab_to(page, "/en/library/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/library/")
    tab_to(page, "/en/library/practices/asan-xidmet/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/asan-xidmet/")
    tab_to(page, "#source-", within="#fig-asan-xidmet-applications-2021-02")
    page.keyboard.press("Enter")
    page.wait_for_url("**#source-*")
    tab_to(page, "/en/sources/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/sources/*/")
    tab_to(page, "/en/library/practices/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/library/practices/*/*")
    for neighbour in ("/en/countries/", "/en/institutions/", "/en/library/topics/"):
        tab_to(page, neighbour, within="main")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{neighbour}*/")
        page.go_back()
    context.close()


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def tab_to(page: Page, address: str, *, within: str = "body", most: int = 400) -> None:
    """Press Tab until a link whose address begins so has the focus, which must be seen at every step."""
    for _step in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """([address, within]) => {
              const at = document.activeElement;
              if (!at || at === document.body) return 'lost';
              const style = getComputedStyle(at);
              const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none' ||
                style.backgroundColor !== 'rgba(0, 0, 0, 0)';
              if (!seen) return 'unseen: ' + at.outerHTML.slice(0, 200);
              return (at.getAttribute('href') || '').startsWith(address) && at.closest(within) ? 'here' : 'on';
            }""",
            [address, within],
        )
        assert not found.startswith("unseen"), found
        if found == "here":
            return
    raise AssertionError(f"no link to {address} can be reached by Tab on {page.url}")
