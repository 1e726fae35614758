"""How the site answers, seen from outside: headers, compression, caching, cookies."""

import gzip
import re

import pytest

from tests.house.asking import ask
from tests.house.site import RunningSite

pytestmark = pytest.mark.sqlite

A_YEAR = 365 * 24 * 3600


def static_files(site: RunningSite) -> list[str]:
    return sorted(set(re.findall(r'"(/static/[^"]+\.(?:css|js))"', ask(site, "/en/")[2].decode())))


@pytest.mark.parametrize("path", ["/en/", "/az/"])
def test_pages_are_compressed(running_site: RunningSite, path: str) -> None:
    plain, _, whole = ask(running_site, path)
    status, headers, body = ask(running_site, path, Accept_Encoding="gzip")
    assert plain == status == 200
    assert headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in headers["Vary"]
    assert len(body) < len(whole) / 2
    assert gzip.decompress(body).lower().startswith(b"<!doctype html>")


def test_static_files_are_compressed_hashed_and_kept_long(running_site: RunningSite) -> None:
    files = static_files(running_site)
    assert files
    for path in files:
        assert re.search(r"\.[0-9a-f]{12}\.", path), f"{path} has no hash in its name"
        for encoding in ["br", "gzip"]:
            status, headers, _ = ask(running_site, path, Accept_Encoding=encoding)
            assert status == 200
            small = int(headers["Content-Length"]) < 1000  # not worth compressing
            assert small or headers["Content-Encoding"] == encoding, path
            assert "immutable" in headers["Cache-Control"]
            assert int(re.search(r"max-age=(\d+)", headers["Cache-Control"])[1]) >= A_YEAR


def test_a_page_that_has_not_changed_is_not_sent_again(running_site: RunningSite) -> None:
    _, headers, _ = ask(running_site, "/en/")
    status, _, body = ask(running_site, "/en/", If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")


@pytest.mark.parametrize("path", ["/en/", "/az/", "/en/no-such-page/", "/api/v1/practices", "/robots.txt"])
def test_readers_get_safe_headers_and_no_cookie(running_site: RunningSite, path: str) -> None:
    _, headers, _ = ask(running_site, path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Request-ID"]
    assert headers["Set-Cookie"] is None


def test_only_the_editors_side_may_run_inline_scripts(running_site: RunningSite) -> None:
    _, headers, _ = ask(running_site, "/admin/login/")
    assert "'unsafe-inline'" in headers["Content-Security-Policy"]
    assert "object-src 'none'" in headers["Content-Security-Policy"]


def test_the_root_leads_to_an_open_language(running_site: RunningSite) -> None:
    status, headers, _ = ask(running_site, "/", Accept_Language="tr")
    assert status == 302
    assert headers["Location"] == "/en/"
    assert ask(running_site, "/", Accept_Language="az")[1]["Location"] == "/az/"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_service_manager_is_answered(running_site: RunningSite, path: str) -> None:
    assert ask(running_site, path)[0] == 200
