"""Files of kinds that have not landed: their ids and sources are checked, and they are kept as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, model_validator

from core.loading.models import KeptEntry
from core.loading.registry import Loader, register_loader
from core.loading.schema import Entry, Key, refers
from core.records.kinds import Kind


def _sources_in(value: Any) -> list[str]:
    """Return every source that is named inside a value, however deep."""
    if isinstance(value, list):
        return [source for item in value for source in _sources_in(item)]
    if not isinstance(value, dict):
        return []
    found = []
    for name, inner in value.items():
        if name in {"source", "sources"}:
            found += [inner] if isinstance(inner, str) else list(inner or [])
        else:
            found += _sources_in(inner)
    return found


class KeptSchema(Entry):
    """An entry of which only the id and the sources are looked at."""

    model_config = ConfigDict(extra="allow")

    sources_within: Annotated[list[Key], refers(Kind.SOURCE), Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def gather_sources(cls, entry: dict[str, Any]) -> dict[str, Any]:
        """Collect the sources of every part of the entry."""
        return {**entry, "sources_within": list(dict.fromkeys(_sources_in(entry)))}

    def plain(self) -> dict[str, Any]:
        """Return the entry as it was written."""
        return {"id": self.id, **(self.model_extra or {})}


class KeptLoader(Loader):
    """Keeps the entries of a file."""

    order: ClassVar[int] = 5
    schema: ClassVar[type[Entry]] = KeptSchema

    def read(self) -> dict[str, dict[str, Any]]:
        """Return what is kept."""
        return {row.key: {"id": row.key, **row.content} for row in KeptEntry.objects.filter(file=self.file)}

    def write(self, entry: KeptSchema, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Keep the entry."""
        content = {name: value for name, value in entry.plain().items() if name != "id"}
        KeptEntry.objects.update_or_create(key=entry.id, defaults={"file": self.file, "content": content})


@register_loader
class AgreementLoader(KeptLoader):
    """Agreements."""

    file: ClassVar[str] = "agreements"


@register_loader
class DocumentLoader(KeptLoader):
    """Documents of the association."""

    file: ClassVar[str] = "association_documents"


@register_loader
class AwardLoader(KeptLoader):
    """Awards."""

    file: ClassVar[str] = "awards"


@register_loader
class CentreLoader(KeptLoader):
    """Centres."""

    file: ClassVar[str] = "centres"


@register_loader
class MeetingLoader(KeptLoader):
    """Meetings."""

    file: ClassVar[str] = "meetings"


@register_loader
class PersonLoader(KeptLoader):
    """Holders of office."""

    file: ClassVar[str] = "people"
