"""A change reaches the index: what is found, by what, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Concept, Record
from core.operations import Translation, translate
from core.outbox.operations import deliver_batch
from core.records.kinds import Kind
from core.records.operations import set_audience, touch, withdraw_record
from core.vocabulary.operations import Names, save_concept
from knowledge.models import PracticePage
from members.models import Country, Institution
from search import indexing, registry
from search.fields import AUDIENCE, BODY, NAMES, SUMMARY, TITLE, WORDS, facet_field
from search.indexing import keep_up
from search.models import DueDocument, Duty, StoredDocument, Task, WaitingDocument
from search.query import LANGUAGE, TOPIC
from tests.factories import bulk
from tests.factories import knowledge as make
from tests.factories.site import a_source, publish, translated
from tests.search.indexing import indexed, settle, stored, terms
from tests.search.memory import MemoryEngine

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A practice in a country, run under a topic, and the index that knows of all this."""

    engine: MemoryEngine
    library: make.Library
    country: Country
    institution: Institution
    topic: Concept
    practice: PracticePage

    @property
    def pk(self) -> int:
        return self.practice.record_id

    def terms(self, name: str) -> set[str]:
        return terms(self.engine, self.pk, name)


@pytest.fixture
def scene(memory: MemoryEngine) -> Scene:
    library = make.a_library()
    country = make.a_country("AZ", "Azerbaijan", az="Azərbaycan")
    institution = make.an_institution()
    topic = make.a_concept("topic-queue", labels={"en": Names("Queues"), "az": Names("Növbələr")})
    practice = make.a_practice(
        library, "one-window", title="One window", country=country, topics=[topic], summary="Everything in a hall."
    )
    settle()
    return Scene(memory, library, country, institution, topic, practice)


def test_a_practice_is_found_from_its_publication_to_its_withdrawal(scene: Scene) -> None:
    """The story: published, changed, taken down, published again, withdrawn; each time the index follows."""
    assert {"en:window", "en:one"} <= scene.terms(TITLE)
    assert scene.terms(AUDIENCE) == {"public"}

    scene.practice.title = "A single counter"
    publish(scene.practice)
    settle()
    assert "en:window" not in scene.terms(TITLE)
    assert "en:counter" in scene.terms(TITLE)

    PracticePage.objects.get(pk=scene.practice.pk).unpublish()
    settle()
    assert scene.pk not in scene.engine.index

    publish(PracticePage.objects.get(pk=scene.practice.pk))
    settle()
    assert "en:counter" in scene.terms(TITLE)

    record = Record.objects.get(pk=scene.pk)
    withdraw_record(record=record, on=date(2026, 5, 3), reason="The institution asked for it.", by=None)
    settle()
    assert scene.pk not in scene.engine.index
    assert not StoredDocument.objects.filter(pk=scene.pk).exists()
    assert indexed(scene.engine) == stored()


# --- Every change, and what follows in the index -----------------------------------------------------


def rename_topic(scene: Scene) -> None:
    relabel(scene, {"en": Names("Waiting"), "az": Names("Növbələr")})


def relabel(scene: Scene, labels: dict[str, Names], slug: str = "") -> None:
    save_concept(key=scene.topic.record.key, scheme=Kind.TOPIC, labels=labels, by=None, slug=slug)


def publish_translation(scene: Scene) -> None:
    make.in_azerbaijani(scene.library)
    translated(scene.practice, title="Bir pəncərə")


def change_audience(scene: Scene) -> None:
    record = Record.objects.get(pk=scene.pk)
    set_audience(record=record, tokens=["secretariat"], by=None)
    touch(record=record, by=None)


def hide_topic(scene: Scene) -> None:
    record = Record.objects.get(pk=scene.topic.record_id)
    set_audience(record=record, tokens=["secretariat"], by=None)
    touch(record=record, by=None)


def move_to_another_address(scene: Scene) -> None:
    scene.practice.slug = "one-counter"
    publish(scene.practice)


def withdraw_topic(scene: Scene) -> None:
    record = Record.objects.get(pk=scene.topic.record_id)
    withdraw_record(record=record, on=date(2026, 5, 3), reason="It was a duplicate.", by=None)


