"""Addresses at which a draft is read without an account."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.review.models import Manuscript, ReadingLink
from core.review.permissions import can_see_manuscript
from core.users.models import User
from core.users.tokens import hash_of, new_token

LASTS = timedelta(days=14)
MOST = 20
MADE, ENDED = "core.make_reading_link", "core.end_reading_link"


@transaction.atomic
def make_link(*, manuscript: Manuscript, name: str, by: User) -> tuple[ReadingLink, str]:
    """Make an address for somebody, and return it with its token, which is shown once and not kept.

    Raises ``PermissionDenied``, and ``ValidationError`` where nobody is named, the manuscript is closed, or there are
    too many already.
    """
    if not can_see_manuscript(by, manuscript):
        raise PermissionDenied
    Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    if manuscript.closed_at is not None:
        raise ValidationError(_("This text is closed: there is no draft to read."))
    if not name.strip():
        raise ValidationError({"name": _("Say for whom the address is.")})
    now = timezone.now()
    if manuscript.links.filter(ended_at__isnull=True, expires_at__gt=now).count() >= MOST:
        raise ValidationError({"name": _("There are many addresses already: end one first.")})
    token = new_token()
    link = ReadingLink.objects.create(
        manuscript=manuscript, name=name.strip(), token_hash=hash_of(token), made_by=by, made_at=now,
        expires_at=now + LASTS,
    )  # fmt: skip
    log(manuscript, MADE, user=by, title=str(manuscript), data={"link": link.pk})
    return link, token


@transaction.atomic
def end_link(*, link: ReadingLink, by: User) -> None:
    """Let an address open nothing any more. Raises ``PermissionDenied``."""
    if not can_see_manuscript(by, link.manuscript):
        raise PermissionDenied
    if ReadingLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        log(link.manuscript, ENDED, user=by, title=str(link.manuscript), data={"link": link.pk})


def link_of(token: str) -> ReadingLink | None:
    """Return the address of a token while it is open."""
    found = ReadingLink.objects.filter(token_hash=hash_of(token)).select_related("manuscript__page", "made_by").first()
    if found is None or not found.is_open(at=timezone.now()):
        return None
    return found if can_see_manuscript(found.made_by, found.manuscript) else None
