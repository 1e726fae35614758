"""A record is loaded for the first time: all of it or nothing."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.loading.registry import loaders
from core.models import LoadedField, Record, Title
from knowledge.models import PracticePage
from members.models import Country
from tests.loading.files import rewrite, tables
from tests.reading import words

pytestmark = pytest.mark.django_db
ENTRIES = 26


def told(*arguments: str) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("load_record", *arguments, stdout=out)
    return out.getvalue()


def test_the_record_is_on_the_site_in_the_words_of_its_files_and_whoever_loads_hears_of_it(folder: Path) -> None:
    before = tables()
    dry = told("--folder", str(folder), "--dry-run")
    assert f"{ENTRIES} added, 0 changed" in dry
    assert "Nothing was written." in dry
    assert tables() == before

    said = told("--folder", str(folder))
    for loader in loaders():
        assert f"{loader.file}: " in said or not (folder / f"{loader.file}.yaml").exists(), loader.file
    assert "figures: 2 read, 2 added, 0 changed" in said
    assert f"{ENTRIES} added, 0 changed, 0 fields kept as they are on the site." in said
    assert "3 relations wait for records of kinds that are not shown yet: agreements 1, centres 2" in said
    _is_shown()


def _is_shown() -> None:
    page = words(Client().get("/en/library/practices/hall/"))
    for told in ("Synthetic hall", "over 40", "synthetic visits", "A second one.", "Sintetik press-reliz"):
        assert told in page, told
    assert "Birinci abzas." in words(Client().get("/az/library/practices/hall/"))
    assert "A synthetic summary." in words(Client().get("/en/library/practices/otaq/"))
    assert Country.objects.get(iso2="AZ").record.texts.get(field="name", language="tr").text == "Azerbaycan"
    assert Title.objects.get(record__key="inst-agency", language="az").text == "Sintetik agentlik"
    # The first practice of the file is the newest, and news have the day of the event.
    newest = Record.objects.of_kind("practice").order_by("-listed_at").values_list("key", flat=True)
    assert list(newest) == ["practice-hall", "practice-otaq"]
    assert Record.objects.get(key="news-meeting").listed_at.date().isoformat() == "2019-12-24"
    # What was written in Azerbaijani is the original there.
    editions = PracticePage.objects.filter(record__key="practice-otaq").order_by("pk")
    assert [(page.locale.language_code, page.edition_state) for page in editions] == [
        ("az", "original"),
        ("en", "translated"),
    ]


LATE = [
    ("gaps.yaml", "- practice-hall", "- practice-nowhere", "gaps.yaml: gap-cost: about[1]: there is no entry"),
    ("texts/az/programmes.yaml", "started_words", "started_wurds", "programmes.yaml: prog-centres: started_wurds"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), LATE)
def test_a_fault_in_the_last_file_leaves_nothing(folder: Path, file: str, old: str, new: str, said: str) -> None:
    rewrite(folder, file, old, new)
    before = tables()
    with pytest.raises(CommandError) as refused:
        told("--folder", str(folder))
    assert said in str(refused.value)
    assert "1 problem(s) in the record. Nothing was loaded." in str(refused.value)
    assert tables() == before


def test_a_missing_folder_is_said() -> None:
    with pytest.raises(CommandError, match="there is no such folder"):
        told("--folder", "/nowhere/at/all")
    assert not LoadedField.objects.exists()


def test_what_is_refused_while_it_is_written_leaves_nothing_either(folder: Path) -> None:
    """Without pages there is no place for the practices: only the writing finds that out."""
    (folder / "pages.yaml").unlink()
    (folder / "texts" / "az" / "pages.yaml").unlink()
    before = tables()
    with pytest.raises(CommandError) as refused:
        told("--folder", str(folder))
    assert tables() == before
    assert "practices.yaml: practice-hall: There is no folder of practices in the language “en”" in str(refused.value)
