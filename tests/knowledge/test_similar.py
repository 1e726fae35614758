"""Practices like one, beside its sources: what they share with it, for those who may see them, never at a price."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client, RequestFactory

from core.audience.providers import SECRETARIAT
from core.models import Record
from core.records.kinds import Verb
from core.records.operations import Edge, set_audience, set_relations, touch
from knowledge.models import PracticePage
from knowledge.presentation import practice_context
from tests.knowledge.conftest import World
from tests.knowledge.reading import links, page, similar
from tests.search.shelf import fill, of_the_secretariat, searching
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CENTRES = "/en/library/practices/centres/"


@pytest.fixture
def library(world: World, engine: None) -> World:
    """One about everything under a roof, two like it, one that shares nothing but its country."""
    world.practice("centres", title="Service centres", summary="Many matters in one visit.", topics=[world.one_stop])
    world.practice("huduma", title="Huduma", summary="One visit.", country=world.kenya, topics=[world.one_stop])
    world.practice("halls", title="Service halls", summary="Glass halls.", topics=[world.one_stop, world.trust])
    world.practice("register", title="Deeds", summary="Paper.", country=world.kenya, topics=[world.trust])
    fill()
    cache.clear()
    return world


def test_what_shares_topics_and_words_is_named_with_its_country(client: Client, library: World) -> None:
    markup = page(client, CENTRES)
    assert similar(markup) == ["Huduma Kenya", "Service halls Azerbaijan"]
    assert "/en/library/practices/huduma/" in links(markup.split("Similar practices</h2>")[1])


def test_to_share_the_country_or_one_topic_is_not_enough(client: Client, library: World) -> None:
    assert "Deeds" not in " ".join(similar(page(client, "/en/library/practices/huduma/")))
    assert similar(page(client, "/en/library/practices/register/")) == []


def test_what_the_page_names_already_is_left_out(client: Client, library: World) -> None:
    centres, huduma = (PracticePage.objects.get(slug=slug) for slug in ("centres", "huduma"))
    set_relations(subject=huduma.record, verb=Verb.ADAPTS, edges=[Edge(centres.record.key)], by=None)
    assert similar(page(client, CENTRES)) == ["Service halls Azerbaijan"]


def test_only_those_who_may_see_one_are_told_of_it(client: Client, library: World) -> None:
    """At once, though the index learns of it later."""
    assert "Huduma Kenya" in similar(page(client, CENTRES))
    record = Record.objects.get(slug="huduma")
    set_audience(record=record, tokens=[SECRETARIAT], by=None)
    touch(record=record, by=None)
    assert similar(page(client, CENTRES)) == ["Service halls Azerbaijan"]
    fill()
    cache.clear()
    assert similar(page(client, CENTRES)) == ["Service halls Azerbaijan"]
    let_in(client, of_the_secretariat())
    assert "Huduma Kenya" in similar(page(client, CENTRES))


def test_they_are_looked_for_once(client: Client, library: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = similar(page(client, CENTRES))
    monkeypatch.setattr("knowledge.presentation.similar.similar", lambda *asked: pytest.fail("asked again"))
    assert similar(page(client, CENTRES)) == shown


def test_nothing_is_said_of_them_while_the_search_is_away(client: Client, library: World, tmp_path: Path) -> None:
    with searching(tmp_path / "nowhere"):
        markup = page(client, CENTRES)
    assert similar(markup) == []
    assert "does not answer" not in markup
    assert similar(page(client, CENTRES))  # and as soon as it is back


def test_a_draft_has_none(world: World, engine: None, rf: RequestFactory) -> None:
    world.practice("huduma", title="Service centres", summary="One visit.")
    fill()
    draft = world.practice("centres", title="Service centres", summary="One visit.")
    request = rf.get("/")
    request.user, request.is_preview = AnonymousUser(), True  # type: ignore[attr-defined]
    assert practice_context(draft, request)["similar"] == []
