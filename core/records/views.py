"""The permalink."""

from __future__ import annotations

from types import SimpleNamespace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from core.audience.providers import PUBLIC
from core.records.models import Record, Title


def permalink(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to the page of a record in the reader's language; 410 with the reason where it was withdrawn."""
    record = Record.objects.filter(key=key).first()
    if (refused := refusal(request, record)) is not None:
        return refused
    title = Title.objects.filter(record=record, language=get_language() or settings.LANGUAGE_CODE).first()
    if title is None or title.address.startswith("/id/"):
        raise Http404
    return HttpResponseRedirect(title.address)


def refusal(request: HttpRequest, record: Record | None) -> HttpResponse | None:
    """Return what answers instead of the page of ``record``: nothing where the reader may see it, 410 where withdrawn.

    Raises ``Http404`` for what is not there and for what is not for this reader: both look the same.
    """
    if record is not None and Record.objects.visible_to(request.user).filter(pk=record.pk).exists():
        return None
    if record is not None and record.withdrawn_on and record.audience.filter(token=PUBLIC).exists():
        return gone(request, record)
    raise Http404


def gone(request: HttpRequest, record: Record) -> HttpResponse:
    """Answer that a record was withdrawn, when and why."""
    title = Title.objects.filter(record=record, language=get_language() or record.language).first()
    context = {
        "record": record,
        "title": SimpleNamespace(text=title.text, language=title.text_language) if title else None,
        "withdrawn_on": record.withdrawn_on,
        "reason": record.withdrawn_reason,
    }
    return render(request, "410.html", context, status=410)
