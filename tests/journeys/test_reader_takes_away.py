"""A reader takes a practice and a volume of many away, without JavaScript and without a cookie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.house.site import RunningSite
from tests.pdf.printing import flowing_text_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture
def page(browser: Browser, running_site: RunningSite) -> Iterator[Page]:
    """A window without JavaScript."""
    context = browser.new_context(base_url=running_site.url, java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def taken(page: Page, link: str, folder: Path) -> Path:
    """What a link leads to, as a file."""
    answer = page.request.get(urljoin(page.url, page.get_by_role("link", name=link).first.get_attribute("href") or ""))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    file = folder / "taken.pdf"
    file.write_bytes(answer.body())
    return file


def test_a_practice_is_taken_away(page: Page, tmp_path: Path) -> None:
    page.goto("/az/library/practices/dost/")
    told = flowing_text_of(taken(page, "PDF", tmp_path))
    title = page.get_by_role("heading", level=1).inner_text()
    assert " ".join(title.split()) in told
    assert "/id/practice-dost" in told


def test_chosen_practices_become_a_volume(page: Page, running_site: RunningSite, tmp_path: Path) -> None:
    page.goto("/en/library/?q=one-stop")
    boxes = page.get_by_role("checkbox", name=re.compile("Compare"))
    for number in (0, 1, 2):
        boxes.nth(number).check()
    page.get_by_role("button", name="Selected as one PDF").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A volume of practices")
    expect(page.get_by_text(re.compile("3 practices, about"))).to_be_visible()
    page.get_by_label("Title").fill("A synthetic volume of three")
    page.get_by_label("Order").select_option("title")
    page.get_by_role("button", name="Order the volume").click()
    expect(page.get_by_text("The volume waits to be made.")).to_be_visible()

    running_site.command("shell", "--command", "from core.pdf.orders import make_next; make_next()")
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("The volume is ready.")).to_be_visible()
    told = flowing_text_of(taken(page, "PDF", tmp_path))
    assert "A synthetic volume of three 3 practices of the library" in told
    assert "Index of countries" in told


def test_an_order_is_cancelled(page: Page) -> None:
    page.goto("/en/library/topics/one-stop-shop/")
    page.get_by_role("link", name="as one PDF").click()
    page.get_by_role("button", name="Order the volume").click()
    page.get_by_role("button", name="Cancel the order").click()
    expect(page.get_by_text("The order was cancelled.")).to_be_visible()


def test_two_practices_are_compared(page: Page) -> None:
    page.goto("/en/library/")
    for number in (0, 1):
        page.get_by_role("checkbox", name=re.compile("Compare")).nth(number).check()
    page.get_by_role("button", name="Compare selected").click()
    expect(page.get_by_role("table").first).to_be_visible()
    assert page.get_by_role("columnheader").count() >= 2


def test_where_scripts_run_the_page_of_an_order_looks_again_by_itself(
    browser: Browser, running_site: RunningSite
) -> None:
    page = browser.new_context(base_url=running_site.url).new_page()
    page.goto("/en/library/topics/one-stop-shop/")
    page.get_by_role("link", name="as one PDF").click()
    page.get_by_role("button", name="Order the volume").click()
    page.evaluate("window.isTheSamePage = true")
    running_site.command("shell", "--command", "from core.pdf.orders import make_next; make_next()")
    expect(page.get_by_text("The volume is ready.")).to_be_visible(timeout=60_000)
    assert page.evaluate("window.isTheSamePage")
