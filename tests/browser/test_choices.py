"""A reader chooses text size and theme: shown at once, kept from page to page, with and without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SpecimenSite

# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

LANGUAGES = ["en", "ar"]
# On a narrow window the choices stand in a panel, on a wide one in the bar.
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 700, "height": 900}
OpenWindow = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, specimen_site: SpecimenSite) -> Iterator[OpenWindow]:
    """Return how a new reader opens a window."""
    opened = []

    def of_a_reader(*, script: bool = True, device: str = "light", size: dict[str, int] = NARROW) -> Page:
        context = browser.new_context(
            base_url=specimen_site.site.url,
            java_script_enabled=script,
            color_scheme=device,  # type: ignore[arg-type]
            viewport=size,  # type: ignore[arg-type]
        )
        opened.append(context)
        return context.new_page()

    yield of_a_reader
    for context in opened:
        context.close()


def choose(page: Page, name: str, value: str) -> None:
    """Press the button as a reader does, and wait until the choice is kept and the page shows it.

    Without script the answer is another page, which comes after the response to the button.
    """
    button = f".mast button[name={name}][value={value}]"
    open_panel(page)
    with page.expect_response("**/preferences/"):
        page.locator(button).click()
    expect(page.locator(f"{button}[aria-pressed=true]")).to_have_count(1)
    page.wait_for_load_state()


def open_panel(page: Page) -> None:
    panel = page.locator(".drop--display")
    if panel.locator("summary").is_visible() and panel.get_attribute("open") is None:
        panel.locator("summary").click()


def kept(page: Page) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}


def text_size(page: Page) -> float:
    size: float = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    return size


def paper(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return colour


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_text_size_is_chosen_and_kept(window: OpenWindow, size: dict[str, int], script: bool, language: str) -> None:
    page = window(script=script, size=size)
    page.goto(f"/{language}/")
    usual = text_size(page)

    choose(page, "text", "large")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    assert page.url.endswith(f"/{language}/")
    larger = text_size(page)
    assert larger > usual * 1.1

    page.locator(".nav__list a").first.click()
    expect(page).to_have_url(f"/{language}/library/")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    open_panel(page)
    expect(page.locator(".mast button[name=text][aria-pressed=true]")).to_have_attribute("value", "large")

    choose(page, "text", "small")
    page.goto(f"/{language}/")
    assert text_size(page) < usual
    choose(page, "text", "normal")
    assert text_size(page) == usual


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("device", "chosen"), [("light", "dark"), ("dark", "light")])
def test_theme_is_chosen_and_kept(window: OpenWindow, script: bool, device: str, chosen: str) -> None:
    page, other = window(script=script, device=device), window(device=chosen)
    page.goto("/en/")
    other.goto("/en/")
    of_device, wanted = paper(page), paper(other)
    assert of_device != wanted

    choose(page, "theme", chosen)
    assert paper(page) == wanted
    expect(page.locator("meta[name=color-scheme]")).to_have_attribute("content", chosen)
    page.goto("/az/countries/")
    assert paper(page) == wanted
    expect(page.locator("meta[name=color-scheme]")).to_have_attribute("content", chosen)

    choose(page, "theme", "auto")
    assert paper(page) == of_device


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_nothing_is_kept_before_and_one_cookie_after(window: OpenWindow, script: bool) -> None:
    page = window(script=script)
    for path in ("/en/", "/en/library/", "/az/sources/", "/en/no-such-page/"):
        page.goto(path)
    assert page.context.cookies() == []
    assert page.context.storage_state()["origins"] == []

    choose(page, "text", "large")
    choose(page, "theme", "dark")
    assert kept(page) == {"reader": "dark.large"}
    assert page.context.storage_state()["origins"] == []

    choose(page, "text", "normal")
    choose(page, "theme", "auto")
    assert kept(page) == {}


def test_without_script_a_reader_stays_on_the_page_and_its_filters(window: OpenWindow) -> None:
    page = window(script=False)
    page.goto("/en/library/?country=AZ&sort=title")
    choose(page, "theme", "dark")
    expect(page).to_have_url("/en/library/?country=AZ&sort=title")


def test_an_open_panel_closes_on_escape_and_gives_the_focus_back(window: OpenWindow) -> None:
    page = window()
    page.goto("/en/")
    panel = page.locator(".drop--display")
    panel.locator("summary").press("Enter")
    expect(panel).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(panel).not_to_have_attribute("open", "")
    expect(panel.locator("summary")).to_be_focused()
