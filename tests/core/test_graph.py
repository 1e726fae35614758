"""Records, relations, audience and the editions of pages."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from core.audience import providers
from core.dates import PartialDate
from core.models import OutboxEntry, Record, Relation, Title, User, WaitingRelation
from core.records.kinds import VERB_RULES, Kind, Verb
from core.records.neighbours import neighbours_of
from core.records.operations import (
    Edge,
    confirm_record,
    hide_audience,
    register_record,
    set_audience,
    set_relations,
    show_audience,
    withdraw_record,
)

pytestmark = pytest.mark.django_db
READER = AnonymousUser()


def make(key: str, kind: str = "topic", **changes: Any) -> Record:
    """A public synthetic record."""
    values: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "slug": key.lower(),
        "language": "en",
        "titles": {"en": f"Synthetic {key}"},
        "address": lambda language: f"/{language}/{key}/",
        "by": None,
    }
    return register_record(**{**values, **changes})


def test_a_record_is_named_in_every_open_language() -> None:
    """Where a title is missing the original stands there, and says so."""
    record = make("one", titles={"en": "One", "az": "Bir"})
    other = make("two")
    assert list(record.titles.order_by("language").values_list("language", "text", "text_language")) == [
        ("az", "Bir", "az"),
        ("en", "One", "en"),
    ]
    assert Title.objects.get(record=other, language="az").text_language == "en"


def test_registering_again_changes_what_changed_and_never_the_kind() -> None:
    """The key stays with its kind."""
    record = make("one")
    again = make("one", titles={"en": "New name"})
    assert again.pk == record.pk
    assert Title.objects.get(record=record, language="en").text == "New name"
    with pytest.raises(ValidationError, match="another kind"):
        make("one", kind="news")


def test_a_key_or_an_address_that_differs_only_in_capitals_is_taken() -> None:
    """Whoever comes second is told what to do."""
    make("inst-zz1", slug="zz1")
    with pytest.raises(ValidationError, match=r"The id “inst-ZZ1” is taken.*choose another"):
        make("inst-ZZ1", slug="free")
    with pytest.raises(ValidationError, match="“ZZ1” is the last part of the address of “inst-zz1” already"):
        make("zz1", slug="ZZ1")
    make("zz1", "news", slug="zz1")
    other = make("other", slug="other")
    with pytest.raises(ValidationError, match="choose another"):
        make("other", slug="zz1")
    other.refresh_from_db()
    assert other.slug == "other"


@pytest.mark.parametrize("key", ["", "with space", "ümlaut", "-first", "a/b", "<b>", "x" * 121])
def test_what_is_no_key_is_refused(key: str) -> None:
    """And nothing is left of it."""
    with pytest.raises(ValidationError):
        make(key, slug="fine")
    assert not Record.objects.filter(slug="fine").exists()


def test_a_relation_to_a_key_without_a_record_waits_until_it_is_made() -> None:
    """It appears by itself, with what was known of it."""
    practice = make("practice-x", "practice")
    since = PartialDate.from_iso("2012-06", "early summer of 2012")
    set_relations(subject=practice, verb=Verb.ABOUT, edges=[Edge("to-come", is_deduced=True, since=since)], by=None)
    assert not Relation.objects.exists()
    topic = make("to-come")
    relation = Relation.objects.get()
    assert (relation.object_id, relation.is_deduced, relation.since) == (topic.pk, True, since)
    assert not WaitingRelation.objects.exists()


def test_the_relations_of_a_verb_are_replaced_as_a_whole() -> None:
    """What is no longer stated goes; the others keep their order."""
    practice = make("practice-x", "practice")
    for key in ("a", "b", "c"):
        make(key)
    set_relations(subject=practice, verb=Verb.ABOUT, edges=[Edge("a"), Edge("b"), Edge("later")], by=None)
    set_relations(subject=practice, verb=Verb.ABOUT, edges=[Edge("c"), Edge("a")], by=None)
    ordered = Relation.objects.order_by("position").values_list("object__key", flat=True)
    assert list(ordered) == ["c", "a"]
    assert not WaitingRelation.objects.exists()


def allowed(verb: str, subject: str, known: str) -> bool:
    """What the table of verbs says."""
    rule = VERB_RULES[verb]
    return (not rule.subjects or subject in rule.subjects) and (not rule.objects or known in rule.objects)


@pytest.mark.parametrize("verb", Verb.values)
def test_a_verb_joins_the_kinds_of_its_table_and_no_others(verb: str) -> None:
    """Every pair of kinds is tried."""
    records = {kind: make(f"synthetic-{kind}".replace("_", "-"), kind) for kind in Kind.values}
    twins = {kind: make(f"twin-{kind}".replace("_", "-"), kind) for kind in Kind.values}
    for subject_kind, subject in records.items():
        for object_kind, known in twins.items():
            if allowed(verb, subject_kind, object_kind):
                set_relations(subject=subject, verb=verb, edges=[Edge(known.key)], by=None)
            else:
                with pytest.raises(ValidationError, match="cannot stand in the relation"):
                    set_relations(subject=subject, verb=verb, edges=[Edge(known.key)], by=None)


def test_every_verb_has_a_rule() -> None:
    """The closed list and its table are the same."""
    assert set(VERB_RULES) == set(Verb.values)


def test_neighbours_are_seen_from_both_sides_in_the_language_of_the_page(
    django_assert_num_queries: Any,
) -> None:
    """Two queries, whatever their number."""
    topic = make("topic-y", titles={"en": "Topic", "az": "Mövzu"})
    practice = make("practice-x", "practice", titles={"en": "Practice", "az": "Təcrübə"})
    set_relations(subject=practice, verb=Verb.ABOUT, edges=[Edge(topic.key)], by=None)
    with django_assert_num_queries(2):
        found = neighbours_of(topic, language="az", user=READER)
    assert [(one.title, one.address, one.is_inverse) for one in found] == [("Təcrübə", "/az/practice-x/", True)]
    assert [one.title for one in neighbours_of(practice, language="en", user=READER)] == ["Topic"]


def test_access_is_the_intersection_of_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record without a token is seen by nobody; a withdrawn one neither."""
    member = User.objects.create_user("member@example.org")
    monkeypatch.setattr(providers, "_providers", [lambda user: ["country:xx"]])
    public, restricted, draft = make("public"), make("restricted", tokens=["country:xx"]), make("draft", tokens=[])
    assert set(Record.objects.visible_to(READER)) == {public}
    assert set(Record.objects.visible_to(member)) == {public, restricted}
    member.is_active = False
    assert set(Record.objects.visible_to(member)) == {public}
    assert draft not in Record.objects.visible_to(member)
    set_audience(record=public, tokens=["country:xx"], by=None)
    assert not Record.objects.visible_to(READER).exists()


