"""Signing in with OpenID Connect, on a running site and a synthetic provider: who gets in, and which lies fail."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.accounts.conftest import account
from tests.house.site import RunningSite, prepared, serve
from tests.openid.provider import CLIENT, OTHER_KEY, SECRET, Lie, Provider, provided

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("openid")]
LOGIN, START = "/en/accounts/login/", "/en/accounts/openid/login/"
# What is there before: an invitation whose address is known, and people whose accounts are connected.
MADE = """
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from core.models import Record, User
from core.users.roles import Role
from django.conf import settings
from members.accounts import closing, invitations
country = Record.objects.get(key="AZ", kind="country")
by = User.objects.get(email="secretariat@example.org")
for name in ("invited", "other"):
    invitations.new_token = lambda name=name: f"synthetic-{name}-token"
    invitations.invite(email=f"{name}@example.org", name="Synthetic", role=Role.FOCAL_POINT, country=country,
        language="en", evidence="Synthetic.", by=by)
TOTP.activate(by, "JBSWY3DPEHPK3PXP")
for name in ("secretariat", "closed"):
    user, made = User.objects.get_or_create(email=f"{name}@example.org", defaults={"name": "Synthetic Closed"})
    SocialAccount.objects.create(user=user, provider=settings.OPENID_ID, uid=f"sub of {name}",
        extra_data={"id_token": {"email": user.email, "name": user.name}})
closing.close_account(of=user, by=user)
assert not SocialAccount.objects.filter(uid="sub of closed").exists()
from core.privacy.sections import told_of
assert told_of(by)["sections"]["identities"][0]["number"] == "sub of secretariat"
from core.privacy.table import rules
assert any("socialaccount.SocialAccount.user" in rule.covers for rule in rules())
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provided() as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str, provider: Provider) -> Iterator[RunningSite]:
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    variables = {
        "SECOND_FACTOR_REQUIRED": "1", "PROXY_COUNT": "1", "OPENID_SERVER_URL": provider.url,
        "OPENID_CLIENT_ID": CLIENT, "OPENID_CLIENT_SECRET": SECRET, "OPENID_NAME": "Synthetic House",
    }  # fmt: skip
    with serve(prepared(shared), tmp_path_factory.mktemp("openid"), **variables) as running:
        running.command("migrate", "--verbosity", "0")
        running.command("shell", "--verbosity", "0", "-c", MADE)
        yield running


_clients = count(1)


@pytest.fixture
def browser(provider: Provider) -> Iterator[requests.Session]:
    """A browser from an address of its own: nobody is to be stopped for asking often."""
    number = next(_clients)
    with requests.Session() as session:
        session.headers["X-Forwarded-For"] = f"192.0.2.{number}"
        yield session
    provider.is_broken = provider.is_slow = False
    provider.names_itself = ""


def post(browser: requests.Session, site: RunningSite, path: str, page: str = LOGIN, **given: str) -> requests.Response:
    """Send a form of a page."""
    shown = browser.get(site.url + page)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown.text)
    assert token is not None
    said = {"csrfmiddlewaretoken": token[1], **given}
    return browser.post(site.url + path, data=said, headers={"Referer": site.url + page})


def to_provider(browser: requests.Session, site: RunningSite, page: str = LOGIN, **given: str) -> dict[str, str]:
    """Begin, and return what the provider is asked."""
    led = post(browser, site, START, page, **given)
    assert led.status_code == 200, led.text
    found = re.search(r'href="(http[^"]+/authorize[^"]+)"', led.text)
    assert found is not None, led.text
    return {name: values[0] for name, values in parse_qs(urlsplit(html.unescape(found[1])).query).items()}


