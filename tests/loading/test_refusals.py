"""Whatever is wrong with the files is said in plain words, with file, entry and field, before anything is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.loading.folder import read_folder
from tests.loading.files import add, rewrite

pytestmark = pytest.mark.django_db
Break = Callable[[Path], None]


def changed(file: str, old: str, new: str) -> Break:
    return lambda folder: rewrite(folder, file, old, new)


def added(file: str, text: str) -> Break:
    return lambda folder: add(folder, file, text)


def written(file: str, content: bytes) -> Break:
    def write(folder: Path) -> None:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)

    return write


GAP = "- id: {}\n  text: A synthetic gap.\n  about: []\n"
AZ = "texts/az/"

# What is done to the files, and the only line that is said.
BROKEN: list[tuple[Break, str]] = [
    # Fields
    (changed("gaps.yaml", "  text:", "  txt: x\n  text:"), "gaps.yaml: gap-cost: txt: is not a field of this kind"),
    (
        changed("sources.yaml", "  publisher: Synthetic bank\n", ""),
        "sources.yaml: src-report: publisher: is missing; write null where no source says",
    ),
    (
        changed("institutions.yaml", "  name: Synthetic agency", "  name: 1912"),
        "institutions.yaml: inst-agency: name: must be a text",
    ),
    (
        changed("sdg_goals.yaml", "number: 16", "number: '16'"),
        "sdg_goals.yaml: goal-16: number: must be a whole number",
    ),
    (
        changed("gaps.yaml", "  about:\n  - practice-hall", "  about: practice-hall"),
        "gaps.yaml: gap-cost: about: must be a list",
    ),
    (
        changed("practices.yaml", "low: 40", "low: forty"),
        "practices.yaml: fig-visits: low: must be a whole number",
    ),
    (
        changed("sources.yaml", "official press release", "rumour"),
        "sources.yaml: src-release: kind: “rumour” is not one of: news, ",
    ),
    (
        changed("sources.yaml", "language: az", "language: azərbaycan"),
        "sources.yaml: src-release: language: “azərbaycan” is not a code of a language: two or three small letters",
    ),
    (
        changed("practices.yaml", "language: en", "language: de"),
        "practices.yaml: practice-hall: language: “de” is not one of the languages of the record: en, ",
    ),
    (
        changed("institutions.yaml", "short_name: SA", f"short_name: {'S' * 121}"),
        "institutions.yaml: inst-agency: short_name: is longer than 120 characters",
    ),
    (
        changed("practices.yaml", "low: 99.4", "low: 99.9"),
        "practices.yaml: fig-share: low (99.9) is above high (99.8)",
    ),
    (
        changed("pages.yaml", "  standfirst: What this is not.", "  statement: What this is not."),
        "pages.yaml: page-about: statement: this page has no place for it",
    ),
    # Dates
    (
        changed("sources.yaml", "'2019-12-24'", "'2019-13-24'"),
        "sources.yaml: src-release: date: “2019-13-24” is not a date",
    ),
    (
        changed("practices.yaml", "as_of: '2019'", "as_of: 2019"),
        "practices.yaml: fig-visits: as_of: “2019” is not a date: write '2019', '2019-06' or '2019-06-21', with the",
    ),
    (
        changed("adoptions.yaml", "words: by", "wrods: by"),
        "adoptions.yaml: adoption-uz-hall: on: “wrods” is no part of a date: earliest, latest, words",
    ),
    (
        changed("adoptions.yaml", "latest: '2026-01-14'", "latest: '2026-01'"),
        "adoptions.yaml: adoption-uz-hall: on: “2026-01” is not a day: write it as '2019-06-21'",
    ),
    # Sources
    (
        changed("practices.yaml", "    sources:\n    - src-report\n", "    sources: []\n"),
        "practices.yaml: fig-visits: sources: is empty, and at least one is needed",
    ),
    (
        changed("centres.yaml", "  sources:\n  - src-report\n", ""),
        "centres.yaml: ctr-tashkent: sources_within: is empty, and at least one is needed",
    ),
    (
        changed("contradictions.yaml", "  - claim: '17'\n    source: src-report\n", ""),
        "contradictions.yaml: con-number: claims: has 1, and at least 2 are needed",
    ),
    # Keys and what they name
    (
        changed("news.yaml", "- inst-agency", "- inst-nowhere"),
        "news.yaml: news-meeting: related[1]: there is no entry “inst-nowhere”",
    ),
    (
        changed("programmes.yaml", "institution: inst-agency", "institution: practice-hall"),
        "programmes.yaml: prog-centres: institution: “practice-hall” is of the kind practice, not institution",
    ),
    (
        changed("adoptions.yaml", "- ctr-tashkent", "- topic-mobile"),
        "adoptions.yaml: adoption-uz-hall: adopted_as[2]: “topic-mobile” is of the kind topic, not practice or ",
    ),
    (
        changed("contradictions.yaml", "source: src-report", "source: topic-mobile"),
        "contradictions.yaml: con-number: claims[2].source: “topic-mobile” is of the kind topic, not source",
    ),
    (
        changed("centres.yaml", "- src-report", "- src-nowhere"),
        "centres.yaml: ctr-tashkent: sources_within[1]: there is no source “src-nowhere”",
    ),
    (
        added("gaps.yaml", GAP.format("gap-cost")),
        "gaps.yaml: gap-cost: id: stands twice; the other one is in gaps.yaml",
    ),
    (
        added("gaps.yaml", GAP.format("fig-share")),
        "practices.yaml: fig-share: id: stands twice; the other one is in gaps.yaml",
    ),
    (added("gaps.yaml", GAP.format("two words")), "gaps.yaml: two words: id: “two words” is no id: Latin letters"),
    (changed("gaps.yaml", "- id: gap-cost\n  text", "- text"), "gaps.yaml: entry 1: id: is missing"),
    (
        changed("practices.yaml", "  - id: fig-share\n    measure", "  - measure"),
        "practices.yaml: practice-hall: figures[2].id: is missing",
    ),
    (
        changed("practices.yaml", "  figures: []\n", ""),
        "practices.yaml: practice-otaq: figures: is missing; write [] where there is none",
    ),
    (
        changed(
            "countries.yaml",
            "- id: UZ",
            "- id: Uzb\n  names: {en: X}\n  roles: []\n  sources: [src-report]\n  note: null\n- id: UZ",
        ),
        "countries.yaml: Uzb: id: “Uzb” is not a code of ISO 3166-1: two capital letters",
    ),
    # Files
    (added("gaps.yaml", "- id: [\n"), "gaps.yaml: line 6, column 1: "),
    (added("gaps.yaml", "\t- practice-otaq\n"), "gaps.yaml: line 5, column 1: found a tab character"),
    (changed("gaps.yaml", "  text:", "  text: x\n  text:"), "gaps.yaml: line 3, column 3: “text” stands twice"),
    (written("gaps.yaml", "- id: gap-ə".encode("utf-16")), "gaps.yaml: line 1: is not written in UTF-8"),
    (
        changed("gaps.yaml", "  text:", "  [a]: x\n  text:"),
        "gaps.yaml: line 2, column 3: “['a']” is no name of a field",
    ),
    (written("gaps.yaml", b"gap-cost: {text: x}\n"), "gaps.yaml: must be a list of entries"),
    (written("treaties.yaml", b"[]\n"), "treaties.yaml: is not a file of the record"),
    (written("figures.yaml", b"[]\n"), "figures.yaml: is not a file of the record"),
    # Translations
    (written("texts/xx/gaps.yaml", b"[]\n"), "texts/xx: is not a folder of a language: ar, az, en, fr, id, ru, tr"),
    (written("texts/gaps.yaml", b"[]\n"), "texts/gaps.yaml: is not a folder of a language: "),
    (written(AZ + "agreements.yaml", b"[]\n"), "texts/az/agreements.yaml: is not a file of translations"),
    (
        added(AZ + "programmes.yaml", "- id: prog-nowhere\n  name: x\n"),
        "texts/az/programmes.yaml: prog-nowhere: id: there is no such entry in programmes.yaml",
    ),
    (
        added(AZ + "programmes.yaml", "- id: prog-centres\n  name: x\n"),
        "texts/az/programmes.yaml: prog-centres: id: stands twice",
    ),
    (
        changed(AZ + "programmes.yaml", "started_words", "started"),
        "texts/az/programmes.yaml: prog-centres: started: is not translated; these are: name, description, ",
    ),
    (
        added(AZ + "programmes.yaml", "  description: Bir təsvir.\n"),
        "texts/az/programmes.yaml: prog-centres: description: translates what the original does not say",
    ),
    (
        changed(AZ + "contradictions.yaml", "  - on yeddi\n", ""),
        "texts/az/contradictions.yaml: con-number: claims: has 1 texts where the original has 2",
    ),
    (
        changed(AZ + "pages.yaml", "title: Sintetik kitabxana", "title: null"),
        "texts/az/pages.yaml: page-library: title: must be a text; leave it out where there is no translation",
    ),
    (
        added(AZ + "practices.yaml", "- id: practice-otaq\n  title: Otaq\n"),
        "texts/az/practices.yaml: practice-otaq: was written in “az”, and what it says there stands in its entry",
    ),
]


@pytest.mark.parametrize(("change", "said"), BROKEN, ids=[said[:60] for _change, said in BROKEN])
def test_what_is_wrong_is_said_with_file_entry_and_field(folder: Path, change: Break, said: str) -> None:
    change(folder)
    problems = [str(problem) for problem in read_folder(folder).problems]
    assert len(problems) == 1, problems
    assert problems[0].startswith(said), problems


def test_the_small_record_itself_has_no_problems_and_names_nothing_outside(folder: Path) -> None:
    assert read_folder(folder, is_whole=True).problems == []


def test_everything_that_is_wrong_is_said_at_once(folder: Path) -> None:
    rewrite(folder, "gaps.yaml", "- practice-hall", "- nowhere")
    rewrite(folder, "sources.yaml", "  publisher: Synthetic bank\n", "")
    add(folder, "topics.yaml", "\t")
    files = {problem.file for problem in read_folder(folder).problems}
    assert {"gaps.yaml", "sources.yaml", "topics.yaml"} <= files


def test_an_entry_with_a_fault_is_not_also_missing_where_it_is_named(folder: Path) -> None:
    rewrite(folder, "sources.yaml", "  publisher: Synthetic bank\n", "")
    assert len(read_folder(folder).problems) == 1


def test_an_empty_file_holds_no_entries(folder: Path) -> None:
    (folder / "gaps.yaml").write_bytes(b"")
    assert read_folder(folder).problems == []
