"""A person is erased from texts: sought first, then put out of pages, versions, drafts, search rows and files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from core.audit.operations import faults
from core.models import AuditEntry, Erasure, OutboxEntry, PrintOrder, Record
from core.pdf import shelf
from core.privacy.models import ErasureState
from core.privacy.operations import ask_for_erasure, confirm_erasure, withdraw_erasure, work_off
from core.privacy.words import GONE, Words
from core.review import operations as review
from knowledge.models import PracticePage, PracticeVersion
from knowledge.operations import keep_version
from search.models import StoredDocument
from tests.leaving.conftest import ADDRESS, NAME, TRACES, Leaving
from tests.leaving.dumping import stands_in_files, stands_in_rows
from tests.search.indexing import work
from tests.search.memory import MemoryEngine
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("nothing_kept")]
LIST = "/en/desk/people/erasures/"


@pytest.fixture(autouse=True)
def printed_elsewhere(settings: Any, tmp_path: Path) -> None:
    settings.PDF_DIR = tmp_path


def asked(leaver: Leaving, **changed: Any) -> Erasure:
    given = {"name": NAME, "addresses": f"{ADDRESS}\nother.{ADDRESS}", "evidence": f"Letter of {NAME}, 1 May 2026."}
    return ask_for_erasure(**{**given, **changed}, by=leaver.desk.secretariat)


def erased(leaver: Leaving) -> Erasure:
    erasure = asked(leaver)
    work_off()
    confirm_erasure(erasure=erasure, by=leaver.desk.secretariat)
    work_off()
    return Erasure.objects.get(pk=erasure.pk)


def test_the_secretariat_looks_and_erases(leaver: Leaving) -> None:
    browser = let_in(Client(), leaver.desk.secretariat)
    assert "Nobody was erased yet" in browser.get(LIST).content.decode()
    form = {"name": NAME, "addresses": ADDRESS, "evidence": "Letter of 1 May 2026."}
    place = browser.post(f"{LIST}new/", form)["Location"]
    assert "The worker is at it" in browser.get(place).content.decode()
    work_off()
    page = browser.get(place).content.decode()
    assert "What would change" in page
    assert NAME in page, "with the words around it"
    assert "audit" in page, "what cannot be changed is said"
    assert "Somebody has an account with this address" in page
    assert PracticePage.objects.filter(contact__contains=NAME).exists(), "nothing was changed yet"
    assert "being erased" in browser.post(f"{place}confirm/", follow=True).content.decode()
    work_off()
    done = browser.get(place).content.decode()
    assert "What was changed" in done
    assert not any(trace in done for trace in TRACES)
    assert browser.get(LIST).status_code == 200


def test_it_stands_nowhere_afterwards(leaver: Leaving, memory: MemoryEngine) -> None:
    """But in the account, which is closed by itself, and in the title of a source in the chain of the audit."""
    work()
    erased(leaver)
    work()
    of_the_account = {"core.User.email", "core.User.name", "account.EmailAddress.email"}
    waiting = {"core.Letter.message"}
    assert stands_in_rows(TRACES) - of_the_account - waiting == {"core.AuditEntry.title"}
    assert stands_in_files(TRACES) == []
    assert list(faults()) == []


def test_search_rows_and_index_are_made_anew(leaver: Leaving, memory: MemoryEngine) -> None:
    def held() -> list[bool]:
        index = [fields.texts for fields in (memory.index or {}).values()]
        return ["Qurbanzad" in str(list(StoredDocument.objects.values())), "qurbanzad" in str(index)]

    work()
    assert held() == [True, True]
    erased(leaver)
    assert OutboxEntry.objects.filter(consumer="search", record=leaver.practice.record).exists()
    work()
    assert held() == [False, False]


def test_the_page_goes_on_without_the_name(leaver: Leaving) -> None:
    erased(leaver)
    said = Client().get(f"/en/library/practices/{leaver.practice.slug}/").content.decode()
    assert GONE in said
    assert not any(trace in said for trace in TRACES)


def test_versions_change_and_are_no_new_ones(leaver: Leaving) -> None:
    version = PracticeVersion.objects.get(record=leaver.practice.record)
    erased(leaver)
    after = PracticeVersion.objects.get(pk=version.pk)
    assert GONE in after.content["prose"]["contact"]
    assert (after.number, after.published_at) == (version.number, version.published_at)
    assert after.erased_at is not None
    assert keep_version(page=PracticePage.objects.get(pk=leaver.practice.pk), by=None) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"content": {"title": "x"}},
        {"content": {"title": "x"}, "erased_at": None},
        {"number": 2, "erased_at": timezone.now()},
        {"content": {}, "published_at": timezone.now() + timedelta(days=1), "erased_at": timezone.now()},
    ],
)
def test_nothing_else_changes_a_version(leaver: Leaving, changed: dict[str, Any]) -> None:
    versions = PracticeVersion.objects.filter(record=leaver.practice.record)
    with pytest.raises(IntegrityError, match="practice_version_never_changes"), transaction.atomic():
        versions.update(**changed)
    versions.update(content={}, erased_at=timezone.now() - timedelta(days=1))
    same = versions.get().erased_at
    with pytest.raises(IntegrityError), transaction.atomic():
        versions.update(content={"title": "once more"}, erased_at=same)


def test_printed_files_that_may_show_it_go(leaver: Leaving, django_capture_on_commit_callbacks: Any) -> None:
    record = leaver.practice.record
    assert record is not None
    other = Record.objects.exclude(pk=record.pk).filter(kind="topic").get()
    for digest, shown in (("a" * 64, [record.pk]), ("b" * 64, [other.pk])):
        PrintOrder.objects.create(
            maker="m", title="t", language="en", fingerprint=digest, digest=digest, record_ids=shown,
            ended_at=timezone.now(),
        )  # fmt: skip
    for digest in ("a" * 64, "b" * 64, "c" * 64):
        shelf.place_of(digest).parent.mkdir(parents=True)
        shelf.place_of(digest).write_bytes(b"synthetic")
    caches["default"].set("page", "kept")
    with django_capture_on_commit_callbacks(execute=True):
        erased(leaver)
    there = {digest: shelf.place_of(digest * 64).exists() for digest in "abc"}
    assert there == {"a": False, "b": True, "c": False}
    assert caches["default"].get("page") is None


def test_an_endorsement_holds_for_the_text_without_the_name(leaver: Leaving) -> None:
    erased(leaver)
    review.close(request=leaver.manuscript.requests.get(), by=leaver.person)
    review.endorse(manuscript=leaver.manuscript, by=leaver.person)


def test_it_is_audited_without_a_name(leaver: Leaving) -> None:
    before = AuditEntry.objects.count()
    erasure = erased(leaver)
    entries = AuditEntry.objects.filter(number__gt=before).order_by("number")
    assert [entry.action for entry in entries] == [
        "core.ask_erasure", "core.confirm_erasure", "members.withdraw_invitation", "core.erase_person",
    ]  # fmt: skip
    assert not any(trace in str(list(entries.values())) for trace in TRACES)
    assert erasure.evidence == f"Letter of {GONE}, 1 May 2026."
    assert (erasure.name, erasure.addresses, erasure.state) == ("", "", ErasureState.DONE)


def test_doing_it_again_changes_nothing(leaver: Leaving) -> None:
    erased(leaver)
    before = {page.pk: page.contact for page in PracticePage.objects.all()}
    again = asked(leaver)
    work_off()
    again.refresh_from_db()
    assert {name for name, told in again.found.items() if told and "count" in told} <= {"core.Erasure.evidence"}
    assert work_off() == 0
    assert {page.pk: page.contact for page in PracticePage.objects.all()} == before


def test_who_killed_it_in_the_middle_left_everything_as_it_was(
    leaver: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure = asked(leaver)
    work_off()
    confirm_erasure(erasure=erasure, by=leaver.desk.secretariat)
    before = stands_in_rows(TRACES)
    with monkeypatch.context() as patched:
        patched.setattr("core.privacy.operations.renew", _die)
        work_off()
    assert stands_in_rows(TRACES) == before
    erasure.refresh_from_db()
    assert "RuntimeError" in erasure.last_error
    assert "Qurbanzad" not in erasure.last_error
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        work_off()
    erasure.refresh_from_db()
    assert erasure.state == ErasureState.DONE


def _die(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError(f"Killed at {NAME}")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "Focal"}, "name"),
        ({"name": "", "addresses": ""}, "name"),
        ({"name": "a b", "addresses": ""}, "name"),
        ({"addresses": "no address"}, "addresses"),
        ({"evidence": " "}, "evidence"),
    ],
)
def test_what_cannot_be_sought_is_refused_with_a_word(leaver: Leaving, changed: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(leaver, **changed)
    assert list(refused.value.error_dict) == [field]
    browser = let_in(Client(), leaver.desk.secretariat)
    form = {"name": NAME, "addresses": ADDRESS, "evidence": "Letter.", **changed}
    assert browser.post(f"{LIST}new/", form).status_code == 422


@pytest.mark.parametrize("name", ["expert", "focal", "editor", "nobody"])
def test_nobody_else_erases(leaver: Leaving, name: str) -> None:
    person = getattr(leaver.desk, name)
    erasure = asked(leaver)
    work_off()
    with pytest.raises(PermissionDenied):
        ask_for_erasure(name=NAME, addresses="", evidence="x", by=person)
    for act in (confirm_erasure, withdraw_erasure):
        with pytest.raises(PermissionDenied):
            act(erasure=erasure, by=person)
    browser = let_in(Client(), person)
    for path in (LIST, f"{LIST}new/", f"{LIST}{erasure.pk}/"):
        assert browser.get(path).status_code == 404
    for act_on in ("confirm", "withdraw"):
        assert browser.post(f"{LIST}{erasure.pk}/{act_on}/").status_code == 404


MOVES = {
    "confirm": {ErasureState.FOUND: ErasureState.CONFIRMED},
    "withdraw": {ErasureState.SEEKING: ErasureState.WITHDRAWN, ErasureState.FOUND: ErasureState.WITHDRAWN},
}


@pytest.mark.parametrize("state", ErasureState)
@pytest.mark.parametrize("move", MOVES)
def test_the_table_of_states(leaver: Leaving, state: ErasureState, move: str) -> None:
    erasure = asked(leaver)
    if state != ErasureState.SEEKING:
        work_off()
    if state == ErasureState.WITHDRAWN:
        withdraw_erasure(erasure=erasure, by=leaver.desk.second)
    if state in (ErasureState.CONFIRMED, ErasureState.DONE):
        confirm_erasure(erasure=erasure, by=leaver.desk.second)
    if state == ErasureState.DONE:
        work_off()
    act = confirm_erasure if move == "confirm" else withdraw_erasure
    if state in MOVES[move]:
        act(erasure=erasure, by=leaver.desk.secretariat)
    else:
        with pytest.raises(ValidationError):
            act(erasure=erasure, by=leaver.desk.secretariat)
    assert Erasure.objects.get(pk=erasure.pk).state == MOVES[move].get(state, state)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask Aynur Əliyeva.", "Ask […]."),
        ("ask AYNUR ƏLİYEVA!", "ask […]!"),
        ("Aynur\n  Əliyeva", "[…]"),
        ("Aynur&nbsp;Əliyeva", "[…]"),
        ("aynur@example.org, Aynur@Example.ORG", "[…], […]"),
        ("mailto:aynur@example.org", "mailto:[…]"),
        ("faynur@example.org and aynur@example.organ", "faynur@example.org and aynur@example.organ"),
        ("Aynur Əliyevanın kitabı", "[…] kitabı"),
        ("Aynur said", "Aynur said"),
    ],
)
def test_how_words_are_found(text: str, expected: str) -> None:
    assert Words.of(["Aynur Əliyeva"], ["aynur@example.org"]).without(text) == expected


def test_letters_that_html_writes_otherwise_are_found() -> None:
    words = Words.of(["Mary O'Brien-Smith"], [])
    assert words.without("<p>Mary O&#x27;Brien-Smith</p>") == "<p>[…]</p>"
    assert words.without_in({"a": [{"b": "Mary O'Brien-Smith"}, 1, None]}) == {"a": [{"b": GONE}, 1, None]}


@pytest.mark.parametrize(
    ("name", "runs"),
    [("Иван Петров", None), ("Aynur Əliyeva", ("Aynur",)), ("İlqar İbiş", ("lqar",)), ("İnci Əli", None)],
)
def test_what_the_database_looks_for_first(name: str, runs: tuple[str, ...] | None) -> None:
    assert Words.of([name], []).runs == runs


def test_a_name_without_latin_letters_is_found(leaver: Leaving) -> None:
    PracticePage.objects.filter(pk=leaver.practice.pk).update(lessons="<p>Спросите Ивана или Иван Петров.</p>")
    erasure = asked(leaver, name="иван петров", addresses="")
    work_off()
    confirm_erasure(erasure=erasure, by=leaver.desk.secretariat)
    work_off()
    assert PracticePage.objects.get(pk=leaver.practice.pk).lessons == "<p>Спросите Ивана или […].</p>"
