"""Whatever is changed: no address answers with anything but what it would answer if nothing were kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from association.site.operations import set_mentions
from core.figures.operations import save_figure
from core.models import Record, Text
from core.records.kinds import Kind
from core.records.operations import (
    confirm_record,
    hide_audience,
    reinstate_record,
    set_audience,
    show_audience,
    touch,
    withdraw_record,
)
from core.sources.operations import cite, save_source
from core.texts.operations import review_text, set_text
from core.vocabulary.operations import Names, save_concept
from knowledge.operations import save_adoption
from members.models.country import Role
from members.operations import save_country, save_institution
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.pagecache.conftest import is_kept, made_anew
from tests.pagecache.world import World, addresses

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    # Wagtail leaves the file open in which it makes a rendition.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
TODAY = date(2020, 1, 1)
Change = Callable[[World], Any]


def edited(page: Any, **fields: Any) -> Any:
    """Publish a page with other words."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    return site_make.publish(page)


def withdrawn(record: Record) -> None:
    withdraw_record(record=record, on=TODAY, reason="Synthetic reason.", by=None)


def a_draft_of_what_is_down(world: World) -> None:
    """The original is not published; Wagtail writes what is edited into the page, and its translation shows it."""
    world.again(world.practice).unpublish()
    for address in addresses():
        Client().get(address)
    page = world.again(world.practice)
    page.status = "pilot"
    page.save()


def an_adoption_of(world: World, **fields: Any) -> None:
    given = {
        "key": world.adoption.record.key,
        "original_key": world.practice.record.key,
        "adopter": "KE",
        "source_keys": [world.shared.record.key],
        "adopted_as": [world.third.record.key],
        "by": None,
    }
    save_adoption(**{**given, **fields})


def a_country(world: World, **fields: Any) -> None:
    given = {"iso2": "AZ", "names": {"en": "Azerbaijan"}, "roles": [Role.FOUNDING_SIGNATORY], "by": None}
    save_country(**{**given, "source_keys": [world.shared.record.key], **fields})


def an_institution(world: World, **fields: Any) -> None:
    given = {"key": "inst-synthetic", "name": "Synthetic agency", "kind": "government agency", "country": "AZ"}
    save_institution(**{**given, "source_keys": [world.shared.record.key], "by": None, **fields})


def a_source(world: World, **fields: Any) -> None:
    record = world.shared.record
    given = {"key": record.key, "title": "Title", "language": "en", "publisher": "A publisher", "kind": "news"}
    save_source(**{**given, "by": None, **fields})


def a_review(world: World) -> None:
    record = world.figure.record
    set_text(record=record, field="measure", language="az", text="ölçü", original=world.figure.measure, by=None)
    for address in addresses():
        Client().get(address)
    review_text(text=Text.objects.get(record=record, field="measure"), by=None)


def a_changed_picture(world: World) -> None:
    world.picture.credit = "Another Photographer"
    world.picture.save()


def a_hidden_file(world: World) -> None:
    world.file.audience = "secretariat"
    world.file.save()


def a_moved_list_of_news(world: World) -> None:
    index = site_make.news_index()
    index.slug = "chronicle"
    site_make.publish(index)


def taken_down_and_back(world: World) -> None:
    hide_audience(record=world.shared.record, by=None)
    for address in addresses():
        Client().get(address)
    show_audience(record=world.shared.record, by=None)


def withdrawn_and_back(world: World) -> None:
    withdrawn(world.practice.record)
    for address in addresses():
        Client().get(address)
    reinstate_record(record=world.practice.record, by=None)


def waited_for(world: World) -> None:
    set_mentions(record=world.news.record, keys=["AZ", "topic-to-come"], by=None)
    for address in addresses():
        Client().get(address)
    make.a_concept("topic-to-come")


