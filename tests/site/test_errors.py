"""What a reader meets when something is missing, not allowed or broken."""

import json
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation

from association.site.views import errors
from association.urls import handler400, handler403, handler404, handler500  # noqa: F401  (of these addresses too)
from association.urls import urlpatterns as real

# What is shown is the same on every database.
pytestmark = pytest.mark.sqlite

FAULTS: dict[str, Exception] = {
    "fault": RuntimeError("broken"),
    "away": OperationalError("could not connect"),
    "closed": InterfaceError("connection already closed"),
}


def breaks(request: HttpRequest, fault: str) -> HttpResponse:
    raise FAULTS[fault]


def queries_wrongly(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    return HttpResponse()


urlpatterns = [
    path("en/break/<str:fault>/", breaks),
    path("az/break/<str:fault>/", breaks),
    path("api/v1/break/<str:fault>/", breaks),
    path("en/wrong/", queries_wrongly),
    *real,
]
with_faults = pytest.mark.urls(__name__)


@pytest.fixture
def quiet() -> Client:
    """A client that sees the page instead of the exception."""
    return Client(raise_request_exception=False)


def text(response: Any) -> str:
    return response.content.decode()


@pytest.mark.django_db
class TestNotFound:
    def test_is_in_the_language_of_the_address(self, client: Client) -> None:
        assert '<html lang="en"' in text(client.get("/en/nothing/here/"))
        assert '<html lang="az"' in text(client.get("/az/nothing/here/"))

    def test_whatever_the_browser_asks_for(self, client: Client) -> None:
        answer = client.get("/az/nothing/", headers={"Accept-Language": "en"})
        assert '<html lang="az"' in text(answer)

    def test_names_ways_on_and_the_request(self, client: Client) -> None:
        answer = client.get("/az/nothing/")
        assert answer.status_code == 404
        for address in ("/az/", "/az/library/", "/az/news/"):
            assert f'href="{address}"' in text(answer)
        assert answer["X-Request-ID"] in text(answer)

    def test_is_not_indexed_and_has_no_address_of_its_own(self, client: Client) -> None:
        page = text(client.get("/en/nothing/"))
        assert 'content="noindex"' in page
        assert "canonical" not in page

    def test_sets_no_cookie(self, client: Client) -> None:
        assert not client.get("/en/nothing/").cookies

    def test_stands_under_a_language_that_is_not_open(self, client: Client) -> None:
        answer = client.get("/ar/library/")
        assert answer.status_code == 404
        assert '<html lang="en"' in text(answer)

    @pytest.mark.parametrize("address", ["/id/nothing", "/media/nothing.png", "/sitemaps/9.xml", "/static/nothing.css"])
    def test_what_has_no_language_is_not_looked_for_under_one(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404

    def test_is_a_problem_for_programs(self, client: Client) -> None:
        answer = client.get("/api/v1/nothing-of-this-name")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["status"] == 404


@pytest.mark.django_db
class TestRefused:
    def test_a_form_without_its_token_is_refused_with_a_page(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post("/en/news/")
        assert answer.status_code == 403
        assert "<h1>" in text(answer)
        assert not answer.cookies

    def test_what_is_forbidden_answers_with_a_page(self, rf: RequestFactory) -> None:
        answer = errors.forbidden(rf.get("/az/library/"))
        assert answer.status_code == 403
        assert '<html lang="az"' in text(answer)

    def test_what_cannot_be_understood_answers_with_a_page(self, client: Client) -> None:
        answer = client.get("/en/", headers={"Host": "somebody.else"})
        assert answer.status_code == 400
        assert "<h1>" in text(answer)

    @pytest.mark.parametrize("address", ["/en/about/", "/en/news/", "/en/sitemap/", "/robots.txt", "/sitemap.xml"])
    def test_pages_are_only_read(self, client: Client, address: str) -> None:
        answer = client.post(address)
        assert answer.status_code == 405
        assert "GET" in answer["Allow"]
        assert "<h1>" in text(answer)

    def test_wagtails_pages_are_only_read(self, client: Client, home: Any) -> None:
        assert client.post("/en/").status_code == 405

    def test_a_form_is_not_read(self, client: Client) -> None:
        answer = client.get("/preferences/")
        assert (answer.status_code, answer["Allow"]) == (405, "POST")


@with_faults
class TestBroken:
    """Without a database: pytest-django forbids every query to a test that is not marked for it."""

    @pytest.mark.parametrize("language", ["en", "az"])
    def test_works_without_database_session_and_processors(self, quiet: Client, language: str) -> None:
        with mock.patch("core.context.page", side_effect=AssertionError("asked a context processor")):
            answer = quiet.get(f"/{language}/break/fault/")
        assert answer.status_code == 500
        assert f'<html lang="{language}"' in text(answer)
        assert f'href="/{language}/library/"' in text(answer)
        assert answer["X-Request-ID"] in text(answer)
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies

    def test_speaks_the_language_of_the_address_not_of_the_last_reader(self, rf: RequestFactory) -> None:
        with translation.override("az"):
            assert '<html lang="en"' in text(errors.broken(rf.get("/en/break/fault/")))

    @pytest.mark.parametrize("fault", ["away", "closed"])
    def test_a_database_that_does_not_answer_closes_for_a_moment(self, quiet: Client, fault: str) -> None:
        answer = quiet.get(f"/az/break/{fault}/")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "60"
        assert '<html lang="az"' in text(answer)

    def test_programs_get_a_problem(self, quiet: Client) -> None:
        for fault, status in (("fault", 500), ("away", 503)):
            answer = quiet.get(f"/api/v1/break/{fault}/")
            assert answer["Content-Type"] == "application/problem+json"
            assert (answer.status_code, json.loads(answer.content)["status"]) == (status, status)

    def test_says_something_even_where_its_own_page_is_broken(self, quiet: Client) -> None:
        with mock.patch.object(errors, "render_to_string", side_effect=ValueError("no such file in the manifest")):
            answer = quiet.get("/en/break/fault/")
        assert answer.status_code == 500
        assert "<h1>" in text(answer)

    @pytest.mark.django_db
    def test_a_wrong_query_is_a_fault_of_ours(self, quiet: Client) -> None:
        assert quiet.get("/en/wrong/").status_code == 500


@pytest.fixture
def unreachable() -> Callable[..., Any]:
    """The database as it is when its machine is away."""
    away = OperationalError("could not connect to server")
    return lambda: mock.patch.object(type(connections["default"]), "cursor", side_effect=away)


@pytest.mark.django_db
class TestDatabaseAway:
    def test_pages_close_for_a_moment(self, quiet: Client, home: Any, unreachable: Callable) -> None:
        with unreachable():
            answer = quiet.get("/en/")
        assert answer.status_code == 503

    def test_what_is_not_there_closes_too(self, quiet: Client, unreachable: Callable) -> None:
        with unreachable():
            assert quiet.get("/en/nothing/").status_code == 503

    def test_the_process_is_alive_and_not_ready(self, quiet: Client, unreachable: Callable) -> None:
        with unreachable():
            assert quiet.get("/healthz").status_code == 200
            answer = quiet.get("/readyz")
        assert (answer.status_code, answer.json()["database"]) == (503, "does not answer")


@pytest.mark.django_db
def test_a_site_at_work_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (200, "ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_service_manager_names_any_host(client: Client, db: None, path: str) -> None:
    """It asks on the machine itself, and knows nothing of the names of the site."""
    assert client.get(path, headers={"Host": "not-named.example:8000"}).status_code == 200
