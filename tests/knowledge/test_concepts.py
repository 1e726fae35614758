"""Topics, service types, goals and the practices of a country."""

import pytest
from django.test import Client

from core.records.kinds import Kind, Verb
from core.records.operations import Edge, set_audience, set_relations
from core.texts.operations import set_text
from core.vocabulary.operations import Names
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.knowledge.conftest import World
from tests.knowledge.reading import links, page, titles, words

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


class TestAll:
    def test_are_listed_with_their_numbers(self, client: Client, world: World) -> None:
        make.a_concept("sdg-2", Kind.SDG_GOAL, number=2, labels={"en": Names("Zero Hunger")})
        world.practice(topics=[world.trust, world.one_stop], service_types=[world.notary], goals=[world.peace])
        world.practice(topics=[world.trust])
        text = words(page(client, "/en/library/topics/"))
        assert "One-stop shop 1 practice Trust 2 practices" in text
        assert "Notary 1 practice" in text
        # Goals stand in the order of their numbers.
        assert "2. Zero Hunger 0 practices 16. Peace and Justice 1 practice" in text

    def test_in_the_language_of_the_reader(self, client: Client, world: World) -> None:
        assert "Vahid pəncərə" in words(page(client, "/az/library/topics/"))


class TestOne:
    def test_topic_with_practices_names_and_neighbours(self, client: Client, world: World) -> None:
        narrow = make.a_concept("mobile", broader="trust", labels={"en": Names("Mobile offices", ("bus", "train"))})
        world.practice(title="On wheels", topics=[narrow])
        world.practice(title="Elsewhere")
        term = make.a_concept("counter", Kind.TERM, labels={"en": Names("counter")})
        set_relations(subject=term.record, verb=Verb.ABOUT, edges=[Edge("mobile")], by=None)
        item = site_make.a_news_item(site_make.news_index(), "wheels", title="A bus leaves")
        set_relations(subject=item.record, verb=Verb.ABOUT, edges=[Edge("mobile")], by=None)
        markup = page(client, "/en/library/topics/mobile/")
        text = words(markup)
        assert titles(markup) == ["On wheels"]
        assert "bus, train" in text
        assert {"/en/library/topics/trust/", "/en/news/wheels/", "/en/terms/#counter"} <= set(links(markup))
        assert "Azerbaijan 1 practice" in text
        assert "/en/library/topics/mobile/" in links(page(client, "/en/library/topics/trust/"))

    def test_definition_in_the_language_of_the_reader(self, client: Client, world: World) -> None:
        topic = make.a_concept("open", definition="Books that all may read")
        set_text(
            record=topic.record,
            field="definition",
            language="az",
            text="Hamıya açıq kitablar",
            original="Books that all may read",
            by=None,
        )
        assert "Books that all may read" in words(page(client, "/en/library/topics/open/"))
        assert "Hamıya açıq kitablar" in words(page(client, "/az/library/topics/open/"))

    @pytest.mark.parametrize(
        "address", ["/en/library/topics/trust/", "/en/library/services/notary/", "/en/library/goals/sdg-16/"]
    )
    def test_without_practices_says_so_and_leads_on(self, client: Client, world: World, address: str) -> None:
        markup = page(client, address)
        assert "No practice on record is about this yet." in words(markup)
        assert "/en/library/" in links(markup.split("<main")[1])

    @pytest.mark.parametrize(
        "address",
        [
            "/en/library/topics/unknown/",
            "/en/library/topics/notary/",
            "/en/library/services/trust/",
            "/en/library/goals/99/",
            "/en/library/countries/atlantis/",
        ],
    )
    def test_what_is_not_there_is_not_found(self, client: Client, world: World, address: str) -> None:
        assert client.get(address).status_code == 404

    def test_what_is_hidden_is_not_found(self, client: Client, world: World) -> None:
        set_audience(record=world.trust.record, tokens=[], by=None)
        assert client.get("/en/library/topics/trust/").status_code == 404
        assert "Trust" not in words(page(client, "/en/library/topics/"))

    def test_pages_of_many(self, client: Client, world: World) -> None:
        for number in range(21):
            world.practice(title=f"Practice {number:02}", topics=[world.trust])
        assert titles(page(client, "/en/library/topics/trust/?page=2")) == ["Practice 00"]
        assert "There is no page 7" in words(page(client, "/en/library/topics/trust/?page=7"))
        assert "/en/library/?topic=trust" in links(page(client, "/en/library/topics/trust/"))


class TestCountry:
    def test_lists_its_practices_and_leads_to_its_page(self, client: Client, world: World) -> None:
        world.practice(title="Huduma", country=world.kenya, topics=[world.trust])
        world.practice(title="Asan")
        markup = page(client, "/en/library/countries/kenya/")
        assert titles(markup) == ["Huduma"]
        assert {"/en/countries/kenya/", "/en/library/topics/trust/"} <= set(links(markup))

    def test_in_azerbaijani(self, client: Client, world: World) -> None:
        assert "Keniya" in words(page(client, "/az/library/countries/kenya/"))
