"""The interface as a whole: Ninja's, with what its OpenAPI description lacks."""

from __future__ import annotations

import copy
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from core.api.problems import MEDIA_TYPE, Problem, answer_problems
from core.api.rendering import ExactRenderer

HEADERS = {
    "ETag": {
        "description": "Changes when the answer changes. Send it back as If-None-Match to hear 304 until then.",
        "schema": {"type": "string"},
    },
    "Content-Language": {"description": "Language of the answer.", "schema": {"type": "string"}},
}
PROBLEMS = {
    "400": gettext_noop("The request cannot be read."),
    "404": gettext_noop("There is nothing at this address, or nothing for this reader."),
    "410": gettext_noop("The record was withdrawn; the detail says when and why."),
    "405": gettext_noop("This interface is for reading only."),
    "422": gettext_noop("A parameter cannot be used like this; errors says which and what to do."),
    "429": gettext_noop("Too many requests; Retry-After says for how many seconds to wait."),
    "500": gettext_noop("Something broke on our side."),
    "503": gettext_noop("The database does not answer; Retry-After says for how many seconds to wait."),
}


class ReadingAPI(NinjaAPI):
    """An interface for reading: errors are problems, numbers are exact, and its description says all it does."""

    def __init__(self, **options: Any) -> None:
        """Make an interface without a page of Ninja's; ``options`` are Ninja's."""
        super().__init__(docs_url=None, renderer=ExactRenderer(), **options)
        answer_problems(self)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description, made once."""
        return self._description

    @cached_property
    def _description(self) -> OpenAPISchema:
        schema = super().get_openapi_schema()
        schema["servers"] = [{"url": settings.BASE_URL}]
        components = schema["components"]
        components["schemas"].update(_problem_schemas())
        components["headers"] = HEADERS
        components["responses"] = {f"Problem{status}": _problem_response(words) for status, words in PROBLEMS.items()}
        for methods in schema["paths"].values():
            for operation in methods.values():
                _complete(operation, components["schemas"])
        # Ninja lists the sets of parameters as well, though nothing refers to them.
        used = _referred_to([schema["paths"], components["responses"]], components["schemas"])
        components["schemas"] = {name: made for name, made in sorted(components["schemas"].items()) if name in used}
        return schema


def _referred_to(parts: Any, schemas: dict[str, Any]) -> set[str]:
    """Return the names of the schemas that these parts refer to, and those refer to."""
    found: set[str] = set()
    new = _names_in(parts)
    while new:
        found |= new
        new = _names_in([schemas[name] for name in new]) - found
    return found


def _names_in(part: Any) -> set[str]:
    if isinstance(part, list):
        return {name for one in part for name in _names_in(one)}
    if not isinstance(part, dict):
        return set()
    referred = str(part.get("$ref", ""))
    own = {referred.rsplit("/", 1)[-1]} if referred.startswith("#/components/schemas/") else set()
    return own | _names_in(list(part.values()))


def _problem_schemas() -> dict[str, Any]:
    made = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**made.pop("$defs"), "Problem": made}


def _problem_response(words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _complete(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Add to an operation its headers, errors and examples."""
    has_key = any(parameter["in"] == "path" for parameter in operation["parameters"])
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)  # a list, which here must be a map; the schema has them
    found = operation["responses"].pop(200)
    found["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    content = found["content"]["application/json"]
    content["example"] = example_of(content["schema"], schemas)
    operation["responses"] = {
        "200": found,
        "304": {"description": "Nothing has changed since the answer with this ETag."},
        **{
            status: {"$ref": f"#/components/responses/Problem{status}"}
            for status in PROBLEMS
            if status not in {"404", "410"} or has_key
        },
    }


def example_of(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return an example of a schema, put together from the examples of its fields."""
    if schema.get("examples"):
        return copy.deepcopy(schema["examples"][0])
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas)
    if "properties" in schema:
        return {name: example_of(part, schemas) for name, part in schema["properties"].items()}
    if schema.get("type") == "array":
        return [example_of(schema["items"], schemas)]
    if "const" in schema:
        return schema["const"]
    raise ValueError(f"There is no example of {schema}.")
