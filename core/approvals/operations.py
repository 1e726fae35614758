"""A signed approval is added, with the endorsement or after it."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.approvals.models import LONGEST_NAME, SignedApproval
from core.approvals.permissions import can_add_approval, endorsement_of
from core.audit.operations import hold_the_end
from core.review import operations
from core.review.models import Manuscript
from core.uploads.content import extension_of
from core.uploads.scans import check_scan
from core.users.models import User

ADDED = "core.add_signed_approval"
MOST = 5


@transaction.atomic
def endorse(*, manuscript: Manuscript, by: User, approval: Any = None, **said: Any) -> None:
    """Endorse a text, with what was signed where it is there: both or neither.

    Raises what ``core.review.operations.endorse`` raises, and ``ValidationError`` where the file is not a scan.
    """
    if approval is not None:
        _look_at(approval)
    operations.endorse(manuscript=manuscript, by=by, **said)
    if approval is not None:
        add_approval(manuscript=manuscript, approval=approval, by=by)


@transaction.atomic
def add_approval(*, manuscript: Manuscript, approval: Any, by: User) -> SignedApproval:
    """Keep what was signed with the endorsement that holds.

    Raises ``PermissionDenied`` where ``by`` neither endorses for the country nor is of the secretariat, and
    ``ValidationError`` where no endorsement holds, the file is not a scan, is there already, or there are too many.
    """
    kind = _look_at(approval)
    hold_the_end()
    Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    fresh = Manuscript.objects.with_review().get(pk=manuscript.pk)
    act = endorsement_of(fresh)
    if act is None:
        raise ValidationError(_("The text is not endorsed at the moment: a signed approval belongs to an endorsement."))
    if not can_add_approval(by, fresh):
        raise PermissionDenied
    digest = digest_of(approval)
    if act.approvals.filter(sha256=digest).exists():
        raise ValidationError({"approval": _("This very file is there already.")})
    if act.approvals.count() >= MOST:
        raise ValidationError({"approval": _("There are %(most)s files already.") % {"most": MOST}})
    added = SignedApproval(
        act=act, name=_shown_name(approval.name), kind=kind, size=approval.size, sha256=digest, added_by=by
    )
    added.file.save(approval.name, approval, save=False)
    try:
        added.save()
        told = {"approval": added.pk, "act": act.pk, "sha256": digest, "size": added.size}
        log(fresh, ADDED, user=by, title=str(fresh), data=told)
    except BaseException:
        added.file.delete(save=False)
        raise
    return added


def digest_of(file: File[bytes]) -> str:
    """Return the SHA-256 of a file, which stands at its beginning afterwards."""
    found = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _look_at(approval: Any) -> str:
    """Return what a file is. Raises ``ValidationError`` for the field of the form."""
    try:
        return check_scan(approval)
    except ValidationError as error:
        raise ValidationError({"approval": error.messages}) from error


def _shown_name(given: str) -> str:
    """Return the name without what a name does not show, cut to a length before its ending."""
    name = "".join(letter for letter in given if unicodedata.category(letter)[0] != "C").strip()
    ending = f".{extension_of(name)}"
    return name[: -len(ending)][: LONGEST_NAME - len(ending)] + ending
