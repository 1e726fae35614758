"""The one door for YAML: text in, plain values out, and back in the shape in which the record is written.

Dates stay text, and only ``true`` and ``false`` are truth values: ``on`` is a date's key here and ``NO`` is Norway.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

WIDTH = 150
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_BOOLEAN = "tag:yaml.org,2002:bool"
# PyYAML writes these as they are, and reads them as ends of lines.
_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")
_DATE = re.compile(r"^\d{4}(-\d\d){1,2}$")


class YamlError(ValueError):
    """A file is no YAML; the message says where."""


class _Reader(yaml.CSafeLoader):
    """Reads what the record needs; a key that stands twice is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that stands twice."""
        seen = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{key}” is no name of a field", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key}” stands twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in {_TIMESTAMP, _BOOLEAN}]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Reader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$"), list("tf"))


class _Writer(yaml.SafeDumper):
    """Writes long text folded and text of several lines as it stands, so that it is read as it was."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Keep lists flush with their key, as the record is written."""
        super().increase_indent(flow, indentless)

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out: the reader of a file should not have to look elsewhere."""
        return True


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = None
    if _BREAKS.search(text):
        style = '"'
    elif _DATE.match(text):
        style = "'"
    elif "\n" in text:
        style = "|"
    elif len(text) > WIDTH - 30 and text == text.strip():
        style = ">"
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _text)


def read_yaml(path: Path) -> Any:
    """Return the content of a file. Raises ``YamlError`` with line and column where it is no YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Reader)  # noqa: S506  (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise YamlError(f"{where}{error.problem or error}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise YamlError(f"line {line}: is not written in UTF-8") from error
    except yaml.YAMLError as error:
        raise YamlError(str(error)) from error


def yaml_of(entries: list[dict[str, Any]]) -> str:
    """Return entries as the text of a record file."""
    return yaml.dump(entries, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=WIDTH)
