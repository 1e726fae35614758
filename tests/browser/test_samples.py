"""No type of page is without a sample or a reason, and no entry stands for what is gone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Page

from tests.browser.samples import (
    NO_PAGES,
    NO_PAGES_UNDER,
    PAGES,
    SAME_AS,
    SAMPLES,
    STATUS,
    WITHOUT_LANGUAGE,
)
from tests.browser.urls import ERRORS

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("association", "knowledge", "members", "core")
EDITORS = "admin/"
# Answered by a page without an error to raise: a record that was withdrawn.
ANSWERED_BY_A_RECORD = {"410"}


def patterns(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Address and name of every pattern, with those under a language once."""
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, space + (pattern.name or "")
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern, address, inner)


def named(urlconf: str = "association.urls") -> set[str]:
    """The names of what readers and programs can ask for."""
    found = {name for address, name in patterns(get_resolver(urlconf)) if not address.startswith(EDITORS)}
    return {name for name in found if name.rpartition(":")[2]}


def unnamed() -> set[str]:
    """Addresses that nothing can link to, so that no sample can be held to them."""
    return {
        address
        for address, name in patterns(get_resolver("association.urls"))
        if not name.rpartition(":")[2] and not address.startswith((EDITORS, "api/v1/"))
    }


def page_models() -> set[str]:
    return {
        model.__name__
        for model in apps.get_models()
        if issubclass(model, Page) and model.__module__.partition(".")[0] in OURS
    }


def answers() -> set[str]:
    """The answers to what goes wrong that have words of their own."""
    written = {path.stem for path in (ROOT / "templates").glob("*.html") if re.fullmatch(r"\d{3}", path.stem)}
    return written | {str(status) for status in ERRORS} | ANSWERED_BY_A_RECORD


def types() -> set[str]:
    return named() | page_models() | answers()


def is_known(page_type: str) -> bool:
    return page_type in {**PAGES, **SAME_AS, **NO_PAGES} or page_type.startswith(tuple(NO_PAGES_UNDER))


def test_every_type_of_page_has_a_sample_or_a_reason() -> None:
    missing = sorted(page_type for page_type in types() if not is_known(page_type))
    assert not missing, f"Without a sample in PAGES, a namesake in SAME_AS or a reason in NO_PAGES: {missing}"


def test_no_entry_stands_for_what_is_gone() -> None:
    stale = sorted({*PAGES, *SAME_AS, *NO_PAGES} - types())
    stale += [space for space in NO_PAGES_UNDER if not any(name.startswith(space) for name in named())]
    stale += sorted(WITHOUT_LANGUAGE - set(PAGES))
    assert not stale


def test_no_type_stands_in_two_lists() -> None:
    lists = [set(PAGES), set(SAME_AS), set(NO_PAGES)]
    assert sum(map(len, lists)) == len(set().union(*lists))


def test_namesakes_have_samples() -> None:
    assert set(SAME_AS.values()) <= set(PAGES)


def test_every_type_has_at_least_one_sample() -> None:
    assert {sample.page_type for sample in SAMPLES} == set(PAGES)
    assert {sample.status for sample in SAMPLES} == {200, *STATUS.values()}


def test_what_has_no_name_is_for_programs_or_editors() -> None:
    assert unnamed() == {"robots.txt"}


@pytest.mark.parametrize(
    "name", ["library", "permalink", "api:practices", "wagtail_serve", "PracticePage", "404", "410"]
)
def test_types_are_found_in_the_code(name: str) -> None:
    assert name in types()


def test_the_editors_side_is_left_out() -> None:
    assert not [name for name in types() if name.startswith("wagtailadmin")]
