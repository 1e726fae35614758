"""``countries.yaml``, ``institutions.yaml`` and ``programmes.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from core.loading.entries.reading import sources_by_key
from core.loading.registry import Loader, register_loader
from core.loading.schema import Date, Entry, Key, Language, Words, at_most, one_of, plain_date, refers
from core.models import Text
from core.records.kinds import Kind
from members.models import Country, Institution, Programme
from members.models.country import Role
from members.models.institution import InstitutionKind
from members.operations import save_country, save_institution, save_programme

ENGLISH = "en"
_CODE = re.compile(r"^[A-Z]{2}$")


def _has_english(names: dict[str, str]) -> dict[str, str]:
    if ENGLISH not in names:
        raise ValueError("the English name is missing")
    return names


def _is_code(text: str) -> str:
    if not _CODE.match(text):
        raise ValueError(f"“{text}” is not a code of ISO 3166-1: two capital letters")
    return text


Sources = Annotated[list[Key], refers(Kind.SOURCE), Field(min_length=1)]


class CountryEntry(Entry):
    """A country with its approved name in every language."""

    id: Annotated[str, AfterValidator(_is_code)]
    names: Annotated[dict[Language, Annotated[str, at_most(120)]], AfterValidator(_has_english)]
    roles: list[Annotated[str, one_of(Role.values)]]
    sources: Sources
    note: Words | None


class InstitutionEntry(Entry):
    """An institution, with its name as it writes it itself."""

    name: Annotated[str, at_most(300)]
    name_local: Annotated[str, at_most(300)] | None
    language_local: Annotated[str, at_most(12)] | None
    short_name: Annotated[str, at_most(120)] | None
    country: Annotated[str | None, refers(Kind.COUNTRY)]
    kind: Annotated[str, one_of(InstitutionKind.values)]
    description: Words | None
    sources: Sources
    note: Words | None


class ProgrammeEntry(Entry):
    """A programme; ``practice`` is the one that describes it."""

    name: Annotated[str, at_most(300)]
    name_local: Annotated[str, at_most(300)] | None
    language_local: Annotated[str, at_most(12)] | None
    country: Annotated[str | None, refers(Kind.COUNTRY)]
    institution: Annotated[Key, refers(Kind.INSTITUTION)]
    started: Date
    description: Words | None
    practice: Annotated[Key | None, refers(Kind.PRACTICE)]
    sources: Sources
    note: Words | None


@register_loader
class CountryLoader(Loader):
    """Countries; their names are texts of the record, so only roles and note are translated in files of their own."""

    file: ClassVar[str] = "countries"
    kind: ClassVar[str] = Kind.COUNTRY
    order: ClassVar[int] = 30
    schema: ClassVar[type[Entry]] = CountryEntry
    texts: ClassVar[Mapping[str, str]] = {"note": "note"}
    text_lists: ClassVar[Mapping[str, str]] = {"roles": "role"}

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the countries."""
        sources = sources_by_key(Kind.COUNTRY)
        names: dict[str, dict[str, str]] = {}
        rows = Text.objects.filter(record__kind=Kind.COUNTRY, field="name").order_by("pk")
        for key, language, text in rows.values_list("record__key", "language", "text"):
            names.setdefault(key, {})[language] = text
        countries = Country.objects.select_related("record").prefetch_related("roles").order_by("record")
        return {
            row.iso2: {
                "id": row.iso2,
                "names": {ENGLISH: row.name, **names.get(row.iso2, {})},
                "roles": [role.role for role in row.roles.all()],
                "sources": sources.get(row.iso2, []),
                "note": row.note or None,
            }
            for row in countries
        }

    def write(self, entry: CountryEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the country."""
        save_country(
            iso2=entry.id,
            names=entry.names,
            roles=entry.roles,
            source_keys=entry.sources,
            note=entry.note or "",
            by=None,
        )

    def titles_in(self, language: str) -> dict[str, str]:
        """Return the names in ``language``."""
        names = Text.objects.filter(record__kind=Kind.COUNTRY, field="name", language=language)
        return dict(names.values_list("record__key", "text"))

    def inner_texts(self, entry: CountryEntry) -> dict[str, str]:
        """Return the name, which stands among the names in all languages."""
        return {"name": entry.names[ENGLISH]}


class _NamedLoader(Loader):
    """What institutions and programmes have in common."""

    titled_by: ClassVar[tuple[str, ...]] = ("name",)

    def named(self, row: Institution | Programme) -> dict[str, Any]:
        """Return what both say of themselves."""
        return {
            "id": row.record.key,
            "name": row.name,
            "name_local": row.name_local or None,
            "language_local": row.language_local or None,
            "country": row.country.iso2 if row.country else None,
            "description": row.description or None,
        }


@register_loader
class InstitutionLoader(_NamedLoader):
    """Institutions."""

    file: ClassVar[str] = "institutions"
    kind: ClassVar[str] = Kind.INSTITUTION
    order: ClassVar[int] = 40
    schema: ClassVar[type[Entry]] = InstitutionEntry
    texts: ClassVar[Mapping[str, str]] = {"name": "name", "short_name": "short_name", "description": "description"}
    own_texts: ClassVar[frozenset[str]] = frozenset({"short_name"})
    kept: ClassVar[frozenset[str]] = frozenset({"note"})

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the institutions."""
        sources = sources_by_key(Kind.INSTITUTION)
        rows = Institution.objects.select_related("record", "country").order_by("record")
        return {
            row.record.key: self.named(row)
            | {
                "short_name": row.short_name or None,
                "kind": row.kind,
                "sources": sources.get(row.record.key, []),
            }
            for row in rows
        }

    def write(self, entry: InstitutionEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the institution."""
        save_institution(
            key=entry.id,
            name=entry.name,
            name_local=entry.name_local or "",
            language_local=entry.language_local or "",
            short_name=entry.short_name or "",
            country=entry.country or "",
            kind=entry.kind,
            description=entry.description or "",
            source_keys=entry.sources,
            titles=titles,
            by=None,
        )


@register_loader
class ProgrammeLoader(_NamedLoader):
    """Programmes."""

    file: ClassVar[str] = "programmes"
    kind: ClassVar[str] = Kind.PROGRAMME
    order: ClassVar[int] = 50
    schema: ClassVar[type[Entry]] = ProgrammeEntry
    texts: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "description": "description",
        "started_words": "started_words",
    }
    kept: ClassVar[frozenset[str]] = frozenset({"practice", "note"})

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the programmes."""
        sources = sources_by_key(Kind.PROGRAMME)
        rows = Programme.objects.select_related("record", "country", "institution__record").order_by("record")
        return {
            row.record.key: self.named(row)
            | {
                "institution": row.institution.record.key,
                "started": plain_date(row.started),
                "sources": sources.get(row.record.key, []),
            }
            for row in rows
        }

    def write(self, entry: ProgrammeEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Add or change the programme."""
        save_programme(
            key=entry.id,
            name=entry.name,
            name_local=entry.name_local or "",
            language_local=entry.language_local or "",
            country=entry.country or "",
            institution_key=entry.institution,
            started=entry.started,
            description=entry.description or "",
            source_keys=entry.sources,
            titles=titles,
            by=None,
        )

    def original_of(self, entry: ProgrammeEntry, field: str) -> Any:
        """Return what is translated."""
        return entry.started.words if field == "started_words" else super().original_of(entry, field)
