"""Load a folder of record files: all of it or nothing, and nothing over what was edited on the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from pydantic import ValidationError as SchemaError

from core.generations.operations import counted_as_one
from core.loading.folder import Folder, read_folder
from core.loading.languages import open_languages
from core.loading.memory import Memory, comparable, digest
from core.loading.models import KeptEntry
from core.loading.problems import Problem, RecordRefused, refused_problems
from core.loading.registry import Loader, Translated, Translations, loaders
from core.loading.report import FileReport, KeptField, Report
from core.loading.schema import Entry
from core.loading.waiting import count_waiting

Say = Callable[[str], None]


def load_record(path: Path, *, dry_run: bool = False, say: Say = print) -> Report:
    """Load the record files of the folder ``path`` and return what was done; ``say`` hears of every file.

    With ``dry_run`` everything is tried and nothing is written. Raises ``RecordRefused`` with every problem.
    """
    folder = read_folder(path)
    if folder.problems:
        raise RecordRefused(folder.problems)
    report, memory = Report(), Memory()
    with counted_as_one():
        for loader in loaders():
            if not (path / f"{loader.nested_in or loader.file}.yaml").exists():
                continue
            loader.prepare()
            loading = _Loading(loader, folder, memory, report)
            report.files.append(loading.run())
            if loading.problems:  # what follows would only complain of what is missing now
                raise RecordRefused(loading.problems)
            say(str(report.files[-1]))
        report.titled = open_languages()
        memory.save()
        report.waiting = count_waiting()
        if dry_run:
            transaction.set_rollback(True)
    return report


@dataclass
class _Wanted:
    """What is to be written of one entry."""

    entry: Entry
    is_new: bool
    changed: frozenset[str]
    texts: dict[str, dict[str, Translated]]
    changed_texts: dict[str, frozenset[str]]

    def __bool__(self) -> bool:
        return self.is_new or bool(self.changed) or any(self.changed_texts.values())


class _Loading:
    """The loading of the entries of one file."""

    def __init__(self, loader: Loader, folder: Folder, memory: Memory, report: Report) -> None:
        self.loader, self.memory, self.report = loader, memory, report
        self.entries = folder.entries[loader.file]
        self.files = folder.files
        self.file_texts: Translations = folder.texts.get(loader.file, {})
        self.problems: list[Problem] = []
        self.site = loader.on_site()
        self.site_texts = loader.read_texts() if loader.translatable() else {}
        self.was_kept = set(KeptEntry.objects.values_list("key", flat=True))
        self.held = loader.held_back()

    def run(self) -> FileReport:
        """Write what differs, entry by entry."""
        done = FileReport(self.loader.file, read=len(self.entries))
        for key, entry in self.entries.items():
            wanted = self._wanted(key, entry)
            if wanted and self._write(wanted):
                done.added += wanted.is_new
                done.changed += not wanted.is_new
        gone = [key for key in self.site if key not in self.entries and self.memory.knows(key)]
        self.report.gone += gone
        return done

    # --- What is to be written ------------------------------------------------------------------

    def _wanted(self, key: str, entry: Entry) -> _Wanted:
        site = self.site.get(key)
        is_new, plain = site is None, dict.fromkeys(site or {}) | entry.plain()
        changed = {
            field
            for field, value in plain.items()
            if field != "id" and self._takes(key, field, field, value, None if site is None else site.get(field))
        }
        changed = self._unless_held(key, changed, plain, site or {})
        texts, changed_texts = self._wanted_texts(key, is_new=is_new)
        return _Wanted(self._merged(entry, site, plain, changed), is_new, frozenset(changed), texts, changed_texts)

    def _takes(self, key: str, field: str, remembered_as: str, value: Any, on_site: Any) -> bool:
        """Whether the value of the files goes to the site; notes what is kept."""
        unordered = field in self.loader.unordered
        wanted, there = comparable(value, unordered=unordered), comparable(on_site, unordered=unordered)
        # What was only kept before its kind landed was never on the site.
        before = self.memory.get(key, remembered_as) if key in self.site else None
        if wanted == there:
            self.memory.remember(key, remembered_as, wanted)
            return False
        if before is None and there and not wanted:
            return False  # the site's own; the files never said anything of it
        if (before is None and not there) or before == digest(there):
            return True
        self.report.kept.append(KeptField(key, remembered_as, on_site, value))
        return False

    def _unless_held(self, key: str, changed: set[str], plain: dict[str, Any], site: dict[str, Any]) -> set[str]:
        if key not in self.held:
            return changed
        for field in sorted(changed):
            self.report.kept.append(KeptField(key, field, site.get(field), plain[field], self.held[key]))
        return set()

    def _merged(self, entry: Entry, site: dict[str, Any] | None, plain: dict[str, Any], changed: set[str]) -> Entry:
        """Return the entry with the fields of the site where they are kept."""
        if site is None:
            return entry
        stated = entry.plain()
        merged = {"id": entry.id} | {
            field: plain[field] if field in changed else site.get(field, plain[field])
            for field in plain
            if field != "id" and (field not in changed or field in stated)
        }
        try:
            return self.loader.schema.model_validate(merged)
        except SchemaError:
            return entry

    def _wanted_texts(
        self, key: str, *, is_new: bool
    ) -> tuple[dict[str, dict[str, Translated]], dict[str, frozenset[str]]]:
        texts: dict[str, dict[str, Translated]] = {}
        changed: dict[str, frozenset[str]] = {}
        for language in sorted({*self.file_texts, *self.site_texts}):
            if not self.loader.holds(language):
                continue
            wanted = self.file_texts.get(language, {}).get(key, {})
            there = {} if is_new else self.site_texts.get(language, {}).get(key, {})
            names = {
                field
                for field in {*wanted, *there}
                if self._takes(key, field, f"{language}.{field}", wanted.get(field), there.get(field))
            }
            if f"{language}:{key}" in self.held:
                names = self._unless_held(f"{language}:{key}", names, {n: wanted.get(n) for n in names}, there)
            merged = {**there, **{field: wanted[field] for field in names if field in wanted}}
            texts[language] = {field: text for field, text in merged.items() if field in wanted or field not in names}
            changed[language] = frozenset(names)
        return texts, changed

    # --- Writing ----------------------------------------------------------------------------------

    def _write(self, wanted: _Wanted) -> bool:
        loader, entry = self.loader, wanted.entry
        titles = {language: loader.title_in(texts) for language, texts in wanted.texts.items()}
        retitled = any(names & {*loader.titled_by} for names in wanted.changed_texts.values())
        try:
            with transaction.atomic():
                if wanted.is_new or wanted.changed or retitled:
                    named = {language: title for language, title in titles.items() if title}
                    loader.write(entry, changed=wanted.changed, titles=named)
                    self._keep(wanted)
                for language, names in wanted.changed_texts.items():
                    if names:
                        loader.write_texts(entry, language, wanted.texts[language], names)
        except ValidationError as error:
            self.problems += refused_problems(self.files[entry.id], entry.id, error)
            return False
        self._remember(wanted)
        return True

    def _keep(self, wanted: _Wanted) -> None:
        """Keep beside the row what has no column; drop what was kept before the kind landed."""
        key, plain = wanted.entry.id, wanted.entry.plain()
        has_landed = bool(self.loader.kind) and wanted.is_new and key in self.was_kept
        if not (self.loader.kept & wanted.changed or has_landed):
            return
        content = {field: plain[field] for field in sorted(self.loader.kept) if plain[field] is not None}
        if content:
            KeptEntry.objects.update_or_create(key=key, defaults={"file": self.loader.file, "content": content})
        else:
            KeptEntry.objects.filter(key=key).delete()

    def _remember(self, wanted: _Wanted) -> None:
        plain, key = wanted.entry.plain(), wanted.entry.id
        for field in wanted.changed:
            self.memory.remember(key, field, comparable(plain.get(field), unordered=field in self.loader.unordered))
        for language, names in wanted.changed_texts.items():
            for field in names:
                text = wanted.texts[language].get(field)
                self.memory.remember(key, f"{language}.{field}", comparable(text))
