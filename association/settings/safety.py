"""What production refuses to start on. Each rule gives the sentence that the operator reads."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Settings = Mapping[str, Any]
Rule = Callable[[Settings], str | None]

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 10
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "::1"}
SEARCH_ENGINES = ("embedded", "elastic")
INDEX_PREFIX = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
UNSENT = ("console", "locmem", "dummy", "filebased")


def secret_key(settings: Settings) -> str | None:
    key = settings["SECRET_KEY"]
    if not key:
        return "SECRET_KEY is empty."
    if "insecure" in key or "only-for-tests" in key:
        return "SECRET_KEY is one of those meant for development or tests."
    if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_CHARACTERS:
        return f"SECRET_KEY is too easy to guess: give at least {SHORTEST_SECRET} random characters."
    return None


def debug(settings: Settings) -> str | None:
    return "DEBUG is on: error pages would show the inside of the site." if settings["DEBUG"] else None


def development(settings: Settings) -> str | None:
    return "DEVELOPMENT is on: it allows local accounts." if settings["DEVELOPMENT"] else None


def second_factor(settings: Settings) -> str | None:
    if not settings["SECOND_FACTOR_REQUIRED"]:
        return "SECOND_FACTOR_REQUIRED is off: whoever learns a password of the secretariat would be let in."
    return None


def allowed_hosts(settings: Settings) -> str | None:
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts:
        return "ALLOWED_HOSTS is empty: name the hosts of the site."
    if any(host.strip() in {"*", "", "."} for host in hosts):
        return "ALLOWED_HOSTS lets every host in: name the hosts of the site."
    return None


def base_url(settings: Settings) -> str | None:
    address = urlsplit(settings["BASE_URL"])
    if address.scheme != "https" or not address.hostname:
        return "BASE_URL does not begin with https://: give the address readers use."
    if address.hostname in LOCAL_HOSTS:
        return "BASE_URL names this machine: give the address readers use."
    return None


def database(settings: Settings) -> str | None:
    default = settings["DATABASES"]["default"]
    if default["ENGINE"] != "django.db.backends.sqlite3":
        return None
    name = str(default["NAME"])
    if name in {"", ":memory:"}:
        return "DATABASE_URL keeps the database in memory: it would be lost at every stop."
    if not Path(name).is_absolute():
        return f"DATABASE_URL names the file {name} without its whole path."
    if not Path(name).parent.is_dir():
        return f"DATABASE_URL names a file in the folder {Path(name).parent}, which does not exist."
    return None


def email(settings: Settings) -> str | None:
    backend = settings["LETTER_BACKEND"]
    if any(f".{kind}." in backend for kind in UNSENT):
        return "EMAIL_URL sends nothing: give an smtp address."
    return None


def sender(settings: Settings) -> str | None:
    if settings["DEFAULT_FROM_EMAIL"].rstrip(">").endswith("@localhost"):
        return "DEFAULT_FROM_EMAIL is not an address that can be answered."
    return None


def https_cookies(settings: Settings) -> str | None:
    if not (settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]):
        return "SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE are off: cookies would travel in the open."
    return None


def languages(settings: Settings) -> str | None:
    known = dict(settings["LANGUAGES"])
    unknown = [code for code in settings["OPEN_LANGUAGES"] if code not in known]
    if unknown:
        return f"OPEN_LANGUAGES names {', '.join(unknown)}, which the site does not know."
    if settings["LANGUAGE_CODE"] not in settings["OPEN_LANGUAGES"]:
        return f"OPEN_LANGUAGES leaves out {settings['LANGUAGE_CODE']}, in which originals are shown."
    return None


def search_engine(settings: Settings) -> str | None:
    engine = settings["SEARCH_ENGINE"]
    return None if engine in SEARCH_ENGINES else f"SEARCH_ENGINE is {engine}: give {' or '.join(SEARCH_ENGINES)}."


def elasticsearch_urls(settings: Settings) -> str | None:
    if settings["SEARCH_ENGINE"] != "elastic":
        return None
    if not settings["ELASTICSEARCH_URLS"]:
        return "ELASTICSEARCH_URLS is empty: name the hosts of the cluster."
    for url in settings["ELASTICSEARCH_URLS"]:
        if not _is_whole(url):
            return "ELASTICSEARCH_URLS holds what is no address: give each as https://host:port, without a password."
        if not url.startswith("https://") and urlsplit(url).hostname not in LOCAL_HOSTS:
            return f"ELASTICSEARCH_URLS names {urlsplit(url).hostname} without https: all would travel in the open."
    return None


def elasticsearch_key(settings: Settings) -> str | None:
    hosts = [urlsplit(url).hostname for url in settings["ELASTICSEARCH_URLS"] if _is_whole(url)]
    is_open = settings["SEARCH_ENGINE"] == "elastic" and not settings["ELASTICSEARCH_API_KEY"]
    if is_open and not LOCAL_HOSTS.issuperset(hosts):
        return "ELASTICSEARCH_API_KEY is empty: a cluster on other machines must not be open to all."
    return None


def elasticsearch_certificates(settings: Settings) -> str | None:
    file = settings["ELASTICSEARCH_CA_CERTS"]
    if settings["SEARCH_ENGINE"] == "elastic" and file and not Path(file).is_file():
        return f"ELASTICSEARCH_CA_CERTS names the file {file}, which does not exist."
    return None


def elasticsearch_prefix(settings: Settings) -> str | None:
    if settings["SEARCH_ENGINE"] == "elastic" and not INDEX_PREFIX.fullmatch(settings["ELASTICSEARCH_INDEX_PREFIX"]):
        return "ELASTICSEARCH_INDEX_PREFIX holds more than small letters, digits and hyphens, or begins with a hyphen."
    return None


def openid_server(settings: Settings) -> str | None:
    server = settings["OPENID_SERVER_URL"]
    if server and not (server.startswith("https://") and urlsplit(server).hostname):
        return "OPENID_SERVER_URL does not begin with https://: whoever stands between could sign in as anybody."
    return None


def openid_client(settings: Settings) -> str | None:
    is_known = settings["OPENID_CLIENT_ID"] and settings["OPENID_CLIENT_SECRET"]
    if settings["OPENID_SERVER_URL"] and not is_known:
        return "OPENID_CLIENT_ID or OPENID_CLIENT_SECRET is empty: the provider would not know this site."
    return None


def _is_whole(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname and parts.port) and "@" not in url
    except ValueError:
        return False


RULES: tuple[Rule, ...] = (
    second_factor,
    secret_key,
    debug,
    development,
    allowed_hosts,
    base_url,
    database,
    email,
    sender,
    https_cookies,
    languages,
    search_engine,
    elasticsearch_urls,
    elasticsearch_key,
    elasticsearch_certificates,
    elasticsearch_prefix,
    openid_server,
    openid_client,
)


def refuse_unsafe(settings: Settings) -> None:
    """Stop the start, naming everything that is wrong at once."""
    faults = [fault for rule in RULES if (fault := rule(settings))]
    if faults:
        raise ImproperlyConfigured(
            "The site does not start in production:\n" + "\n".join(f"- {fault}" for fault in faults)
        )
