"""Settings are documented, and production starts on none that is unsafe."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from association.settings import safety

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = ROOT / "association" / "settings"

SAFE: Mapping[str, Any] = {
    "SECOND_FACTOR_REQUIRED": True,
    "SECRET_KEY": "k3Yq-0pZ_wLx8Rr5tVvB2nN7mMjJhHgGfFdDsSaAqQwWeEzX9cC",
    "DEBUG": False,
    "DEVELOPMENT": False,
    "ALLOWED_HOSTS": ["association.example"],
    "BASE_URL": "https://association.example",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "association"}},
    "LETTER_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "Association <office@association.example>",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGES": [("en", "English"), ("az", "Azərbaycanca")],
    "LANGUAGE_CODE": "en",
    "OPEN_LANGUAGES": ["en", "az"],
    "SEARCH_ENGINE": "elastic",
    "ELASTICSEARCH_URLS": ["https://one.example:9200", "https://two.example:9200"],
    "ELASTICSEARCH_API_KEY": "a2V5OnNlY3JldA==",
    "ELASTICSEARCH_CA_CERTS": "",
    "ELASTICSEARCH_INDEX_PREFIX": "association",
    "OPENID_SERVER_URL": "https://identity.example/realm",
    "OPENID_CLIENT_ID": "association",
    "OPENID_CLIENT_SECRET": "k3Yq-0pZ_wLx8Rr5",
}


def sqlite(name: str) -> dict[str, Any]:
    return {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": name}}


UNSAFE = [
    ("SECRET_KEY", "", "SECRET_KEY is empty"),
    ("SECRET_KEY", "only-for-tests" * 5, "SECRET_KEY is one of those meant for"),
    (
        "SECRET_KEY",
        "django-insecure-" + "k3Yq0pZwLx8Rr5tVvB2nN7mMjJhHgGfFdDsS",
        "SECRET_KEY is one of those meant for",
    ),
    ("SECRET_KEY", "k3Yq-0pZ_wLx8Rr5tVvB", "SECRET_KEY is too easy to guess"),
    ("SECRET_KEY", "ab" * 40, "SECRET_KEY is too easy to guess"),
    ("SECOND_FACTOR_REQUIRED", False, "SECOND_FACTOR_REQUIRED is off"),
    ("OPENID_SERVER_URL", "http://identity.example", "OPENID_SERVER_URL does not begin with https"),
    ("OPENID_CLIENT_ID", "", "OPENID_CLIENT_ID or OPENID_CLIENT_SECRET is empty"),
    ("OPENID_CLIENT_SECRET", "", "OPENID_CLIENT_ID or OPENID_CLIENT_SECRET is empty"),
    ("DEBUG", True, "DEBUG is on"),
    ("DEVELOPMENT", True, "DEVELOPMENT is on"),
    ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS is empty"),
    ("ALLOWED_HOSTS", ["association.example", "*"], "ALLOWED_HOSTS lets every host in"),
    ("ALLOWED_HOSTS", [" "], "ALLOWED_HOSTS"),
    ("BASE_URL", "http://association.example", "BASE_URL does not begin with https://"),
    ("BASE_URL", "https://", "BASE_URL does not begin with https://"),
    ("BASE_URL", "https://127.0.0.1:8000", "BASE_URL names this machine"),
    ("DATABASES", sqlite(":memory:"), "DATABASE_URL keeps the database in memory"),
    ("DATABASES", sqlite("site.sqlite3"), "DATABASE_URL names the file site.sqlite3 without its whole path"),
    ("DATABASES", sqlite("/no/such/folder/site.sqlite3"), "folder /no/such/folder, which does not exist"),
    ("LETTER_BACKEND", "django.core.mail.backends.console.EmailBackend", "EMAIL_URL sends nothing"),
    ("LETTER_BACKEND", "django.core.mail.backends.dummy.EmailBackend", "EMAIL_URL sends nothing"),
    ("DEFAULT_FROM_EMAIL", "no-reply@localhost", "DEFAULT_FROM_EMAIL"),
    ("DEFAULT_FROM_EMAIL", "Association <no-reply@localhost>", "DEFAULT_FROM_EMAIL"),
    ("SESSION_COOKIE_SECURE", False, "SESSION_COOKIE_SECURE"),
    ("CSRF_COOKIE_SECURE", False, "CSRF_COOKIE_SECURE"),
    ("OPEN_LANGUAGES", ["en", "xx"], "OPEN_LANGUAGES names xx"),
    ("OPEN_LANGUAGES", ["az"], "OPEN_LANGUAGES leaves out en"),
    ("SEARCH_ENGINE", "null", "SEARCH_ENGINE is null: give embedded or elastic"),
    ("ELASTICSEARCH_URLS", [], "ELASTICSEARCH_URLS is empty"),
    ("ELASTICSEARCH_URLS", ["https://one.example:9200", "http://two.example:9200"], "names two.example without https"),
    ("ELASTICSEARCH_URLS", ["one.example:9200"], "ELASTICSEARCH_URLS holds what is no address"),
    ("ELASTICSEARCH_URLS", ["https://one.example"], "ELASTICSEARCH_URLS holds what is no address"),
    ("ELASTICSEARCH_URLS", ["https://one.example:port"], "ELASTICSEARCH_URLS holds what is no address"),
    ("ELASTICSEARCH_URLS", ["https://user:secret@one.example:9200"], "without a password"),
    ("ELASTICSEARCH_API_KEY", "", "ELASTICSEARCH_API_KEY is empty"),
    ("ELASTICSEARCH_CA_CERTS", "/no/such/file.pem", "ELASTICSEARCH_CA_CERTS names the file /no/such/file.pem"),
    ("ELASTICSEARCH_INDEX_PREFIX", "Association", "ELASTICSEARCH_INDEX_PREFIX holds more than"),
    ("ELASTICSEARCH_INDEX_PREFIX", "-*", "ELASTICSEARCH_INDEX_PREFIX holds more than"),
]


def test_safe_settings_pass() -> None:
    safety.refuse_unsafe(SAFE)


def test_sqlite_in_a_folder_that_exists_is_safe(tmp_path: Path) -> None:
    safety.refuse_unsafe({**SAFE, "DATABASES": sqlite(str(tmp_path / "site.sqlite3"))})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_elasticsearch_on_this_machine_may_be_open(host: str) -> None:
    safety.refuse_unsafe({**SAFE, "ELASTICSEARCH_URLS": [f"http://{host}:9200"], "ELASTICSEARCH_API_KEY": ""})


def test_elasticsearch_does_not_matter_to_the_embedded_engine() -> None:
    unused = {"ELASTICSEARCH_URLS": ["http://one.example:9200"], "ELASTICSEARCH_API_KEY": ""}
    safety.refuse_unsafe({**SAFE, **unused, "SEARCH_ENGINE": "embedded"})


@pytest.mark.parametrize(("name", "value", "message"), UNSAFE)
def test_an_unsafe_setting_is_refused_and_named(name: str, value: Any, message: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(message)):
        safety.refuse_unsafe({**SAFE, name: value})


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        safety.refuse_unsafe({**SAFE, "DEBUG": True, "ALLOWED_HOSTS": []})
    assert str(refusal.value).count("\n- ") == 2


def test_every_rule_is_seen_refusing() -> None:
    refusing = {rule for rule in safety.RULES for name, value, _ in UNSAFE if rule({**SAFE, name: value})}
    assert refusing == set(safety.RULES)


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "association.settings.production"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def operators_environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "secret").write_text(SAFE["SECRET_KEY"])
    return {
        "SECRET_KEY_FILE": str(tmp_path / "secret"),
        "ALLOWED_HOSTS": "association.example",
        "BASE_URL": "https://association.example/",
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
        "DEFAULT_FROM_EMAIL": "office@association.example",
        "VAR_DIR": str(tmp_path),
    }


def test_production_does_not_start_on_an_empty_environment() -> None:
    refused = manage("check")
    assert refused.returncode != 0
    for name in ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"]:
        assert f"- {name} " in refused.stderr


def test_production_starts_and_passes_djangos_own_check(operators_environment: dict[str, str]) -> None:
    # Off by default, for a host may have other hosts below it.
    environment = operators_environment | {"HSTS_SUBDOMAINS": "true"}
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **environment)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY_FILE", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"])
def test_production_names_the_one_that_is_missing(operators_environment: dict[str, str], name: str) -> None:
    del operators_environment[name]
    refused = manage("check", **operators_environment)
    assert refused.returncode != 0
    assert refused.stderr.count("\n- ") == 1
    assert f"- {name.removesuffix('_FILE')} " in refused.stderr


def read_from_the_environment() -> set[str]:
    names = set()
    for path in SETTINGS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="env")), args=[ast.Constant(value=str(name)), *_]):
                    names.add(name)
    return names


def test_every_variable_is_documented_and_no_other() -> None:
    lines = (ROOT / "docs" / "settings.md").read_text().splitlines()
    documented = {line.split("`")[1] for line in lines if line.startswith("| `")}
    assert documented == read_from_the_environment()


def test_what_bin_run_reads_is_documented() -> None:
    read = set(re.findall(r"\$\{([A-Z_]+):-", (ROOT / "bin" / "run").read_text()))
    document = (ROOT / "docs" / "settings.md").read_text()
    assert {name for name in read if f"`{name}`" not in document} == set()
