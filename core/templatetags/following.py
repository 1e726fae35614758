"""To follow and to save, on public pages: links for whoever is nobody in particular, forms for who is signed in.

A page that is kept for everybody holds the links alone, and no token that would set a cookie.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language

from core.following.models import Following, SavedRecord
from core.following.permissions import FOLLOWED_KINDS, SAVED_KINDS
from core.following.registry import searches
from core.pagecache.validity import is_signed_in

register = template.Library()


@register.inclusion_tag("components/own_acts.html", takes_context=True)
def own_acts(context: Context, record: Any) -> dict[str, Any]:
    """Print how a record is followed and saved; nothing in previews, which have no reader. At most two queries."""
    request = context.get("request")
    if request is None or record is None or getattr(request, "is_preview", False):
        return {}
    may_follow, may_save = record.kind in FOLLOWED_KINDS, record.kind in SAVED_KINDS
    asked = urlencode({"of": record.key})
    shown: dict[str, Any] = {
        "follow_url": f"{reverse('follow')}?{asked}" if may_follow else "",
        "save_url": f"{reverse('save-record')}?{asked}" if may_save else "",
    }
    if not is_signed_in(request):
        return shown
    mine = {"user": request.user, "record": record}
    return shown | {
        "token": get_token(request),
        "following": Following.objects.filter(**mine).first() if may_follow else None,
        "saved": SavedRecord.objects.filter(**mine).first() if may_save else None,
    }


@register.inclusion_tag("components/own_acts.html", takes_context=True)
def own_search(context: Context) -> dict[str, Any]:
    """Print how the search that the address asks is followed; nothing where it asks for nothing. At most one query."""
    request = context.get("request")
    query = searches().read(request.META.get("QUERY_STRING", "")) if request is not None else ""
    if request is None or not query:
        return {}
    shown = {"follow_url": f"{reverse('follow')}?{urlencode({'search': query})}", "is_search": True}
    if not is_signed_in(request):
        return shown
    mine = Following.objects.filter(user=request.user, query=query, language=get_language())
    return shown | {"token": get_token(request), "following": mine.first()}
