"""What no constraint can hold, because it crosses rows: rules that each app brings in its module ``record_rules``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import autodiscover_modules

from core.loading.models import KeptEntry
from core.loading.registry import loaders
from core.loading.standing import Standing, standing_record
from core.loading.waiting import count_waiting
from core.records.models import Record

# The key of a record, and what is wrong with it.
Breach = tuple[str, str]
Rule = Callable[[Standing], Iterable[Breach]]
_RULES: dict[str, Rule] = {}


def register_rule(sentence: str) -> Callable[[Rule], Rule]:
    """Register a rule under the sentence that states it; usable as a decorator."""

    def register(rule: Rule) -> Rule:
        _RULES[sentence] = rule
        return rule

    return register


def rules() -> dict[str, Rule]:
    """Return every rule by its sentence."""
    autodiscover_modules("record_rules")
    return dict(_RULES)


@dataclass(frozen=True, order=True)
class Broken:
    """A record that breaks a rule."""

    key: str
    rule: str
    message: str

    def __str__(self) -> str:
        """Return one line."""
        return f"{self.key}: {self.message} (rule: {self.rule})"


Note = Callable[[Standing], Iterable[str]]
_NOTES: list[Note] = []


def register_note(note: Note) -> Note:
    """Register what a check also says of a record that breaks no rule; usable as a decorator."""
    _NOTES.append(note)
    return note


@dataclass
class Checked:
    """What breaks which rule, and how much there is of what."""

    broken: list[Broken] = field(default_factory=list)
    rules: int = 0
    records: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """Return the summary."""
        yield f"{self.rules} rules, {self.records.total()} records: {_listed(self.records)}"
        yield from self.notes
        if self.kept:
            yield f"{self.kept.total()} entries are kept until their kind is shown: {_listed(self.kept)}"
        if self.waiting:
            kinds = _listed(self.waiting)
            yield f"{self.waiting.total()} relations wait for records of kinds that are not shown yet: {kinds}"


def _listed(numbers: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(numbers.items()))


def check_record() -> Checked:
    """Hold every rule to the record of the site, and count what there is."""
    standing = standing_record()
    checked = Checked(rules=len(rules()))
    for sentence, rule in rules().items():
        checked.broken += sorted({Broken(key, sentence, message) for key, message in rule(standing)})
    checked.records = Counter(Record.objects.values_list("kind", flat=True))
    checked.notes = [line for make in _NOTES for line in make(standing)]
    landed = {loader.file for loader in loaders() if loader.kind}
    checked.kept = Counter(KeptEntry.objects.exclude(file__in=landed).values_list("file", flat=True))
    checked.waiting = count_waiting()
    return checked


def unlike(stated: Mapping[str, Any], found: Mapping[str, Any], what: str) -> Iterator[Breach]:
    """Yield every key of which the row states something else than the graph; nothing and an empty list are equal."""
    for key, value in stated.items():
        if (value or []) != (found.get(key) or []):
            yield key, f"{what}: the row says {_said(value)}, the graph {_said(found.get(key))}"


def _said(value: Any) -> str:
    return ", ".join(value) if value else "nothing"
