"""Every part is shown by the styleguide, and what it asks of the browser is our own."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.test import RequestFactory

from core.styleguide import styleguide
from tests.look.printing import printed

pytestmark = pytest.mark.sqlite

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
#: Printed by base.html on every page, or only by another component.
ELSEWHERE = {"masthead", "display", "nav", "footer", "structured_data", "picture", "mark"}


@pytest.fixture(scope="module")
def guide() -> str:
    return styleguide(RequestFactory().get("/styleguide/")).content.decode()


def test_the_styleguide_shows_every_part() -> None:
    template = (COMPONENTS.parent / "styleguide.html").read_text()
    shown = set(re.findall(r'{% part "(\w+)"', template))
    for path in COMPONENTS.glob("*.html"):
        shown |= set(re.findall(r'components/(\w+)\.html"', path.read_text()))
    assert {path.stem for path in COMPONENTS.glob("*.html")} - shown - ELSEWHERE == set()


def test_no_inline_style_script_or_foreign_host(guide: str) -> None:
    assert "style=" not in guide
    assert not re.search(r"<script(?![^>]*src=)(?![^>]*ld\+json)", guide)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', guide.replace(settings.BASE_URL, ""))


def test_every_icon_named_is_in_the_sprite(guide: str) -> None:
    sprite = (Path(settings.BASE_DIR) / "static" / "img" / "sprite.svg").read_text()
    assert set(re.findall(r"#([gi]-\w+)", guide)) <= set(re.findall(r'id="([gi]-\w+)"', sprite))


def test_ids_are_unique(guide: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', guide)
    assert sorted(ids) == sorted(set(ids))


def test_drawings_hold_no_words(guide: str) -> None:
    for drawing in re.findall(r"<svg.*?</svg>", guide, re.DOTALL):
        assert not re.search(r"[^\W\d]", re.sub(r"<[^>]*>", "", drawing))


def test_pages_of_a_list_keep_its_filters() -> None:
    request = RequestFactory().get("/en/library/", {"country": ["AZ", "KE"], "page": "3"})
    page = printed("{% part 'pagination' page=page %}", page=Paginator(range(90), 10).page(3), request=request)
    assert 'href="/en/library/?country=AZ&amp;country=KE&amp;page=4"' in page
    assert 'href="/en/library/?country=AZ&amp;country=KE"' in page


def test_style_sheets_speak_of_sides_that_turn_with_the_direction() -> None:
    for name in ("tokens.css", "site.css", "print.css"):
        sheet = (Path(settings.BASE_DIR) / "static" / "css" / name).read_text()
        assert not re.search(
            r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|[^-]float:(?:left|right)", sheet
        )
