"""How a practice is cited: the edition that is read, as the work of those who answer for its text.

The Association edits the library and is the author of what it compiled from sources. The institution that runs a
practice is the author only once it confirmed what is said of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.citing import FORMATS, STYLES, CitedWork, language_of_words, styled
from core.models import Confirmation
from core.shown.frame import title_of
from core.texts.localized import LocalText
from knowledge.models import PracticePage
from knowledge.presentation.frame import permalink_of, spoken
from knowledge.presentation.gathered import titles_in
from knowledge.versions import NumberedDay


@dataclass(frozen=True)
class CitedText:
    """The words of a text by which it is cited."""

    title: str
    summary: str


def cited_work(
    page: PracticePage, author: LocalText | None, shown: NumberedDay | None, text: CitedText | None = None
) -> CitedWork | None:
    """Return an edition as it is cited; nothing for a draft, which has no permanent address.

    ``shown`` is the version that is cited, and its day the day of the text; without one that is when the page was
    published last. ``text`` is that of an earlier version, otherwise it is the page's. ``author`` is the name of the
    institution that runs the practice and confirmed it; without one, the author is the Association.
    """
    if page.record is None:
        return None
    published = shown.published_at if shown is not None else page.last_published_at or page.record.listed_at
    text = text or CitedText(page.title, page.summary)
    association, told_in = _("ASAN International Association"), language_of_words(spoken())
    return CitedWork(
        key=_key_of(page),
        title=text.title,
        language=page.locale.language_code,
        authors=(author.text if author is not None else association,),
        container=_("Library of practices"),
        publisher=association,
        issued=timezone.localtime(published).date(),
        url=permalink_of(page.record),
        abstract=text.summary,
        named_in=author.language if author is not None else told_in,
        told_in=told_in,
        version=shown.number if shown is not None else 0,
        version_words=_("Version %(number)s") % {"number": shown.number} if shown is not None else "",
        version_url=settings.BASE_URL + version_address(page, shown.number) if shown is not None else "",
    )


def _key_of(page: PracticePage) -> str:
    """Return by what reference managers know an edition: a translation is another text than its original."""
    key, language = page.record.key, page.locale.language_code  # type: ignore[union-attr]
    return key if page.is_original else f"{key}-{language}"


def version_address(page: PracticePage, number: int) -> str:
    """Return the path at which a version of an edition stays."""
    with override(page.locale.language_code):
        return reverse("practice-version", args=[page.slug, number])


def author_of(original: PracticePage, *, user: Any) -> LocalText | None:
    """Return the name of the institution that runs a practice, if it confirmed it and ``user`` may see it.

    Two queries at most.
    """
    if original.institution is None:
        return None
    pk = original.institution.record_id
    if not Confirmation.objects.filter(record=original.record_id, institution=pk).exists():
        return None
    title = titles_in([pk], language=spoken(), user=user).get(pk)
    return title_of(title) if title is not None else None


def citation_box(work: CitedWork | None, slug: str) -> dict[str, Any] | None:
    """Return the citation of a page in every style, the addresses of its files, and which version is cited."""
    if work is None:
        return None
    versions = reverse("practice-versions", args=[slug]) if work.version else ""
    return box_of(work, {one.ending: reverse("practice-citation", args=[slug, one.ending]) for one in FORMATS}) | {
        "versions": versions
    }


def box_of(work: CitedWork, files: dict[str, str]) -> dict[str, Any]:
    """Return what components/cite.html shows of a work; ``files`` leads from the end of a format to its file."""
    today = timezone.localdate()
    return {
        "language": work.told_in,
        "styles": [{"name": name, "text": styled(work, name, today)} for name in STYLES],
        "files": [{"name": one.name, "url": files[one.ending]} for one in FORMATS],
        "version": work.version,
        "issued": work.issued,
        "version_url": work.version_url,
    }