def test_a_record_that_is_brought_up_to_date_stays_for_whom_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it was hidden in between."""
    monkeypatch.setattr(providers, "_providers", [lambda user: ["country:xx"]])
    member = User.objects.create_user("member@example.org")
    restricted = make("restricted", tokens=["country:xx"])
    make("restricted")
    assert set(Record.objects.visible_to(READER)) == set()
    assert set(Record.objects.visible_to(member)) == {restricted}
    hide_audience(record=restricted, by=None)
    hide_audience(record=restricted, by=None)
    assert set(Record.objects.visible_to(member)) == set()
    show_audience(record=restricted, by=None)
    assert set(Record.objects.visible_to(member)) == {restricted}
    assert set(Record.objects.visible_to(READER)) == set()


def test_a_restricted_neighbour_is_not_shown() -> None:
    """Neither its title nor that it is there."""
    practice = make("practice-x", "practice")
    secret = make("topic-secret", tokens=["secretariat"])
    set_relations(subject=practice, verb=Verb.ABOUT, edges=[Edge(secret.key)], by=None)
    assert neighbours_of(practice, language="en", user=READER) == []


def test_a_record_is_withdrawn_with_a_reason_and_stays() -> None:
    """Nobody finds it in lists; the key stays taken; every change is told to the outbox."""
    record = make("one")
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_record(record=record, on=datetime.date(2026, 1, 1), reason="  ", by=None)
    OutboxEntry.objects.all().delete()
    withdraw_record(record=record, on=datetime.date(2026, 1, 1), reason="Told twice.", by=None)
    assert not Record.objects.visible_to(READER).exists()
    assert Record.objects.get(key="one").withdrawn_reason == "Told twice."
    assert OutboxEntry.objects.exists()


def test_a_confirmation_is_a_dated_act_with_a_source() -> None:
    """Until then the record counts as not confirmed; the same act twice is one."""
    record, institution, source = make("one"), make("inst-x", "institution"), make("letter-1", "source")
    assert record in Record.objects.unconfirmed()
    for _twice in range(2):
        confirm_record(record=record, institution=institution, source=source, on=datetime.date(2026, 5, 1), by=None)
    assert record.confirmations.count() == 1
    assert record not in Record.objects.unconfirmed()
