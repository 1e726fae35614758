"""A record is loaded again: what the files say anew is taken, and nothing is touched besides."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.models import Figure, KeptEntry, Record, Relation, Text, WaitingRelation
from core.records.kinds import Verb
from tests.loading.files import add, load, rewrite, tables

NEW_TOPIC = """- id: topic-new
  labels: {en: {preferred: New, alternative: []}}
  definition: null
  broader: null
"""


def test_a_second_time_changes_nothing(loaded: Path) -> None:
    before = tables()
    report = load(loaded)
    assert (report.added, report.changed, report.kept, report.gone) == (0, 0, [], [])
    assert tables() == before


def test_lines_may_be_broken_anywhere_and_lists_without_order_may_be_turned(loaded: Path) -> None:
    rewrite(loaded, "practices.yaml", "    A first paragraph.", "    A first\n    paragraph.")
    rewrite(loaded, "practices.yaml", "  - topic-mobile\n  - topic-one-stop", "  - topic-one-stop\n  - topic-mobile")
    assert load(loaded).changed == 0


def test_a_dry_run_says_what_would_change_and_writes_nothing(loaded: Path) -> None:
    before = tables()
    rewrite(loaded, "practices.yaml", "over 40", "over 41")
    add(loaded, "topics.yaml", NEW_TOPIC)
    report = load(loaded, dry_run=True)
    assert (report.added, report.changed) == (1, 1)
    assert tables() == before


def test_what_is_new_or_changed_in_the_files_is_taken_and_nothing_else_is_touched(loaded: Path) -> None:
    untouched = Record.objects.get(key="src-report")
    rewrite(loaded, "practices.yaml", "over 40", "over 41")
    rewrite(loaded, "texts/az/figures.yaml", "40-dan çox", "41-dən çox")
    rewrite(loaded, "practices.yaml", "stated: 99.4 to 99.8 per cent", "stated: about 99.4 to 99.8 per cent")
    report = load(loaded)
    assert (report.added, report.changed, report.kept) == (0, 2, [])
    assert Figure.objects.get(record__key="fig-visits").stated == "over 41"
    assert Text.objects.get(record__key="fig-visits", field="stated").text == "41-dən çox"
    assert Record.objects.get(key="src-report").generation == untouched.generation


def test_an_entry_that_is_gone_from_the_files_is_reported_and_left(loaded: Path) -> None:
    (loaded / "gaps.yaml").write_text("[]\n")
    report = load(loaded)
    assert report.gone == ["gap-cost"]
    assert "1 no longer in the files, left on the site: gap-cost" in list(report.lines())
    assert Relation.objects.filter(subject__key="gap-cost").exists()


def test_a_file_that_is_not_there_says_nothing_of_its_entries(loaded: Path) -> None:
    for name in ("gaps.yaml", "agreements.yaml"):
        (loaded / name).unlink()
    report = load(loaded)
    assert (report.changed, report.gone) == (0, [])
    assert KeptEntry.objects.filter(file="agreements").exists()


def test_a_key_of_another_kind_is_refused_and_nothing_is_written(loaded: Path) -> None:
    """The key is taken by a record on the site, and the files do not hold it any more."""
    add(loaded, "topics.yaml", NEW_TOPIC)
    (loaded / "service_types.yaml").unlink()
    rewrite(loaded, "practices.yaml", "  service_types:\n  - service-papers\n", "  service_types: []\n")
    add(loaded, "gaps.yaml", "- id: service-papers\n  text: A synthetic gap.\n  about: []\n")
    before = tables()
    with pytest.raises(CommandError) as refused:
        call_command("load_record", folder=loaded, stdout=io.StringIO())
    assert "gaps.yaml: service-papers: The key “service-papers” belongs to another kind of record." in str(
        refused.value
    )
    assert tables() == before


def test_a_relation_to_what_is_only_kept_waits(loaded: Path) -> None:
    rewrite(loaded, "gaps.yaml", "- practice-hall", "- practice-hall\n  - ctr-tashkent")
    load(loaded)
    waiting = WaitingRelation.objects.filter(subject__key="gap-cost")
    assert [(row.verb, row.object_key) for row in waiting] == [(Verb.CONCERNS, "ctr-tashkent")]
