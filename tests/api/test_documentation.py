"""The page about the interface, in the look of the site."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from association.api import api

# What is shown is the same on every database.
pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("language", ["en", "az"])
def test_it_shows_every_endpoint_with_its_parameters_and_an_example(client: Client, db: None, language: str) -> None:
    with override(language):
        address = reverse("api-documentation")
    assert address == f"/{language}/api/"
    page = client.get(address)
    assert page.status_code == 200
    for path, methods in api.get_openapi_schema()["paths"].items():
        operation = methods["get"]
        assert f'id="{operation["operationId"]}"' in page.text
        assert f"GET {path}</code>" in page.text
        assert all(f">{parameter['name']}</code>" in page.text for parameter in operation["parameters"])
    assert "one-stop-shop" in page.text


def test_its_links_within_the_page_lead_somewhere(client: Client, db: None) -> None:
    page = client.get("/en/api/").text
    anchors = re.findall(r'\bid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_it_needs_no_foreign_host_and_no_script_of_its_own(client: Client, db: None) -> None:
    page = client.get("/en/api/").text
    assert "cdn" not in page
    assert set(re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?://[^/"]+)', page)) <= {"http://testserver"}


def test_the_docs_page_of_the_framework_is_off(client: Client, db: None) -> None:
    assert client.get("/api/v1/docs").status_code == 404


def test_it_is_for_reading(client: Client, db: None) -> None:
    assert client.post("/en/api/").status_code == 405
