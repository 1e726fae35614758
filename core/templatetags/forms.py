"""Fields of forms in the site's look."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.unsent.operations import FIELD, HAD_FILES, Origin, kept_for, mark
from core.users.tokens import is_by_link

register = template.Library()


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Return the box of a field, with what explains it and what is amiss named for those who do not see."""
    attributes: dict[str, str | bool] = {"class": "in"}
    explained = [f"{field.auto_id}_helptext"] if field.help_text else []
    if field.errors:
        explained.append(f"{field.auto_id}_error")
    if explained:
        attributes["aria-describedby"] = " ".join(explained)
    # Placeholders repeat labels, and vanish when one begins to type.
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs=attributes)


# The library of accounts keeps what it asks for by itself, and what is typed there is mostly secret.
OF_ACCOUNTS = "/accounts/"


@register.simple_tag(takes_context=True)
def take_up(context: Context, form: Any) -> SafeString:
    """Put back into a form what could not be sent before, and return the field that says for whom the page is made.

    Call it before the fields are drawn. The form that was sent just now keeps what it holds. A form that is read by
    GET (``by_get``) loses nothing, and what it holds stands in its address; a page that a link opens asks for no
    session, and its address is written down nowhere.
    """
    request: Any = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not form or context.get("by_get"):
        return SafeString("")
    if OF_ACCOUNTS in request.path or is_by_link(request):
        return SafeString("")
    name = f"{type(form).__name__} {form.auto_id}"[:200]
    kept = _kept(request).get(name) if not form.is_bound else None
    if kept is not None:
        form.initial = {**form.initial, **_initial(form, kept.words)}
        form.was_kept, form.has_lost_files = True, HAD_FILES in kept.words
    sent = getattr(request, "typed_at", None)  # a form that is shown again may stand at an address of its own
    page = sent.page if sent is not None else request.path
    origin = Origin(user.pk, page, name, kept.pk if kept is not None else 0)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, mark(origin))


def _kept(request: Any) -> dict[str, Any]:
    """Ask once for what is kept of a page, however many forms it has."""
    if not hasattr(request, "unsent_forms"):
        request.unsent_forms = kept_for(request.user, request.path)
    found: dict[str, Any] = request.unsent_forms
    return found


def _initial(form: Any, words: dict[str, list[str]]) -> dict[str, Any]:
    """Return what was typed by the fields of a form; what is none of its fields is left out."""
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        values = words.get(form.add_prefix(name))
        if values:
            found[name] = values if getattr(field.widget, "allow_multiple_selected", False) else values[-1]
    return found
