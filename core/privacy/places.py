"""Every place in the database where a name may stand: all texts of all models, but for those that are named here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from core.audit.models import AuditEntry
from core.privacy.words import Words
from core.uploads.models import Picture, StoredFile
from core.users.models import User

# Looked at by nobody, and why. What is made of other rows is made anew.
LEFT: dict[str, str] = {
    "core.AuditEntry": "a chain that cannot be changed; of people it holds numbers",
    "core.Erasure": "holds whom it is about until it is done",
    "core.Generation": "names of what is counted",
    "core.LoadedField": "digests",
    "core.Timer": "names of work",
    "core.User": "the account itself",
    "account.EmailAddress": "belongs to the account, and goes with it",
    "auth.Permission": "of the code",
    "contenttypes.ContentType": "of the code",
    "mfa.Authenticator": "belongs to the account, and goes with it",
    "search.StoredDocument": "made of the records",
    "sessions.Session": "packed; ends with the account, and after a day at most",
    "usersessions.UserSession": "belongs to the account, and goes with it",
    "wagtailadmin.FormState": "what somebody is typing, packed; goes after days",
    "wagtailcore.ReferenceIndex": "made of pages and rows",
    "wagtailcore.Site": "of the site",
    "wagtailsearch.IndexEntry": "made of pages and files",
    "wagtailsearch.SQLiteFTSIndexEntry": "made of pages and files",
}
# What readers read, or is about to be: the work of a person, which stays when they leave. Everything else is what
# people write to each other and what the site notes of it.
PUBLISHED = frozenset({
    "core.Claim", "core.Concept", "core.Contradiction", "core.Figure", "core.Gap", "core.KeptEntry", "core.Label",
    "core.Picture", "core.Record", "core.Relation", "core.Rendition", "core.Source", "core.Citation",
    "core.StoredFile", "core.Text", "core.Title", "core.WaitingRelation", "core.PrintOrder", "core.OutboxEntry",
    "wagtailcore.Page", "wagtailcore.Collection", "taggit.Tag", "wagtailredirects.Redirect",
})  # fmt: skip
PUBLISHED_APPS = frozenset({"knowledge", "site", "search"})
# Of these apps, what people note of a text on its way.
UNPUBLISHED = frozenset({"knowledge.WordImport", "knowledge.Leftover", "knowledge.TranslationAct"})
# The wording of a text that stands beside it: it changes with the text.
PUBLISHED_FIELDS = frozenset({"core.SuggestedChange.before", "core.SuggestedChange.after"})
PUBLISHED_MEMBERS = frozenset({"members.Country", "members.Institution", "members.Programme", "members.CountryRole"})
REVISIONS = "wagtailcore.Revision"
COMMENTS = "wagtail_admin_comments"
AT_ONCE = 500
_PARTS = re.compile(r"[/_.\s-]+")

# Of these rows some are left alone: the last letter to an account takes the address with it when it is sent.
SPARED: dict[str, Q] = {"core.Letter": Q(is_forgotten=True)}

Writer = Callable[[Any, dict[str, Any], User | None], None]
Copies = Callable[[Words], Iterable[int]]
FileNames = Callable[[], Iterable[str]]
_writers: dict[str, Writer] = {}
_copies: list[Copies] = []
_file_names: list[FileNames] = []


@dataclass(frozen=True)
class Place:
    """A field of a model in which texts stand."""

    model: Any
    field: Any

    @property
    def label(self) -> str:
        """Return the model as the tables here name it."""
        return str(self.model._meta.label)

    @property
    def is_published(self) -> bool:
        """Whether what stands there is the work of somebody, which is or becomes public."""
        if self.label in UNPUBLISHED:
            return False
        if f"{self.label}.{self.field.name}" in PUBLISHED_FIELDS or self.label in PUBLISHED | PUBLISHED_MEMBERS:
            return True
        return self.model._meta.app_label in PUBLISHED_APPS

    @property
    def is_packed(self) -> bool:
        """Whether the texts stand inside of JSON."""
        return isinstance(self.field, models.JSONField)


@dataclass(frozen=True)
class Finding:
    """A row with a field that holds the words, as it is and as it would be."""

    place: Place
    pk: Any
    before: Any
    after: Any


def register_writer(label: str, writer: Writer) -> None:
    """Let ``writer`` change rows of a model that a plain update would leave untrue; it hears who confirmed it."""
    _writers[label] = writer


def register_copies(copies: Copies) -> Copies:
    """Let an app name the records of which it holds copies with the words: these are made anew."""
    _copies.append(copies)
    return copies


def register_file_names(names: FileNames) -> FileNames:
    """Let an app give the names of files that it holds."""
    _file_names.append(names)
    return names


def places() -> list[Place]:
    """Return every place that is looked at."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [
        Place(model, field)
        for model in found
        if model._meta.label not in LEFT and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if _holds_text(field)
    ]


