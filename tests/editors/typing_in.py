"""Fill in a form as a browser would: take every field as it is drawn, change some, send all."""

from typing import Any

import lxml.html
from django.http import HttpResponse
from django.test import Client


def drawn(response: HttpResponse) -> dict[str, Any]:
    """The fields of the form for editing, by name, with the values they are drawn with."""
    page = lxml.html.fromstring(response.content.decode())
    form = next(form for form in page.forms if "data-edit-form" in form.attrib)
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        if "__prefix__" in name:
            continue
        fields[name] = [*fields[name], value] if isinstance(fields.get(name), list) else value
        if name in dict_of_many(form):
            fields[name] = fields[name] if isinstance(fields[name], list) else [fields[name]]
    return fields


def dict_of_many(form: Any) -> set[str]:
    """The names of fields drawn as several checkboxes."""
    boxes = [box.get("name") for box in form.xpath(".//input[@type='checkbox']")]
    return {name for name in boxes if boxes.count(name) > 1}


def change(client: Client, address: str, **changes: Any) -> Any:
    """Open a form, change some fields, send it."""
    fields = drawn(client.get(address)) | changes
    return client.post(address, {name: value for name, value in fields.items() if value is not None})


def words(response: HttpResponse) -> str:
    """The visible text of a page."""
    page = lxml.html.fromstring(response.content.decode())
    for hidden in page.xpath("//script|//style|//template|//noscript"):
        hidden.getparent().remove(hidden)
    return " ".join(page.text_content().split())