def sign_in(
    browser: requests.Session, site: RunningSite, provider: Provider, email: str = "nobody.knows@example.org",
    sub: str = "synthetic", lie: Lie | None = None, asked: dict[str, str] | None = None, **changed: str,
) -> requests.Response:  # fmt: skip
    """Go to the provider and come back."""
    given = asked or to_provider(browser, site)
    code = provider.code(
        nonce=given["nonce"], challenge=given["code_challenge"], sub=sub, email=email, lie=lie or Lie()
    )
    query = {"code": code, "state": given["state"], **changed}
    return browser.get(given["redirect_uri"], params=query)


def is_signed_in(browser: requests.Session, site: RunningSite) -> bool:
    return browser.get(f"{site.url}/en/desk/", allow_redirects=False).status_code == 200


def test_it_is_off_by_default(client: Client, db: None) -> None:
    assert "openid" not in client.get(LOGIN).content.decode()
    assert client.post(START).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("openid_login")
    assert "members.accounts.openid.views" not in sys.modules
    assert "allauth.socialaccount.models" not in sys.modules


def test_who_was_invited_accepts_and_sets_up_a_second_factor(
    site: RunningSite, provider: Provider, browser: requests.Session
) -> None:
    browser.get(f"{site.url}/en/invitations/synthetic-invited-token/")
    asked = to_provider(browser, site, "/en/invitations/")
    assert asked["redirect_uri"] == f"{site.url}/en/accounts/openid/callback/"
    assert {asked["scope"]} <= {"openid profile email", *(" ".join(x) for x in _orders())}
    answer = sign_in(browser, site, provider, "Invited@example.org", "sub of invited", asked=asked)
    assert "/accounts/2fa/" in answer.url, "a focal point needs a second factor"
    assert not is_signed_in(browser, site), "and opens nothing before"


def _orders() -> list[tuple[str, ...]]:
    from itertools import permutations

    return list(permutations(("openid", "profile", "email")))


def test_an_invitation_of_another_is_not_taken_up(
    site: RunningSite, provider: Provider, browser: requests.Session
) -> None:
    browser.get(f"{site.url}/en/invitations/synthetic-other-token/")
    answer = sign_in(browser, site, provider, "somebody.else@example.org")
    assert answer.status_code == 403
    assert "You have no account here" in answer.text


def test_whoever_did_not_open_the_letter_accepts_nothing(
    site: RunningSite, provider: Provider, browser: requests.Session
) -> None:
    answer = sign_in(browser, site, provider, "other@example.org")
    assert (answer.status_code, "You have no account here" in answer.text) == (403, True)


def test_an_account_is_connected_by_whose_it_is(
    site: RunningSite, provider: Provider, browser: requests.Session
) -> None:
    email, password = account(site, "editor")
    before = sign_in(browser, site, provider, email, "sub of editor")
    assert before.status_code == 403
    assert "Connect your account first" in before.text
    post(browser, site, LOGIN, login=email, password=password)
    assert is_signed_in(browser, site)
    page = "/en/accounts/openid/"
    other = sign_in(
        browser, site, provider, "other@example.org", "sub", asked=to_provider(browser, site, page, process="connect")
    )
    assert "This identity has another address" in other.text
    asked = to_provider(browser, site, page, process="connect")
    answer = sign_in(browser, site, provider, email, "sub of editor", asked=asked)
    assert "Your account is connected" in answer.text
    with requests.Session() as another:
        sign_in(another, site, provider, "changed@example.org", "sub of editor")
        assert is_signed_in(another, site), "known by its number, whatever its address"
    post(browser, site, "/en/accounts/openid/remove/", page)
    with requests.Session() as another:
        assert sign_in(another, site, provider, email, "sub of editor").status_code == 403


def test_a_second_factor_is_asked_for_all_the_same(
    site: RunningSite, provider: Provider, browser: requests.Session
) -> None:
    answer = sign_in(browser, site, provider, "secretariat@example.org", "sub of secretariat")
    assert "/accounts/2fa/authenticate/" in answer.url
    assert not is_signed_in(browser, site)


def test_a_closed_account_lets_nobody_in(site: RunningSite, provider: Provider, browser: requests.Session) -> None:
    assert sign_in(browser, site, provider, "closed@example.org", "sub of closed").status_code == 403


