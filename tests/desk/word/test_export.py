"""A draft as a Word file: all that is written and what is not there yet; read again it is the same."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import docx
import mammoth
import pytest
from django.conf import settings
from django.test import Client, override_settings

from core.models import Manuscript
from core.records.operations import set_audience
from core.review import operations, reading
from core.word.reading import read_word
from core.word.writing import NAMES_IN_WORD
from knowledge.desk.word import outline
from knowledge.desk.word.export import STANDING, draft_as_word, with_whole_addresses
from knowledge.desk.word.operations import Sent, begin_from_word, fill_from_word
from knowledge.desk.word.outline import ALIASES, ASKED, ASKED_FACTS, FACTS, PARTS, PLAIN, fact_of, guidance_of, part_of
from knowledge.desk.word.placing import plan_of
from knowledge.desk.word.template import template_in
from knowledge.desk.word.words import WITHOUT_A_CATALOGUE, told
from knowledge.models import DraftFigure, Leftover, PracticeAttachment, PracticeImage, PracticePage, PracticeSource
from knowledge.models.practice import SECTIONS
from members.models import Country
from tests.desk.conftest import Desk
from tests.desk.test_moves import to_published
from tests.desk.word.conftest import folder, without_keys, words
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.signing_in import let_in

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
LIST = "/en/desk/practices/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SAID = {"en": "Synthetic words", "az": "Sintetik sözlər: ə, ı, ğ", "ar": "كلمات تجريبية"}


def a_whole_draft(desk: Desk, language: str) -> PracticePage:
    """A draft with every section written, in every form that a section may have."""
    said = SAID[language]
    page = PracticePage(
        title=f"{said} 1",
        slug="whole",
        summary=f"{said}.\n{said} 2.",
        country=desk.page.country,
        institution=desk.page.institution,
        locale=folder(language).locale,
        owner=desk.expert,
        live=False,
        started_note=f"{said} 3",
        note=f"{said} 4",
    )
    for number, part in enumerate(SECTIONS):
        markup = (
            f"<p>{said} <b>{number} <i>b</i></b> &amp; <a href=\"https://example.org/?a=1&amp;b={number}\">link</a><br/>2</p>"
            f"<ul><li>{said}<ul><li>c</li></ul></li></ul><ol><li>1</li><li>2</li></ol><p>{said} {part}</p>"
        )  # fmt: skip
        setattr(page, part, markup)
    page.topics = list(desk.page.topics.all())
    folder(language).add_child(instance=page)
    page.save_revision(user=desk.expert)
    return PracticePage.objects.get(pk=page.pk)


def manuscript_of(desk: Desk, page: PracticePage) -> Manuscript:
    made = operations.open_manuscript(page=page, country=desk.country, by=desk.expert)
    return Manuscript.objects.with_review().get(pk=made.pk)


def sent(content: bytes, name: str = "draft.docx") -> Sent:
    return Sent(name=name, digest=str(hash(content)), text=read_word(io.BytesIO(content), name))


@pytest.mark.parametrize("language", ["en", "az", "ar"])
def test_a_draft_that_went_out_comes_in_the_same(desk: Desk, language: str) -> None:
    page = a_whole_draft(desk, language)
    content = draft_as_word(page.get_latest_revision_as_object(), manuscript_of(desk, page), user=desk.expert)
    country = Country.objects.get(record=desk.country)
    made = begin_from_word(sent=sent(content), country=country, folder=folder(language), by=desk.expert)
    again = PracticePage.objects.get(pk=made.manuscript.page_id)
    assert again.pk != page.pk
    for part in ("title", *PARTS):
        assert without_keys(getattr(again, part)) == getattr(page, part), part
    assert again.institution == page.institution
    assert list(again.topics.all()) == list(page.topics.all())
    assert list(Leftover.objects.all()) == []


def test_brought_into_the_draft_it_came_from_it_changes_nothing(desk: Desk) -> None:
    page = a_whole_draft(desk, "en")
    manuscript = manuscript_of(desk, page)
    content = draft_as_word(page.get_latest_revision_as_object(), manuscript, user=desk.expert)
    made = fill_from_word(manuscript=manuscript, sent=sent(content), by=desk.expert)
    assert (made.placed, list(made.leftovers.all())) == ([], [])


def lines_of(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


def test_what_is_not_there_yet_is_said(desk: Desk) -> None:
    content = draft_as_word(desk.page.get_latest_revision_as_object(), desk.manuscript, user=desk.expert)
    lines = lines_of(content)
    assert lines[0] == "Synthetic draft draft"
    assert lines[1].startswith(f"Draft, not endorsed · No. {desk.manuscript.pk} · ")
    assert lines[lines.index("Lessons") + 1] == "Nothing is written here yet."
    assert lines[lines.index("Challenge") + 1] == "Synthetic challenge."
    table = docx.Document(io.BytesIO(content)).tables[0]
    facts = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert facts["Country"] == "Azerbaijan"
    assert facts["Begun"] == "not stated yet"
    assert facts["Sources"]
    footer = docx.Document(io.BytesIO(content)).sections[0].footer.paragraphs[0].text
    assert footer.startswith(f"No. {desk.manuscript.pk} · ")
    assert "Draft, not endorsed · page " in footer
    assert "<h1>Lessons</h1>" in mammoth.convert_to_html(io.BytesIO(content)).value


def test_a_text_that_was_endorsed_says_so(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.endorse(manuscript=desk.manuscript, by=desk.focal)
    answer = let_in(Client(), desk.secretariat).get(f"{LIST}{desk.manuscript.pk}/draft.docx")
    assert lines_of(answer.content)[1].startswith("Endorsed, not published yet")


def test_a_short_note_does_not_ask_for_what_it_does_not_need(desk: Desk) -> None:
    draft = desk.page.get_latest_revision_as_object()
    draft.length, draft.results = "short", ""
    lines = lines_of(draft_as_word(draft, desk.manuscript, user=desk.expert))
    assert {"Challenge", "Solution"} <= set(lines)
    assert not {"Lessons", "Results"} & set(lines)


def test_pictures_and_figures_are_named(desk: Desk) -> None:
    draft = desk.page.get_latest_revision_as_object()
    draft.images.add(PracticeImage(image=make.a_picture(), alternative="A synthetic hall"))
    table = docx.Document(io.BytesIO(draft_as_word(draft, desk.manuscript, user=desk.expert))).tables[0]
    assert table.rows[-1].cells[1].text == "A synthetic hall (A. Photographer)"


def facts_in(content: bytes) -> dict[str, str]:
    table = docx.Document(io.BytesIO(content)).tables[0]
    return {row.cells[0].text: row.cells[1].text for row in table.rows}


def test_figures_of_the_draft_are_told_as_far_as_they_are_written(desk: Desk) -> None:
    draft = desk.page.get_latest_revision_as_object()
    draft.draft_figures = [
        DraftFigure(measure="synthetic visits", stated="over 42 thousand", source=site_make.a_source()),
        DraftFigure(measure="synthetic centres"),
        DraftFigure(low=Decimal("40.0000"), high=Decimal(50), unit="buses"),
        DraftFigure(),
    ]
    told = facts_in(draft_as_word(draft, desk.manuscript, user=desk.expert))["Figures"]
    assert told.splitlines() == ["over 42 thousand — synthetic visits", "synthetic centres", "40 – 50 buses"]


def test_what_is_for_others_is_not_in_the_file_either(desk: Desk) -> None:
    """The file tells its reader what the draft as a page tells them: no source, figure or file that is for others."""
    to_published(desk)
    manuscript = operations.open_manuscript(page=desk.page, country=desk.country, by=desk.expert)
    secret = site_make.a_source(title="Qxsource")
    set_audience(record=secret.record, tokens=["secretariat"], by=None)
    make.a_figure(PracticePage.objects.get(pk=desk.page.pk), stated="Qxfigure 40", sources=[secret])
    make.a_figure(PracticePage.objects.get(pk=desk.page.pk), stated="over 41")
    draft = PracticePage.objects.get(pk=desk.page.pk).get_latest_revision_as_object()
    draft.practice_sources.add(PracticeSource(source=secret, sort_order=1))
    for audience in ("secretariat", "public"):
        draft.attachments.add(PracticeAttachment(document=make.a_document(f"Qxfile for {audience}", audience)))
    draft.save_revision(user=desk.secretariat)
    address = f"{LIST}{manuscript.pk}/draft.docx"
    token = reading.make_link(manuscript=manuscript, name="The director", by=desk.expert)[1]
    for client, is_told in (
        (Client(), False),
        (let_in(Client(), desk.expert), False),
        (let_in(Client(), desk.secretariat), True),
    ):
        place = f"/en/drafts/{token}/draft.docx" if not client.cookies else address
        facts = facts_in(client.get(place).content)
        assert ("Qxsource" in facts["Sources"]) == is_told
        assert ("Qxfigure" in facts["Figures"]) == is_told
        assert ("Qxfile for secretariat" in facts["Files"]) == is_told
        assert "Title of " in facts["Sources"]
        assert "over 41" in facts["Figures"]
        assert "Qxfile for public" in facts["Files"]
    # As a page and as a file the draft says the same.
    page = words(let_in(Client(), desk.expert).get(f"{LIST}{manuscript.pk}/preview/"))
    assert not [word for word in ("Qxsource", "Qxfigure", "Qxfile for secretariat") if word in page]


@override_settings(BASE_URL="https://library.example.org")
def test_links_into_the_site_are_whole() -> None:
    markup = '<p><a href="/en/library/?a=1&amp;b=2">x</a> <a id="1" href="https://example.org/">y</a></p>'
    assert with_whole_addresses(markup) == (
        '<p><a href="https://library.example.org/en/library/?a=1&amp;b=2">x</a>'
        ' <a id="1" href="https://example.org/">y</a></p>'
    )


def test_who_reads_the_draft_takes_it_as_word(desk: Desk) -> None:
    for person in (desk.expert, desk.focal, desk.secretariat):
        answer = let_in(Client(), person).get(f"{LIST}{desk.manuscript.pk}/draft.docx")
        assert answer.status_code == 200
        assert 'filename="draft-en.docx"' in answer["Content-Disposition"]
        assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"]) == (True, "noindex")


def test_a_director_takes_it_without_an_account(desk: Desk) -> None:
    shown = words(let_in(Client(), desk.expert).post(f"{LIST}{desk.manuscript.pk}/links/make/", {"name": "Director"}))
    found = re.search(r"http://testserver(/en/drafts/[^\"]+/)", shown)
    assert found is not None
    address = found[1]
    assert f"{address}draft.docx" in words(Client().get(address))
    answer = Client().get(f"{address}draft.docx")
    assert lines_of(answer.content)[0] == "Synthetic draft draft"
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
    let_in(Client(), desk.focal).post(f"{LIST}{desk.manuscript.pk}/links/{desk.manuscript.links.get().pk}/end/")
    assert Client().get(f"{address}draft.docx").status_code == 404
    assert Client().get("/en/drafts/made-up/draft.docx").status_code == 404


def test_whoever_asks_for_many_files_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.desk.views.WORD_PER_MINUTE", 0)
    assert let_in(Client(), desk.expert).get(f"{LIST}{desk.manuscript.pk}/draft.docx").status_code == 429


class TestTheTemplate:
    """It is made of what the editor shows, in every language of content."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_heading_finds_its_section_and_nothing_else_is_read(self, language: str) -> None:
        content = template_in(language)
        word = read_word(io.BytesIO(content))
        plan = plan_of(word)
        assert list(plan.parts) == list(ASKED)
        assert (plan.title, plan.facts, plan.left) == ("", {}, [])
        assert not any(plan.parts.values())
        labels = [row.cells[0].text for row in docx.Document(io.BytesIO(content)).tables[0].rows]
        assert [fact_of(label) for label in labels] == list(ASKED_FACTS)

    @pytest.mark.parametrize("language", sorted(WITHOUT_A_CATALOGUE))
    def test_every_word_is_there_in_languages_without_a_catalogue(self, language: str) -> None:
        said = [
            *PARTS.values(),
            *FACTS.values(),
            *STANDING.values(),
            *(guidance_of(part) for part in ("title", *ASKED)),
        ]
        english = {told(text, "en") for text in said}
        assert english <= set(WITHOUT_A_CATALOGUE[language])
        assert set(WITHOUT_A_CATALOGUE[language]) == set(WITHOUT_A_CATALOGUE["ar"])
        for text, translated in WITHOUT_A_CATALOGUE[language].items():
            assert sorted(re.findall(r"%\(\w+\)s", text)) == sorted(re.findall(r"%\(\w+\)s", translated))

    def test_there_are_words_for_every_language(self) -> None:
        assert {*settings.INTERFACE_LANGUAGES, *WITHOUT_A_CATALOGUE} == set(LANGUAGES) == set(NAMES_IN_WORD)

    def test_every_section_of_the_editor_is_asked_for_and_explained(self) -> None:
        assert ("summary", *SECTIONS) == ASKED
        assert set(PARTS) == {"summary", *SECTIONS, *PLAIN}
        assert all(guidance_of(part) for part in ASKED)

    def test_no_heading_names_two_parts(self) -> None:
        model: Any = PracticePage
        seen: dict[str, str] = {}
        for part, name in PARTS.items():
            label = model._meta.get_field(part).verbose_name
            for language in LANGUAGES:
                for text in (told(name, language), told(label, language)):
                    assert seen.setdefault(outline.folded(text), part) == part, (text, language)
            for alias in ALIASES.get(part, ()):
                assert seen.setdefault(outline.folded(alias), part) == part, alias

    @pytest.mark.parametrize(
        ("heading", "part"),
        [
            ("HOW IT WAS CARRIED OUT", "implementation"),
            ("3. Results:", "results"),
            ("iv) Lessons", "lessons"),
            ("Həll yolu", "solution"),
            ("HELL YOLU", "solution"),
            ("Ozet", "summary"),
            ("التحدى", "challenge"),
            ("РЕЗУЛЬТАТЫ", "results"),
            ("Resultats", "results"),
            ("Pelajaran", "lessons"),
            ("Results of the election", None),
            ("", None),
            ("1.", None),
        ],
    )
    def test_a_heading_is_known_in_whatever_spelling(self, heading: str, part: str | None) -> None:
        assert part_of(heading) == part
