"""Rows on the editors' side: forms over operations, lists, downloads, usage, history, acts."""

import csv
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from core.dates import PartialDate
from core.figures.models import Role
from core.models import Citation, Concept, Contradiction, Figure, Gap, Record, Source, Text, Title
from core.records.kinds import Kind, Verb
from core.texts.operations import set_text
from knowledge.models import Adoption
from members.models import Country, Institution, Programme
from tests.editors.conftest import Desk
from tests.editors.typing_in import change, drawn, words
from tests.factories import knowledge as make
from tests.factories import site as site_make


@pytest.fixture
def editor(signed_in: Any) -> Client:
    return signed_in("editor")


@pytest.fixture
def secretariat(signed_in: Any) -> Client:
    return signed_in("secretariat")


def edit(view: str, row: Any) -> str:
    return reverse(f"{view}:edit", args=[row.pk])


# --- A figure is corrected ------------------------------------------------------------------------


def test_an_editor_corrects_a_figure_after_being_told_what_is_wrong(editor: Client, desk: Desk) -> None:
    address = edit("figures", desk.figure)
    bad = {"stated": "21 centres", "low": "21", "high": "16", "as_of": "21.06.2019", "sources-0": ""}
    shown = change(editor, address, **bad)
    assert shown.status_code == 200
    told = words(shown)
    assert "“At most” is smaller than “at least”" in told
    assert "“21.06.2019” is not a date that can be read" in told
    assert "Name at least one source: every fact has one." in told
    for typed in ("21 centres", "21.06.2019"):
        assert f'value="{typed}"' in shown.content.decode()
    assert Figure.objects.get().stated == "16 centres"

    good = {**bad, "high": "21", "as_of": "2021-12 (late 2021)", "sources-0": str(desk.source.pk)}
    assert change(editor, address, **good).status_code == 302
    figure = Figure.objects.get()
    assert (figure.stated, figure.low, figure.high) == ("21 centres", Decimal(21), Decimal(21))
    assert figure.as_of == PartialDate.from_iso("2021-12", "late 2021")
    assert [citation.source for citation in figure.record.citations.all()] == [desk.source]
    assert Title.objects.get(record=figure.record, language="en").text == "21 centres centres"


DOUBT = "The words of the source do not contain the numbers beside them."
TICK = "words_are_right"


def test_words_that_do_not_say_the_number_are_refused_once(editor: Client, desk: Desk) -> None:
    address = edit("figures", desk.figure)
    assert TICK not in drawn(editor.get(address)) | drawn(editor.get(reverse("figures:add")))
    typed = {"stated": "over 42 million", "low": "42", "high": ""}
    refused = change(editor, address, **typed)
    assert refused.status_code == 200
    assert DOUBT in words(refused)
    assert 'value="over 42 million"' in refused.content.decode()
    assert f'name="{TICK}"' in refused.content.decode()
    assert Figure.objects.get().stated == "16 centres"
    assert editor.post(address, {**drawn(refused), TICK: "on"}).status_code == 302
    figure = Figure.objects.get()
    assert (figure.stated, figure.low, figure.high) == ("over 42 million", Decimal(42), None)
    assert change(editor, address, note="It was asked already.").status_code == 302
    assert change(editor, address, low="43").status_code == 200, "another number is doubted anew"


def test_the_tick_goes_when_the_words_say_the_number(editor: Client, desk: Desk) -> None:
    address = edit("figures", desk.figure)
    refused = change(editor, address, stated="21 centres")
    assert DOUBT in words(refused)
    again = editor.post(address, {**drawn(refused), "low": "21", "high": "21", "sources-0": ""})
    assert again.status_code == 200
    assert DOUBT not in words(again)
    assert TICK not in again.content.decode()
    assert editor.post(address, {**drawn(refused), "low": "21", "high": "21"}).status_code == 302


