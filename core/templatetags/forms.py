"""Fields of forms in the site's look."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

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
