"""The permalink."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from core.records.models import Record, Title


def permalink(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to the page of a record in the reader's language; 410 with the reason where it was withdrawn."""
    record = Record.objects.filter(key=key).first()
    if record is None:
        raise Http404
    if record.withdrawn_on and Record.objects.filter(pk=record.pk, audience__token="public").exists():
        return gone(request, record)
    if not Record.objects.visible_to(request.user).filter(pk=record.pk).exists():
        raise Http404
    title = Title.objects.filter(record=record, language=get_language() or record.language).first()
    if title is None or title.address.startswith("/id/"):
        raise Http404
    return HttpResponseRedirect(title.address)


def gone(request: HttpRequest, record: Record) -> HttpResponse:
    """Answer that a record was withdrawn, when and why."""
    return render(request, "410.html", {"record": record}, status=410)
