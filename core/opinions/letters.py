"""What is written to reviewers, in the language that was chosen for them. They need no account.

Nothing is written to who was erased: in the place of their address stands one that no letter reaches.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.letters.operations import reaches
from core.opinions.models import OpinionRequest
from core.records.models import Title
from core.review.states import Gate


def write_asked(request: OpinionRequest, token: str) -> None:
    """Ask for the opinion."""
    with override(request.language):
        subject = _("Your opinion is asked for: %(title)s") % {"title": request.manuscript}
        _write(request, "opinion_asked", subject, token)


def write_reminder(request: OpinionRequest, token: str) -> None:
    """Remind of it, with an address of its own: letters get lost."""
    with override(request.language):
        subject = _("Your opinion is still waited for: %(title)s") % {"title": request.manuscript}
        _write(request, "opinion_reminder", subject, token)


def write_not_needed(request: OpinionRequest) -> None:
    """Say that the opinion is not waited for any more."""
    with override(request.language):
        subject = _("Your opinion is no longer needed: %(title)s") % {"title": request.manuscript}
        _write(request, "opinion_not_needed", subject)


def for_whom(request: OpinionRequest, language: str) -> str:
    """Return in whose name it is asked: the country at the first gate, the secretariat at the second. One query."""
    if request.gate == Gate.PUBLICATION:
        return _("Secretariat of the ASAN International Association")
    country = request.manuscript.country
    titles = Title.objects.filter(record=country, language=language).values_list("text", flat=True)
    return titles.first() or country.slug


def _write(request: OpinionRequest, letter: str, subject: str, token: str = "") -> None:
    if not reaches(request.email):
        return
    told: dict[str, Any] = {
        "name": request.name,
        "asker": str(request.asked_by),
        "for_whom": for_whom(request, request.language),
        "title": str(request.manuscript),
        "question": request.question,
        "until": request.due_on,
        "link": settings.BASE_URL + reverse("opinion", args=[token]) if token else "",
    }
    EmailMessage(subject, render_to_string(f"emails/{letter}.txt", told), to=[request.email]).send()
