"""Write down what each role may do, from the tables by which the site itself decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from core.review.states import MOVES, Gate, Part, Stage
from core.users.roles import ON_FILES, ON_PAGES, Role, granted

HEAD = """# What each role may do

Made by `manage.py describe_roles > docs/roles.md` from the tables in the code; a test holds it to them. Roles are given
and ended on the page of people, with the letter or decision they rest on. Administrators may do everything but what a
country decides; nobody has rights by group.
"""
OF_A_COUNTRY = (
    "\nExperts and focal points: of their own country only, and only practices and what they uploaded themselves.\n"
)


class Command(BaseCommand):
    """Print the document."""

    help = "Print what each role may do, as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, in English."""
        with override("en"):
            self.stdout.write(document(), ending="")


def document() -> str:
    """Return the whole document."""
    parts = [HEAD, "\n## Rows, pages and files\n", OF_A_COUNTRY, "\n", *_table(_rights(), "Of what")]
    parts += ["\n## Manuscripts\n\n", *_moves()]
    return "".join(parts)


def _rights() -> dict[str, dict[str, set[str]]]:
    """Return what each role may do, by what it is done to."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for role in Role:
        for name in granted(role):
            app, _dot, codename = name.partition(".")
            verb, _line, thing = codename.partition("_")
            found[f"{thing.replace('_', ' ')} ({app})"][role].add(verb)
        found["pages"][role] |= ON_PAGES.get(role, frozenset())
        found["pictures and documents"][role] |= ON_FILES.get(role, frozenset())
    for role in (Role.EXPERT, Role.FOCAL_POINT):
        found["pages"][role] |= {"add", "change"}
    return found


def _table(rights: dict[str, dict[str, set[str]]], first: str) -> Iterator[str]:
    yield f"| {first} | {' | '.join(str(role.label) for role in Role)} |\n"
    yield f"|---|{'---|' * len(Role)}\n"
    for thing in sorted(rights):
        cells = [", ".join(sorted(rights[thing].get(role, ()))) or "–" for role in Role]
        yield f"| {thing} | {' | '.join(cells)} |\n"


def _moves() -> Iterator[str]:
    """Return who makes which move from which stage."""
    yield "| What is done | While it is | By whom | Then it is |\n|---|---|---|---|\n"
    for move, rule in MOVES.items():
        stages = [stage for stage in Stage if stage in rule.stages]
        then = rule.leads_to.label if rule.leads_to else "as before"
        for stage in stages:
            yield f"| {move.label} | {stage.label} | {_who(rule.part, stage)} | {then} |\n"


def _who(part: Part, stage: Stage) -> str:
    if part == Part.AUTHOR:
        return "experts and focal points of the country; the secretariat by letter"
    if part == Part.NAMER:
        return "its authors and the focal points of the country; the secretariat by letter"
    if part == Part.ENDORSER:
        return "focal points of the country; the secretariat by letter"
    if stage == Stage.ENDORSED:
        return "the secretariat"
    return f"focal points of the country ({Gate.ENDORSEMENT.label}); the secretariat by letter"
