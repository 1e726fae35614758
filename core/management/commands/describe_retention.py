"""Write down what is held of people and how long, from the table by which the worker lets it go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from core.privacy.sections import sections
from core.privacy.table import rules

HEAD = """# What is held of people, and how long

Made by `manage.py describe_retention > docs/retention.md` from the tables in the code; a test holds it to them, and
another finds every field that points at an account in it. The worker lets go what is over its time every twelve hours.
How somebody takes their data along, closes an account or is erased from texts: [readers](manual/reader.md), [the
secretariat](manual/secretariat.md), [ADR 18](adr/0018-an-account-is-closed-and-leaves-a-number.md).

## The table

"""
TAKEN = """
## What a person takes along

*Your data* under the account gives one JSON file. `version` is the number of this shape, `made_at` the moment,
`account` the number of the account; `sections` holds these, each a list of rows. Dates are ISO 8601, with their zone.
Secrets (passwords, second factors, links) are in none of them.

"""


class Command(BaseCommand):
    """Print the document."""

    help = "Print what is held of people and how long, as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(document(), ending="")


def document() -> str:
    """Return the whole document."""
    return "".join([HEAD, *_rules(), TAKEN, *_sections()])


def _rules() -> Iterator[str]:
    yield "| What | Why | How long | Then | When an account is closed |\n|---|---|---|---|---|\n"
    for rule in rules():
        yield f"| {rule.what} | {rule.why} | {rule.how_long} | {rule.then} | {rule.on_closing} |\n"


def _sections() -> Iterator[str]:
    yield "| Section | What it holds | Fields |\n|---|---|---|\n"
    for section in sections():
        fields = ", ".join(f"`{name}`" for name in section.fields)
        yield f"| `{section.name}` | {section.what} | {fields} |\n"
