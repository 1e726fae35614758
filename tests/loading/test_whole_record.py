"""The association's record itself, on the site as `make run` starts it."""

from pathlib import Path

from django.conf import settings

from tests.house.site import RunningSite
from tests.loading.comparing import order_of, said
from tests.loading.files import parsed


def test_every_rule_holds_for_the_record_and_it_is_counted(running_site: RunningSite) -> None:
    lines = running_site.command("check_record").splitlines()
    practices = parsed(settings.RECORD_DIR)["practices.yaml"]
    figures = [figure for practice in practices for figure in practice["figures"]]
    assert lines[-1] == "Every rule holds."
    assert f"practice {len(practices)}" in lines[0]
    assert f"figure {len(figures)}" in lines[0]
    texts = next(line for line in lines if " texts in az: " in line)
    assert texts.endswith("0 reviewed, 0 outdated")
    for file in ("agreements", "association_documents", "awards", "centres", "meetings", "people"):
        assert any(f"{file} {len(parsed(settings.RECORD_DIR)[f'{file}.yaml'])}" in line for line in lines), file
    assert any("relations wait for records of kinds that are not shown yet: " in line for line in lines)


def test_the_dump_of_a_loaded_record_says_what_the_record_says(running_site: RunningSite, tmp_path: Path) -> None:
    told = running_site.command("dump_record", "--folder", str(tmp_path / "record"))
    here, there = said(settings.RECORD_DIR), said(tmp_path / "record")
    assert here.keys() == there.keys()
    for file, entries in here.items():
        assert entries == there[file], file
    assert order_of(tmp_path / "record") == order_of(settings.RECORD_DIR)
    assert "left out" not in told
