"""A draft begins with a Word file, or is filled from one; nothing that was written is lost."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client
from wagtail.models import PageLogEntry

from core.models import AuditEntry, Manuscript
from core.review import operations
from core.review.states import Stage
from knowledge.desk.translating import begin_translation
from knowledge.models import Leftover, PracticePage, WordImport
from knowledge.models.practice import SECTIONS
from knowledge.models.word import Reason
from tests.core import word_files as files
from tests.core.word_files import p, table
from tests.desk.conftest import Desk
from tests.desk.test_moves import to_published
from tests.desk.word.conftest import text, told, upload, without_keys, words
from tests.factories import knowledge as make
from tests.signing_in import let_in

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
LIST = "/en/desk/practices/"
BEGIN, TEMPLATE = f"{LIST}import/", f"{LIST}template.docx"


def session_of(person: Any) -> Client:
    return let_in(Client(), person)


def begin(desk: Desk, content: bytes, *, by: Any = None, name: str = "Synthetic case.docx", **given: Any) -> Any:
    sent = {"country": desk.country.pk, "language": "en", "title": "", "file": upload(content, name), **given}
    return session_of(by or desk.expert).post(BEGIN, sent)


def begun(desk: Desk, content: bytes, **given: Any) -> PracticePage:
    """The page that a file began."""
    answer = begin(desk, content, **given)
    assert answer.status_code == 303, words(answer)
    return PracticePage.objects.get(pk=WordImport.objects.latest("pk").manuscript.page_id)


def fill(desk: Desk, content: bytes, *, by: Any = None) -> Any:
    return session_of(by or desk.expert).post(f"{LIST}{desk.manuscript.pk}/import/", {"file": upload(content)})


def left() -> list[tuple[str, str]]:
    return told(Leftover.objects.order_by("pk"))


CASE = text(
    ("T", "Synthetic counters"),
    p("Written for the library."),
    ("H1", "Summary"),
    "Counters under one roof.",
    ("H1", "1. CHALLENGE:"),
    "People went to many offices.",
    ("H2", "Who suffered"),
    "Everybody.",
    ("H1", "Solution"),
    table(("Office", "Hours"), ("Hall", "8 to 20")),
    ("H1", "History of the ministry"),
    "Founded long ago.",
    ("H1", "Results"),
    "Faster.",
)


def test_from_a_template_to_a_draft_on_the_desk(desk: Desk) -> None:
    """The whole way of an expert, who writes in Azerbaijani and whose browser speaks English."""
    asked = session_of(desk.expert)
    assert "import/" in words(asked.get(LIST))
    assert "template.docx?language=ar" in words(asked.get(BEGIN))
    answer = asked.get(f"{TEMPLATE}?language=az")
    assert 'filename="practice-az.docx"' in answer["Content-Disposition"]
    written = docx.Document(io.BytesIO(answer.content))
    written.tables[0].rows[0].cells[1].text = "Sintetik zal"
    headings = [one for one in written.paragraphs if one.style.name == "Heading 1"]
    for number, heading in enumerate(headings[1:]):
        heading.insert_paragraph_before(f"Sintetik mətn {number}", style="Normal")
    written.add_paragraph("Sintetik mətn 10")
    file = io.BytesIO()
    written.save(file)
    page = begun(desk, file.getvalue(), language="az")
    assert (page.title, page.locale.language_code, page.live, page.owner) == ("Sintetik zal", "az", False, desk.expert)
    assert (page.country.record, page.edition_state) == (desk.country, "original")
    assert page.summary == "Sintetik mətn 1"
    assert without_keys(page.challenge) == "<p>Sintetik mətn 2</p>"
    assert without_keys(page.contact) == "<p>Sintetik mətn 10</p>"
    assert left() == [("before", "")]  # what was written in the part of the facts
    manuscript = Manuscript.objects.get(page=page)
    assert list(manuscript.authors.all()) == [desk.expert]
    assert (manuscript.stage, manuscript.country) == (Stage.DRAFT, desk.country)
    shown = words(asked.get(f"{LIST}{manuscript.pk}/"))
    assert "Synthetic case.docx" in shown
    assert "Fill from Word" in shown


def test_what_finds_no_place_is_kept_until_it_is_dealt_with(desk: Desk) -> None:
    page = begun(desk, CASE)
    assert page.title == "Synthetic counters"
    assert (
        without_keys(page.challenge) == "<p>People went to many offices.</p><p><b>Who suffered</b></p><p>Everybody.</p>"
    )
    assert without_keys(page.solution) == "<ul><li>Office: Hours</li><li>Hall: 8 to 20</li></ul>"
    assert left() == [("before", ""), ("unknown", "History of the ministry")]
    made = WordImport.objects.get()
    asked, address = session_of(desk.expert), f"{LIST}{made.manuscript_id}/imports/{made.pk}/"
    shown = words(asked.get(address))
    for said in ("Founded long ago.", "no section has this heading", "Tables became lists", "History of the ministry"):
        assert said in shown
    row = Leftover.objects.get(heading="History of the ministry")
    assert f"leftover-{row.pk}" in words(asked.get(f"{LIST}{made.manuscript_id}/"))
    answer = asked.post(f"{LIST}{made.manuscript_id}/leftovers/{row.pk}/done/")
    assert answer["Location"] == f"{address}#left"
    assert f"leftover-{row.pk}" not in words(asked.get(f"{LIST}{made.manuscript_id}/"))
    shown = words(asked.get(address))
    assert "Founded long ago." in shown  # it stays where it was
    assert "dealt with by Expert" in shown
    actions = list(
        AuditEntry.objects.filter(subject=f"manuscript:{made.manuscript_id}").values_list("action", flat=True)
    )
    assert {"knowledge.import_word", "knowledge.deal_with_leftover"} <= set(actions)
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.create", user=desk.expert).exists()


def test_the_secretariat_begins_for_a_country(desk: Desk) -> None:
    page = begun(desk, CASE, by=desk.secretariat, country=desk.other_country.pk)
    assert page.country.record == desk.other_country
    assert Manuscript.objects.get(page=page).country == desk.other_country


def test_a_file_sent_twice_at_once_makes_one_draft(desk: Desk) -> None:
    first, second = begun(desk, CASE), begun(desk, CASE)
    assert first.pk == second.pk
    assert begun(desk, CASE, language="az").pk != first.pk


def test_a_slug_is_free(desk: Desk) -> None:
    published = make.a_practice(desk.library, "synthetic-counters")
    first = begun(desk, CASE)
    second = begun(desk, CASE, by=desk.focal)
    assert [published.slug, first.slug, second.slug] == [
        "synthetic-counters", "synthetic-counters-2", "synthetic-counters-3",
    ]  # fmt: skip
    arabic = begun(desk, CASE, title="خدمة", language="ar")
    assert (arabic.title, arabic.slug) == ("خدمة", "practice")


def test_facts_are_taken_by_their_names_alone(desk: Desk) -> None:
    rows = (
        ("Title", "Synthetic counters"), ("Country", "Azerbaijan"), ("Institution", "synthetic AGENCY"),
        ("Begun", "2012-07"), ("Topics", "Topic synthetic, Flying"), ("Sources", "A report"), ("Programme", ""),
    )  # fmt: skip
    page = begun(desk, text(table(*rows), ("H1", "Solution"), "One hall."))
    assert page.institution.name == "Synthetic agency"
    assert page.started.earliest is not None
    assert page.started.earliest.isoformat() == "2012-07-01"
    assert [topic.record.key for topic in page.topics.all()] == ["synthetic"]
    assert left() == [("fact", "Topics"), ("fact", "Sources")]
    assert "Flying" in Leftover.objects.get(heading="Topics").text


class TestWhatIsNotQuiteAsItShouldBe:
    def test_a_summary_that_is_missing_is_borrowed_and_said(self, desk: Desk) -> None:
        page = begun(desk, text(("H1", "Solution"), "One hall. " * 60), name="my_case.docx")
        assert page.summary.startswith("One hall. One hall.")
        assert len(page.summary) <= 300
        assert page.title == "my case"
        assert WordImport.objects.get().done == {"summary": 1, "title": 1}

    def test_a_summary_that_is_too_long_is_shortened_and_kept(self, desk: Desk) -> None:
        page = begun(desk, text(("H1", "Summary"), "A sentence. " * 200, ("H1", "Solution"), "One hall."))
        assert len(page.summary) <= 1000
        assert page.summary.endswith("A sentence.")
        assert left() == [("long", "Summary")]

    def test_headings_that_stand_twice_are_joined(self, desk: Desk) -> None:
        page = begun(desk, text(("H1", "Results"), "One.", ("H1", "Cost"), "Two.", ("H1", "RESULTS"), "Three."))
        assert without_keys(page.results) == "<p>One.</p><p>Three.</p>"
        assert WordImport.objects.get().done["joined"] == 1

    def test_headings_without_a_style_are_known_by_their_names(self, desk: Desk) -> None:
        page = begun(desk, text("Challenge", "Queues.", "2) Lessons learned:", "Begin small."))
        assert without_keys(page.challenge) == "<p>Queues.</p>"
        assert without_keys(page.lessons) == "<p>Begin small.</p>"

    def test_a_form_is_a_table_of_headings(self, desk: Desk) -> None:
        page = begun(
            desk, text(table(("Challenge", "Queues."), ("Results", "None."), ("Remarks of the minister", "Good.")))
        )
        assert without_keys(page.challenge) == "<p>Queues.</p>"
        assert left() == [("unknown", "Remarks of the minister")]

    def test_headings_within_a_table_are_headings(self, desk: Desk) -> None:
        cell = p("Solution", "H1") + p("One hall.")
        assert without_keys(begun(desk, text(table((cell,)))).solution) == "<p>One hall.</p>"

    def test_what_somebody_wrote_over_a_grey_line_is_theirs(self, desk: Desk) -> None:
        written = docx.Document(io.BytesIO(session_of(desk.expert).get(TEMPLATE).content))
        challenge = next(i for i, one in enumerate(written.paragraphs) if one.text == "Challenge")
        written.paragraphs[challenge + 1].runs[0].text = "Synthetic queues."
        file = io.BytesIO()
        written.save(file)
        assert without_keys(begun(desk, file.getvalue()).challenge) == "<p>Synthetic queues.</p>"

    def test_a_footnote_is_kept_with_its_place(self, desk: Desk) -> None:
        notes = f'<w:footnotes {files.SPACES}><w:footnote w:id="2">{p("See the report.")}</w:footnote></w:footnotes>'
        mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
        body = p("Solution", "H1") + p("It halved the queues", inner=mark)
        begun(desk, files.a_file(body, more={"word/footnotes.xml": notes}))
        assert left() == [("note", "… It halved the queues")]

    def test_a_long_list_of_unknown_headings_is_kept_whole(self, desk: Desk) -> None:
        many = [one for number in range(80) for one in (("H1", f"Heading {number}"), f"Text {number}.")]
        begun(desk, text(("H1", "Solution"), "One hall.", *many))
        assert Leftover.objects.count() == 50
        kept = " ".join(Leftover.objects.values_list("text", flat=True))
        assert all(f"Text {number}." in kept for number in range(80))

    def test_two_thousand_paragraphs(self, desk: Desk) -> None:
        page = begun(desk, text(("H1", "Solution"), *(f"Paragraph {number}." for number in range(2_000))))
        assert page.solution.count("<p ") == 2_000

    def test_pictures_and_changes_are_told(self, desk: Desk) -> None:
        changed = "<w:ins><w:r><w:t> more</w:t></w:r></w:ins>"
        body = p("Solution", "H1") + p("One hall", inner=changed + files.picture("r:embed='i'"))
        begun(desk, files.a_file(body, links=(("i", "image", "media/a.png", False),)))
        made = WordImport.objects.get()
        shown = words(session_of(desk.expert).get(f"{LIST}{made.manuscript_id}/imports/{made.pk}/"))
        assert "1 picture was left out" in shown
        assert "1 tracked insertion was taken over" in shown


REFUSED = {
    "a PDF": (b"%PDF-1.7", "This is no Word file."),
    "nothing": (b"", "The file is empty."),
    "entities": (files.a_file(more={"word/document.xml": files.entities()}), "instructions that no text needs"),
    "no headings": (text("Words.", "More words."), "The file has no headings"),
    "other headings": (text(("H1", "One"), ("H1", "Two"), "Words."), "No heading of the file is that of a section"),
    "a heading without a text": (text(("H1", "Challenge")), "No heading of the file is that of a section"),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_taken_begins_nothing_and_keeps_what_was_typed(
    desk: Desk, content: tuple[bytes, str]
) -> None:
    pages, entries = PracticePage.objects.count(), AuditEntry.objects.count()
    answer = begin(desk, content[0], title="My synthetic title")
    assert answer.status_code == 422
    shown = words(answer)
    assert content[1] in shown
    assert "My synthetic title" in shown
    assert "choose it again" in shown
    assert (PracticePage.objects.count(), AuditEntry.objects.count()) == (pages, entries)


def test_what_breaks_halfway_leaves_nothing_behind(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(**kwargs: Any) -> None:
        raise RuntimeError("synthetic")

    monkeypatch.setattr("knowledge.desk.word.operations.open_manuscript", break_down)
    pages = PracticePage.objects.count()
    with pytest.raises(RuntimeError):
        begin(desk, CASE)
    assert (PracticePage.objects.count(), WordImport.objects.count()) == (pages, 0)


class TestIntoADraft:
    def test_only_what_is_empty_is_filled(self, desk: Desk) -> None:
        content = text(
            ("H1", "Challenge"), "Another challenge.", ("H1", "Results"), "Synthetic results.",
            ("H1", "Lessons"), "Begin small.", table(("Begun", "2012")),
        )  # fmt: skip
        answer = fill(desk, content, by=desk.focal)
        assert answer.status_code == 303
        page = PracticePage.objects.get(pk=desk.page.pk)
        assert without_keys(page.challenge) == "<p>Synthetic challenge.</p>"
        assert without_keys(page.lessons) == "<p>Begin small.</p><ul><li>Begun: 2012</li></ul>"
        latest = page.get_latest_revision()
        assert latest.user == desk.focal
        assert "Begin small." in latest.content["lessons"]
        assert left() == [("filled", "Challenge")]  # the results are the same
        assert desk.focal in desk.manuscript.authors.all()

    def test_nothing_is_saved_where_nothing_is_empty(self, desk: Desk) -> None:
        revisions = desk.page.revisions.count()
        assert fill(desk, text(("H1", "Challenge"), "Another challenge.")).status_code == 303
        assert desk.page.revisions.count() == revisions
        assert left() == [("filled", "Challenge")]

    def test_not_while_it_stands_at_a_gate(self, desk: Desk) -> None:
        operations.submit(manuscript=desk.manuscript, by=desk.expert)
        asked = session_of(desk.expert)
        assert "Fill from Word" not in words(asked.get(f"{LIST}{desk.manuscript.pk}/"))
        answer = fill(desk, text(("H1", "Lessons"), "Begin small."))
        assert answer["Location"] == f"{LIST}{desk.manuscript.pk}/"
        assert WordImport.objects.count() == 0

    def test_not_while_somebody_locked_it(self, desk: Desk) -> None:
        PracticePage.objects.filter(pk=desk.page.pk).update(locked=True, locked_by=desk.secretariat)
        answer = fill(desk, text(("H1", "Lessons"), "Begin small."))
        assert answer.status_code == 422
        assert "is locked in the editor" in words(answer)

    def test_it_is_written_on_where_it_was_returned(self, desk: Desk) -> None:
        operations.submit(manuscript=desk.manuscript, by=desk.expert)
        operations.ask(manuscript=desk.manuscript, field="", text="Lessons?", by=desk.focal)
        operations.send_back(manuscript=desk.manuscript, by=desk.focal)
        assert fill(desk, text(("H1", "Lessons"), "Begin small.")).status_code == 303


def test_for_everybody_else_there_are_no_such_pages(desk: Desk) -> None:
    made = WordImport.objects.create(manuscript=desk.manuscript, file_name="Synthetic.docx", digest="d", by=desk.expert)
    row = Leftover.objects.create(word_import=made, reason=Reason.BEFORE, text="<p>Synthetic.</p>")
    of_manuscript = f"{LIST}{desk.manuscript.pk}/"
    pages = ["import/", f"imports/{made.pk}/", "draft.docx"]
    for person in (desk.stranger, desk.editor, desk.nobody):
        asked = session_of(person)
        assert {asked.get(of_manuscript + page).status_code for page in pages} == {404}
        assert asked.post(f"{of_manuscript}import/", {"file": upload(CASE)}).status_code == 404
        assert asked.post(f"{of_manuscript}leftovers/{row.pk}/done/").status_code == 404
    for person in (desk.editor, desk.nobody):
        assert {session_of(person).get(page).status_code for page in (BEGIN, TEMPLATE)} == {404}
    assert {Client().get(page).status_code for page in (BEGIN, TEMPLATE, of_manuscript + pages[0])} == {302}
    assert Leftover.objects.open().count() == 1


def test_nobody_begins_for_another_country(desk: Desk) -> None:
    answer = begin(desk, CASE, by=desk.stranger)
    assert answer.status_code == 422
    assert WordImport.objects.count() == 0
    answer = begin(desk, CASE, country="99999999999999999999999")
    assert answer.status_code == 422


def test_a_translation_is_filled_where_it_still_says_what_the_original_says(desk: Desk) -> None:
    to_published(desk)
    original = PracticePage.objects.get(pk=desk.page.pk)
    manuscript = begin_translation(page=original, language="az", by=desk.expert)
    draft = PracticePage.objects.get(pk=manuscript.page_id).get_latest_revision_as_object()
    draft.solution = "<p>Artıq tərcümə olunub.</p>"
    draft.save_revision(user=desk.expert)
    content = text(
        ("T", "Sintetik təcrübə"),
        ("H1", "Xülasə"),
        "Sintetik xülasə.",
        ("H1", "Problem"),
        "Sintetik problem.",
        ("H1", "Həll yolu"),
        "Başqa sözlər.",
    )
    expert, address = session_of(desk.expert), f"{LIST}{manuscript.pk}/import/"
    assert "counts as empty" in words(expert.get(address))
    answer = expert.post(address, {"file": upload(content)})
    shown = words(expert.get(answer["Location"]))
    draft = PracticePage.objects.get(pk=manuscript.page_id).get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("Sintetik təcrübə", "Sintetik xülasə.")
    assert without_keys(draft.challenge) == "<p>Sintetik problem.</p>"
    assert draft.solution == "<p>Artıq tərcümə olunub.</p>"
    assert draft.results == original.results
    assert left() == [(Reason.FILLED, "Həll yolu")]
    assert "Başqa sözlər." in shown


def test_rows_of_another_manuscript_are_not_found(desk: Desk) -> None:
    begun(desk, CASE, by=desk.secretariat, country=desk.other_country.pk)
    other = WordImport.objects.get()
    asked = session_of(desk.expert)
    assert asked.get(f"{LIST}{desk.manuscript.pk}/imports/{other.pk}/").status_code == 404
    row = other.leftovers.first()
    assert asked.post(f"{LIST}{desk.manuscript.pk}/leftovers/{row.pk}/done/").status_code == 404


def test_whoever_sends_many_files_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.desk.word.views.IMPORTS_PER_MINUTE", 0)
    assert begin(desk, CASE).status_code == 429


def test_many_leftovers_are_turned_over_with_as_many_queries(
    desk: Desk, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.desk.word.page.PER_PAGE", 5)
    asked, counts = session_of(desk.expert), []
    for number in (6, 30):
        many = [one for n in range(number) for one in (("H1", f"Heading {n}"), f"Text {n}.")]
        begun(desk, text(("H1", "Solution"), "One hall.", *many), title=f"Case {number}")
        made = WordImport.objects.latest("pk")
        for address in (f"{LIST}{made.manuscript_id}/imports/{made.pk}/", f"{LIST}{made.manuscript_id}/"):
            with django_assert_max_num_queries(60) as asked_for:
                shown = words(asked.get(address))
            counts.append(len(asked_for))
    assert "page=2" in words(asked.get(f"{LIST}{made.manuscript_id}/imports/{made.pk}/"))
    assert counts[:2] == counts[2:]
    assert shown.count("#leftover-") == 20


def test_every_section_has_a_heading_in_the_template(desk: Desk) -> None:
    written = docx.Document(io.BytesIO(session_of(desk.expert).get(TEMPLATE).content))
    assert len([one for one in written.paragraphs if one.style.name == "Heading 1"]) == len(SECTIONS) + 2
