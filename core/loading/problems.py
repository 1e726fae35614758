"""What is wrong with the record files, in plain words: file, entry, field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as FieldError
from pydantic import ValidationError as SchemaError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong; ``entry`` and ``field`` are empty where it is the whole file or entry."""

    file: str
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        """Return one line."""
        return ": ".join(part for part in (self.file, self.entry, self.field, self.message) if part)


class RecordRefused(Exception):  # noqa: N818  (it is the record that is refused, whole)
    """The record has problems, and nothing of it was loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep every problem."""
        self.problems = list(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


_WORDS = {
    "missing": "is missing; write null where no source says",
    "extra_forbidden": "is not a field of this kind",
    "string_type": "must be a text",
    "list_type": "must be a list",
    "dict_type": "must hold fields of its own",
    "model_type": "must hold fields of its own",
    "model_attributes_type": "must hold fields of its own",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_too_short": "is empty; write null where no source says",
}


def schema_problems(file: str, entry: str, error: SchemaError) -> list[Problem]:
    """Return one problem per field that does not fit its schema."""
    found: dict[str, Problem] = {}
    for detail in error.errors(include_url=False):
        field = _path(detail["loc"])
        found.setdefault(field, Problem(file, entry, field, _words(detail)))
    return list(found.values())


def _path(location: Iterable[Any]) -> str:
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part + 1}]"
        elif part not in {"int", "float", "str"} and not str(part).startswith(("function-", "constrained-")):
            path += f".{part}" if path else str(part)
    return path


def _words(detail: Any) -> str:
    kind = detail["type"]
    if kind in {"value_error", "assertion_error"}:
        return str(detail["ctx"]["error"])
    if kind == "too_short":
        least, given = detail["ctx"]["min_length"], detail["ctx"]["actual_length"]
        return f"has {given}, and at least {least} are needed" if given else "is empty, and at least one is needed"
    if kind == "float_type":
        return "must be a number"
    if kind == "string_too_long":
        return f"is longer than {detail['ctx']['max_length']} characters"
    return _WORDS.get(kind, str(detail["msg"]))


def refused_problems(file: str, entry: str, error: FieldError) -> list[Problem]:
    """Return what an operation refused, one problem per field."""
    if not hasattr(error, "error_dict"):
        return [Problem(file, entry, "", " ".join(error.messages))]
    return [
        Problem(file, entry, "" if field == NON_FIELD_ERRORS else field, " ".join(messages))
        for field, messages in error.message_dict.items()
    ]
