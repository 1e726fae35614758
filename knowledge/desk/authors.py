"""Pages on which authors are named, taken off, and follow one another: thin, one operation per POST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.acting import person_of
from core.models import User
from core.review import authors
from core.review.models import Manuscript
from core.review.moving import WITH_LETTER, refusal_of
from core.review.people import authors_of, writers_of
from core.review.permissions import acts_for_country, can_move, is_named_author
from core.review.states import Move
from knowledge.desk.frame import back_to, form_about, is_made, of_manuscript
from knowledge.desk.moves import letter_field, words_field

METHODS = ["GET", "HEAD", "POST"]


class AuthorForm(forms.Form):
    """Whom it is about, and a word to them."""

    def __init__(self, data: Any, *, manuscript: Manuscript, move: Move, user: Any, people: Any = None) -> None:
        """Ask for no more than the move needs."""
        super().__init__(data)
        if people is not None:
            self.fields["person"] = forms.ModelChoiceField(queryset=people, label=gettext_lazy("Who"))
        self.fields["text"] = words_field(gettext_lazy("Message"), "", is_required=False)
        if move in WITH_LETTER and acts_for_country(user, manuscript, move):
            self.fields["evidence"] = letter_field()


@require_http_methods(METHODS)
@of_manuscript
def name(request: HttpRequest, found: Manuscript) -> HttpResponse:
    """Name a colleague an author."""
    colleagues = writers_of(found.country_id).exclude(pk__in=found.authors.values("pk"))
    words = {"title": _("Name an author"), "button": _("Name an author")}
    return _made(request, found, Move.NAME, authors.name_author, _("Named. They have been told."), words, colleagues)


@require_http_methods(METHODS)
@of_manuscript
def remove(request: HttpRequest, found: Manuscript, number: int) -> HttpResponse:
    """Take somebody off the authors."""
    person = found.authors.filter(pk=number).first()
    if person is None:
        raise Http404
    title = _("Take %(name)s off the authors") % {"name": person}
    words = {"title": title, "button": _("Take off"), "is_grave": True}
    said = _("Taken off. They have been told.")
    return _made(request, found, Move.REMOVE, authors.remove_author, said, words, person=person)


@require_http_methods(METHODS)
@of_manuscript
def hand_on(request: HttpRequest, found: Manuscript) -> HttpResponse:
    """Let a colleague be an author in one's place."""
    colleagues = writers_of(found.country_id).exclude(pk=person_of(request).pk)
    words = {"title": _("Hand the authorship over"), "button": _("Hand over")}
    return _made(
        request, found, Move.HAND_ON, authors.hand_on, _("Handed over. They have been told."), words, colleagues
    )


def _made(
    request: HttpRequest,
    found: Manuscript,
    move: Move,
    act: Callable[..., None],
    said: str,
    words: dict[str, Any],
    people: Any = None,
    person: User | None = None,
) -> HttpResponse:
    """Show and take the form of a move that is about somebody."""
    if request.method != "POST" and not can_move(request.user, found, move):
        messages.error(request, refusal_of(found, person_of(request), move))
        return back_to(found)
    data = request.POST if request.method == "POST" else None
    form = AuthorForm(data, manuscript=found, move=move, user=request.user, people=people)
    if data is not None and form.is_valid():
        about = {"person": person} if person is not None else {}
        if is_made(form, lambda: act(manuscript=found, by=person_of(request), **about, **form.cleaned_data)):
            messages.success(request, said)
            return back_to(found)
    return form_about(request, found, form, **words)


def authors_context(manuscript: Manuscript, user: Any) -> dict[str, Any]:
    """Return the authors for the page of a manuscript, with what ``user`` can do about them."""
    people = list(authors_of(manuscript))
    may_name = can_move(user, manuscript, Move.NAME)
    may_remove = may_name and len(people) > 1
    return {
        "authors": people,
        "author_rows": [
            {
                "person": person,
                "remove_url": reverse("remove-author", args=[manuscript.pk, person.pk]) if may_remove else "",
            }
            for person in people
        ],
        "name_url": reverse("name-author", args=[manuscript.pk]) if may_name else "",
        "hand_on_url": reverse("hand-on", args=[manuscript.pk])
        if may_name and is_named_author(user, manuscript)
        else "",
    }
