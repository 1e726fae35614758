"""On a slow line, on none, and after the session has ended: what an expert writes gets through, and no word is lost."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.accounts.conftest import account
from tests.accounts.test_country_publishes import press, write
from tests.accounts.test_in_browser import send, sign_in
from tests.house.site import RunningSite

# What a browser does is the same on every database.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite, pytest.mark.xdist_group("accounts")]

# 400 kbit/s and 400 ms: bytes a second, and milliseconds there and back.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
TITLE = "Synthetic boat of services"
# A photograph takes a quarter of a minute on such a line; others wait no longer than is usual.
WAIT, SHORTER_WAIT = 120_000, 5_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    yield context.new_page()
    expect.set_options(timeout=SHORTER_WAIT)
    context.close()


def line_of(page: Page) -> CDPSession:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    return line


def photograph() -> bytes:
    """Some megabytes of a synthetic photograph that was held sideways, with the place where it was taken."""
    noise = Pillow.effect_noise((1500, 1000), 90).resize((3000, 2000)).convert("RGB")
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=97, exif=exif)
    return buffer.getvalue()


def begin(page: Page, site: RunningSite, title: str) -> None:
    page.goto(site.url + "/admin/")
    page.get_by_role("link", name="New practice").first.click()
    page.fill("#id_title", title)
    page.fill("#id_summary", "A synthetic boat brings synthetic services to islands.")


def saved(page: Page) -> None:
    """Wait until the page was made by itself and nothing is on its way."""
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    expect(page.locator(".w-autosave-indicator[data-w-autosave-state-value=saved]").first).to_be_visible()


def test_the_journey_on_a_slow_line(page: Page, site: RunningSite) -> None:
    line = line_of(page)
    line.send("Network.emulateNetworkConditions", SLOW)
    sign_in(page, site, *account(site, "expert"))
    begin(page, site, TITLE)
    for section in ("challenge", "solution", "results"):
        write(page, section, f"Synthetic {section} of the boat.")
    page.get_by_role("tab", name="Facts").click()
    page.select_option("#id_institution", index=1)
    page.locator("#id_topics input").first.check()

    page.get_by_role("tab", name="Pictures and files").click()
    page.get_by_role("button", name="Add picture").click()
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("tab", name="Upload").click()
    given = photograph()
    assert len(given) > 2_000_000
    file = page.locator("#id_image-chooser-upload-file")
    file.set_input_files({"name": "boat.jpg", "mimeType": "image/jpeg", "buffer": given})
    expect(page.locator(".picture-made-smaller")).to_have_text(re.compile(r"\d+ kB instead of \d\.\d MB"))
    size, width, height = file.evaluate(
        "async ({files: [one]}) => { const b = await createImageBitmap(one); return [one.size, b.width, b.height]; }"
    )
    assert size < 700_000
    assert width < height <= 2000, "it was held sideways"
    page.fill("#id_image-chooser-upload-credit", "Synthetic photographer")
    page.select_option("#id_image-chooser-upload-consent", "given")
    page.locator("#tab-upload [type=submit]").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.fill("#id_images-0-alternative", "A synthetic boat at a synthetic pier.")

    page.get_by_role("tab", name="Sources").click()
    page.get_by_role("button", name="Add source", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("tbody input[type=checkbox]").first.check()
    dialog.locator("[type=submit][value='Confirm selection'], button:has-text('Confirm selection')").first.click()
    expect(dialog).to_have_count(0)
    # At once, while it saves by itself: the same page, once.
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.locator(".messages")).to_contain_text("submit it on the desk")
    page.get_by_role("link", name="On the desk: submit, answer, follow").first.click()
    expect(page.get_by_role("heading", name="Before it can be submitted")).to_have_count(0)
    press(page, "Submit for endorsement")
    send(page)
    expect(page.locator("main")).to_contain_text("Submitted. Whoever endorses has been told.")
    page.goto(site.url + "/en/desk/practices/?show=endorsement")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(1)


def says(page: Page, what: str) -> None:
    expect(page.locator(f"[data-unsaved] [data-says={what}]")).to_be_visible()


def all_is_saved(page: Page) -> None:
    """Nothing is said, and nothing is kept in the browser any more."""
    expect(page.locator("[data-unsaved]")).to_be_hidden()
    page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('unsaved:'))")


def test_no_word_is_lost_without_a_line_or_a_session(page: Page, site: RunningSite) -> None:
    context, who = page.context, account(site, "expert")
    sign_in(page, site, *who)
    begin(page, site, "Synthetic raft of services")
    saved(page)

    context.set_offline(True)
    write(page, "challenge", "Typed while there was no line.")
    says(page, "line")
    context.set_offline(False)
    all_is_saved(page)

    context.clear_cookies(name="sessionid")
    write(page, "solution", "Typed after the session had ended.")
    says(page, "session")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in").click()
    there = opened.value
    there.fill("#id_login", who[0])
    there.fill("#id_password", who[1])
    send(there)
    there.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    all_is_saved(page)

    address = page.url
    context.set_offline(True)
    write(page, "results", "Typed, then the window was closed.")
    says(page, "line")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    says(page, "kept")
    page.get_by_role("button", name="Put them back").click()
    expect(page.locator(".messages")).to_contain_text("has been updated")
    all_is_saved(page)
    for section, words in (("challenge", "no line"), ("solution", "session had ended"), ("results", "was closed")):
        expect(page.locator(f'input[name="{section}"]')).to_have_value(re.compile(words))

    # What is kept goes with whoever typed it.
    page.evaluate("localStorage.setItem('unsaved:1:/synthetic/', '{}')")
    page.goto(site.url + "/en/accounts/logout/")
    send(page)
    assert page.evaluate("Object.keys(localStorage)") == []
