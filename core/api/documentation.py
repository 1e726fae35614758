"""What the page about the interface shows, made from its OpenAPI description: nothing is written twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.api.addresses import ROOT
from core.api.gate import PER_MINUTE
from core.api.parameters import MOST

SCHEMA = f"{ROOT}openapi.json"

Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of an object; ``object_name`` is the object it holds, if any."""

    name: str
    type: str
    object_name: str
    description: str
    example: str = ""


@dataclass(frozen=True)
class Endpoint:
    """One address: what it gives, what may be asked, and an example of each."""

    anchor: str
    title: str
    path: str
    description: str
    parameters: list[Field]
    request: str
    link: str
    object_name: str
    answer: str


@dataclass(frozen=True)
class Object:
    """An object of the answers."""

    name: str
    anchor: str
    fields: list[Field]


@dataclass(frozen=True)
class Answer:
    """A status other than 200, and what it means."""

    status: str
    meaning: str


def described(schema: Schema) -> dict[str, Any]:
    """Return the context of the page, in the reader's language."""
    schemas = schema["components"]["schemas"]
    endpoints = [_endpoint(path, methods["get"]) for path, methods in schema["paths"].items()]
    return {
        "contents": [
            {"id": "how", "title": _("How it works")},
            *({"id": endpoint.anchor, "title": endpoint.title} for endpoint in endpoints),
            {"id": "errors", "title": _("Errors")},
            {"id": "objects", "title": _("Objects")},
        ],
        "acts": [{"name": _("Description for programs (OpenAPI 3.1)"), "url": SCHEMA, "icon": "file"}],
        "description": _(schema["info"]["description"]),
        "schema_url": f"{settings.BASE_URL}{SCHEMA}",
        "root": f"{settings.BASE_URL}{ROOT}",
        "languages": list(settings.OPEN_LANGUAGES),
        "most": MOST,
        "per_minute": PER_MINUTE,
        "endpoints": endpoints,
        "objects": [_object(name, schemas[name]) for name in sorted(schemas) if "properties" in schemas[name]],
        "statuses": _statuses(schema["components"]["responses"]),
    }


def _endpoint(path: str, operation: Schema) -> Endpoint:
    content = operation["responses"]["200"]["content"]["application/json"]
    request = path
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            request = request.replace(f"{{{parameter['name']}}}", parameter["example"])
    address = f"{settings.BASE_URL}{request}"
    return Endpoint(
        anchor=operation["operationId"],
        title=_(operation["summary"]),
        path=path,
        description=_(operation["description"]),
        parameters=[_parameter(parameter) for parameter in operation["parameters"]],
        request=address,
        link=address if request == path else "",  # a key of the example may not be in this record
        object_name=content["schema"]["$ref"].rsplit("/", 1)[-1],
        answer=json.dumps(content["example"], ensure_ascii=False, indent=2),
    )


def _parameter(parameter: Schema) -> Field:
    example = parameter.get("example", "")
    shown = ", ".join(str(one) for one in example) if isinstance(example, list) else str(example)
    return Field(parameter["name"], *_type(parameter["schema"]), _(parameter["description"]), shown)


def _object(name: str, schema: Schema) -> Object:
    fields = [
        Field(field, *_type(part), _(part["description"]) if part.get("description") else "")
        for field, part in schema["properties"].items()
    ]
    return Object(name, f"object-{name}", fields)


def _type(schema: Schema) -> tuple[str, str]:
    """Return what kind of value a schema describes, in words, and the object in it."""
    if "$ref" in schema:
        return _("object"), schema["$ref"].rsplit("/", 1)[-1]
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"]), ""
    if "anyOf" in schema:
        words, name = _type(schema["anyOf"][0])
        return _("%(type)s or null") % {"type": words}, name
    if schema.get("type") == "array":
        words, name = _type(schema["items"])
        return _("list: %(type)s") % {"type": words}, name
    if "additionalProperties" in schema:
        words, name = _type(schema["additionalProperties"])
        return _("by language: %(type)s") % {"type": words}, name
    return _plain_type(schema), ""


def _plain_type(schema: Schema) -> str:
    formats = {"date": pgettext("readers", "day"), "date-time": _("time")}
    types = {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("true or false"),
        "null": "null",
    }
    return formats.get(schema.get("format", "")) or types[schema["type"]]


def _statuses(responses: dict[str, Schema]) -> list[Answer]:
    found = [Answer(name.removeprefix("Problem"), _(response["description"])) for name, response in responses.items()]
    return [Answer("304", _("Nothing has changed since the answer with this ETag.")), *found]