@pytest.mark.parametrize(
    "typed", [{"stated": "half of them", "low": "50"}, {"stated": "about 50", "low": ""}, {"stated": "50", "low": "50"}]
)
def test_words_are_not_doubted_without_cause(editor: Client, desk: Desk, typed: dict[str, str]) -> None:
    address = f"{reverse('figures:add')}?subject={desk.practice.record_id}"
    given = {"measure": "visits", "sources-0": str(desk.source.pk), **typed}
    assert change(editor, address, **given).status_code == 302


def test_the_change_of_a_figure_is_in_its_history_and_counts_for_its_page(editor: Client, desk: Desk) -> None:
    before = Record.objects.get(key="practice-asan").generation
    change(editor, edit("figures", desk.figure), stated="21 centres", low="21", high="21")
    assert Record.objects.get(key="practice-asan").generation > before
    history = words(editor.get(reverse("figures:history", args=[desk.figure.pk])))
    assert "stated: “16 centres” → “21 centres”" in history
    assert "editor@example.org" in history


def test_a_form_that_is_saved_as_it_was_drawn_changes_nothing(editor: Client, desk: Desk) -> None:
    make.a_contradiction(desk.practice.record)
    make.a_gap(desk.practice.record)
    institution = make.an_institution(short_name="SA")
    make.a_programme(institution)
    make.an_adoption(desk.practice, make.a_country("UZ", "Uzbekistan"), "practice-asan-uz", "ctr-not-landed", on="2019")
    views = {
        "sources": Source, "figures": Figure, "contradictions": Contradiction, "gaps": Gap, "countries": Country,
        "institutions": Institution, "programmes": Programme, "adoptions": Adoption, "topics": Concept,
    }  # fmt: skip

    def everything() -> dict[str, Any]:
        tables = [*views.values(), Citation, Title]
        rows = {model.__name__: sorted(map(str, model.objects.values_list())) for model in tables}
        relations = [
            (relation.subject.key, relation.verb, relation.object.key)
            for record in Record.objects.all()
            for relation in record.relations.all()
        ]
        waiting = [(w.verb, w.object_key) for record in Record.objects.all() for w in record.waiting_relations.all()]
        return rows | {"relations": sorted(relations), "waiting": sorted(waiting)}

    before = {name: [words[1:] for words in rows] if name == "Title" else rows for name, rows in everything().items()}
    for view, model in views.items():
        row = model.objects.first()
        assert change(editor, edit(view, row)).status_code == 302, view
    after = everything()
    assert after["waiting"] == before["waiting"] != []
    assert after["relations"] == before["relations"]
    for model in (*views.values(), Citation):
        assert after[model.__name__] == before[model.__name__], model


def test_a_circumstance_is_a_figure_without_a_role(editor: Client, desk: Desk) -> None:
    assert change(editor, edit("figures", desk.figure), role="").status_code == 302
    assert Figure.objects.get(pk=desk.figure.pk).role == Role.NONE
    assert change(editor, edit("figures", desk.figure), stated="17 centres", low="17", high="17").status_code == 302
    figure = Figure.objects.get(pk=desk.figure.pk)
    assert (figure.role, figure.stated) == (Role.NONE, "17 centres")


def test_a_new_figure_takes_its_subject_from_the_practice_and_gets_an_id(editor: Client, desk: Desk) -> None:
    address = f"{reverse('figures:add')}?subject={desk.practice.record_id}"
    assert "One-stop centre" in words(editor.get(address))
    given = {"measure": "visits a day", "stated": "some 2,000", "low": "2000", "sources-0": str(desk.source.pk)}
    assert change(editor, address, **given).status_code == 302
    figure = Figure.objects.get(stated="some 2,000")
    assert figure.record.key == "figure-visits-a-day"
    assert figure.subject == desk.practice.record
    change(editor, address, **given)
    assert Record.objects.filter(key="figure-visits-a-day-2").exists()


# --- Other rows -----------------------------------------------------------------------------------