def findings(words: Words, *, everywhere: bool) -> Iterator[Finding]:
    """Yield the rows that hold the words: of what people write to each other, or ``everywhere``.

    What somebody published is theirs and stays when they leave; of a draft or version only the comments are changed.
    """
    for place in places():
        if place.label == REVISIONS or everywhere or not place.is_published:
            yield from _found_in(place, words, everywhere=everywhere)


def write(finding: Finding, *, by: User | None) -> None:
    """Put the words out of a row, as ``by`` confirmed."""
    values = {finding.place.field.name: finding.after}
    writer = _writers.get(finding.place.label)
    if writer is not None:
        writer(finding.pk, values, by)
    else:
        finding.place.model._base_manager.filter(pk=finding.pk).update(**values)


def staying(words: Words) -> dict[str, int]:
    """Return how often the words stand where nothing can be changed: in the audit, and in names of files."""
    entries = AuditEntry.objects.values_list("title", "data")
    titles = sum(
        words.stand_in(title) or words.without_in(data) != data for title, data in entries.iterator(chunk_size=AT_ONCE)
    )
    names = [name for model in (Picture, StoredFile) for name in model.objects.values_list("file", flat=True)]
    names += [name for given in _file_names for name in given()]
    return {"audit": titles, "files": sum(words.stand_in(" ".join(_PARTS.split(name))) for name in names)}


def copies_of(words: Words) -> set[int]:
    """Return the records of which copies hold the words."""
    return {pk for copies in _copies for pk in copies(words)}


def _found_in(place: Place, words: Words, *, everywhere: bool) -> Iterator[Finding]:
    name = place.field.name
    rows = _that_may_hold(place, words).order_by("pk").values_list("pk", name)
    for pk, value in rows.iterator(chunk_size=AT_ONCE):
        if value is None:
            continue
        without = words.without_in(value) if everywhere or place.label != REVISIONS else _comments(words, value)
        if without != value:
            yield Finding(place, pk, value, without)


def _comments(words: Words, content: Any) -> Any:
    """Return what a revision holds with the words put out of its comments only."""
    if not isinstance(content, dict) or COMMENTS not in content:
        return content
    return {**content, COMMENTS: words.without_in(content[COMMENTS])}


def _that_may_hold(place: Place, words: Words) -> Any:
    rows = place.model._base_manager.exclude(SPARED.get(place.label, Q(pk__in=[])))
    if words.runs is None:
        return rows
    name = place.field.name
    if place.is_packed:
        rows, name = rows.annotate(written=Cast(name, models.TextField())), "written"
    may = Q()
    for run in words.runs:
        may |= Q(**{f"{name}__icontains": run})
    return rows.filter(may)


def _holds_text(field: Any) -> bool:
    if isinstance(field, models.JSONField):
        return True
    if not isinstance(field, models.CharField | models.TextField) or isinstance(field, models.SlugField):
        return False
    return not field.choices and not field.primary_key and field.name != "token_hash"
