"""How a practice is cited: the edition that is read, as the work of the institution that runs it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.citing import FORMATS, STYLES, CitedWork, styled
from core.models import Title
from knowledge.models import PracticePage
from knowledge.presentation.frame import permalink_of, spoken
from knowledge.presentation.gathered import titles_in


def cited_work(page: PracticePage, institution: Title | None) -> CitedWork | None:
    """Return an edition as it is cited; nothing for a draft, which has no permanent address.

    The day is that on which this text was published last. ``institution`` is the title of the one that runs the
    practice; where none is on record, or not for this reader, the citation begins with the title.
    """
    if page.record is None:
        return None
    published = page.last_published_at or page.record.listed_at
    return CitedWork(
        key=page.record.key,
        title=page.title,
        language=page.locale.language_code,
        authors=(institution.text,) if institution is not None else (),
        container=_("Library of practices"),
        publisher=str(settings.WAGTAIL_SITE_NAME),
        issued=timezone.localtime(published).date(),
        url=permalink_of(page.record),
        abstract=page.summary,
        named_in=institution.text_language if institution is not None else "",
    )


def institution_of(original: PracticePage, *, user: Any) -> Title | None:
    """Return the title of the institution that runs a practice, as far as ``user`` may see it: one query."""
    if original.institution is None:
        return None
    pk = original.institution.record_id
    return titles_in([pk], language=spoken(), user=user).get(pk)


def citation_box(work: CitedWork | None, slug: str) -> dict[str, Any] | None:
    """Return the citation in every style, and the addresses of its files."""
    if work is None:
        return None
    today = timezone.localdate()
    return {
        "styles": [{"name": name, "text": styled(work, name, today)} for name in STYLES],
        "files": [{"name": one.name, "url": reverse("practice-citation", args=[slug, one.ending])} for one in FORMATS],
    }
