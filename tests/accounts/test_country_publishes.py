"""The whole way in browsers: an expert writes, the focal point returns and endorses, the secretariat publishes."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.accounts.conftest import account
from tests.accounts.test_in_browser import send, sign_in, with_second_factor
from tests.house.site import RunningSite

# What a browser does is the same on every database.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite, pytest.mark.xdist_group("accounts")]

TITLE = "Synthetic bus of services"


@pytest.fixture
def expert(browser: Browser, site: RunningSite) -> Page:
    page = browser.new_context(locale="en", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(90_000)
    sign_in(page, site, *account(site, "expert"))
    return page


def write(page: Page, section: str, words: str) -> None:
    """Type into a section of the editor."""
    field = page.locator(f'[data-contentpath="{section}"] [contenteditable="true"]')
    field.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)
    # The editor hands over what was typed a moment later.
    expect(page.locator(f'input[name="{section}"]')).to_have_value(re.compile(re.escape(words.strip())))


def word_file() -> bytes:
    """A draft that was written in Word, and a text that no section takes."""
    document = Document()
    document.add_heading(TITLE, 0)
    document.add_heading("Summary", 1)
    document.add_paragraph("A synthetic bus brings synthetic services to villages.")
    for section in ("Challenge", "Solution", "Results", "Greetings"):
        document.add_heading(section, 1)
        document.add_paragraph(f"Synthetic {section.lower()} of the bus.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_draft(page: Page, site: RunningSite) -> None:
    page.goto(site.url + "/en/desk/practices/")
    page.get_by_role("link", name="Begin from a Word file").click()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator("input[type=file]").set_input_files({"name": "bus.docx", "mimeType": kind, "buffer": word_file()})
    send(page)
    expect(page.locator("main")).to_contain_text("Synthetic greetings of the bus.")
    open_manuscript(page, site)
    page.get_by_role("link", name="Write", exact=True).click()
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator('[data-contentpath="results"]')).to_contain_text("Synthetic results of the bus.")
    page.get_by_role("tab", name="Facts").click()
    assert page.locator("#id_country option").all_inner_texts()[1:] == ["Azerbaijan"]
    page.select_option("#id_institution", index=1)
    page.locator("#id_topics input").first.check()
    page.get_by_role("tab", name="Sources").click()
    page.get_by_role("button", name="Add source", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("tbody input[type=checkbox]").first.check()
    dialog.locator("[type=submit][value='Confirm selection'], button:has-text('Confirm selection')").first.click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.locator(".messages")).to_contain_text("submit it on the desk")


def open_manuscript(page: Page, site: RunningSite) -> None:
    page.goto(site.url + "/en/desk/practices/")
    for shelf in ("Waits for publication", "Waits for endorsement", "Being written"):
        page.get_by_role("link", name=re.compile(shelf)).first.click()
        if page.get_by_role("link", name=TITLE).count():
            break
    page.get_by_role("link", name=TITLE).click()


def press(page: Page, name: str) -> None:
    """Press a move of the page: a button, or a link to a form whose button says the same."""
    moves = page.locator("section[aria-labelledby=moves]")
    if moves.get_by_role("button", name=name, exact=True).count():
        moves.get_by_role("button", name=name, exact=True).click()
        page.wait_for_load_state()
    else:
        moves.get_by_role("link", name=name, exact=True).click()


def test_from_a_draft_to_the_search(browser: Browser, site: RunningSite, expert: Page) -> None:
    write_draft(expert, site)
    open_manuscript(expert, site)
    expect(expert.get_by_role("heading", name="Before it can be submitted")).to_have_count(0)
    press(expert, "Submit for endorsement")
    send(expert)
    expect(expert.locator("main")).to_contain_text("Submitted. Whoever endorses has been told.")

    focal = with_second_factor(browser, site, "focal")
    focal.goto(site.url + "/en/desk/notices/")
    expect(focal.locator("main")).to_contain_text(f"To endorse: {TITLE}")
    open_manuscript(focal, site)
    press(focal, "I take it")
    press(focal, "Ask for a change")
    focal.select_option("#id_field", label="results")
    focal.fill("#id_text", "How many villages?")
    send(focal)
    press(focal, "Return to the authors")
    send(focal)

    open_manuscript(expert, site)
    expect(expert.locator("main")).to_contain_text("How many villages?")
    expert.get_by_role("link", name="Write", exact=True).click()
    write(expert, "results", " Synthetic villages: 12.")
    expert.get_by_role("button", name="Save draft").first.click()
    expect(expert.locator(".messages")).to_contain_text("submit it on the desk")
    open_manuscript(expert, site)
    expert.locator("section[aria-labelledby=requests] textarea").fill("Twelve.")
    expert.get_by_role("button", name="Answer").click()
    expert.wait_for_load_state()
    press(expert, "Submit for endorsement")
    send(expert)

    open_manuscript(focal, site)
    expect(focal.locator("main")).to_contain_text("Twelve.")
    focal.get_by_role("button", name="Close the request").click()
    focal.wait_for_load_state()
    press(focal, "Endorse")
    send(focal)
    expect(focal.locator("main")).to_contain_text("Endorsed.")

    office = with_second_factor(browser, site, "secretariat")
    open_manuscript(office, site)
    press(office, "Publish")
    send(office)
    expect(office.locator("main")).to_contain_text("Published. Everybody can read it now.")

    site.command("run_worker", "--once", "--lane", "short")
    stranger = browser.new_context(locale="en").new_page()
    stranger.goto(site.url + "/en/search/?q=synthetic+bus")
    stranger.get_by_role("link", name=TITLE).first.click()
    expect(stranger.locator("main")).to_contain_text("Synthetic villages: 12.")
    printed = stranger.context.request.get(f"{stranger.url}practice.pdf")
    assert printed.headers["content-type"] == "application/pdf"


def test_the_way_back_is_open_too(browser: Browser, site: RunningSite, expert: Page) -> None:
    """Without scripts, from a phone: the desk is links and forms."""
    phone = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640}).new_page()
    sign_in(phone, site, *account(site, "expert"))
    phone.goto(site.url + "/en/desk/")
    phone.get_by_role("link", name="Being written").click()
    assert phone.locator("h1").inner_text() == "Practices in work"
    overflow = phone.locator("body").bounding_box()
    assert overflow is not None
    assert overflow["width"] <= 360
