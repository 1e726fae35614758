"""``topics.yaml``, ``service_types.yaml``, ``sdg_goals.yaml``, ``indicators.yaml`` and ``terms.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator

from core.loading.entries.reading import related_by_key, sources_by_key
from core.loading.registry import Loader, register_loader
from core.loading.schema import Entry, Key, Language, Part, Words, at_most, refers
from core.records.kinds import Kind, Verb
from core.records.models import Record
from core.records.operations import Edge, set_relations
from core.sources.operations import cite, stop_citing
from core.vocabulary.models import Concept, Label
from core.vocabulary.operations import Names, save_concept


class LabelsEntry(Part):
    """The names of a concept in one language."""

    preferred: Annotated[str, at_most(200)]
    alternative: list[Annotated[str, at_most(200)]]


def _has_english(labels: dict[str, LabelsEntry]) -> dict[str, LabelsEntry]:
    if "en" not in labels:
        raise ValueError("the English name is missing")
    return labels


Labels = Annotated[dict[Language, LabelsEntry], AfterValidator(_has_english)]


class TopicEntry(Entry):
    """A topic."""

    labels: Labels
    definition: Words | None
    broader: Annotated[Key | None, refers(Kind.TOPIC)]


class ServiceTypeEntry(Entry):
    """A kind of service."""

    labels: Labels
    definition: Words | None
    broader: Annotated[Key | None, refers(Kind.SERVICE_TYPE)]


class GoalEntry(Entry):
    """A Sustainable Development Goal."""

    number: int
    labels: Labels
    definition: Words | None
    broader: Annotated[Key | None, refers(Kind.SDG_GOAL)]


class IndicatorEntry(Entry):
    """A measure shared by figures of several practices."""

    labels: Labels
    definition: Words | None
    unit: Annotated[str, at_most(80)]
    broader: Annotated[Key | None, refers(Kind.INDICATOR)]


class TermEntry(Entry):
    """A term, with the languages in which a source uses it."""

    labels: Labels
    topics: Annotated[list[Key], refers(Kind.TOPIC)]
    used_in_sources: list[Language] = []
    sources: Annotated[list[Key], refers(Kind.SOURCE)]


class ConceptLoader(Loader):
    """What the five lists have in common."""

    texts: ClassVar[Mapping[str, str]] = {"definition": "definition"}

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the concepts of the list."""
        rows = Concept.objects.in_scheme(self.kind).select_related("record", "broader__record")
        return {row.record.key: self.plain(row) for row in rows.prefetch_related("labels").order_by("record")}

    def plain(self, row: Concept) -> dict[str, Any]:
        """Return a concept as the files write it."""
        fields = {"definition": row.definition or None, "unit": row.unit or None, "number": row.number}
        found: dict[str, Any] = {
            "id": row.record.key,
            "labels": _labels(row),
            "broader": row.broader.record.key if row.broader else None,
            **fields,
        }
        return {name: found[name] for name in self.schema.model_fields if name in found}

    def write(self, entry: Any, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the concept; its names are its titles."""
        stated = {name for name in ("definition", "unit", "number") if hasattr(entry, name)}
        save_concept(
            key=entry.id,
            scheme=self.kind,
            labels={code: Names(names.preferred, names.alternative) for code, names in entry.labels.items()},
            broader_key=getattr(entry, "broader", None) or "",
            by=None,
            **{name: getattr(entry, name) if name == "number" else getattr(entry, name) or "" for name in stated},
        )

    def titles_in(self, language: str) -> dict[str, str]:
        """Return the names in ``language``."""
        labels = Label.objects.filter(concept__scheme=self.kind, language=language, is_preferred=True)
        return dict(labels.values_list("concept__record__key", "text"))


def _labels(row: Concept) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for label in sorted(row.labels.all(), key=lambda label: (label.pk,)):
        names = found.setdefault(label.language, {"preferred": "", "alternative": []})
        if label.is_preferred:
            names["preferred"] = label.text
        else:
            names["alternative"].append(label.text)
    return found


@register_loader
class TopicLoader(ConceptLoader):
    """Topics."""

    file: ClassVar[str] = "topics"
    kind: ClassVar[str] = Kind.TOPIC
    order: ClassVar[int] = 20
    schema: ClassVar[type[Entry]] = TopicEntry


@register_loader
class ServiceTypeLoader(ConceptLoader):
    """Service types."""

    file: ClassVar[str] = "service_types"
    kind: ClassVar[str] = Kind.SERVICE_TYPE
    order: ClassVar[int] = 21
    schema: ClassVar[type[Entry]] = ServiceTypeEntry


@register_loader
class GoalLoader(ConceptLoader):
    """Sustainable Development Goals."""

    file: ClassVar[str] = "sdg_goals"
    kind: ClassVar[str] = Kind.SDG_GOAL
    order: ClassVar[int] = 22
    schema: ClassVar[type[Entry]] = GoalEntry


@register_loader
class IndicatorLoader(ConceptLoader):
    """Indicators; their unit is translated too."""

    file: ClassVar[str] = "indicators"
    kind: ClassVar[str] = Kind.INDICATOR
    order: ClassVar[int] = 23
    schema: ClassVar[type[Entry]] = IndicatorEntry
    texts: ClassVar[Mapping[str, str]] = {"definition": "definition", "unit": "unit"}


@register_loader
class TermLoader(ConceptLoader):
    """Terms, with the topics they belong to and the sources that use them."""

    file: ClassVar[str] = "terms"
    kind: ClassVar[str] = Kind.TERM
    order: ClassVar[int] = 24
    schema: ClassVar[type[Entry]] = TermEntry
    texts: ClassVar[Mapping[str, str]] = {}
    kept: ClassVar[frozenset[str]] = frozenset({"used_in_sources"})

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the terms."""
        topics, sources = related_by_key(Verb.ABOUT, Kind.TERM), sources_by_key(Kind.TERM)
        return {
            key: entry | {"topics": topics.get(key, []), "sources": sources.get(key, [])}
            for key, entry in super().read().items()
        }

    def write(self, entry: TermEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the term."""
        super().write(entry, changed=changed, titles=titles)
        record = Record.objects.get(key=entry.id)
        set_relations(subject=record, verb=Verb.ABOUT, edges=[Edge(topic) for topic in entry.topics], by=None)
        if entry.sources:
            cite(record=record, source_keys=entry.sources, by=None)
        else:
            stop_citing(record=record, by=None)
