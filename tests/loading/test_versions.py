"""What is loaded is published: its text has a first version, and another only where the files say something new."""

from collections import Counter
from pathlib import Path

from knowledge.models import PracticePage, PracticeVersion
from knowledge.versions import version_number
from tests.loading.files import load, rewrite


def kept() -> Counter[tuple[str, str]]:
    return Counter(PracticeVersion.objects.values_list("record__key", "language"))


def test_every_edition_that_is_loaded_has_its_first_version(loaded: Path) -> None:
    editions = list(PracticePage.objects.live().select_related("record", "locale"))
    assert editions
    assert kept() == Counter((page.record.key, page.locale.language_code) for page in editions)
    assert {version_number(page) for page in editions} == {1}
    for page in editions:
        content = PracticeVersion.objects.get(record=page.record, language=page.locale.language_code).content
        assert (content["title"], content["prose"]["summary"]) == (page.title, page.summary)
        if page.is_original:
            assert content["sources"] == [row.source.record.key for row in page.practice_sources.all()]


def test_loading_again_makes_versions_of_what_changed_only(loaded: Path) -> None:
    before = kept()
    load(loaded)
    assert kept() == before
    rewrite(loaded, "practices.yaml", "A first paragraph.", "A better first paragraph.")
    for _time in range(2):
        load(loaded)
        assert sum((kept() - before).values()) == 1
    newest = PracticeVersion.objects.get(number=2)
    assert newest.changes["added"] == 1
    assert newest.changes["removed"] == 0
