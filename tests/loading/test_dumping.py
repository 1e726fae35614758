"""The record of the site is written back as files: all that everybody may see, or nothing."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.loading import dump as dumping
from core.loading import replacing
from core.models import Citation, Figure, Gap, Record, WaitingRelation
from core.records.kinds import Verb
from core.records.operations import withdraw_record
from core.sources.models import Source
from knowledge.models import PracticePage
from tests.factories.site import hide
from tests.loading.comparing import order_of, said
from tests.loading.files import SMALL, add, dump, parsed

Change = Callable[[], Any]


def told(folder: Path) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("dump_record", folder=folder, stdout=out)
    return out.getvalue()


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def record(key: str) -> Record:
    return Record.objects.get(key=key)


def withdraw(key: str) -> Any:
    return withdraw_record(record=record(key), on=timezone.localdate(), reason="Wrong.", by=None)


# --- What is written ------------------------------------------------------------------------------


def test_what_was_loaded_is_written_back_as_it_was(loaded: Path, tmp_path: Path) -> None:
    summary = told(tmp_path / "new" / "record")
    assert "figures: 2 written" in summary
    assert summary.endswith("26 entries written.\n")
    assert said(tmp_path / "new" / "record") == said(SMALL)
    assert order_of(tmp_path / "new" / "record") == order_of(SMALL)


def test_it_is_written_in_the_place_of_the_files_it_came_from(loaded: Path) -> None:
    """File by file, entry by entry, in the parts and the order in which they stood; a README stays."""
    (loaded / "README.md").write_text("How to edit.")
    texts = loaded / "texts" / "az"
    (texts / "pages.yaml").rename(texts / "pages-1.yaml")
    (texts / "pages-2.yaml").write_text("- id: page-about\n  title: Haqqında\n")
    page = (loaded / "topics.yaml").read_text().split("- id: topic-mobile")
    (loaded / "topics.yaml").write_text(f"- id: topic-mobile{page[1]}{page[0]}")
    before = order_of(loaded)
    dump(loaded)
    assert order_of(loaded) == before
    assert (loaded / "README.md").read_text() == "How to edit."
    assert not (texts / "pages.yaml").exists()
    assert [entry["id"] for entry in parsed(loaded)["texts/az/pages-1.yaml"]] == [
        "page-home",
        "page-library",
        "page-news",
    ]
    once = bytes_of(loaded)
    dump(loaded)
    assert bytes_of(loaded) == once
    assert sorted(path.name for path in loaded.parent.iterdir()) == ["record"]


def test_a_new_entry_stands_after_the_one_it_was_made_after(loaded: Path) -> None:
    keys = ["a", "new-first", "c", "new-last"]
    places = {"gaps-1": ["a", "gone"], "gaps-2": ["c"], "other": ["x"]}
    assert replacing.arranged(keys, "gaps", places) == {"gaps-1": ["a", "new-first"], "gaps-2": ["c", "new-last"]}
    assert replacing.arranged(["new", "a"], "gaps", places) == {"gaps-1": ["new", "a"], "gaps-2": []}
    assert replacing.arranged(["new"], "gaps", {}) == {"gaps": ["new"]}


def test_the_newest_practice_stands_first(loaded: Path, tmp_path: Path) -> None:
    Record.objects.filter(key="practice-otaq").update(listed_at=timezone.now())
    dump(tmp_path / "new")
    assert [entry["id"] for entry in parsed(tmp_path / "new")["practices.yaml"]] == ["practice-otaq", "practice-hall"]


def test_what_was_edited_on_the_site_is_in_the_files(loaded: Path) -> None:
    Figure.objects.filter(record__key="fig-visits").update(stated="over 50", note="One line.\r\n\r\n  Another: line.")
    Gap.objects.update(text="# no comment\n- no list\n" + "word " * 60 + "\tend")
    dump(loaded)
    figures = parsed(loaded)["practices.yaml"][0]["figures"]
    assert (figures[0]["stated"], figures[0]["note"]) == ("over 50", "One line.\r\n\r\n  Another: line.")
    assert parsed(loaded)["gaps.yaml"][0]["text"] == "# no comment\n- no list\n" + "word " * 60 + "\tend"


# --- Nothing half ---------------------------------------------------------------------------------


FOREIGN = [
    ("notes.txt", "notes.txt"),
    (".git/config", ".git"),
    ("treaties.yaml", "treaties.yaml"),
    ("texts/xx/gaps.yaml", "texts/xx"),
    ("texts/az/more/gaps.yaml", "texts/az/more"),
    ("texts/az/treaties.yaml", "texts/az/treaties.yaml"),
    ("texts/az/README.md", "texts/az/README.md"),
]


@pytest.mark.parametrize(("file", "named"), FOREIGN)
def test_a_folder_that_holds_something_else_is_refused(loaded: Path, file: str, named: str) -> None:
    (loaded / file).parent.mkdir(parents=True, exist_ok=True)
    (loaded / file).write_text("of somebody else")
    before = bytes_of(loaded)
    with pytest.raises(CommandError) as refused:
        told(loaded)
    assert f"holds {named}, which is no part of a record. Nothing was written" in str(refused.value)
    assert bytes_of(loaded) == before


def test_a_file_in_the_place_of_the_folder_is_refused(loaded: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        told(loaded / "gaps.yaml")


def test_a_file_that_cannot_be_read_is_not_overwritten(loaded: Path) -> None:
    add(loaded, "gaps.yaml", "\t")
    before = bytes_of(loaded)
    with pytest.raises(CommandError, match="Mend the file, or name another folder"):
        told(loaded)
    assert bytes_of(loaded) == before


def test_a_disk_that_fails_half_way_leaves_what_was_there(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []

    def fails(entries: Any) -> str:
        calls.append(entries)
        if len(calls) == 9:
            raise OSError("no space left")
        return "[]"

    monkeypatch.setattr(dumping, "yaml_of", fails)
    before = bytes_of(loaded)
    with pytest.raises(CommandError, match="cannot be written: no space left"):
        told(loaded)
    assert bytes_of(loaded) == before
    assert [path.name for path in loaded.parent.iterdir()] == ["record"]


def test_a_swap_that_fails_is_undone(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def fails(path: Path, target: Path) -> Path:
        if Path(target).name == "record" and not path.name.endswith(".old"):
            raise OSError("busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    before = bytes_of(loaded)
    with pytest.raises(CommandError, match="busy"):
        told(loaded)
    assert bytes_of(loaded) == before
    assert [path.name for path in loaded.parent.iterdir()] == ["record"]


def test_what_no_file_may_say_is_named_and_nothing_is_written(loaded: Path, tmp_path: Path) -> None:
    Citation.objects.filter(record__key__in=["fig-visits", "inst-agency"]).delete()
    with pytest.raises(CommandError) as refused:
        told(tmp_path / "new")
    lines = str(refused.value).splitlines()
    assert "figures.yaml: fig-visits: sources: is empty, and at least one is needed" in lines
    assert "institutions.yaml: inst-agency: sources: is empty, and at least one is needed" in lines
    assert lines[-1] == "2 problem(s) in the record of the site. Nothing was written."
    assert not (tmp_path / "new").exists()


# --- What is not for everybody --------------------------------------------------------------------


def take_down(*languages: str) -> None:
    for page in PracticePage.objects.filter(record__key="practice-hall", locale__language_code__in=languages):
        page.unpublish()


GONE_WITH_IT = "stands in “practice-hall”, which practices.yaml does not hold"

# What is done, which entries are then left out and why, and which mentions of them.
LEFT_OUT: list[tuple[Change, dict[str, str], list[str]]] = [
    (lambda: hide(record("gap-cost")), {"gap-cost": "is not for everybody"}, []),
    (lambda: withdraw("con-number"), {"con-number": "was withdrawn"}, []),
    (
        lambda: withdraw("practice-hall"),
        {
            "practice-hall": "was withdrawn",
            "fig-visits": GONE_WITH_IT,
            "fig-share": GONE_WITH_IT,
            "adoption-uz-hall": "names “practice-hall”",
        },
        [
            "con-number: about[1]: “practice-hall”",
            "gap-cost: about[1]: “practice-hall”",
            "prog-centres: practice: “practice-hall”",
        ],
    ),
    (
        lambda: withdraw("goal-16"),
        {"goal-16": "was withdrawn"},
        ["practice-hall: sdg_goals[1].goal: “goal-16”"],
    ),
    (lambda: withdraw("topic-one-stop"), {"topic-one-stop": "was withdrawn"}, [
        "practice-hall: topics[1]: “topic-one-stop”",
        "term-window: topics[1]: “topic-one-stop”",
        "topic-mobile: broader: “topic-one-stop”",
    ]),
    (lambda: take_down("en"), {
        "practice-hall": "is not published",
        "fig-visits": GONE_WITH_IT,
        "fig-share": GONE_WITH_IT,
        "adoption-uz-hall": "names “practice-hall”",
    }, [
        "con-number: about[1]: “practice-hall”",
        "gap-cost: about[1]: “practice-hall”",
        "prog-centres: practice: “practice-hall”",
    ]),
    (lambda: take_down("az"), {}, []),
    (
        lambda: Figure.objects.filter(record__key="fig-visits").update(subject=record("AZ")),
        {"fig-visits": "stands in “AZ”, which practices.yaml does not hold"},
        [],
    ),
    (lambda: WaitingRelation.objects.create(
        subject=record("news-meeting"), verb=Verb.MENTIONS, object_key="typed-by-hand", position=9
    ), {}, ["news-meeting: related[3]: “typed-by-hand”"]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "left_out", "mentions"), LEFT_OUT)
def test_what_is_not_for_everybody_is_left_out_with_every_mention_of_it(
    loaded: Path, change: Change, left_out: dict[str, str], mentions: list[str]
) -> None:
    change()
    dumped = dump(loaded)
    assert dumped.left_out.entries == left_out
    assert sorted(dumped.left_out.mentions) == mentions
    written = said(loaded)
    for file, entries in said(SMALL).items():
        assert set(entries) - set(written.get(file, {})) <= set(left_out) | {"practice-hall"}, file
    assert not set(left_out) & {key for entries in written.values() for key in entries}


def test_a_translation_that_was_taken_down_is_not_written(loaded: Path) -> None:
    take_down("az")
    dump(loaded)
    assert "texts/az/practices.yaml" not in parsed(loaded)
    assert parsed(loaded)["practices.yaml"][0]["id"] == "practice-hall"


def test_a_claim_does_not_stand_without_its_source_nor_a_contradiction_without_a_claim(loaded: Path) -> None:
    withdraw("src-report")
    left_out = dump(loaded).left_out
    for key in ("con-number", "fig-visits", "UZ", "practice-otaq", "ctr-tashkent"):
        assert left_out.entries[key] in {"names “src-report”", "names “UZ”"}, key
    assert "practice-hall: sources[2]: “src-report”" in left_out.mentions
    assert Source.objects.filter(record__key="src-report").exists()


def test_who_dumps_is_told_what_is_left_out(loaded: Path) -> None:
    withdraw("goal-16")
    lines = told(loaded).splitlines()
    assert lines[-4:] == [
        "1 left out:",
        "  goal-16: was withdrawn",
        "1 mentions of what is left out are not written:",
        "  practice-hall: sdg_goals[1].goal: “goal-16”",
    ]
