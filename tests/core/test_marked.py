"""A rich text in a plain box, and back; and what parts two texts, word by word."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from core.texts.differences import difference, words_of
from core.texts.marked import MarkedText, UnmarkedError, html_of, segments_of

pytestmark = pytest.mark.sqlite

# HTML as the editor stores it, and what stands in the box.
PAIRS = [
    ("", ""),
    ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    ('<p data-block-key="k">A <b>bold</b> &amp; <i>slanted</i> word.</p>', "A **bold** & __slanted__ word."),
    ("<p>One<br/>line</p>", "One\nline"),
    ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul><p>d</p>", "- a\n- b\n  1. c\n\nd"),
    ('<p>A <a linktype="page" id="3">link</a>.</p>', "A [link](1)."),
    ("<p>2 * 3, snake_case, [sic], a\\b</p>", "2 \\* 3, snake_case, \\[sic\\], a\\\\b"),
    ("<p>- not an item</p><p>1. nor this</p>", "\\- not an item\n\n\\1. nor this"),
    ("<p>**not bold** __nor slanted__</p>", "\\*\\*not bold\\*\\* \\_\\_nor slanted\\_\\_"),
    ("<p><b>*a*</b>_<i>_b</i></p>", "**\\*a\\***\\___\\_b__"),
    ("<p>العربية <b>كلمة</b></p>", "العربية **كلمة**"),
]


@pytest.mark.parametrize(("html", "box"), PAIRS)
def test_it_stands_in_a_box_and_comes_back_as_it_was(html: str, box: str) -> None:
    text = MarkedText(html)
    assert text.text == box
    assert segments_of(box.replace("\n", "\r\n")) == text.segments
    written = [text.block_of(one, block.opening) for one, block in zip(text.segments, text.blocks, strict=True)]
    assert html_of(written) == html


@pytest.mark.parametrize("html", ["<h2>a</h2>", "bare words", '<p><img src="x"/></p>', "<p>a<!-- b --></p>", "&amp;"])
def test_what_has_no_mark_is_not_offered(html: str) -> None:
    with pytest.raises(UnmarkedError):
        MarkedText(html)


def test_a_change_leaves_what_stands_around_it() -> None:
    text = MarkedText('<p data-block-key="a">One.</p><p data-block-key="b">Two <a href="x">there</a>.</p><p>3</p>')
    changed = text.replaced([(1, 2, "Two, **really**, [here](1)."), (0, 0, "Before."), (2, 3, "- i\n- j")])
    assert changed == (
        '<p>Before.</p><p data-block-key="a">One.</p>'
        '<p data-block-key="b">Two, <b>really</b>, <a href="x">here</a>.</p><ul><li>i</li><li>j</li></ul>'
    )


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '<a href="javascript:x">y</a>', "a < b & c"])
def test_what_is_typed_is_text_and_no_markup(typed: str) -> None:
    changed = MarkedText("<p>One.</p>").replaced([(0, 1, typed)])
    assert "<script" not in changed
    assert "<a " not in changed


@pytest.mark.parametrize("typed", ["**a", "__a", "**__a**__", "[a](2)", "[a](0)", "[a **b](1)**"])
def test_odd_marks_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        MarkedText('<p><a href="x">One</a></p>').replaced([(0, 1, typed)])


def test_words_keep_their_signs() -> None:
    assert words_of("Bir, iki") == ["Bir", ",", " ", "iki"]
    assert words_of("كِتاب") == ["كِتاب"]


def test_what_parts_two_texts_is_marked_word_by_word() -> None:
    found = difference("The old house stands.", "The new house stands here.")
    assert [piece.text for piece in found.before if piece.is_changed] == ["old"]
    assert [piece.text for piece in found.after if piece.is_changed] == ["new", " here"]
    assert "".join(piece.text for piece in found.after) == "The new house stands here."
    assert difference("a", "a").is_none
    assert [piece.is_changed for piece in difference("", "a").after] == [True]
