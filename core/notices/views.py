"""What somebody was told, and how they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.acting import person_of, see_other
from core.limits import limited
from core.notices.forms import ChoiceForm
from core.notices.models import How, Notice, NoticeChoice
from core.notices.operations import choose, language_of, mark_read, stop_letters
from core.notices.wording import address_of, words_of_all
from core.records.listing import page_at
from core.shown.frame import crumbs_to

PER_PAGE = 25
STOPS_PER_MINUTE = 20


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """Show what somebody was told, the last first."""
    mine = Notice.objects.filter(to=person_of(request))
    page = page_at(mine, PER_PAGE, request.GET.get("page"))
    shown = list(page)
    rows = [{"notice": one, "words": words} for one, words in zip(shown, words_of_all(shown), strict=True)]
    context = {"title": _("Notices"), "page": page, "rows": rows, "unread": mine.unread().count()}
    return render(request, "core/notice_list.html", {"crumbs": _crumbs(), **context})


@require_POST
@login_required
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a notice was read, and lead to what it is about."""
    found = Notice.objects.filter(to=person_of(request), pk=pk).first()
    if found is None:
        raise Http404
    mark_read(by=person_of(request), notice=found)
    return see_other(address_of(found, get_language() or ""))


@require_POST
@login_required
def all_read(request: HttpRequest) -> HttpResponse:
    """Note that everything was read."""
    mark_read(by=person_of(request))
    return see_other(reverse("notices"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice_choice(request: HttpRequest) -> HttpResponse:
    """Show and take how somebody wants to be told."""
    person = person_of(request)
    chosen = NoticeChoice.objects.filter(user=person).first()
    initial = {"how": chosen.how if chosen else How.AT_ONCE, "language": language_of(person, chosen)}
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose(by=person, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return see_other(reverse("notices"))
    around = {"crumbs": _crumbs(inner=True), "cancel": reverse("notices"), "button": pgettext("readers", "Keep")}
    context = {"title": _("How you are told"), "form": form, **around}
    return render(request, "allauth/layouts/form.html", context, status=422 if form.errors else 200)


# Without a token: mail programs send the POST of one click themselves (RFC 8058). The address is signed for one person.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("stop letters", per_minute=STOPS_PER_MINUTE)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether letters shall stop; a POST stops them. To open the address does nothing: scanners open it too."""
    if request.method == "POST":
        person = stop_letters(token=token)
        if person is None:
            raise Http404
        with override(language_of(person)):
            return render(request, "core/stop_letters.html", {"title": _("No more letters"), "is_done": True})
    return render(request, "core/stop_letters.html", {"title": _("Stop the letters?"), "is_done": False})


def _crumbs(*, inner: bool = False) -> list[dict[str, str]]:
    ways = [(_("Desk"), reverse("desk"))]
    return crumbs_to(*ways, *([(_("Notices"), reverse("notices"))] if inner else []))
