"""How a practice is cited: the edition that is read, as the work of those who answer for its text.

The Association edits the library and is the author of what it compiled from sources. The institution that runs a
practice is the author only once it confirmed what is said of it.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.citing import FORMATS, STYLES, CitedWork, language_of_words, styled
from core.models import Confirmation, Title
from knowledge.models import PracticePage
from knowledge.presentation.frame import permalink_of, spoken
from knowledge.presentation.gathered import titles_in


def cited_work(page: PracticePage, author: Title | None) -> CitedWork | None:
    """Return an edition as it is cited; nothing for a draft, which has no permanent address.

    The day is that on which this text was published last. ``author`` is the title of the institution that runs the
    practice and confirmed it; without one, the author is the Association.
    """
    if page.record is None:
        return None
    published = page.last_published_at or page.record.listed_at
    association, told_in = _("ASAN International Association"), language_of_words(spoken())
    return CitedWork(
        key=page.record.key,
        title=page.title,
        language=page.locale.language_code,
        authors=(author.text if author is not None else association,),
        container=_("Library of practices"),
        publisher=association,
        issued=timezone.localtime(published).date(),
        url=permalink_of(page.record),
        abstract=page.summary,
        named_in=author.text_language if author is not None else told_in,
        told_in=told_in,
    )


def author_of(original: PracticePage, *, user: Any) -> Title | None:
    """Return the title of the institution that runs a practice, if it confirmed it and ``user`` may see it.

    Two queries at most.
    """
    if original.institution is None:
        return None
    pk = original.institution.record_id
    if not Confirmation.objects.filter(record=original.record_id, institution=pk).exists():
        return None
    return titles_in([pk], language=spoken(), user=user).get(pk)


def citation_box(work: CitedWork | None, slug: str) -> dict[str, Any] | None:
    """Return the citation in every style, in the language of its words, and the addresses of its files."""
    if work is None:
        return None
    today = timezone.localdate()
    return {
        "language": work.told_in,
        "styles": [{"name": name, "text": styled(work, name, today)} for name in STYLES],
        "files": [{"name": one.name, "url": reverse("practice-citation", args=[slug, one.ending])} for one in FORMATS],
    }