def test_a_new_source_refuses_an_id_that_is_taken_and_explains_the_rest(editor: Client, desk: Desk) -> None:
    address = reverse("sources:add")
    given = {"title": "A report", "language": "english", "publisher": "A bank", "kind": "news", "key": "press-2019"}
    told = words(change(editor, address, **given, published="2019-13", url="not an address"))
    assert "The id “press-2019” is taken." in told
    assert "two or three letters" in told
    assert "“2019-13” is not a date" in told
    assert "Enter a valid URL" in told
    given |= {
        "language": "en",
        "key": "",
        "published": "2013-07 – 2013-12 (second half of 2013)",
        "title_az": "Hesabat",
    }
    assert change(editor, address, **given).status_code == 302
    source = Source.objects.get(title="A report")
    assert source.record.key == "source-a-report"
    assert source.published.words == "second half of 2013"
    assert Title.objects.get(record=source.record, language="az").text == "Hesabat"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("inst-ZZ1", "The id “inst-ZZ1” is taken."),
        ("zz1", "“zz1” is the last part of the address of “inst-zz1” already"),
    ],
)
def test_an_institution_whose_id_or_address_is_taken_is_told_so(
    editor: Client, desk: Desk, key: str, told: str
) -> None:
    make.an_institution("inst-zz1")
    given = {"name": "Another agency", "kind": "government agency", "sources-0": str(desk.source.pk), "key": key}
    shown = change(editor, reverse("institutions:add"), **given)
    assert shown.status_code == 200
    assert told in words(shown)
    assert 'value="Another agency"' in shown.content.decode()
    assert Institution.objects.count() == 1


def test_an_id_is_made_that_no_record_has_in_whatever_case(editor: Client, desk: Desk) -> None:
    site_make.a_source("SOURCE-A-report")
    given = {"title": "A report", "language": "en", "publisher": "A bank", "kind": "news"}
    assert change(editor, reverse("sources:add"), **given).status_code == 302
    assert Source.objects.get(title="A report").record.key == "source-a-report-2"


def test_a_topic_keeps_names_in_every_language(editor: Client, desk: Desk) -> None:
    topic = Concept.objects.get(record__key="one-stop-shop")
    given = {"name_ar": "النافذة الواحدة", "others_en": "single window\none-window service", "name_fr": ""}
    assert change(editor, edit("topics", topic), **given).status_code == 302
    labels = {(label.language, label.text, label.is_preferred) for label in topic.labels.all()}
    assert ("ar", "النافذة الواحدة", True) in labels
    assert ("en", "one-window service", False) in labels
    told = words(change(editor, edit("topics", topic), others_fr="guichet unique", name_en=""))
    assert "Give the preferred name too" in told
    assert "This field is required" in told


def test_goals_have_numbers_and_the_database_s_rules_come_back_as_words(editor: Client, desk: Desk) -> None:
    for number, status in (("16", 302), ("16", 200)):
        response = change(editor, reverse("goals:add"), name_en="Peace", number=number)
        assert response.status_code == status
    assert "concept_number_is_unique" not in words(response)
    assert Concept.objects.filter(scheme="sdg_goal").count() == 1


def test_a_contradiction_needs_two_claims_with_sources(editor: Client, desk: Desk) -> None:
    other = site_make.a_source("other-2019")
    given = {"topic": "Number of centres", "reading": "16", "claim_1": "16", "source_1": str(desk.source.pk)}
    given |= {"claim_2": "17", "about-0": str(desk.practice.record_id)}
    told = words(change(editor, reverse("contradictions:add"), **given))
    assert "A claim needs both its words and its source." in told
    assert change(editor, reverse("contradictions:add"), **given, source_2=str(other.pk)).status_code == 302
    contradiction = Contradiction.objects.get()
    assert [claim.text for claim in contradiction.claims.all()] == ["16", "17"]
    assert contradiction.record.relations.get(verb=Verb.CONCERNS).object == desk.practice.record


def test_an_adoption_is_recorded_with_its_source(editor: Client, desk: Desk) -> None:
    uz = make.a_country("UZ", "Uzbekistan")
    given = {"original": str(desk.practice.record_id), "adopter": str(uz.pk), "adopted": "2017 –"}
    assert "Name at least one source" in words(change(editor, reverse("adoptions:add"), **given))
    assert change(editor, reverse("adoptions:add"), **given, **{"sources-0": str(desk.source.pk)}).status_code == 302
    adoption = Adoption.objects.get()
    assert adoption.record.key == "adoption-uz-asan"
    assert adoption.adopted.latest is None


