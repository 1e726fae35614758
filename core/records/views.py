"""The permalink, and how the pages of records begin: not there, withdrawn, or read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.audience.providers import tokens_of
from core.generations.noting import shows_about
from core.records.models import Record, Title
from core.records.places import place_of
from core.records.reading import Reading, read_record, spoken_language

# What a key may look like; anything else is asked of no database.
KEY = re.compile(r"[A-Za-z0-9-]{1,120}")
RecordView = Callable[[HttpRequest, Reading], HttpResponse]


@require_safe
def permalink(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to where a record is shown in the reader's language; 410 with the reason where it was withdrawn."""
    record = Record.objects.filter(key=key).first() if KEY.fullmatch(key) else None
    if record is None:
        raise Http404
    if (refused := refusal(request, record)) is not None:
        return refused
    address = place_of(record, language=spoken_language(), user=request.user)
    if not address:
        raise Http404
    return HttpResponseRedirect(address)


def record_page(kind: str) -> Callable[[RecordView], Callable[..., HttpResponse]]:
    """Let a view answer for the records of ``kind``, found by the last part of the address; it is given the reading.

    What is not there and what is not for this reader is the same 404; what was withdrawn is 410 with the reason.
    """

    def decorate(view: RecordView) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, slug: str) -> HttpResponse:
            found = record_at(request, kind, slug)
            return found if isinstance(found, HttpResponse) else view(request, read_record(request, found))

        return answer

    return decorate


def record_at(request: HttpRequest, kind: str, slug: str) -> Record | HttpResponse:
    """Return the record at an address, or what answers instead of it. Raises ``Http404`` as ``refusal`` does."""
    record = Record.objects.filter(kind=kind, slug=slug).first()
    refused = refusal(request, record)
    if refused is not None or record is None:
        return refused or HttpResponse(status=404)
    return record


def refusal(request: HttpRequest, record: Record | None) -> HttpResponse | None:
    """Return what answers instead of the page of ``record``: nothing where the reader may see it, 410 where withdrawn.

    Raises ``Http404`` for what is not there and for what is not for this reader: both look the same.
    """
    if record is None or not record.audience.filter(token__in=sorted(tokens_of(request.user))).exists():
        raise Http404
    shows_about(record.pk)
    return gone(request, record) if record.withdrawn_on else None


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
