"""A text says its language and direction where they differ from the page's."""

import pytest

from core.texts.localized import LocalText
from tests.look.printing import printed

pytestmark = pytest.mark.sqlite

ARABIC = LocalText("مركز", "ar")


def test_a_text_of_the_page_is_left_alone() -> None:
    assert printed("{% text value %}", value=LocalText("A centre", "en")) == "A centre"


def test_a_text_of_another_language_and_direction_says_so() -> None:
    assert printed("{% text value %}", value=ARABIC) == '<span lang="ar" dir="rtl">مركز</span>'
    assert printed("{% text value tag='h1' %}", value=LocalText("Mərkəz", "az")) == '<h1 lang="az">Mərkəz</h1>'


def test_an_untranslated_interface_in_a_right_to_left_page() -> None:
    page = {"language": "en", "direction": "rtl"}
    assert printed("{% text value %}", value=ARABIC, **page) == '<span lang="ar">مركز</span>'
    assert printed("{% text value %}", value=LocalText("A centre", "en"), **page) == '<span dir="ltr">A centre</span>'


def test_what_looks_like_markup_is_text() -> None:
    assert "<b>" not in printed("{% text value %}{% name value %}{% paragraphs value %}", value="<b>x</b>")


def test_empty_lines_part_paragraphs_and_dashes_make_a_list() -> None:
    page = printed("{% paragraphs value %}", value="First.\n\n- one\n- two\n\nLast.")
    assert page == '<div class="prose"><p>First.</p>\n<ul><li>one</li><li>two</li></ul>\n<p>Last.</p></div>'


def test_languages_are_named_in_themselves() -> None:
    assert (
        printed("{{ 'az'|language_name }} {{ 'prs'|language_name }} {{ 'xx'|language_name }}") == "Azərbaycanca دری xx"
    )
