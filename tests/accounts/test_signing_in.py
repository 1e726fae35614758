"""One door: passwords, second factors, what slows whoever tries many, and no way around."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache, caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import User
from core.notices.operations import language_of
from core.users.roles import Role
from members.accounts.operations import confirm_address
from tests.signing_in import PASSWORD, give, let_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LOGIN = "/en/accounts/login/"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()
    caches["limits"].clear()


@pytest.fixture
def secretary() -> User:
    return an_account("office@example.org", Role.SECRETARIAT)


def an_account(email: str, role: Role | None = None) -> User:
    user = User.objects.create_user(email, PASSWORD, name="Synthetic Person")
    confirm_address(of=user)
    if role is not None:
        give(user, role)
    return User.objects.get(pk=user.pk)


def sign_in(browser: Client, email: str, password: str = PASSWORD, **headers: Any) -> Any:
    return browser.post(LOGIN, {"login": email, "password": password}, **headers)


def is_in(browser: Client) -> bool:
    return bool(browser.session.get("_auth_user_id"))


def code_of(secret: str = SECRET) -> str:
    # That of this half minute: the first that is taken would be too old a moment later.
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def with_application(user: User, secret: str = SECRET) -> User:
    TOTP.activate(user, secret)
    return user


# --- The door -----------------------------------------------------------------------------------------


def test_an_editor_is_let_in_and_led_to_their_side() -> None:
    editor, browser = an_account("editor@example.org", Role.EDITOR), Client()
    answer = sign_in(browser, " Editor@Example.ORG ")
    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))
    assert int(browser.session["_auth_user_id"]) == editor.pk


def test_unknown_and_wrong_are_told_in_the_same_words_and_what_was_typed_stays() -> None:
    an_account("editor@example.org")
    told = []
    for email in ("editor@example.org", "nobody@example.org"):
        page = sign_in(Client(), email, "a wrong password")
        assert page.status_code == 200
        assert f'value="{email}"' in page.content.decode()
        told.append(re.findall(r'class="errsum".*?</div>', page.content.decode(), re.DOTALL))
    assert told[0] == told[1] != []


def test_a_closed_account_is_not_let_in() -> None:
    user, browser = an_account("editor@example.org"), Client()
    User.objects.filter(pk=user.pk).update(is_active=False)
    sign_in(browser, "editor@example.org")
    assert not is_in(browser)


@pytest.mark.parametrize(
    "address",
    ["/admin/login/", "/en/_util/login/", "/admin/password_reset/", "/admin/password_reset/confirm/MQ/set-password/"],
)
def test_wagtails_own_forms_lead_to_the_one_door(secretary: User, address: str) -> None:
    browser = Client()
    form = {"username": secretary.email, "login": secretary.email, "password": PASSWORD, "email": secretary.email}
    for answer in (browser.get(address), browser.post(address, form)):
        assert answer.status_code in {302, 404}
        if answer.status_code == 302:
            assert "/accounts/" in answer["Location"]
    assert not is_in(browser)
    assert mail.outbox == []


def test_where_one_wanted_to_go_is_kept() -> None:
    answer = Client().get("/admin/pages/", follow=True)
    assert 'name="next" value="/admin/pages/"' in answer.content.decode()


def test_another_site_is_no_place_to_go_on_to() -> None:
    an_account("editor@example.org")
    answer = Client().post(f"{LOGIN}?next=https://example.com/", {"login": "editor@example.org", "password": PASSWORD})
    assert "example.com" not in answer["Location"]


# --- Slowed ---------------------------------------------------------------------------------------------


def test_one_account_tried_from_many_addresses_is_slowed_and_told() -> None:
    an_account("editor@example.org")
    for number in range(5):
        sign_in(Client(), "editor@example.org", "wrong", REMOTE_ADDR=f"192.0.2.{number}")
    browser = Client()
    page = sign_in(browser, "Editor@example.org", REMOTE_ADDR="192.0.2.99")
    assert "Too many failed" in page.content.decode()
    assert not is_in(browser)
    with time_machine.travel(timezone.now().timestamp() + 301):
        assert sign_in(browser, "editor@example.org", REMOTE_ADDR="192.0.2.99").status_code == 302


def test_many_accounts_tried_from_one_address_are_slowed() -> None:
    met = [sign_in(Client(), f"editor{number}@example.org", "wrong").status_code for number in range(31)]
    assert met[0] == 200
    assert met[-1] == 429 or "Too many" in sign_in(Client(), "other@example.org", "wrong").content.decode()


def test_a_client_behind_proxies_is_not_believed(settings: Any) -> None:
    an_account("editor@example.org")
    for number in range(12):
        sign_in(Client(), f"x{number}@example.org", "wrong", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    page = sign_in(Client(), "editor@example.org", headers={"X-Forwarded-For": "192.0.2.200"})
    assert "Too many failed" in page.content.decode()


# --- Second factor --------------------------------------------------------------------------------------


def test_a_code_is_asked_after_the_password_and_nothing_is_open_before(secretary: User) -> None:
    with_application(secretary)
    browser = Client()
    answer = sign_in(browser, secretary.email)
    assert answer["Location"].endswith("/accounts/2fa/authenticate/")
    assert not is_in(browser)
    assert browser.get("/admin/")["Location"].startswith(LOGIN)
    page = browser.post(answer["Location"], {"code": "000000"})
    assert page.status_code == 200
    assert not is_in(browser)
    assert browser.post(answer["Location"], {"code": code_of()}).status_code == 302
    assert browser.get("/admin/").status_code == 200


def test_a_code_is_taken_once(secretary: User) -> None:
    with_application(secretary)
    code = code_of()
    for is_first in (True, False):
        browser = Client()
        place = sign_in(browser, secretary.email)["Location"]
        browser.post(place, {"code": code})
        assert is_in(browser) is is_first


def test_codes_cannot_be_tried_without_end(secretary: User) -> None:
    with_application(secretary)
    browser = Client()
    place = sign_in(browser, secretary.email)["Location"]
    met = [browser.post(place, {"code": f"{number:06}"}) for number in range(12)]
    assert met[-1].status_code == 429 or "Too many" in met[-1].content.decode()
    browser.post(place, {"code": code_of()})
    assert not is_in(browser)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [Role.SECRETARIAT, "administrator"])
def test_whoever_needs_one_and_has_none_sets_one_up_first(role: Any) -> None:
    if role == "administrator":
        user = User.objects.create_superuser("office@example.org", PASSWORD)
        confirm_address(of=user)
    else:
        user = an_account("office@example.org", role)
    browser = Client()
    sign_in(browser, user.email)
    for address in ("/admin/", "/en/desk/people/", "/admin/pages/", "/en/", "/api/v1/search?q=a"):
        answer = browser.get(address)
        assert answer.status_code == 302, address
        assert "/accounts/2fa/" in answer["Location"]
    page = browser.get("/en/accounts/2fa/")
    assert "Your role asks for a second factor" in page.content.decode()
    place = browser.get("/en/accounts/2fa/totp/activate/", follow=True)
    if place.redirect_chain:  # the password is asked for again
        browser.post(place.redirect_chain[-1][0], {"password": PASSWORD})
        place = browser.get("/en/accounts/2fa/totp/activate/")
    secret = browser.session["mfa.totp.secret"]
    answer = browser.post("/en/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert browser.get("/en/desk/people/").status_code == 200


def test_a_session_without_its_second_factor_opens_nothing(secretary: User) -> None:
    """However it came about: the rule is asked of the session and not of the form."""
    with_application(secretary)
    browser = let_in(Client(), secretary, second_factor=False)
    assert "/accounts/2fa/reauthenticate/" in browser.get("/admin/")["Location"]
    browser.post("/en/accounts/2fa/reauthenticate/", {"code": code_of()})
    assert browser.get("/admin/").status_code == 200


def test_what_was_given_to_sign_in_is_not_asked_for_again_at_once() -> None:
    an_account("editor@example.org", Role.EDITOR)
    browser = Client()
    sign_in(browser, "editor@example.org")
    assert browser.get("/en/accounts/2fa/totp/activate/").status_code == 200
    with time_machine.travel(timezone.now().timestamp() + 3600):
        assert "reauthenticate" in browser.get("/en/accounts/2fa/totp/activate/")["Location"]


def test_letters_speak_in_the_name_of_the_association() -> None:
    an_account("editor@example.org")
    Client().post("/az/accounts/password/reset/", {"email": "editor@example.org"})
    assert "testserver-" not in mail.outbox[-1].body
    assert "ASAN Beynəlxalq Assosiasiyası" in mail.outbox[-1].body


def test_an_editor_needs_none() -> None:
    an_account("editor@example.org", Role.EDITOR)
    browser = Client()
    sign_in(browser, "editor@example.org")
    assert browser.get("/admin/").status_code == 200


def test_whoever_gives_up_the_last_one_sets_up_another_before_anything_else(secretary: User) -> None:
    with_application(secretary)
    browser = let_in(Client(), secretary)
    browser.post("/en/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=secretary, type="totp").exists()
    for address in ("/admin/", "/en/desk/people/", "/en/accounts/email/"):
        assert browser.get(address)["Location"].startswith("/en/accounts/2fa/?")
    assert browser.get("/en/accounts/2fa/totp/activate/").status_code == 200


def test_secrets_are_not_legible_in_the_database(secretary: User) -> None:
    with_application(secretary)
    kept = Authenticator.objects.get(user=secretary, type="totp").data["secret"]
    assert SECRET not in kept
    assert len(kept) > 60


def test_a_key_that_changed_reads_what_the_one_before_it_wrote(secretary: User, settings: Any) -> None:
    with_application(secretary)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, only-for-tests"
    browser = Client()
    place = sign_in(browser, secretary.email)["Location"]
    browser.post(place, {"code": code_of()})
    assert is_in(browser)
    settings.SECRET_KEY_FALLBACKS = []
    browser = Client()
    place = sign_in(browser, secretary.email)["Location"]
    for code in (code_of(), code_of("")):
        browser.post(place, {"code": code})
        assert not is_in(browser), "a lost key lets nobody in"


# --- Forgotten, new, changed ------------------------------------------------------------------------------


def test_a_new_password_by_letter_which_opening_does_not_use_up(secretary: User) -> None:
    browser = Client()
    assert browser.post("/en/accounts/password/reset/", {"email": secretary.email}).status_code == 302
    (letter,) = mail.outbox
    address = re.search(r"http://testserver(/\S+)", letter.body)
    assert address is not None
    for _scanner in range(2):
        assert Client().get(address[1], follow=True).status_code == 200
    form = browser.get(address[1], follow=True)
    place = form.redirect_chain[-1][0]
    new = "a quite different password"
    assert browser.post(place, {"password1": new, "password2": new}).status_code == 302
    assert not is_in(browser), "a new password is no sign-in"
    assert sign_in(Client(), secretary.email, new).status_code == 302
    assert sign_in(Client(), secretary.email).status_code == 200


def test_a_letter_to_an_unknown_address_looks_the_same() -> None:
    an_account("editor@example.org")
    told = []
    for email in ("editor@example.org", "nobody@example.org"):
        answer = Client().post("/en/accounts/password/reset/", {"email": email}, follow=True)
        told.append((answer.redirect_chain, answer.status_code))
    assert told[0] == told[1]


def test_a_reader_makes_an_account_and_confirms_the_address_by_a_post() -> None:
    browser = Client()
    form = {"email": "Reader@Example.org", "name": "Synthetic Reader", "password1": "a quite good password"}
    answer = browser.post("/en/accounts/signup/", form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    user = User.objects.get(email="reader@example.org")
    assert user.name == "Synthetic Reader"
    assert not is_in(browser)
    address = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)
    assert address is not None
    browser.get(address[1])
    assert not EmailAddress.objects.get(user=user).verified, "a scanner of mail opens links"
    browser.post(address[1])
    assert EmailAddress.objects.get(user=user).verified
    assert sign_in(Client(), user.email, form["password1"])["Location"] == "/en/desk/"


def test_an_address_that_has_an_account_is_not_told_to_a_stranger() -> None:
    an_account("editor@example.org")
    told = []
    for email in ("editor@example.org", "new@example.org"):
        form = {"email": email, "name": "Somebody", "password1": "a quite good password"}
        answer = Client().post("/en/accounts/signup/", form, follow=True)
        told.append((answer.redirect_chain, answer.status_code))
    assert told[0] == told[1]
    assert User.objects.filter(email="editor@example.org").count() == 1


def test_sessions_elsewhere_are_listed_and_ended() -> None:
    an_account("editor@example.org", Role.EDITOR)
    here, there = Client(), Client()
    for browser in (here, there):
        sign_in(browser, "editor@example.org")
    page = here.get("/en/accounts/sessions/").content.decode()
    assert page.count("127.0.0.1") == 2
    here.post("/en/accounts/sessions/")
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200


def test_addresses_that_open_accounts_stay_private() -> None:
    for address in (LOGIN, "/en/accounts/password/reset/", "/en/accounts/signup/"):
        answer = Client().get(address)
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]


def test_an_administrator_made_by_command_need_not_confirm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email="root@example.org", verbosity=0)
    browser = Client()
    assert "confirm" not in sign_in(browser, "root@example.org")["Location"]
    assert is_in(browser)


def test_a_password_alone_reads_no_recovery_codes(secretary: User) -> None:
    with_application(secretary)
    browser = let_in(Client(), secretary, second_factor=False)
    for page in (
        "recovery-codes/",
        "recovery-codes/generate/",
        "recovery-codes/download/",
        "webauthn/add/",
        "totp/deactivate/",
    ):
        answer = browser.get(f"/en/accounts/2fa/{page}")
        assert answer.status_code == 302, page
        assert "/accounts/2fa/reauthenticate/" in answer["Location"], page


def test_the_address_is_changed_with_the_password_only() -> None:
    user = an_account("editor@example.org", Role.EDITOR)
    browser = Client()
    sign_in(browser, user.email)
    with time_machine.travel(timezone.now().timestamp() + 3600):
        answer = browser.post("/en/accounts/email/", {"action_add": "", "email": "thief@example.org"})
        assert "reauthenticate" in answer["Location"]
        assert not EmailAddress.objects.filter(email="thief@example.org").exists()


def test_a_reader_of_ipv6_is_let_in() -> None:
    user = an_account("editor@example.org", Role.EDITOR)
    browser = Client()
    assert sign_in(browser, user.email, REMOTE_ADDR="2001:db8::7").status_code == 302
    assert "2001:db8::7" in browser.get("/en/accounts/sessions/").content.decode()
    assert sign_in(Client(), user.email, REMOTE_ADDR="").status_code == 302


def test_a_name_is_no_letter_to_strangers() -> None:
    form = {"email": "victim@example.org", "name": "See http://evil.example", "password1": "a quite good password"}
    page = Client().post("/en/accounts/signup/", form)
    assert "A name holds no address" in page.content.decode()
    Client().post("/en/accounts/signup/", {**form, "name": "You won"})
    assert "You won" not in mail.outbox[-1].body


# --- Readers ------------------------------------------------------------------------------------------


FORM = {"email": "reader@example.org", "name": "Synthetic Reader", "password1": "a quite good password"}


def test_a_reader_has_no_role_and_no_admin_and_is_written_to_in_their_language() -> None:
    Client().post("/az/accounts/signup/", FORM)
    reader = User.objects.get(email="reader@example.org")
    assert (reader.is_staff, reader.is_superuser, reader.all_terms()) == (False, False, [])
    assert language_of(reader) == "az"
    confirm_address(of=reader)
    browser = Client()
    sign_in(browser, reader.email, FORM["password1"])
    for path in ("/admin/", "/admin/pages/", "/en/desk/people/", "/admin/reports/audit/"):
        assert browser.get(path).status_code == 404, path


def test_with_sign_up_switched_off_nobody_makes_an_account_and_the_invited_do(settings: Any) -> None:
    settings.OPEN_SIGN_UP = False
    told = []
    an_account("editor@example.org")
    for email in ("reader@example.org", "editor@example.org"):
        answer = Client().post("/en/accounts/signup/", {**FORM, "email": email})
        told.append(re.sub(r'value="[^"]{64}"', "", answer.content.decode()))
    assert told[0] == told[1]
    assert not User.objects.filter(email="reader@example.org").exists()
    assert "signup" not in Client().get(LOGIN).content.decode()


def test_whoever_is_signed_in_is_not_asked_to_sign_in_by_the_foot_of_a_page() -> None:
    editor = an_account("editor@example.org", Role.EDITOR)
    foot = {name: client.get("/en/sources/").content.decode().partition("<footer")[2] for name, client in (
        ("stranger", Client()), ("editor", let_in(Client(), editor)))}  # fmt: skip
    assert LOGIN in foot["stranger"]
    assert "/en/desk/" not in foot["stranger"]
    assert LOGIN not in foot["editor"]
    assert "/en/desk/" in foot["editor"]


def test_the_menu_of_an_account_stands_behind_its_page() -> None:
    page = let_in(Client(), an_account("editor@example.org")).get("/en/accounts/sessions/").content.decode()
    assert page.index("<h1") < page.index('id="account-places"')
    assert 'href="#account-places"' in page


# --- Keys ---------------------------------------------------------------------------------------------


HANDLE = "MQ"
ANSWER = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {"clientDataJSON": "AAAA", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": HANDLE},
}
MALFORMED = {
    "nothing": None,
    "empty": "",
    "no JSON": "{",
    "a word": '"x"',
    "a number": "5",
    "null": "null",
    "a list": "[]",
    "an empty object": "{}",
    "deep": "[" * 20_000,
    "long": '{"a": "' + "x" * 60_000 + '"}',
    "no response": json.dumps({**ANSWER, "response": None}),
    "response is a word": json.dumps({**ANSWER, "response": "x"}),
    "response is empty": json.dumps({**ANSWER, "response": {}}),
    "not base64": json.dumps({**ANSWER, "rawId": "!", "id": "!"}),
    "numbers": json.dumps({**ANSWER, "id": 5, "rawId": 5}),
    "nothing known": json.dumps(ANSWER),
    "no handle": json.dumps({**ANSWER, "response": {**ANSWER["response"], "userHandle": None}}),
    "a huge handle": json.dumps({**ANSWER, "response": {**ANSWER["response"], "userHandle": "OTk5" * 30}}),
    "NUL": json.dumps({**ANSWER, "id": "\x00"}),
}


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("after", ["nothing", "password"])
def test_what_no_key_says_is_told_and_breaks_nothing(secretary: User, name: str, after: str) -> None:
    browser = Client()
    form = {} if MALFORMED[name] is None else {"credential": MALFORMED[name]}
    address = "/en/accounts/2fa/webauthn/login/"
    if after == "password":
        with_application(secretary)
        address = sign_in(browser, secretary.email)["Location"]
    browser.get(address, headers={"Accept": "application/json"})
    answer = browser.post(address, form, follow=True)
    assert answer.status_code == 200
    assert "could not be read" in answer.content.decode() or "Incorrect code" in answer.content.decode()
    assert not is_in(browser)


@pytest.mark.parametrize("name", MALFORMED)
def test_what_no_key_says_is_not_added(name: str) -> None:
    browser = let_in(Client(), an_account("editor@example.org"))
    form = {} if MALFORMED[name] is None else {"credential": MALFORMED[name]}
    browser.get("/en/accounts/2fa/webauthn/add/")
    answer = browser.post("/en/accounts/2fa/webauthn/add/", {"name": "x", **form})
    assert answer.status_code == 200
    assert "could not be read" in answer.content.decode() or "Incorrect code" in answer.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("host", "is_told", "leads_to"),
    [
        ("127.0.0.1:8000", True, "http://localhost:8000/en/accounts/login/"),
        ("[::1]:8000", True, "http://localhost:8000/en/accounts/login/"),
        ("192.0.2.7", True, ""),
        ("localhost:8000", False, ""),
        ("testserver", False, ""),
    ],
)
def test_an_address_of_numbers_says_that_it_takes_no_keys(
    settings: Any, host: str, is_told: bool, leads_to: str
) -> None:
    settings.ALLOWED_HOSTS, settings.DEVELOPMENT = ["*"], True
    page = Client().get(LOGIN, HTTP_HOST=host).content.decode()
    assert ("do not work at this address" in page) is is_told
    assert ("Open this page as localhost" in page) is bool(leads_to)
    assert leads_to in page


def test_elsewhere_nobody_is_led_to_their_own_machine(settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.DEVELOPMENT = ["*"], False
    page = Client().get(LOGIN, HTTP_HOST="127.0.0.1").content.decode()
    assert "do not work at this address" in page
    assert "localhost" not in page
