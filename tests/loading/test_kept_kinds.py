"""Entries of kinds that have not landed are kept, and appear by themselves when their loader comes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from django.urls import reverse

from core.loading import registry
from core.loading.entries.reading import sources_by_key
from core.loading.registry import Loader
from core.loading.schema import Date, Entry, Key, refers
from core.models import KeptEntry, Record, Relation, Title, WaitingRelation
from core.records.kinds import Kind, Verb
from core.records.operations import register_record
from core.sources.operations import cite
from tests.loading.files import content, load, tables


class AgreementEntry(Entry):
    """An agreement, of which the site shows the title."""

    title: str
    date: Date
    parties: list[str]
    sources: Annotated[list[Key], refers(Kind.SOURCE)]


class LandedLoader(Loader):
    """Agreements have landed; files stand in for their kind."""

    file: ClassVar[str] = "agreements"
    kind: ClassVar[str] = Kind.FILE
    order: ClassVar[int] = 55
    schema: ClassVar[type[Entry]] = AgreementEntry
    kept: ClassVar[frozenset[str]] = frozenset({"date", "parties"})

    def read(self) -> dict[str, dict[str, Any]]:
        titles = Title.objects.filter(kind=Kind.FILE, language="en").values_list("record__key", "text")
        sources = sources_by_key(Kind.FILE)
        return {key: {"id": key, "title": text, "sources": sources.get(key, [])} for key, text in titles}

    def write(self, entry: AgreementEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        assert {"title", "sources"} & changed, "an entry that is new on the site is new in every field"
        record = register_record(
            key=entry.id,
            kind=Kind.FILE,
            slug=entry.id,
            language="en",
            titles={"en": entry.title},
            address=lambda language: reverse("permalink", args=[entry.id]),
            by=None,
        )
        cite(record=record, source_keys=entry.sources, by=None)


class WholeLoader(LandedLoader):
    """The same with a column for everything."""

    kept: ClassVar[frozenset[str]] = frozenset()

    def read(self) -> dict[str, dict[str, Any]]:
        stated = {"date": "2017-12", "parties": ["inst-agency", "nobody in particular"]}
        return {key: entry | stated for key, entry in super().read().items()}


def kept(key: str) -> KeptEntry | None:
    return KeptEntry.objects.filter(key=key).first()


def test_an_entry_is_kept_as_it_was_written_in_the_order_it_was_written(loaded: Path) -> None:
    agreement = kept("agr-one")
    assert agreement is not None
    assert list(agreement.content) == ["title", "date", "parties", "sources"]
    assert agreement.content["date"] == "2017-12"
    assert not Record.objects.filter(key="agr-one").exists()
    assert Relation.objects.filter(object__key="agr-one").count() == 0
    assert WaitingRelation.objects.get(object_key="agr-one").subject.key == "page-home"


@pytest.mark.parametrize("loader", [LandedLoader, WholeLoader])
def test_when_its_kind_lands_it_appears_by_itself(
    loaded: Path, monkeypatch: pytest.MonkeyPatch, loader: type[Loader]
) -> None:
    monkeypatch.setitem(registry._LOADERS, "agreements", loader())
    report = load(loaded)
    assert (report.added, report.changed, report.kept) == (1, 0, [])
    assert Title.objects.get(record__key="agr-one", language="en").text == "Synthetic memorandum"
    relation = Relation.objects.get(object__key="agr-one")
    assert (relation.subject.key, relation.verb) == ("page-home", Verb.MENTIONS)
    assert not WaitingRelation.objects.filter(object_key="agr-one").exists()
    assert report.waiting == {"centres": 2}

    beside = kept("agr-one")
    assert (set(beside.content) if beside else set()) == loader.kept
    assert content()["agreements"][0]["agr-one"]["parties"] == ["inst-agency", "nobody in particular"]
    before = tables()
    assert load(loaded).changed == 0
    assert tables() == before


def test_what_is_kept_beside_a_row_follows_the_files(loaded: Path) -> None:
    beside = kept("inst-agency")
    assert beside is not None
    assert beside.content == {"note": "Kept beside the row."}
    path = loaded / "institutions.yaml"
    path.write_text(path.read_text().replace("note: Kept beside the row.", "note: null"))
    assert load(loaded).changed == 1
    assert kept("inst-agency") is None
