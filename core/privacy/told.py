"""The sections that core itself brings to what somebody takes along.

What other people wrote of somebody beside an act (the evidence of a role, the reason of an end) is theirs to read;
what others noted for themselves is not taken along.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry, Revision

from core.approvals.models import SignedApproval
from core.audit.listening import OF_PEOPLE
from core.audit.models import AuditEntry
from core.following.models import Following, SavedRecord
from core.letters.models import Letter
from core.notices.models import Notice, NoticeChoice
from core.notices.wording import words_of
from core.opinions.models import Opinion, OpinionRequest
from core.pdf.models import PrintOrder
from core.privacy.places import COMMENTS
from core.privacy.sections import Section, register_sections
from core.records.models import Confirmation
from core.review.models import ChangeRequest, Manuscript, ReadingLink, ReviewAct
from core.review.suggestions.models import SuggestedChange, Suggestion
from core.texts.models import Text
from core.unsent.models import UnsentForm
from core.uploads.models import Picture, StoredFile
from core.users.models import User


def _letters(user: User) -> Any:
    # Several addresses may stand in one; the database only finds what may be one to this person.
    rows = Letter.objects.defer("message").filter(to__icontains=user.email).order_by("pk")
    return (row for row in rows if user.email.lower() in {one.lower() for one in row.recipients})


def _key_of_record(row: Any) -> str:
    return row.record.key if row.record is not None else ""


def _log(model: Any) -> Any:
    def rows(user: User) -> Any:
        about = Q(user=user)
        if model is ModelLogEntry:
            about |= Q(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
        found = model.objects.filter(about).select_related("content_type").order_by("pk")
        return (_seen_by(user, entry) for entry in found.iterator(chunk_size=2_000))

    return rows


def _seen_by(user: User, entry: Any) -> Any:
    """Return an entry without what it says of another account: that is theirs to take along."""
    of_people = entry.content_type is not None and entry.content_type.model in OF_PEOPLE
    if of_people and entry.object_id != str(user.pk):
        entry.label, entry.data = entry.content_type.model, {}
    return entry


def _without_others(revision: Revision) -> Any:
    """Return what a draft says without the comments of others in its margin: these are theirs to take along."""
    content = revision.content
    if not isinstance(content, dict) or COMMENTS not in content:
        return content
    own = [_with_own_replies(one, revision.user_id) for one in content[COMMENTS] if one.get("user") == revision.user_id]
    return {**content, COMMENTS: own}


def _with_own_replies(comment: dict[str, Any], user: int | None) -> dict[str, Any]:
    return {**comment, "replies": [one for one in comment.get("replies", []) if one.get("user") == user]}


register_sections([
    Section(
        "account",
        "the account itself",
        lambda user: [user],
        {"email": "email", "name": "name", "joined_at": "date_joined", "last_sign_in_at": "last_login"},
    ),
    Section(
        "roles",
        "roles, past ones too",
        lambda user: user.role_terms.select_related("country"),
        {
            "role": "role",
            "country": lambda row: row.country.key if row.country is not None else "",
            "begins_at": "begins_at",
            "ends_at": "ends_at",
            "evidence": "evidence",
            "end_reason": "end_reason",
        },
    ),
    Section(
        "notices",
        "what the person was told on the desk",
        lambda user: Notice.objects.filter(to=user).order_by("pk"),
        {
            "at": "at",
            "read_at": "read_at",
            "kind": "kind",
            "title": lambda row: words_of(row).title,
            "text": lambda row: words_of(row).text,
            "quote": lambda row: words_of(row).quote,
            "points": lambda row: list(words_of(row).points),
            "lines": lambda row: [line.text for line in words_of(row).lines],
        },
    ),
    Section(
        "notice_choice",
        "how the person wants to be told",
        lambda user: NoticeChoice.objects.filter(user=user),
        {"how": "how", "language": "language"},
    ),
    Section(
        "letters",
        "letters to the person; what they said is not kept",
        _letters,
        {"to": "to", "subject": "subject", "state": "state", "written_at": "written_at", "sent_at": "sent_at"},
    ),
    Section(
        "manuscripts",
        "manuscripts that the person began or is an author of",
        lambda user: Manuscript.objects.filter(Q(opened_by=user) | Q(authors=user))
        .distinct()
        .select_related("page", "country")
        .order_by("pk"),
        {
            "number": "pk",
            "title": str,
            "country": lambda row: row.country.key,
            "opened_at": "opened_at",
            "closed_at": "closed_at",
            "outcome": "outcome",
        },
    ),
    Section(
        "acts",
        "moves that the person made at a gate or on the way there",
        lambda user: ReviewAct.objects.filter(by=user).order_by("pk"),
        {
            "manuscript": "manuscript_id",
            "move": "move",
            "stage": "stage",
            "at": "at",
            "text": "text",
            "evidence": "evidence",
        },
    ),
    Section(
        "requests",
        "changes that the person asked for or answered",
        lambda user: ChangeRequest.objects.filter(
            Q(asked_by=user) | Q(answered_by=user) | Q(closed_by=user)
        ).order_by("pk"),
        {
            "manuscript": "manuscript_id",
            "field": "field",
            "text": "text",
            "asked_at": "asked_at",
            "answer": "answer",
            "answered_at": "answered_at",
            "closed_at": "closed_at",
        },
    ),
    Section(
        "reading_links",
        "addresses of drafts that the person made",
        lambda user: ReadingLink.objects.filter(made_by=user).order_by("pk"),
        {
            "manuscript": "manuscript_id",
            "name": "name",
            "made_at": "made_at",
            "expires_at": "expires_at",
            "ended_at": "ended_at",
        },
    ),
    Section(
        "pages",
        "pages that the person began",
        lambda user: Page.objects.filter(owner=user).order_by("pk"),
        {"number": "pk", "title": "draft_title", "is_live": "live", "first_published_at": "first_published_at"},
    ),
    Section(
        "drafts",
        "every saving of a text by the person, with what it said",
        lambda user: Revision.objects.filter(user=user).order_by("pk").iterator(chunk_size=200),
        {"of": "object_str", "saved_at": "created_at", "content": _without_others},
    ),
    Section(
        "comments",
        "comments in the margin of drafts",
        lambda user: Comment.objects.filter(user=user).order_by("pk"),
        {"page": "page_id", "place": "contentpath", "text": "text", "at": "created_at"},
    ),
    Section(
        "replies",
        "answers to comments",
        lambda user: CommentReply.objects.filter(user=user).order_by("pk"),
        {"comment": "comment_id", "text": "text", "at": "created_at"},
    ),
    Section(
        "pictures",
        "pictures that the person uploaded",
        lambda user: Picture.objects.filter(uploaded_by_user=user).order_by("pk"),
        {"title": "title", "credit": "credit", "at": "created_at"},
    ),
    Section(
        "files",
        "documents that the person uploaded",
        lambda user: StoredFile.objects.filter(uploaded_by_user=user).order_by("pk"),
        {"title": "title", "name": "filename", "at": "created_at"},
    ),
    Section(
        "translations",
        "texts of the record that the person translated or reviewed",
        lambda user: Text.objects.filter(Q(translated_by=user) | Q(reviewed_by=user)).select_related("record"),
        {"record": lambda row: row.record.key, "field": "field", "language": "language", "text": "text"},
    ),
    Section(
        "follows",
        "records and searches that the person follows",
        lambda user: Following.objects.filter(user=user).select_related("record").order_by("pk"),
        {"record": _key_of_record, "search": "query", "language": "language", "began_at": "began_at"},
    ),
    Section(
        "saved",
        "records on the person's list, with what they noted",
        lambda user: SavedRecord.objects.filter(user=user).select_related("record").order_by("position"),
        {"record": _key_of_record, "note": "note", "saved_at": "saved_at"},
    ),
    Section(
        "unsent_forms",
        "what was typed into a form and not taken",
        lambda user: UnsentForm.objects.filter(user=user).order_by("pk"),
        {"page": "page", "words": "words", "at": "kept_at"},
    ),
    Section(
        "opinions_asked",
        "opinions that the person asked others for, or withdrew",
        lambda user: OpinionRequest.objects.filter(Q(asked_by=user) | Q(withdrawn_by=user)).order_by("pk"),
        {
            "manuscript": "manuscript_id",
            "question": "question",
            "asked_at": "asked_at",
            "due_on": "due_on",
            "withdrawn_at": "withdrawn_at",
        },
    ),
    Section(
        "opinions_asked_of",
        "opinions that the person was asked for, by the address of the account",
        lambda user: OpinionRequest.objects.filter(email__iexact=user.email).order_by("pk"),
        {
            "manuscript": "manuscript_id",
            "name": "name",
            "email": "email",
            "institution": "institution_words",
            "question": "question",
            "asked_at": "asked_at",
            "due_on": "due_on",
            "declined_at": "declined_at",
            "decline_reason": "decline_reason",
            "withdrawn_at": "withdrawn_at",
        },
    ),
    Section(
        "opinions_given",
        "opinions that the person gave",
        lambda user: Opinion.objects.filter(request__email__iexact=user.email)
        .select_related("request")
        .order_by("pk"),
        {
            "manuscript": lambda row: row.request.manuscript_id,
            "recommendation": "recommendation",
            "text": "text",
            "interests": "interests",
            "may_name": "may_name",
            "at": "at",
            "shared_at": "shared_at",
        },
    ),
    Section(
        "suggestions",
        "other wording that the person suggested, endorsed or withdrew",
        lambda user: Suggestion.objects.filter(Q(made_by=user) | Q(endorsed_by=user) | Q(withdrawn_by=user))
        .prefetch_related("changes")
        .order_by("pk"),
        {
            "manuscript": "manuscript_id",
            "reason": "reason",
            "made_at": "made_at",
            "changes": lambda row: [
                {"field": one.field, "before": one.before, "after": one.after} for one in row.changes.all()
            ],
            "endorsed_at": "endorsed_at",
            "withdrawn_at": "withdrawn_at",
        },
    ),
    Section(
        "answers_to_suggestions",
        "what the person answered to suggested wording",
        lambda user: SuggestedChange.objects.filter(answered_by=user).select_related("suggestion").order_by("pk"),
        {
            "manuscript": lambda row: row.suggestion.manuscript_id,
            "field": "field",
            "is_accepted": "is_accepted",
            "word": "word",
            "answered_at": "answered_at",
        },
    ),
    Section(
        "confirmations",
        "confirmations of records that the person entered",
        lambda user: Confirmation.objects.filter(entered_by=user).select_related("record").order_by("pk"),
        {
            "record": _key_of_record,
            "confirmed_on": "confirmed_on",
            "entered_at": "entered_at",
            "evidence": "evidence",
        },
    ),
    Section(
        "signed_approvals",
        "signed approvals that the person added",
        lambda user: SignedApproval.objects.filter(added_by=user).select_related("act").order_by("pk"),
        {
            "manuscript": lambda row: row.act.manuscript_id,
            "name": "name",
            "sha256": "sha256",
            "added_at": "added_at",
        },
    ),
    Section(
        "volumes",
        "volumes that the person ordered",
        lambda user: PrintOrder.objects.filter(ordered_by=user).order_by("pk"),
        {"title": "title", "ordered_at": "ordered_at", "ended_at": "ended_at"},
    ),
    Section(
        "log_of_pages",
        "what the person did to pages on the editors' side",
        _log(PageLogEntry),
        {"at": "timestamp", "act": "action", "title": "label", "more": "data"},
    ),
    Section(
        "log_of_rows",
        "what the person did to rows, and what was done to the account",
        _log(ModelLogEntry),
        {"at": "timestamp", "act": "action", "title": "label", "more": "data"},
    ),
    Section(
        "audit",
        "entries of the audit that name the account",
        lambda user: AuditEntry.objects.filter(Q(actor=user.pk) | Q(subject=f"user:{user.pk}"))
        .order_by("number")
        .iterator(chunk_size=2_000),
        {"number": "number", "at": "at", "act": "action", "subject": "subject", "digest": "digest"},
    ),
])  # fmt: skip
