"""What the pages of the desk have in common: whom a manuscript is there for, its forms, and where they lead."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from core.acting import is_done, see_other
from core.review.models import Manuscript
from core.review.permissions import can_see_manuscript
from core.shown.frame import crumbs_to
from knowledge.desk.listing import title_of_list

View = Callable[..., HttpResponseBase]


def of_manuscript(view: View) -> View:
    """Find the manuscript of an address for whoever may know of it; for everybody else there is none."""

    @wraps(view)
    def found(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        manuscript = Manuscript.objects.with_review().filter(pk=pk).first()
        if manuscript is None or not can_see_manuscript(request.user, manuscript):
            raise Http404
        response = view(request, manuscript, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return login_required(found)


def back_to(found: Manuscript, anchor: str = "") -> HttpResponseRedirect:
    """Lead back to the page of a manuscript."""
    return see_other(reverse("manuscript", args=[found.pk]) + anchor)


def crumbs_of(found: Manuscript | None = None, *, inner: bool = False) -> list[dict[str, str]]:
    """Return the way to a page about a manuscript, or to that of one."""
    ways = [(_("Desk"), reverse("desk"))]
    if found is not None or inner:
        ways.append((title_of_list(), reverse("manuscripts")))
    if found is not None:
        ways.append((str(found), reverse("manuscript", args=[found.pk])))
    return crumbs_to(*ways)


def is_done_for(form: Any, act: Callable[[], Any]) -> bool:
    """Whether the act went through; otherwise the form says why."""
    return is_done(form, act, forbidden=_("This is for somebody else to do."))


def ask_form(request: HttpRequest, found: Manuscript, form: Any, **words: Any) -> HttpResponse:
    """Show a form about a manuscript."""
    about = {"about": str(found), "about_language": found.page.locale.language_code}
    around = {"form": form, "crumbs": crumbs_of(found), "cancel": reverse("manuscript", args=[found.pk])}
    status = 422 if form.errors else 200
    return render(request, "allauth/layouts/form.html", {**words, **about, **around}, status=status)


def say_of(request: HttpRequest, found: Manuscript, act: Callable[[], Any], success: str) -> HttpResponse:
    """Act, say what became of it on the page of the manuscript, and lead back there."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, success)
    return back_to(found, "#requests")