CHANGES: dict[str, Change] = {
    "a practice is called otherwise": lambda w: edited(w.practice, title="Another title"),
    "a practice has another summary": lambda w: edited(w.other, summary="Another summary."),
    "a practice has another address": lambda w: edited(w.practice, slug="elsewhere"),
    "a practice moves to another country": lambda w: edited(w.practice, country=w.kenya),
    "a practice is about another topic": lambda w: edited(w.other, topics=[w.one_stop, w.trust]),
    "a practice has another institution": lambda w: edited(w.practice, institution=w.bureau, programme=None),
    "a practice is translated": lambda w: site_make.translated(w.other, title="Başqa"),
    "a translation is edited": lambda w: edited(w.translation, title="Yeni ad", summary="Yeni."),
    "a practice is published": lambda w: make.a_practice(w.library, "new", country=w.azerbaijan, topics=[w.one_stop]),
    "a practice is taken down": lambda w: [w.again(page).unpublish() for page in (w.practice, w.translation)],
    "an original is taken down": lambda w: w.again(w.practice).unpublish(),
    "a draft of what is down is edited": a_draft_of_what_is_down,
    "a practice is withdrawn": lambda w: withdrawn(w.practice.record),
    "a withdrawal is taken back": withdrawn_and_back,
    "a practice is for some only": lambda w: set_audience(record=w.third.record, tokens=["secretariat"], by=None),
    "a country is for some only": lambda w: set_audience(record=w.kenya.record, tokens=["secretariat"], by=None),
    "an institution is for nobody": lambda w: set_audience(record=w.agency.record, tokens=[], by=None),
    "a topic is for nobody": lambda w: set_audience(record=w.one_stop.record, tokens=[], by=None),
    "a source is withdrawn": lambda w: withdrawn(w.shared.record),
    "the only source of a figure is withdrawn": lambda w: withdrawn(w.only.record),
    "a source is shown again": taken_down_and_back,
    "the source of a claim is withdrawn": lambda w: withdrawn(
        Record.objects.filter(source__claims__isnull=False).first()
    ),
    "a source is called otherwise": lambda w: a_source(w, title="Another title of a source"),
    "a practice rests on another source": lambda w: cite(
        record=w.other.record, source_keys=[w.only.record.key], by=None
    ),
    "a figure is corrected": lambda w: save_figure(
        key=w.figure.record.key, subject=w.practice.record, measure="synthetic", stated="over 41", by=None
    ),
    "a figure moves to another practice": lambda w: save_figure(
        key=w.figure.record.key, subject=w.other.record, measure="synthetic", stated="over 40", by=None
    ),
    "a figure is new": lambda w: make.a_figure(w.other),
    "a figure is translated": lambda w: set_text(
        record=w.figure.record, field="measure", language="az", text="ölçü", original=w.figure.measure, by=None
    ),
    "a translation is reviewed": a_review,
    "an adoption is new": lambda w: make.an_adoption(w.other, w.azerbaijan, on="2021"),
    "an adoption has another note": lambda w: an_adoption_of(w, note="Another note."),
    "an adoption is another country's": lambda w: an_adoption_of(w, adopter="AZ"),
    "an adoption is of another practice": lambda w: an_adoption_of(w, original_key=w.other.record.key),
    "an adoption became nothing": lambda w: an_adoption_of(w, adopted_as=[]),
    "an adoption is withdrawn": lambda w: withdrawn(w.adoption.record),
    "sources disagree on something new": lambda w: make.a_contradiction(w.other.record, w.kenya.record),
    "a gap is new": lambda w: make.a_gap(w.kenya.record),
    "a country is called otherwise": lambda w: a_country(w, names={"en": "Azerbaijan", "az": "Odlar Yurdu"}),
    "a country has another role": lambda w: a_country(w, roles=[Role.PARTNER], note="A note."),
    "a country is new": lambda w: make.a_country("UG", "Uganda"),
    "an institution is called otherwise": lambda w: an_institution(w, name="Another agency"),
    "an institution moves": lambda w: an_institution(w, country="KE"),
    "an institution is new": lambda w: make.an_institution("inst-new", "KE", name="New"),
    "a programme is new": lambda w: make.a_programme(w.bureau, "prog-new"),
    "a topic is called otherwise": lambda w: save_concept(
        key="one-stop", scheme=Kind.TOPIC, labels={"en": Names("One window", ["Single"])}, by=None
    ),
    "a topic is narrower than another": lambda w: make.a_concept("one-window", broader="trust"),
    "a topic is new": lambda w: make.a_concept("new-topic", broader="trust"),
    "a term is new": lambda w: make.a_concept("term-new", Kind.TERM),
    "an institution confirms": lambda w: confirm_record(
        record=w.practice.record, institution=w.agency.record, source=w.shared.record, on=TODAY, by=None
    ),
    "news are new": lambda w: site_make.a_news_item(site_make.news_index(), on="2021", mentions=["KE"]),
    "news speak of another": lambda w: set_mentions(record=w.news.record, keys=[w.other.record.key], by=None),
    "news speak of what comes": waited_for,
    "news are taken down": lambda w: w.again(w.news).unpublish(),
    "a picture has another credit": a_changed_picture,
    "a file is hidden": a_hidden_file,
    "a standard page is edited": lambda w: edited(w.about, title="About us", body="<p>Other words.</p>"),
    "a standard page is new": lambda w: site_make.a_standard_page(w.home, "imprint"),
    "the list of news moves": a_moved_list_of_news,
    "the front page is edited": lambda w: edited(w.home, standfirst="Another standfirst."),
    "something is touched": lambda w: touch(record=w.practice.record, by=None),
}


@pytest.fixture
def read(world: World) -> list[str]:
    """Every address, asked for before."""
    found = addresses()
    for address in found:
        Client().get(address)
    return found


def test_everything_is_kept(read: list[str]) -> None:
    there = [address for address in read if Client().get(address).status_code == 200]
    assert len(there) > 40
    # Of filters that name nothing there is no end: what they ask for is not kept.
    assert [address for address in there if not is_kept(address)] == ["/en/library/?country=no-such"]


# Five at a time: to make every page anew takes longest. What stands together in the list is tried apart.
ROUNDS = [tuple(CHANGES)[first :: -(-len(CHANGES) // 5)] for first in range(-(-len(CHANGES) // 5))]


@pytest.mark.slow
@pytest.mark.parametrize("changes", ROUNDS, ids=" + ".join)
def test_nothing_stale_is_shown(
    changes: tuple[str, ...], read: list[str], world: World, django_capture_on_commit_callbacks: Any
) -> None:
    for change in changes:
        with django_capture_on_commit_callbacks(execute=True):
            CHANGES[change](world)
        asked = sorted({*read, *addresses()})
        answers = {address: told(Client().get(address)) for address in asked}
    cache.clear()
    assert [address for address in asked if answers[address] != told(made_anew(address))] == []


def told(answer: Any) -> tuple[int, bytes]:
    """What an answer says; an error names its request."""
    return answer.status_code, answer.content if answer.status_code == 200 else b""


@pytest.mark.parametrize("change", ["a practice is called otherwise", "a figure is corrected", "news are new"])
def test_the_test_can_fail(change: str, read: list[str], world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where changes were not counted, pages would be stale."""
    for place in ("core.records.changes", "core.records.signals"):
        monkeypatch.setattr(f"{place}.count_changes", lambda names: None)
    CHANGES[change](world)
    cache.clear()
    assert [address for address in read if Client().get(address).content != made_anew(address).content]
