"""What the pages of the desk have in common: the way to them, forms about a text, a draft as it will be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from core.acting import act_and_say, is_done, see_other
from core.review.models import Manuscript
from core.review.permissions import can_see_manuscript
from core.shown.frame import crumbs_to
from knowledge.desk.listing import title_of_list
from knowledge.models.practice import PRINTED

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
    """Return the way to a page of the desk: of lists, of a manuscript, or about one."""
    ways = [(_("Desk"), reverse("desk"))]
    if found is not None or inner:
        ways.append((title_of_list(), reverse("manuscripts")))
    if found is not None:
        ways.append((str(found), reverse("manuscript", args=[found.pk])))
    return crumbs_to(*ways)


def is_made(form: Any, act: Callable[[], Any]) -> bool:
    """Whether an act on a manuscript went through; otherwise the form says why."""
    return is_done(form, act, forbidden=_("This is for somebody else to do."))


def form_about(request: HttpRequest, found: Manuscript, form: Any, **words: Any) -> HttpResponse:
    """Show a form about a manuscript."""
    about = {"about": str(found), "about_language": found.page.locale.language_code}
    around = {"form": form, "crumbs": crumbs_of(found), "cancel": reverse("manuscript", args=[found.pk])}
    # Named, as a form is also shown at the address where a factor was given.
    around["action"] = request.path
    status = 422 if form.errors else 200
    return render(request, "allauth/layouts/form.html", {**words, **about, **around}, status=status)


def shown(request: HttpRequest, page: Any, mode: str) -> HttpResponseBase:
    """Show a draft as a page or as it is printed, and let nobody find it by a search."""
    response: HttpResponseBase = page.make_preview_request(request, PRINTED if mode == "pdf" else "")
    response["X-Robots-Tag"] = "noindex"
    return response


def told(
    request: HttpRequest, found: Manuscript, act: Callable[[], Any], success: str, anchor: str = "#requests"
) -> HttpResponse:
    """Act, say what came of it and lead back to the manuscript."""
    try:
        act_and_say(request, act, success)
    except PermissionDenied:
        raise Http404 from None
    return back_to(found, anchor)
