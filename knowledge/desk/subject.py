"""What the gates know of a practice: whose it is, what can be asked about it, and what a draft still needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.records.editions import original_of
from core.records.models import Record
from core.records.pages import EditionState
from core.review.subjects import Lack, Subject, register_subject
from knowledge.models import PracticePage, PracticeVersion
from knowledge.models.figure import faults_of_figures
from knowledge.models.practice import SECTIONS, Length

# What a text must tell before somebody else is asked to endorse it; of a short note the first two.
NEEDED = ("challenge", "solution", "results")
NEEDED_SHORT = ("solution",)
# What a request can be tied to beside the sections.
OTHERS = {
    "country": gettext_lazy("country"),
    "institution": gettext_lazy("institution"),
    "programme": gettext_lazy("programme"),
    "started": gettext_lazy("begun"),
    "topics": gettext_lazy("topics"),
    "figures": gettext_lazy("figures"),
    "images": gettext_lazy("pictures"),
    "attachments": gettext_lazy("files"),
    "practice_sources": gettext_lazy("sources"),
}


def country_of(page: Any) -> Record | None:
    """Return the record of the country of a practice; a translation is of that of its original."""
    country = page.country
    if page.edition_state != EditionState.ORIGINAL:
        original = original_of(page)
        country = original.country if original is not None else None
    return country.record if country is not None else None


def fields_of_practice() -> Mapping[str, Any]:
    """Return the fields that a request can be tied to, with their labels."""
    model: Any = PracticePage
    prose = {name: model._meta.get_field(name).verbose_name for name in ("title", "summary", *SECTIONS)}
    return {**prose, **OTHERS}


def lacks_of(page: Any) -> list[Lack]:
    """Return what a draft needs before it can be submitted: each section that nobody could do without, and facts."""
    needed = NEEDED if page.length == Length.FULL else NEEDED_SHORT
    labels = fields_of_practice()
    found = [
        Lack(name, _("“%(field)s” is empty.") % {"field": labels[name]})
        for name in ("summary", *needed)
        if not strip_tags(getattr(page, name)).strip()
    ]
    if page.edition_state == EditionState.ORIGINAL:
        found += _lacking_facts(page)
    elif (original := original_of(page)) is None or not original.live:
        found.append(Lack("", _("The original is not published yet: a translation is published after it.")))
    if page.go_live_at or page.expire_at:
        found.append(
            Lack("go_live_at", _("A day of publication is set: take it away, the second gate publishes at once."))
        )
    if page.edition_state == EditionState.ORIGINAL:
        found += [Lack("figures", text) for text in faults_of_figures(list(page.draft_figures.all()))]
    return found + _lacking_of_pictures([row.image for row in page.images.all()])


def lapses_of(page: Any, endorsed_at: datetime) -> list[Lack]:
    """Return what a translation that was endorsed is not endorsed against: words that its original got since."""
    original = original_of(page)
    if page.edition_state == EditionState.ORIGINAL or original is None:
        return []
    versions = PracticeVersion.objects.filter(record=original.record_id or 0, language=original.locale.language_code)
    newest = versions.filter(withdrawn_on__isnull=True).order_by("-number").first()
    published_at = newest.published_at if newest is not None else original.last_published_at
    if published_at is None or published_at <= endorsed_at:
        return []
    told = _("The original was published anew since this was endorsed. Return the text, so that both are compared.")
    return [Lack("", told)]


def _lacking_of_pictures(pictures: list[Any]) -> list[Lack]:
    """Return what the pictures lack: each thing is said once."""
    asked = {
        "credit": _("A picture has no credit: say who made it, on the page of the picture."),
        "consent": _("A picture does not say whether the people on it agreed: say so on the page of the picture."),
    }
    return [Lack("images", text) for field, text in asked.items() if not all(getattr(one, field) for one in pictures)]


def _lacking_facts(page: Any) -> list[Lack]:
    asked = (
        ("country", page.country is None, _("The country is not chosen.")),
        ("institution", page.institution is None, _("The institution is not chosen: it endorses the text.")),
        ("topics", not page.topics.all(), _("No topic is chosen: without one it is hard to find.")),
        ("practice_sources", not page.practice_sources.all(), _("No source is named.")),
    )
    found = [Lack(field, text) for field, is_lacking, text in asked if is_lacking]
    for field, owner in (("institution", page.institution), ("programme", _institution_of(page.programme))):
        if owner is not None and page.country is not None and owner.country_id != page.country_id:
            found.append(
                Lack(field, _("The %(field)s is of another country.") % {"field": fields_of_practice()[field]})
            )
    return found


def _institution_of(programme: Any) -> Any:
    return programme.institution if programme is not None else None


def texts_of_practice() -> Mapping[str, bool]:
    """Return the fields whose wording can be improved, and whether each is rich text."""
    return {"title": False, "summary": False, **dict.fromkeys(SECTIONS, True), "started_note": False, "note": False}


register_subject(
    PracticePage,
    Subject(country=country_of, fields=fields_of_practice, lacks=lacks_of, texts=texts_of_practice, lapses=lapses_of),
)
