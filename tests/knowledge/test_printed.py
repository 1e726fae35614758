"""A practice as PDF: the text of its page, in its language, for whom the page is."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from core.dates import PartialDate
from core.pdf import answers, making, shelf
from core.pdf.jobs import OUT_OF_TIME
from core.records.operations import set_audience, withdraw_record
from knowledge.models import PracticeImage
from knowledge.presentation.printed import PICTURE, printed_practice
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.pdf.printing import failures, flowing_text_of, language_of, tags_of
from tests.search.shelf import of_the_secretariat
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept", "empty_shelf")]
ADDRESS = "/en/library/practices/centres/practice.pdf"


@pytest.fixture
def centres(world: World) -> Any:
    page = world.practice(
        "centres",
        title="Service centres <one & all>",
        institution=world.agency,
        is_full=True,
        started=PartialDate.from_iso("2012-07"),
        goals=[world.peace],
    )
    make.a_figure(page, measure="synthetic applications", stated="over 40", low=40, high=None)
    make.a_figure(page, measure="synthetic applications", stated="about 80", low=80, high=80, note="Synthetic note.")
    make.an_adoption(page, world.kenya, on="2016")
    return page


def content(answer: Any) -> bytes:
    return bytes(answer.content)


@pytest.mark.slow
def test_the_file_holds_what_the_page_holds(client: Client, centres: Any, tmp_path: Path) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="centres-en.pdf"' in answer["Content-Disposition"]
    file = tmp_path / "a.pdf"
    file.write_bytes(content(answer))
    told = flowing_text_of(file)
    assert "Service centres <one & all>" in told
    for name in make.SECTIONS:
        assert f"Synthetic {name} of centres." in told
    for words in (
        "Compiled from public sources, not yet confirmed by the institution.",
        "Synthetic agency", "July 2012", "One-stop shop", "over 40", "about 80", "Synthetic note.", "Kenya", "2016",
        "How to cite", "http://testserver/id/practice-centres", "Version 1",
    ):  # fmt: skip
        assert words in told, words
    assert language_of(file) == "en"
    assert failures([file]) == {"a.pdf": []}
    tags = list(tags_of(file))
    kinds = [kind for kind, _alt, _parent in tags]
    assert kinds.count("/H1") == 1
    # Facts, nine sections, figures, adoption, what no source says or the sources, how to cite.
    assert kinds.count("/H2") >= 13
    assert kinds.count("/TH") == 4 + 2 + 5 + 1
    alternatives = [alt for kind, alt, _parent in tags if kind == "/Figure"]
    assert all(alternatives)
    assert "synthetic applications: about 80" in alternatives
    assert any("QR code" in alt for alt in alternatives)


# Wagtail leaves the file open in which it makes a rendition.
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.parametrize("lost", ["the original", "its copy", "its content"])
def test_a_picture_that_cannot_be_read_is_told_in_words(
    client: Client, centres: Any, tmp_path: Path, lost: str
) -> None:
    picture = make.a_picture()
    PracticeImage.objects.create(page=centres, image=picture, alternative="A synthetic hall")
    centres.save_revision().publish()
    copy = picture.get_rendition(PICTURE)
    file = Path((copy if lost == "its copy" else picture).file.path)
    if lost != "its copy":
        copy.delete()
    file.unlink() if lost != "its content" else file.write_bytes(b"Synthetic noise.")
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    (tmp_path / "a.pdf").write_bytes(content(answer))
    told = flowing_text_of(tmp_path / "a.pdf")
    assert "This picture cannot be shown at the moment. A synthetic hall" in told


@pytest.mark.slow
def test_an_edition_is_printed_in_its_own_language(client: Client, world: World, tmp_path: Path) -> None:
    page = world.practice("centres", title="Service centres", is_full=True)
    azerbaijani = make.in_azerbaijani(world.library)
    translated = make_site.translated(page, title="Xidmət mərkəzləri", summary="Sınaq üçün süni xülasə, “ASAN xidmət”.")
    assert azerbaijani.folder.pk == translated.get_parent().pk
    answer = client.get(ADDRESS.replace("/en/", "/az/"))
    (tmp_path / "a.pdf").write_bytes(content(answer))
    told = flowing_text_of(tmp_path / "a.pdf")
    assert "Xidmət mərkəzləri" in told
    assert "Sınaq üçün süni xülasə, “ASAN xidmət”." in told
    assert "Tərcümə hələ yoxlanılmayıb" in told
    assert language_of(tmp_path / "a.pdf") == "az"
    page.refresh_from_db()
    translated.refresh_from_db()
    assert 'lang="en"' not in printed_practice(translated, page, user=None).html.partition("cite")[2]
    assert failures([tmp_path / "a.pdf"]) == {"a.pdf": []}


def test_the_same_content_is_printed_once(client: Client, centres: Any, quick_press: list[str]) -> None:
    first = client.get(ADDRESS)
    assert content(first) == content(client.get(ADDRESS))
    assert len(quick_press) == 1
    unchanged = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    assert not unchanged.content


def test_another_text_is_another_file(client: Client, centres: Any, quick_press: list[str]) -> None:
    first = client.get(ADDRESS)
    page = Page.objects.get(pk=centres.pk).specific
    page.title = "Other centres"
    make_site.publish(page)
    assert content(first) != content(client.get(ADDRESS, headers={"If-None-Match": first["ETag"]}))
    assert len(quick_press) == 2


def test_what_is_not_for_this_reader_is_not_there(client: Client, centres: Any, quick_press: list[str]) -> None:
    content(client.get(ADDRESS))
    set_audience(record=centres.record, tokens=["secretariat"], by=None)
    hidden, unknown = client.get(ADDRESS), client.get(ADDRESS.replace("centres", "nothing-such"))
    assert hidden.status_code == unknown.status_code == 404
    let_in(client, of_the_secretariat())
    assert content(client.get(ADDRESS)).startswith(b"%PDF-")


def test_a_withdrawn_practice_says_so(client: Client, centres: Any, quick_press: list[str]) -> None:
    from datetime import date

    withdraw_record(record=centres.record, reason="Synthetic.", on=date(2026, 1, 1), by=None)
    assert client.get(ADDRESS).status_code == 410
    assert quick_press == []


@pytest.mark.parametrize("failure", [making.Busy(), making.NotPrinted(OUT_OF_TIME)])
def test_when_there_is_no_file_a_page_says_so(
    client: Client, centres: Any, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fails(ready: Any) -> Path:
        raise failure

    monkeypatch.setattr(answers, "in_request", fails)
    answer = client.get(ADDRESS)
    assert answer.status_code == 503
    seconds = answers.RETRY_AFTER if isinstance(failure, making.Busy) else shelf.TRIED_AGAIN
    assert answer["Retry-After"] == str(seconds)
    assert "The file is not ready at this moment" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")


def test_the_page_leads_to_its_file(client: Client, centres: Any) -> None:
    assert ADDRESS in client.get("/en/library/practices/centres/").content.decode()


def test_the_worker_prints_what_changed(centres: Any, quick_press: list[str]) -> None:
    from core.outbox.operations import deliver_batch
    from core.pdf.models import DuePrint
    from core.pdf.queue import print_due

    deliver_batch(size=1000)
    assert DuePrint.objects.filter(record=centres.record).exists()
    print_due()
    assert [html for html in quick_press if "Service centres &lt;one &amp; all&gt;" in html]
    assert not DuePrint.objects.exists()


def test_the_editor_sees_the_draft_as_it_is_printed(client: Client, centres: Any, quick_press: list[str]) -> None:
    page = Page.objects.get(pk=centres.pk).specific
    page.title = "Draft of centres"
    answer: Any = page.make_preview_request(preview_mode="printed")
    assert answer["Content-Type"] == "application/pdf"
    assert content(answer)
    assert "Draft of centres" in quick_press[-1]
    assert [mode for mode, _name in page.preview_modes] == ["", "printed"]
