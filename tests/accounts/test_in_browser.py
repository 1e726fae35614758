"""The pages of accounts in a browser: the story of an invitation with a second factor, and how every page looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, BrowserContext, Page

from tests.accounts.conftest import account, last_letter
from tests.browser.looking import Look, looking
from tests.browser.test_html import SPOILT, checked
from tests.browser.test_pages import NARROW, WIDE, found_in_every_state
from tests.house.site import RunningSite

# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite, pytest.mark.xdist_group("accounts")]

NEW = "a quite good password"
LETTER = re.compile(r"https?://[^/\s]+(/\S+)")


def code_of(secret: str) -> str:
    # That of this half minute: the first that is taken would be too old a moment later.
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def send(page: Page) -> None:
    """Press the button of the form."""
    page.locator("main form.form button[type=submit]").first.click()
    page.wait_for_load_state()


def sign_in(page: Page, site: RunningSite, address: str, password: str) -> None:
    page.goto(site.url + "/admin/")
    page.fill("#id_login", address)
    page.fill("#id_password", password)
    send(page)


def set_up_application(page: Page, password: str) -> str:
    """Set an application up from the page to which the site leads, and return its secret."""
    assert "/accounts/2fa/" in page.url
    page.get_by_role("link", name="Activate").click()
    if "reauthenticate" in page.url:
        page.fill("#id_password", password)
        send(page)
    secret = page.input_value("#authenticator_secret")
    drawn = page.locator("img.qr")
    assert drawn.evaluate("image => image.complete && image.naturalWidth > 50")
    page.fill("#id_code", code_of(secret))
    send(page)
    assert page.locator("#recovery_codes").input_value().count("\n") == 9
    return secret


# The secrets of the local accounts that set an application up.
SECRETS: dict[str, str] = {}


def with_second_factor(browser: Browser, site: RunningSite, name: str) -> Page:
    """A window of a local account, with the second factor that its role asks for."""
    page = browser.new_context(locale="en").new_page()
    page.set_default_timeout(90_000)
    address, password = account(site, name)
    sign_in(page, site, address, password)
    if name in SECRETS:
        page.locator("#id_code").first.fill(code_of(SECRETS[name]))
        send(page)
    else:
        SECRETS[name] = set_up_application(page, password)
    return page


def test_from_an_invitation_to_the_end_of_a_role(browser: Browser, site: RunningSite, letters: Path) -> None:
    here = with_second_factor(browser, site, "secretariat")
    here.goto(site.url + "/en/desk/people/invite/")
    here.fill("#id_name", "Synthetic Focal")
    here.fill("#id_email", "new.focal@example.org")
    here.select_option("#id_role", "focal point")
    here.select_option("#id_country", label="Azerbaijan")
    here.fill("#id_evidence", "Letter of 1 May 2026, synthetic")
    send(here)
    assert "new.focal@example.org" in here.locator("main").inner_text()

    link = LETTER.search(last_letter(site, letters))
    assert link is not None
    there = browser.new_context(locale="en").new_page()
    there.goto(site.url + link[1])
    assert there.url == site.url + "/en/invitations/"
    there.fill("#id_password", "short")
    send(there)
    assert "at least 12 characters" in there.locator(".errsum").inner_text()
    there.fill("#id_password", NEW)
    send(there)
    set_up_application(there, NEW)
    there.goto(site.url + "/en/desk/people/invite/")
    assert there.locator("#id_role option").count() == 1
    assert there.locator("#id_country option").all_inner_texts()[1:] == ["Azerbaijan"]
    assert there.goto(site.url + "/admin/").status == 200  # type: ignore[union-attr]

    here.goto(site.url + "/en/desk/people/")
    here.get_by_role("link", name=re.compile("Synthetic Focal, focal point of a country")).click()
    here.fill("#id_reason", "Letter of 2 May 2026, synthetic")
    send(here)
    assert "The role has ended" in here.locator("main").inner_text()
    there.goto(site.url + "/en/desk/people/")
    assert "/accounts/login/" in there.url, "the session ended with the role"


def test_a_passkey_opens_the_door_alone(browser: Browser, site: RunningSite) -> None:
    address, password = account(site, "editor")
    # A key belongs to a name, never to a number.
    url = site.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="en")
    page = context.new_page()
    with_a_key(context, page)
    page.goto(url + "/en/accounts/login/")
    page.fill("#id_login", address)
    page.fill("#id_password", password)
    send(page)
    page.goto(url + "/en/accounts/2fa/webauthn/add/")
    page.fill("#id_name", "Synthetic key")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")
    page.goto(url + "/en/accounts/sessions/")
    page.get_by_role("button", name="Sign out").first.click()
    page.goto(url + "/en/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/admin/")


def with_a_key(context: BrowserContext, page: Page) -> None:
    """Give the browser a key that says yes."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


STRANGERS = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/"]
OWN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/desk/",
    "/desk/people/",
    "/desk/people/invite/",
]


@pytest.fixture(scope="module")
def windows(browser: Browser, site: RunningSite) -> Iterator[Callable[[str, bool], Look]]:
    """A window of a stranger or of an administrator in a language."""
    opened: dict[tuple[str, bool], Look] = {}
    secret: list[str] = []

    def window(language: str, is_in: bool) -> Look:
        if (language, is_in) not in opened:
            opened[language, is_in] = looking(browser, site.url, language)
            if is_in:
                enter(opened[language, is_in].page, secret)
        return opened[language, is_in]

    def enter(page: Page, secret: list[str]) -> None:
        address, password = account(site, "administrator")
        page.goto(site.url + "/en/accounts/login/?next=/en/accounts/2fa/")
        page.fill("#id_login", address)
        page.fill("#id_password", password)
        send(page)
        if secret:
            page.locator("#id_code").first.fill(code_of(secret[0]))
            send(page)
        else:
            secret.append(set_up_application(page, password))

    yield window
    for one in opened.values():
        one.page.context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("is_in", [False, True], ids=["stranger", "administrator"])
def test_every_page_can_be_read_by_everybody(
    windows: Callable[[str, bool], Look], site: RunningSite, language: str, is_in: bool, tmp_path: Path
) -> None:
    window = windows(language, is_in)
    paths = OWN if is_in else [f"/accounts/{path}" for path in STRANGERS] + ["/invitations/"]
    faults = []
    for number, path in enumerate(paths):
        window.set(width=WIDE, theme="light")
        status = window.open(f"/{language}{path}")
        said = found_in_every_state(window)
        said += [*window.complaints, *sorted(window.hosts - {urlsplit(site.url).netloc})]
        if status not in {200, 404}:
            said.append(f"answered {status}")
        faults += [f"{path}: {fault}" for fault in said]
        (tmp_path / f"{number}.html").write_text(window.page.context.request.get(window.page.url).text())
    (tmp_path / SPOILT).write_text((tmp_path / "0.html").read_text().replace("</h1>", "</h2>"))
    found = checked(tmp_path)
    assert found.pop(SPOILT)
    faults += [f"{paths[int(name.partition('.')[0])]}: {fault}" for name, said in found.items() for fault in said]
    assert not faults, "\n".join(faults)


def test_forms_work_without_scripts(browser: Browser, site: RunningSite) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": NARROW, "height": 640}).new_page()
    address, password = account(site, "editor")
    page.goto(site.url + "/az/accounts/login/")
    page.fill("#id_login", address)
    page.fill("#id_password", password)
    page.locator("main form.form button[type=submit]").first.click()
    assert "/admin/" in page.url or "/2fa/" in page.url