def test_a_country_is_known_by_its_code(editor: Client, desk: Desk) -> None:
    given = {"name_en": "Georgia", "name_az": "Gürcüstan", "sources-0": str(desk.source.pk)}
    told = words(change(editor, reverse("countries:add"), **given, key="geo"))
    assert "Write the two capital letters of the code" in told
    assert change(editor, reverse("countries:add"), **given, key="GE").status_code == 302
    assert Title.objects.get(record__key="GE", language="az").text == "Gürcüstan"


# --- Lists, downloads, windows --------------------------------------------------------------------


def test_lists_search_filter_and_download(editor: Client, desk: Desk) -> None:
    site_make.a_source("law-2012", title="=cmd|'/c calc'!A1", kind="legal text", language="az")
    index = reverse("sources:index")
    assert "Press release" in words(editor.get(index, {"q": "press"}))
    assert "Press release" not in words(editor.get(reverse("sources:index_results"), {"kind": "legal text"}))
    rows = list(csv.DictReader(io.StringIO(b"".join(editor.get(index, {"export": "csv"})).decode())))
    assert {"press-2019", "law-2012"} <= {row["id"] for row in rows}
    assert next(row["title"] for row in rows if row["id"] == "law-2012").startswith("'=")
    book = openpyxl.load_workbook(io.BytesIO(editor.get(index, {"export": "xlsx"}).getvalue()))
    assert [cell.value for cell in next(book.active.iter_rows())][:2] == ["id", "title"]


