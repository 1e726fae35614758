"""What is sent compressed: text, and nothing that is compressed already."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import path

pytestmark = pytest.mark.sqlite
OFFICE = "application/vnd.openxmlformats-officedocument"
TEXTS = [
    "text/html; charset=utf-8",
    "text/css",
    "text/csv; charset=utf-8",
    "application/json; charset=utf-8",
    "application/problem+json",
    "application/xml",
    "application/javascript",
    "image/svg+xml",
]
FILES = [
    "image/png",
    "image/webp",
    "application/pdf",
    f"{OFFICE}.wordprocessingml.document",
    f"{OFFICE}.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/octet-stream",
]
BODY = b"The same words again and again. " * 100


def answer(request: HttpRequest, how: str) -> HttpResponseBase:
    kind = request.GET["kind"]
    return HttpResponse(BODY, kind) if how == "whole" else FileResponse(io.BytesIO(BODY), content_type=kind)


urlpatterns = [path("<str:how>", answer)]


@pytest.fixture
def ask(settings: Any) -> Any:
    settings.ROOT_URLCONF = __name__
    return lambda how, kind: Client().get(f"/{how}", {"kind": kind}, headers={"Accept-Encoding": "gzip"})


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("how", ["whole", "file"])
def test_text_is_compressed(ask: Any, how: str, kind: str) -> None:
    response = ask(how, kind)
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert len(response.getvalue()) < len(BODY) / 2


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("how", ["whole", "file"])
def test_what_is_compressed_already_is_sent_as_it_is(ask: Any, how: str, kind: str) -> None:
    response = ask(how, kind)
    assert not response.has_header("Content-Encoding")
    assert response["Content-Length"] == str(len(BODY))
    assert response.getvalue() == BODY
