"""What of the record is not for everybody, and what cannot be said without it: record files are public."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from core.loading.registry import Loader
from core.loading.schema import Entry, references_in
from core.loading.standing import Standing, StandingFile
from core.records.models import Record

_IN_FIELD = re.compile(r"^(?P<field>\w+)(?:\[(?P<position>\d+)\](?:\.\w+)?)?$")


@dataclass
class LeftOut:
    """What is left out: entries by key, with the reason, and what the others do not name any more."""

    entries: dict[str, str] = field(default_factory=dict)
    mentions: list[str] = field(default_factory=list)


def leave_out(standing: Standing) -> LeftOut:
    """Take from ``standing`` what not everybody may see, and every mention of it.

    An entry that cannot do without what it named is left out with it.
    """
    left_out = LeftOut(_not_public(standing))
    number = -1
    while number != len(left_out.entries):
        number = len(left_out.entries)
        present = {entry.id for _loader, entry in standing.each()} | {problem.entry for problem in standing.problems}
        for file in standing.files.values():
            _leave_out_inner(file, standing, left_out)
            _leave_out(file, left_out, present - left_out.entries.keys())
    return left_out


def _not_public(standing: Standing) -> dict[str, str]:
    """Return why entries are left out, by key; what is left out of the translations goes at once."""
    ours = {entry.id for _loader, entry in standing.each()} | {problem.entry for problem in standing.problems}
    records = Record.objects.filter(key__in=ours)
    found = dict.fromkeys(records.exclude(withdrawn_on=None).values_list("key", flat=True), "was withdrawn")
    hidden = records.filter(withdrawn_on=None).exclude(pk__in=Record.objects.public().values("pk"))
    found |= dict.fromkeys(hidden.values_list("key", flat=True), "is not for everybody")
    for file in standing.files.values():
        for name in file.loader.taken_down():
            language, _colon, key = name.rpartition(":")
            if language:
                file.texts.get(language, {}).pop(key, None)
            else:
                found.setdefault(key, "is not published")
    return found


def _leave_out_inner(file: StandingFile, standing: Standing, left_out: LeftOut) -> None:
    """Leave out what stands inside an entry for which its file has no place."""
    if not file.loader.nested_in:
        return
    outer = standing.files[file.loader.nested_in]
    broken = {problem.entry for problem in outer.problems}
    for key, entry in file.entries.items():
        subject = entry.plain()["subject"]
        if subject not in outer.entries and subject not in broken:
            left_out.entries.setdefault(key, f"stands in “{subject}”, which {outer.loader.file}.yaml does not hold")


def _leave_out(file: StandingFile, left_out: LeftOut, present: set[str]) -> None:
    for key, entry in list(file.entries.items()):
        named = {path: other for path, other, _mark in references_in(entry) if other not in present}
        if key not in left_out.entries and named:
            kept = _without(file.loader, entry, list(named))
            if kept is not None and file.put(key, kept):
                left_out.mentions += [f"{key}: {path}: “{other}”" for path, other in named.items()]
            else:
                left_out.entries[key] = f"names “{next(iter(named.values()))}”"
    for key in left_out.entries:
        _drop(file, key)


def _without(loader: Loader, entry: Entry, paths: list[str]) -> dict[str, Any] | None:
    """Return the entry without these fields or items, or ``None`` where more would have to go."""
    plain = entry.plain()
    for path in reversed(paths):  # from behind, so that the positions before stay what they are
        match = _IN_FIELD.match(path)
        if match is None or match["field"] not in plain or match["field"] in loader.text_lists:
            return None
        if match["position"] is None:
            plain[match["field"]] = None
        else:
            del plain[match["field"]][int(match["position"]) - 1]
    return plain


def _drop(file: StandingFile, key: str) -> None:
    file.entries.pop(key, None)
    file.problems = [problem for problem in file.problems if problem.entry != key]
    for texts in file.texts.values():
        texts.pop(key, None)
