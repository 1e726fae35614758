"""Home, news and standard pages as a reader meets them."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_home_says_what_the_association_is(client: Client, both) -> None:
    page = words(client.get("/en/"))
    assert "How a public service becomes easy" in page
    assert "An association in formation." in page
    assert "Dövlət xidməti necə asanlaşır" in words(client.get("/az/"))
