"""The rows of the table of retention that core itself brings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import UploadedFile

from core.letters import operations as letters
from core.notices import operations as notices
from core.opinions import erasing as opinions
from core.pdf import orders, shelf
from core.privacy.operations import OPEN_FOR, withdraw_lapsed
from core.privacy.table import DELETED, KEPT, NAMELESS, Rule, days, register_rules
from core.review.models import ReadingLink
from core.unsent import operations as unsent

LINKS_KEPT, UNFINISHED_KEPT = timedelta(days=365), timedelta(days=7)
AT_ONCE = 1_000


def delete_some(rows: Any) -> None:
    """Delete rows, some at a time: whoever is ended in the middle goes on the next time."""
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        rows.model._base_manager.filter(pk__in=pks).delete()


def forget_sessions() -> None:
    """Delete what is left of sessions that are over."""
    delete_some(Session.objects.filter(expire_date__lt=timezone.now()))


def forget_links() -> None:
    """Delete addresses of drafts that opened nothing for a year."""
    delete_some(ReadingLink.objects.filter(expires_at__lt=timezone.now() - LINKS_KEPT))


def forget_unfinished() -> None:
    """Delete what was typed or uploaded and never kept."""
    old = timezone.now() - UNFINISHED_KEPT
    EditingSession.cleanup()
    delete_some(FormState.objects.filter(last_updated_at__lt=old))
    for upload in UploadedFile.objects.order_by("pk").iterator():
        if _written_before(upload.file, old):
            upload.delete()
            upload.file.delete(save=False)


def _written_before(file: Any, moment: datetime) -> bool:
    try:
        return bool(file.storage.get_modified_time(file.name) < moment)
    except FileNotFoundError:
        return True


ACTS = "acts stay provable: who decided what on which day"
PUBLISHED = "what somebody wrote for the library is the work of their institution"

register_rules([
    Rule(
        "The account: e-mail address, name, password",
        "to sign in and to be written to",
        "until it is closed",
        NAMELESS,
        "at once: address, name and password go; the number stays, called “former member of staff of …”. The address "
        "is free for another account",
        ("core.User_groups.user", "core.User_user_permissions.user"),
    ),
    Rule(
        "Roles, with who gave and ended them and by what letter",
        ACTS,
        "for ever",
        KEPT,
        "ended that day; a name in the words of the letter goes",
        ("core.RoleTerm.user", "core.RoleTerm.given_by", "core.RoleTerm.ended_by"),
    ),
    Rule(
        "Sessions of browsers",
        "to stay signed in",
        days(timedelta(seconds=settings.SESSION_COOKIE_AGE)),
        DELETED,
        "at once",
        act=forget_sessions,
    ),
    Rule(
        "Letters: what they say",
        "to be sent",
        f"until they are sent; {days(letters.TEXT_KEPT)} where the mail server refused them",
        DELETED,
        "at once; the last letter, that the account is closed, once it is sent",
    ),
    Rule(
        "Letters: to whom, when, what became of them",
        "to find out why somebody was not reached",
        days(letters.KEPT),
        DELETED,
        "those to the person, at once; of letters to others a name in the subject goes",
        act=letters.forget_old,
    ),
    Rule(
        "Notices on the desk, and how somebody wants to be told",
        "to know what waits",
        days(notices.KEPT),
        DELETED,
        "those to the person, at once; in those to others the name goes",
        ("core.Notice.to", "core.NoticeChoice.user"),
        notices.forget_old,
    ),
    Rule(
        "Manuscripts, acts of reviews, requests and answers, statements",
        ACTS,
        "for ever",
        NAMELESS,
        "kept under the number of the account; what the person held is released; a name in the words goes",
        (
            "core.Manuscript.opened_by", "core.Manuscript_authors.user",
            "core.GateState.holder", "core.ChangeRequest.asked_by",
            "core.ChangeRequest.answered_by", "core.ChangeRequest.closed_by", "core.ReviewAct.by",
            "core.ReviewAct.person",
            "wagtailcore.TaskState.finished_by", "wagtailcore.WorkflowState.requested_by",
        ),
    ),
    Rule(
        "Other wording that was suggested for a text, and what was answered",
        ACTS,
        "for ever",
        NAMELESS,
        "kept under the number of the account; a name in a reason or an answer goes",
        (
            "core.Suggestion.made_by", "core.Suggestion.endorsed_by", "core.Suggestion.withdrawn_by",
            "core.SuggestedChange.answered_by",
        ),
    ),
    Rule(
        "Requests for opinions, and what reviewers of other institutions said",
        ACTS,
        "for ever",
        NAMELESS,
        "kept under the number of the account; what the person waits for goes to a colleague at the gate, or is "
        "withdrawn and the reviewer told; a name in the words goes",
        ("core.OpinionRequest.asked_by", "core.OpinionRequest.withdrawn_by", "core.Opinion.shared_by"),
    ),
    Rule(
        "Reviewers: name and e-mail address",
        "to write to them, and to know who said what while the text is in work",
        f"{days(opinions.KEPT)} after the text was decided on",
        NAMELESS,
        "kept; where the account of a reviewer is closed, name and address go, and an open request is withdrawn",
        act=opinions.forget_reviewers,
    ),
    Rule(
        "Signed approvals: scans of papers, with the names and signatures on them",
        "they prove the endorsement that they belong to",
        "as long as the endorsement",
        KEPT,
        "kept with the endorsement, under the number of the account that added them",
        ("core.SignedApproval.added_by",),
    ),
    Rule(
        "Confirmations of records by institutions, with who entered them by what letter",
        ACTS,
        "for ever",
        NAMELESS,
        "kept under the number of the account; a name in the words of the letter goes",
        ("core.Confirmation.entered_by",),
    ),
    Rule(
        "What somebody follows and saved, with what they noted for themselves",
        "to tell them what is new, and to find it again",
        "until they remove it",
        DELETED,
        "at once",
        ("core.Following.user", "core.SavedRecord.user"),
    ),
    Rule(
        "What was typed into a form and not taken",
        "so that nothing is lost where a session ends",
        days(unsent.LASTS),
        DELETED,
        "at once",
        ("core.UnsentForm.user",),
        unsent.forget_old,
    ),
    Rule(
        "Addresses of drafts, with for whom they are",
        "to close them, and to know who read a draft",
        f"{days(LINKS_KEPT)} after they opened nothing more",
        DELETED,
        "those that the person made are closed",
        ("core.ReadingLink.made_by",),
        forget_links,
    ),
    Rule(
        "Practices, news and pages: their text, drafts, earlier versions, pictures and files with their credits",
        PUBLISHED,
        "for ever",
        KEPT,
        "kept: no page names who typed it; a name that stands in the text stays until it is erased by request",
        (
            "wagtailcore.Page.owner", "wagtailcore.Page.locked_by", "wagtailcore.Revision.user",
            "core.Picture.uploaded_by_user", "core.StoredFile.uploaded_by_user", "core.Text.translated_by",
            "core.Text.reviewed_by", "wagtaildocs.Document.uploaded_by_user", "wagtailimages.Image.uploaded_by_user",
        ),
    ),
    Rule(
        "Comments in the margin of drafts",
        "to understand why a text says what it says",
        "as long as the page",
        NAMELESS,
        "kept under the number of the account, in earlier drafts too; a name in the words goes",
        (
            "wagtailcore.Comment.user", "wagtailcore.Comment.resolved_by", "wagtailcore.CommentReply.user",
            "wagtailcore.PageSubscription.user",
        ),
    ),
    Rule(
        "The log of the editors' side, with names of accounts and reasons",
        ACTS,
        "as long as what it is about",
        NAMELESS,
        "kept under the number of the account; names, addresses and what was said of the person go",
        ("wagtailcore.ModelLogEntry.user", "wagtailcore.PageLogEntry.user"),
    ),
    Rule(
        "The audit: numbers of accounts, acts, titles of pages and records",
        "a chain proves what was done; nothing in it can be changed",
        "for ever",
        KEPT,
        "kept: it holds numbers of accounts and no name, address or words of a person. A name in the title of a page "
        "or source stays in it",
    ),
    Rule(
        "What is being typed or uploaded and was not kept; choices of the editors' side; keys for programs",
        "so that nothing is lost on the way",
        days(UNFINISHED_KEPT),
        DELETED,
        "at once",
        (
            "wagtailadmin.FormState.user", "wagtailadmin.EditingSession.user", "wagtailcore.APIToken.user",
            "wagtailcore.UploadedFile.uploaded_by_user", "wagtailusers.UserProfile.user",
        ),
        forget_unfinished,
    ),
    Rule(
        "Orders of volumes",
        "to find a volume that was ordered",
        days(2 * shelf.KEPT),
        DELETED,
        "those of the person, at once",
        ("core.PrintOrder.ordered_by",),
        orders.forget_old,
    ),
    Rule(
        "Printed files of what is published",
        "so that readers need not wait",
        f"{days(shelf.KEPT)} after they were read last",
        DELETED,
        "kept: no name of an account stands in them. When a person is erased from texts, those that may show it go at "
        "once and are made again",
        act=shelf.tidy,
    ),
    Rule(
        "Kept pages and search rows",
        "so that readers need not wait",
        "a page for a day; a row as long as its record",
        DELETED,
        "kept: no name of an account stands in them. When a person is erased from texts, pages go at once and rows are "
        "made again",
    ),
    Rule(
        "Erasures of people from texts: whom, by what letter, how many rows changed",
        "to do what was asked for, and to prove that it was done",
        f"the name until it is done, {days(OPEN_FOR)} at most; the rest for ever",
        NAMELESS,
        "the worker puts out what the account left in messages and notes, within minutes",
        ("core.Erasure.asked_by", "core.Erasure.confirmed_by"),
        withdraw_lapsed,
    ),
])  # fmt: skip