def test_lists_take_the_same_number_of_queries_however_long(
    editor: Client, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    counted = []
    for _ in range(2):
        for _ in range(10):
            make.a_figure(desk.practice)
        with django_assert_max_num_queries(60) as queries:
            editor.get(reverse("figures:index"))
            editor.get(reverse("sources:index"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_source_says_what_rests_on_it(editor: Client, desk: Desk) -> None:
    told = words(editor.get(reverse("sources:usage", args=[desk.source.pk])))
    assert "16 centres centres" in told
    assert "Figure" in told
    assert "Used 1 time" in words(editor.get(edit("sources", desk.source)))
    assert "The agency" in words(editor.get(reverse("sources:inspect", args=[desk.source.pk])))


def test_a_source_is_found_and_made_in_the_window_that_chooses_one(editor: Client, desk: Desk) -> None:
    assert "Press release" in editor.get("/admin/choose-source/results/", {"q": "agency press"}).content.decode()
    assert "Press release" not in editor.get("/admin/choose-source/results/", {"q": "nothing like it"}).content.decode()
    opened = editor.get("/admin/choose-source/").json()
    assert "New source" in opened["html"]
    given = {"title": "A letter", "language": "en", "publisher": "A ministry", "kind": "letter", "access": "whole text"}
    refused = editor.post("/admin/choose-source/create/", {**given, "published": "soon-ish 2019-99"}).json()
    assert refused["step"] in {"reshow_creation_form", "chosen"}
    refused = editor.post(
        "/admin/choose-source/create/", {**given, "published": "2019-99", "title_basis": "shown"}
    ).json()
    assert refused["step"] == "reshow_creation_form"
    assert "A letter" in refused["htmlFragment"]
    made = editor.post("/admin/choose-source/create/", {**given, "title_basis": "shown", "key": "letter-1"}).json()
    assert made["result"]["title"] == "A letter"
    assert Source.objects.filter(record__key="letter-1").exists()


def test_records_are_chosen_by_kind_and_shown_by_title(editor: Client, desk: Desk) -> None:
    listed = editor.get("/admin/choose-record/", {"kinds": "practice"}).json()["html"]
    assert "One-stop centre" in listed
    assert "Press release" not in listed
    chosen = editor.get(f"/admin/choose-record/chosen/{desk.practice.record_id}/", {"kinds": "practice"}).json()
    assert chosen["result"]["title"] == "One-stop centre"


# --- Acts -----------------------------------------------------------------------------------------


def test_the_secretariat_withdraws_with_a_reason_and_nobody_deletes(
    editor: Client, secretariat: Client, desk: Desk
) -> None:
    address = reverse("record_withdraw", args=[desk.source.record_id])
    assert editor.get(address).status_code == 302
    assert "Withdraw" not in words(editor.get(edit("sources", desk.source)))
    assert "Withdraw" in words(secretariat.get(edit("sources", desk.source)))
    told = words(secretariat.post(address, {"on": "2999-01-01", "reason": "The publisher asked for it."}))
    assert "The day lies ahead." in told
    assert "The publisher asked for it." in told
    assert secretariat.post(address, {"on": "2026-01-14", "reason": "The publisher asked for it."}).status_code == 302
    desk.source.record.refresh_from_db()
    assert desk.source.record.withdrawn_reason == "The publisher asked for it."
    assert "The publisher asked for it." in words(secretariat.get(reverse("sources:history", args=[desk.source.pk])))
    assert secretariat.get("/admin/sources/delete/1/").status_code == 404
    assert "Delete" not in words(secretariat.get(edit("sources", desk.source)))


def test_a_confirmation_names_institution_day_and_source(editor: Client, secretariat: Client, desk: Desk) -> None:
    institution = make.an_institution()
    address = reverse("record_confirm", args=[desk.practice.record_id])
    given = {"institution": str(institution.record_id), "on": "2026-01-14", "source": str(desk.source.pk)}
    assert editor.post(address, given).status_code == 302
    assert not desk.practice.record.confirmations.exists()
    assert secretariat.post(address, given).status_code == 302
    assert desk.practice.record.confirmations.get().institution == institution.record


def test_texts_of_rows_are_translated_and_reviewed(editor: Client, desk: Desk) -> None:
    address = reverse("record_translate", args=[desk.figure.record_id, "az"])
    assert change(editor, address, stated="16 mərkəz").status_code == 302
    text = Text.objects.get(record=desk.figure.record, field="stated")
    assert (text.text, text.state, text.language) == ("16 mərkəz", "translated", "az")
    change(editor, address, **{"stated-reviewed": "on"})
    text.refresh_from_db()
    assert text.state == "reviewed"
    assert text.reviewed_by.email == "editor@example.org"
    change(editor, address, measure="mərkəz")
    text.refresh_from_db()
    assert text.state == "reviewed"
    change(editor, edit("figures", desk.figure), stated="21 centres", low="21", high="21")
    assert 'name="stated-reviewed" id="id_stated-reviewed" checked' not in editor.get(address).content.decode()
    assert editor.get(reverse("record_translate", args=[desk.figure.record_id, "en"])).status_code == 302


def test_names_in_other_languages_survive_an_edit(editor: Client, desk: Desk) -> None:
    azerbaijan = Country.objects.get()
    assert change(editor, edit("countries", azerbaijan), note="A note").status_code == 302
    assert Title.objects.get(record=azerbaijan.record, language="az").text == "Azərbaycan"
    institution = make.an_institution(titles={"az": "Sintetik agentlik"})
    set_text(record=institution.record, field="description", language="az", text="Təsvir", original="x", by=None)
    change(editor, edit("institutions", institution), short_name="SA")
    assert Title.objects.get(record=institution.record, language="az").text == "Sintetik agentlik"
    assert Text.objects.filter(record=institution.record, field="description").exists()


def test_who_is_no_editor_gets_nowhere(signed_in: Any, desk: Desk) -> None:
    for client, code in ((Client(), 302), (signed_in("nobody"), 404)):
        for address in (reverse("sources:index"), edit("figures", desk.figure), reverse("sources:add")):
            assert client.get(address).status_code == code
            assert client.post(address, {"stated": "0"}).status_code == code
    assert Figure.objects.get().stated == "16 centres"
    assert not ModelLogEntry.objects.exclude(action="core.give_role").exists()
    assert Record.objects.of_kind(Kind.FIGURE).count() == 1