@pytest.mark.parametrize("said", [False, "true", 1, None])
def test_an_address_that_is_not_confirmed_counts_for_nothing(
    site: RunningSite, provider: Provider, browser: requests.Session, said: Any
) -> None:
    browser.get(f"{site.url}/en/invitations/synthetic-other-token/")
    answer = sign_in(browser, site, provider, "other@example.org", lie=Lie({"email_verified": said}))
    assert answer.status_code == 403
    assert "is not confirmed" in answer.text


LIES = {
    "another issuer": Lie({"iss": "https://elsewhere.example"}),
    "another site": Lie({"aud": "another-site"}),
    "another site too": Lie({"aud": [CLIENT, "another-site"]}),
    "expired": Lie({"exp": 1_000_000_000}),
    "never expires": Lie(left_out=("exp",)),
    "another sign-in": Lie({"nonce": "another"}),
    "no sign-in": Lie(left_out=("nonce",)),
    "nobody": Lie(left_out=("sub",)),
    "another key": Lie(key=OTHER_KEY),
    "no signature": Lie(key=None, algorithm="none"),
    "the secret of the site": Lie(key=SECRET, algorithm="HS256"),
    "no token": Lie(token="nonsense"),
    "of another kind": Lie(token=jwt.encode({"sub": "x"}, OTHER_KEY, algorithm="RS256")),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_lets_nobody_in(site: RunningSite, provider: Provider, browser: requests.Session, lie: str) -> None:
    answer = sign_in(browser, site, provider, "secretariat@example.org", "sub of secretariat", LIES[lie])
    assert answer.status_code == 403
    assert "was not completed" in answer.text
    assert not is_signed_in(browser, site)


def test_a_sign_in_that_began_elsewhere_ends_here(
    site: RunningSite, provider: Provider, browser: requests.Session
) -> None:
    asked = to_provider(browser, site)
    assert sign_in(browser, site, provider, asked=asked, state="another").status_code == 403
    with requests.Session() as another:
        assert sign_in(another, site, provider, asked=asked).status_code == 403, "in another browser"
    sign_in(browser, site, provider, asked=asked)
    assert "was not completed" in sign_in(browser, site, provider, asked=asked).text, "a second time"


def test_who_breaks_it_off_is_told(site: RunningSite, provider: Provider, browser: requests.Session) -> None:
    asked = to_provider(browser, site)
    answer = browser.get(asked["redirect_uri"], params={"error": "access_denied", "state": asked["state"]})
    assert "was not completed" in answer.text or "broken off" in answer.text
    assert "Sign in with a password" in answer.text


@pytest.mark.parametrize("how", ["is_broken", "is_slow"])
def test_a_provider_that_is_away_is_told(
    site: RunningSite, provider: Provider, browser: requests.Session, how: str
) -> None:
    asked = to_provider(browser, site)
    setattr(provider, how, True)
    back = sign_in(browser, site, provider, asked=asked)
    assert back.status_code in (403, 503)
    assert "Sign in with a password" in back.text
    if how == "is_broken":
        away = post(browser, site, START)
        assert away.status_code == 503
        assert "does not answer" in away.text


def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    site: RunningSite, provider: Provider, browser: requests.Session
) -> None:
    provider.names_itself = "https://elsewhere.example"
    answer = post(browser, site, START)
    assert answer.status_code == 403
    assert "cannot be used" in answer.text


def test_pages_of_the_library_are_in_our_words(site: RunningSite, browser: requests.Session) -> None:
    assert browser.get(site.url + START).status_code == 405
    for path in ("/en/accounts/3rdparty/login/cancelled/", "/en/accounts/3rdparty/login/error/"):
        assert "Sign in with a password" in browser.get(site.url + path).text
    assert "Sign in with Synthetic House" in browser.get(site.url + LOGIN).text
    led = post(browser, site, START)
    assert led.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in led.headers["Cache-Control"]