def change_summary(scene: Scene) -> None:
    scene.practice.summary = "Nobody queues."
    publish(scene.practice)


def add_figure(scene: Scene) -> None:
    make.a_figure(scene.practice, stated="over 42 million")


def rename_country(scene: Scene) -> None:
    make.a_country("AZ", "Azerbaijan", az="Odlar yurdu")


# The change; the field of the practice in the index; what stands there then, and what does no more.
CHANGES: dict[str, tuple[Callable[[Scene], None], str, set[str], set[str]]] = {
    "text": (change_summary, SUMMARY, {"en:nobodi"}, {"en:hall"}),
    "figure": (add_figure, BODY, {"en:million"}, set()),
    "audience": (change_audience, AUDIENCE, {"secretariat"}, {"public"}),
    "address": (move_to_another_address, TITLE, {"en:window"}, set()),
    "translation": (publish_translation, WORDS, {"window", "pencere"}, set()),
    "language of the translation": (publish_translation, facet_field(LANGUAGE), {"en", "az"}, set()),
    "label of its topic": (rename_topic, WORDS, {"waiting"}, {"queues"}),
    "another label of its topic": (
        lambda scene: relabel(scene, {"en": Names("Queues", ["Lines"])}),
        NAMES,
        {"en:queue", "en:line"},
        set(),
    ),
    "address of its topic": (
        lambda scene: relabel(scene, {"en": Names("Queues")}, slug="waiting"),
        facet_field(TOPIC),
        {"waiting"},
        {"topic-queue"},
    ),
    "its topic withdrawn": (withdraw_topic, facet_field(TOPIC), set(), {"topic-queue"}),
    "readers of its topic": (hide_topic, facet_field(TOPIC), set(), {"topic-queue"}),
    "names for other readers": (hide_topic, WORDS, set(), {"queues"}),
    "name of its country": (rename_country, WORDS, {"odlar"}, {"azerbaycan"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reaches_the_index(scene: Scene, change: str) -> None:
    """By its publication, its figures, its audience, its translations, and the names of what it is about."""
    make_it, field, there, gone = CHANGES[change]
    assert gone <= scene.terms(field)
    make_it(scene)
    settle()
    assert there <= scene.terms(field)
    assert not gone & scene.terms(field)
    assert indexed(scene.engine) == stored()


@pytest.mark.parametrize("withdrawn", ["figure", "its source"])
def test_a_figure_that_is_stated_no_more_leaves_the_index(scene: Scene, withdrawn: str) -> None:
    source = a_source("source-of-a-figure")
    figure = make.a_figure(scene.practice, stated="over 42 million", sources=[source])
    settle()
    assert "en:million" in scene.terms(BODY)
    record = {"figure": figure.record, "its source": source.record}[withdrawn]
    withdraw_record(record=record, on=date(2026, 5, 3), reason="Synthetic.", by=None)
    settle()
    assert "en:million" not in scene.terms(BODY)


def test_a_figure_is_found_and_not_quoted(scene: Scene) -> None:
    """A fact is not quoted without its source."""
    make.a_figure(scene.practice, stated="over 42 million")
    settle()
    document = StoredDocument.objects.get(pk=scene.pk).content
    assert "million" in str(document["wordings"]["en"]["counted"])
    assert "million" not in document["wordings"]["en"]["body"]


def test_a_translated_text_of_a_row_reaches_the_index(scene: Scene) -> None:
    """The description of an institution in another language."""
    record = scene.institution.record
    texts = [Translation("description", "Sintetik təsvir", "A synthetic description")]
    translate(record=record, language="az", by=make_somebody(), translations=texts)
    settle()
    assert "az:tesvir" in terms(scene.engine, record.pk, SUMMARY)


def make_somebody() -> object:
    from core.models import User

    return User.objects.create_superuser("synthetic@example.org", name="Synthetic", password="synthetic words")


def test_a_record_that_is_deleted_leaves_the_index_with_its_name(scene: Scene) -> None:
    """Deleting passes no operation; the index follows all the same, and so does who bore its name."""
    topic = scene.topic.record_id
    assert topic in scene.engine.index
    Record.objects.get(pk=topic).delete()
    settle()
    assert topic not in scene.engine.index
    assert "topic-queue" not in scene.terms(facet_field(TOPIC))
    assert indexed(scene.engine) == stored()


def test_what_nobody_sees_is_not_found(scene: Scene) -> None:
    """A draft is nothing, and neither is a record without an audience."""
    scene.library.folder.add_child(
        instance=PracticePage(title="A draft", slug="draft", summary="s", live=False, locale=scene.practice.locale)
    )
    record = Record.objects.get(pk=scene.pk)
    set_audience(record=record, tokens=[], by=None)
    touch(record=record, by=None)
    settle()
    assert scene.pk not in scene.engine.index
    assert indexed(scene.engine) == stored()


# --- Work that is not done ---------------------------------------------------------------------------


def test_what_says_the_same_is_not_written_again(scene: Scene) -> None:
    """A change that a reader of the index could not notice costs the engine nothing, here or of its neighbours."""
    scene.engine.writes.clear()
    for pk in (scene.pk, scene.topic.record_id, scene.country.record_id):
        touch(record=Record.objects.get(pk=pk), by=None)
    settle()
    assert scene.engine.writes == []


def test_many_changes_of_one_record_are_one_write(scene: Scene) -> None:
    """Rows of the queue are counted by records."""
    scene.engine.writes.clear()
    for title in ("A", "B", "C"):
        scene.practice.title = title
        publish(scene.practice)
    settle()
    assert scene.engine.writes == [[scene.pk]]


def test_a_new_label_makes_only_those_due_that_bear_it(scene: Scene) -> None:
    """Others are not built anew, and nobody twice."""
    make.a_practice(scene.library, "other")
    settle()
    rename_topic(scene)
    while deliver_batch():
        pass
    with indexing.on_duty(Task.BUILD) as lease:
        indexing.build_due(lease)
    assert list(DueDocument.objects.values_list("record_id", flat=True)) == [scene.pk]


@pytest.mark.parametrize("queue", [DueDocument, WaitingDocument])
def test_the_number_of_questions_does_not_grow_with_the_documents(memory: MemoryEngine, queue: type) -> None:
    """Built or written, five practices or fifty."""
    around = bulk.surroundings(countries=3, sources=2)
    settle()
    counts = []
    for first, practices in ((0, 5), (100, 50)):
        bulk.build(bulk.Size(practices=practices, figures=2), around, first=first)
        ids = Record.objects.filter(kind=Kind.PRACTICE, key__gte="practice-bulk").order_by("-pk")[:practices]
        indexing.note_due(ids.values_list("pk", flat=True))
        if queue is WaitingDocument:
            with indexing.on_duty(Task.BUILD) as lease:
                indexing.build_due(lease)
        work = indexing.build_due if queue is DueDocument else indexing.write_waiting
        with (
            indexing.on_duty(Task.WRITE) as lease,
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            assert work(lease) == practices
        counts.append(len(asked))
        settle()
    assert counts[0] == counts[1]


# --- When something fails ----------------------------------------------------------------------------


def let_time_pass() -> None:
    """As if the pause after a failure were over."""
    Duty.objects.update(next_try_at=timezone.now())


def test_while_the_engine_is_down_documents_are_built_and_wait(scene: Scene) -> None:
    """The database goes on; later the index is as if nothing had been."""
    scene.engine.is_down = True
    change_summary(scene)
    while deliver_batch():
        pass
    keep_up()
    assert "Nobody queues." in str(StoredDocument.objects.get(pk=scene.pk).content)
    assert list(WaitingDocument.objects.values_list("record_id", flat=True)) == [scene.pk]
    assert "told to be down" in Duty.objects.get(name=Task.WRITE).last_error

    scene.engine.is_down = False
    let_time_pass()
    settle()
    assert "en:nobodi" in scene.terms(SUMMARY)
    assert Duty.objects.get(name=Task.WRITE).last_error == ""


def test_an_engine_that_is_down_is_asked_more_and_more_seldom(scene: Scene) -> None:
    """At once it is not asked again, then after longer pauses, but never longer than a minute."""
    scene.engine.is_down = True
    indexing.note_waiting([scene.pk])
    pauses = []
    for _attempt in range(9):
        let_time_pass()
        before = timezone.now()
        keep_up()
        pauses.append(Duty.objects.get(name=Task.WRITE).next_try_at - before)
        scene.engine.before_write = pytest.fail
        keep_up()
        scene.engine.before_write = lambda documents: None
    assert [round(pause.total_seconds()) for pause in pauses] == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_what_changes_during_a_write_is_written_after_it(scene: Scene) -> None:
    """Only what was written counts as written."""

    def change_meanwhile(documents: list[object]) -> None:
        scene.engine.before_write = lambda documents: None
        rows = StoredDocument.objects.filter(pk=scene.pk)
        rows.update(version=rows.get().version + 1)
        indexing.note_waiting([scene.pk])

    indexing.note_waiting([scene.pk])
    scene.engine.before_write = change_meanwhile
    with indexing.on_duty(Task.WRITE) as lease:
        assert indexing.write_waiting(lease) == 1
        assert indexed(scene.engine) != stored()
        assert indexing.write_waiting(lease) == 1
        assert indexing.write_waiting(lease) == 0
    assert indexed(scene.engine) == stored()


def test_whoever_wrote_for_too_long_has_it_written_again(scene: Scene) -> None:
    """Another process may have written something newer before: so it is not counted as written."""

    def take_over(documents: list[object]) -> None:
        Duty.objects.update(holder="another")

    indexing.note_waiting([scene.pk])
    scene.engine.before_write = take_over
    keep_up()
    assert list(WaitingDocument.objects.values_list("record_id", flat=True)) == [scene.pk, scene.pk]


def test_a_duty_is_one_workers_at_a_time_until_its_lease_has_passed(scene: Scene) -> None:
    """A living worker is left alone; what a dead one held is taken up."""
    scene.engine.writes.clear()
    indexing.note_waiting([scene.pk])
    Duty.objects.update(lease_until=timezone.now() + timedelta(seconds=30))
    keep_up()
    assert scene.engine.writes == []
    Duty.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    keep_up()
    assert scene.engine.writes == [[scene.pk]]


def test_who_lost_the_duty_of_building_stores_nothing(scene: Scene) -> None:
    """The lease is asked for in the transaction that stores."""
    indexing.note_due([scene.pk])
    with indexing.on_duty(Task.BUILD) as lease:
        Duty.objects.update(holder="another")
        with pytest.raises(indexing.LeaseLost):
            indexing.build_due(lease)
    assert DueDocument.objects.count() == 1


def test_a_document_that_cannot_be_built_does_not_keep_others_waiting(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is put off with its reason, and built when it can be."""
    other = make.a_practice(scene.library, "other").record_id
    builder = registry._BUILDERS[Kind.PRACTICE]

    def fail_for_one(ids: list[int]) -> dict:
        if scene.pk in ids:
            raise RuntimeError("synthetic failure")
        return builder(ids)

    change_summary(scene)
    with monkeypatch.context() as broken:
        broken.setitem(registry._BUILDERS, Kind.PRACTICE, fail_for_one)
        while deliver_batch():
            pass
        keep_up()
    assert other in scene.engine.index
    assert set(DueDocument.objects.values_list("record_id", "last_error")) == {
        (scene.pk, "RuntimeError: synthetic failure")
    }

    DueDocument.objects.update(not_before=timezone.now())
    settle()
    assert "en:nobodi" in scene.terms(SUMMARY)


def test_a_stored_document_of_a_former_release_is_built_anew(scene: Scene) -> None:
    """It cannot be read any more; the record still can."""
    former = {"content": {"former": "shape"}, "version": 1, "fields": None, "shape": ""}
    StoredDocument.objects.filter(pk=scene.pk).update(**former)
    indexing.note_waiting([scene.pk])
    keep_up()
    assert scene.pk not in scene.engine.index
    settle()
    assert "en:window" in scene.terms(TITLE)
    assert indexed(scene.engine) == stored()
