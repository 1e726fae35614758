"""What the library prints: every edition of a practice, and volumes of many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser

from core.models import Record
from core.pdf.publications import Printable
from core.pdf.registry import register_editions, register_maker
from core.records.kinds import Kind
from knowledge.models import PracticePage
from knowledge.presentation.printed import printed_practice
from knowledge.presentation.volumes import MAKER, printed_volume
from knowledge.querysets import with_what_hangs_on_them


@register_editions(Kind.PRACTICE)
def editions(record_id: int) -> Iterator[Printable]:
    """Return every edition of a practice as everybody may read it; nothing of one that not everybody may."""
    reader = AnonymousUser()
    if not Record.objects.visible_to(reader).filter(pk=record_id).exists():
        return
    pages = list(with_what_hangs_on_them(PracticePage.objects.filter(record=record_id)))
    original = next((page for page in pages if page.is_original), None)
    for page in pages:
        if page.live:
            yield printed_practice(page, original or page, user=reader)


@register_maker(MAKER)
def volume(asked: dict[str, Any], reader: Any, say: Callable[[int], None]) -> Printable:
    """Return a volume of the practices that were asked for, with what its reader may see of them."""
    return printed_volume(asked, user=reader, say=say)
