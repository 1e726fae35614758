"""Comments in the margin of a draft: who hears of them, and in which words.

Wagtail writes to whoever commented once, whatever they may read by now. Here everybody is asked for their rights when
a comment is made, and is told on the desk and by letter as they chose.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Comment, CommentReply, PageSubscription

from core.models import User
from core.notices.operations import notify
from core.notices.wording import Words, register_wording
from core.review.models import Manuscript
from core.review.people import authors_of
from knowledge.models import PracticePage

# Of a comment a letter shows so many letters; the whole stands in the margin.
MOST_WORDS = 600


class PracticeEditView(EditView):
    """Wagtail's editor, which tells of comments as everything else of a practice is told."""

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Tell whom it concerns, in the place of Wagtail's letters."""
        replies = [reply for _comment, found in changes["new_replies"] for reply in found]
        tell_of_comments(page=self.page, by=self.request.user, made=[*changes["new_comments"], *replies])
        tell_of_comments(page=self.page, by=self.request.user, made=changes["resolved_comments"], is_resolved=True)


class PracticeEditor(PageViewSet):
    """The views of the editor of a practice."""

    model = PracticePage
    edit_view_class = PracticeEditView


def tell_of_comments(*, page: Any, by: User, made: Iterable[Any], is_resolved: bool = False) -> None:
    """Tell of comments and replies, each person once of all, but not whoever made them."""
    comments = list(made)
    if not comments:
        return
    told = {
        "title": str(page.draft_title or page.title),
        "by": str(by),
        "text": "\n\n".join(comment.text for comment in comments)[:MOST_WORDS],
    }
    people = [person for person in concerned(page, comments) if person.pk != by.pk]
    kind = "comment resolved" if is_resolved else "comment made"
    notify(to=people, kind=kind, told=told, view="wagtailadmin_pages:edit", argument=page.pk)


def concerned(page: Any, comments: Iterable[Any]) -> list[User]:
    """Return who hears of comments: the authors, who spoke in the same thread, and who asked to hear of the page.

    Nobody who may not work on the page now.
    """
    threads = {comment.comment_id if isinstance(comment, CommentReply) else comment.pk for comment in comments}
    spoke = Comment.objects.filter(pk__in=threads).values("user")
    replied = CommentReply.objects.filter(comment__in=threads).values("user")
    asked = PageSubscription.objects.filter(page=page, comment_notifications=True).values("user")
    people = User.objects.filter(Q(pk__in=spoke) | Q(pk__in=replied) | Q(pk__in=asked), is_active=True)
    manuscript = Manuscript.objects.open_on(page.pk)
    authors = authors_of(manuscript) if manuscript is not None else User.objects.none()
    found = {person.pk: person for person in [*people, *authors]}
    return [person for _pk, person in sorted(found.items()) if page.permissions_for_user(person).can_edit()]


@register_wording("comment made")
def _made(told: dict[str, Any]) -> Words:
    text = _("%(by)s wrote a comment in its margin.") % told
    return Words(_("Comment: %(title)s") % told, text, told["text"])


@register_wording("comment resolved")
def _resolved(told: dict[str, Any]) -> Words:
    return Words(_("Comment done: %(title)s") % told, _("%(by)s marked a comment as done.") % told, told["text"])
