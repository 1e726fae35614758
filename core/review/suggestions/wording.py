"""The wording of a page as it stands in boxes of a form, the changes between two wordings, and the page with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.review.subjects import subject_of
from core.review.suggestions.models import SuggestedChange
from core.texts.differences import words_of
from core.texts.marked import MarkedText, UnmarkedError, joined, segments_of

# From here on two paragraphs are the same one in other words.
LIKE = 0.5


@dataclass(frozen=True)
class Box:
    """The wording of a field as it is edited; nothing to edit where it holds what has no mark."""

    field: str
    is_rich: bool
    text: str
    can_be_edited: bool = True


def boxes_of(page: Any) -> list[Box]:
    """Return the wording of a page, field by field; a field without words has no box."""
    found = (_box(page, field, is_rich) for field, is_rich in subject_of(page).texts().items())
    return [box for box in found if box.text or not box.can_be_edited]


def _box(page: Any, field: str, is_rich: bool) -> Box:
    stored = getattr(page, field)
    if not is_rich:
        return Box(field, is_rich, _lines(stored))
    try:
        return Box(field, is_rich, MarkedText(stored).text)
    except UnmarkedError:
        return Box(field, is_rich, "", can_be_edited=False)


def changes_between(page: Any, texts: Mapping[str, str]) -> list[SuggestedChange]:
    """Return what other wordings of fields change, each paragraph and item for itself.

    Raises ``ValidationError`` where a wording cannot be taken: odd marks, or what the page itself refuses.
    """
    found: list[SuggestedChange] = []
    errors: dict[str, list[str]] = {}
    for box in boxes_of(page):
        if box.field not in texts or not box.can_be_edited:
            continue
        made = _changes_of(box, texts[box.field])
        try:
            _refuse_wording(page, box.field, made)
        except ValidationError as error:
            errors[box.field] = error.messages
        found += made
    if errors:
        raise ValidationError({field: list(messages) for field, messages in errors.items()})
    for position, change in enumerate(found):
        change.position = position
    return found


def write_changes(page: Any, changes: Iterable[SuggestedChange]) -> None:
    """Write changes into a page that has the words for which they were made.

    Raises ``ValidationError`` where it has other words.
    """
    rich = subject_of(page).texts()
    by_field: dict[str, list[SuggestedChange]] = {}
    for change in changes:
        by_field.setdefault(change.field, []).append(change)
    for field, found in by_field.items():
        stored = getattr(page, field)
        setattr(page, field, _with_blocks(stored, found) if rich[field] else _with_words(stored, found))


def _changes_of(box: Box, text: str) -> list[SuggestedChange]:
    change = partial(SuggestedChange, field=box.field)
    if not box.is_rich:
        after = _lines(text)
        return [change(start=0, end=1, before=box.text, after=after)] if after != box.text else []
    return _changes_of_blocks(segments_of(box.text), segments_of(text), change)


def _changes_of_blocks(old: list[str], new: list[str], change: Callable[..., SuggestedChange]) -> list[SuggestedChange]:
    found = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += [
                change(start=i1 + start, end=i1 + end, before=joined(old[i1:i2][start:end]), after=joined(after))
                for start, end, after in _paired(old[i1:i2], new[j1:j2])
            ]
    return found


def _paired(old: list[str], new: list[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield which blocks are replaced by which: each by the next that is like it, so that each is a change of its own.

    What is like none goes or comes by itself; what comes stands before the block that it is counted at.
    """
    if len(old) == len(new):
        yield from ((place, place + 1, [text]) for place, text in enumerate(new))
        return
    used = 0
    for place, text in enumerate(old):
        left = len(old) - place
        like = next((at for at in range(used, len(new)) if _is_like(text, new[at])), None)
        if like is None:
            taken = new[used : used + 1] if not _are_any_like(old[place + 1 :], new[used : used + 1]) else []
            taken = taken if len(new) - used >= left else []
            yield place, place + 1, taken
            used += len(taken)
            continue
        if like > used:
            yield place, place, new[used:like]
        yield place, place + 1, new[like : like + 1]
        used = like + 1
    if used < len(new):
        yield len(old), len(old), new[used:]


def _are_any_like(old: list[str], new: list[str]) -> bool:
    return any(_is_like(one, other) for one in old for other in new)


def _is_like(one: str, other: str) -> bool:
    return SequenceMatcher(None, words_of(one), words_of(other)).ratio() >= LIKE


def _refuse_wording(page: Any, field: str, changes: list[SuggestedChange]) -> None:
    """Refuse what could not stand in the page: the rules of the field are those of the page."""
    before = getattr(page, field)
    try:
        write_changes(page, changes)
        page._meta.get_field(field).clean(getattr(page, field), page)
    finally:
        setattr(page, field, before)


def _with_blocks(stored: str, changes: list[SuggestedChange]) -> str:
    text = MarkedText(stored)
    segments = text.segments
    if any(joined(segments[change.start : change.end]) != change.before for change in changes):
        raise ValidationError(_("The text has other words by now: these changes were made for another text."))
    return text.replaced([(change.start, change.end, change.after) for change in changes])


def _with_words(stored: str, changes: list[SuggestedChange]) -> str:
    if any(_lines(stored) != change.before for change in changes):
        raise ValidationError(_("The text has other words by now: these changes were made for another text."))
    return changes[-1].after


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
