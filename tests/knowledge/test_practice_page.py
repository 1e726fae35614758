"""A practice as readers meet it: its story, its states, and what must not be seen."""

import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from core.dates import PartialDate
from core.models import Figure, Record
from core.records.operations import confirm_record, set_audience, withdraw_record
from knowledge.models import PracticeAttachment, PracticeImage, PracticePage, TranslationAct
from knowledge.models.practice import Status
from knowledge.operations import record_practice
from knowledge.presentation.printed import printed_practice
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.knowledge.conftest import World
from tests.knowledge.reading import links, page, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ADDRESS = "/en/library/practices/{}/"


def shown(client: Client, practice: PracticePage, language: str = "en") -> str:
    return page(client, f"/{language}/library/practices/{practice.slug}/")


def standing(markup: str) -> str:
    """What stands under the title of how the record stands."""
    return markup.split('class="standing"')[1].split("</ul>")[0]


def say_reviewed(practice: PracticePage) -> None:
    """Somebody read the Azerbaijani beside the original, as both are now."""
    TranslationAct.objects.create(record=practice.record, language="az", move="review", of_version=1, against=1)


def headings(markup: str) -> list[str]:
    return [words(found) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", markup.split("<main")[1], flags=re.DOTALL)]


class TestStory:
    @pytest.fixture
    def rich(self, world: World) -> PracticePage:
        programme = make.a_programme(world.agency)
        first = site_make.a_source("first")
        practice = world.practice(
            "rich",
            is_full=True,
            sources=[first, site_make.a_source("second")],
            started=PartialDate.from_iso("2012"),
            started_note="Opened in winter.",
            institution=world.agency,
            programme=programme,
            status="running",
            service_types=[world.notary],
            goals=[world.peace],
        )
        make.a_figure(practice, stated="35 million", low=35, high=35, sources=[first])
        make.a_figure(practice, stated="over 42 million", low=42, sources=[site_make.a_source("third")])
        abroad = world.practice("abroad", title="The centre abroad", country=world.kenya)
        make.an_adoption(practice, world.kenya, abroad.record.key, on="2019-06", note="By memorandum.")
        make.a_contradiction(practice.record)
        make.a_gap(practice.record)
        site_make.a_news_item(site_make.news_index(), "opened", title="A centre opened", mentions=[practice.record.key])
        return PracticePage.objects.get(pk=practice.pk)

    def test_tells_every_section_in_the_one_order(self, client: Client, rich: PracticePage) -> None:
        found = headings(shown(client, rich))
        told = [
            "Challenge", "Solution", "How it was carried out", "Results", "Facts", "Figures on record",
            "What did not work", "Lessons", "Conditions for replication", "Cost and resources", "Contact", "Adoption",
            "Where sources disagree", "Sources", "Related",
        ]  # fmt: skip
        assert [heading for heading in found if heading in told] == told
        for name in make.SECTIONS:
            assert f"Synthetic {name} of rich." in words(shown(client, rich))

    def test_lists_its_sections_in_the_margin(self, client: Client, rich: PracticePage) -> None:
        markup = shown(client, rich)
        contents = markup.split('class="toc"')[1].split("</details>")[0]
        anchors = [found[1:] for found in links(contents)]
        assert anchors[:4] == ["challenge", "solution", "implementation", "results"]
        assert all(f'id="{anchor}"' in markup for anchor in anchors)

    def test_names_its_facts_with_links_to_their_pages(self, client: Client, rich: PracticePage) -> None:
        markup = shown(client, rich)
        panel = markup.split('class="a facts"')[1].split("</aside>")[0]
        assert words(panel).startswith('" aria-labelledby="facts">') or "Country" in words(panel)
        for address in (
            "/en/countries/azerbaijan/",
            "/en/institutions/synthetic/",
            "/en/programmes/synthetic/",
            "/en/library/topics/one-stop/",
            "/en/library/services/notary/",
            "/en/library/goals/sdg-16/",
        ):
            assert address in links(panel)
        assert "2012" in words(panel)
        assert "Opened in winter." in words(panel)
        assert "running" in words(panel)
        assert "16. Peace and Justice evident, not stated by a source" in words(panel)

    def test_figures_name_their_sources(self, client: Client, rich: PracticePage) -> None:
        markup = shown(client, rich)
        figures = section(markup, "figures")
        assert "35 million" in words(figures)
        assert "over 42 million" in words(figures)
        # Both sources of the practice come first, the new one of the figure behind them.
        assert [link for link in links(figures) if link.startswith("#")] == ["#source-1", "#source-3"]
        assert 'class="bars"' in figures

    def test_every_number_leads_to_a_source_and_every_source_to_its_page(
        self, client: Client, rich: PracticePage
    ) -> None:
        markup = shown(client, rich)
        numbers = {found for found in links(markup) if found.startswith("#source-")}
        assert numbers
        assert all(f'id="{found[1:]}"' in markup for found in numbers)
        assert {"/en/sources/first/", "/en/sources/second/", "/en/sources/third/"} <= set(links(markup))

    def test_shows_where_it_went_and_the_other_side_where_it_came_from(
        self, client: Client, rich: PracticePage
    ) -> None:
        adoption = words(section(shown(client, rich), "adoption"))
        assert "Kenya" in adoption
        assert "The centre abroad" in adoption
        assert "Jun 2019" in adoption
        assert "By memorandum." in adoption
        other = section(page(client, ADDRESS.format("abroad")), "adoption")
        assert rich.title in words(other)
        assert "/en/library/practices/rich/" in links(other)

    def test_sets_contradictions_side_by_side_and_gaps_at_the_end(self, client: Client, rich: PracticePage) -> None:
        markup = shown(client, rich)
        disagreement = words(section(markup, "open"))
        assert "Synthetic claim one" in disagreement
        assert "Synthetic claim two" in disagreement
        assert "The first, synthetically" in disagreement
        assert markup.count("A synthetic silence of every source.") == 1

    def test_names_the_news_that_speak_of_it(self, client: Client, rich: PracticePage) -> None:
        markup = shown(client, rich)
        assert "/en/news/opened/" in links(markup)
        # What stands in the adoption is not said again.
        assert "The centre abroad" not in words(markup.split("Related")[1])

    def test_tells_machines_what_it_is(self, client: Client, rich: PracticePage) -> None:
        markup = shown(client, rich)
        graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', markup)[1])["@graph"]  # type: ignore[index]
        article = graph[0]
        assert article["@type"] == "Article"
        assert article["headline"] == rich.title
        assert article["@id"].endswith("/id/practice-rich")
        assert article["spatialCoverage"]["name"] == "Azerbaijan"
        assert [cited["name"] for cited in article["citation"]] == ["Title of first", "Title of second"]
        assert f'content="{rich.summary}"' in markup
        assert "/id/practice-rich" in markup.split("<footer")[1]

    def test_can_be_reached_by_its_key(self, client: Client, rich: PracticePage) -> None:
        assert client.get("/id/practice-rich")["Location"].endswith("/library/practices/rich/")


class TestLessThanEverything:
    def test_names_the_empty_sections_in_one_line(self, client: Client, world: World) -> None:
        practice = world.practice(challenge="<p>Papers.</p>", results="<p>Fewer papers.</p>")
        markup = shown(client, practice)
        assert "Lessons" not in headings(markup)
        assert (
            "Nothing is on record about: solution; how it was carried out; what did not work; lessons; "
            "conditions for replication; cost and resources; contact."
        ) in words(markup)

    def test_a_practice_with_a_summary_only(self, client: Client, world: World) -> None:
        practice = make.a_practice(world.library, "bare")
        text = words(shown(client, practice))
        assert "A synthetic summary of bare." in text
        assert "Begun not stated" in text
        assert "Country" not in text.split("Facts")[1].split("Begun")[0]

    def test_a_short_note_tells_results_and_no_more(self, client: Client, world: World) -> None:
        practice = world.practice(is_full=True, length="short")
        markup = shown(client, practice)
        assert "Short note" in words(markup)
        assert "Synthetic results" in words(markup)
        assert "Synthetic challenge" not in words(markup)
        assert "Nothing is on record" not in words(markup)

    def test_a_date_without_a_source_is_not_stated(self, client: Client, world: World) -> None:
        practice = world.practice(started=PartialDate.from_iso("2012"), status="pilot")
        practice.record.citations.all().delete()
        panel = words(shown(client, practice)).split("Facts")[1]
        assert "2012" not in panel
        assert "Begun not stated" in panel

    def test_a_figure_without_a_source_is_not_shown(self, client: Client, world: World) -> None:
        practice = world.practice()
        figure = make.a_figure(practice, stated="ninety-nine")
        figure.record.citations.all().delete()
        assert "ninety-nine" not in shown(client, practice)


class TestStates:
    def test_is_not_confirmed_until_an_institution_confirms(self, client: Client, world: World) -> None:
        practice = world.practice()
        assert "not yet confirmed by the institution" in words(shown(client, practice))
        letter = site_make.a_source("letter", kind="letter")
        confirm_record(
            record=practice.record, institution=world.agency.record, source=letter.record, on=date(2026, 3, 4), by=None
        )
        text = words(shown(client, practice))
        assert "not yet confirmed" not in text
        assert "Confirmed by the institution: 4 March 2026" in text

    def test_a_withdrawn_practice_says_why_in_every_language(self, client: Client, world: World) -> None:
        azerbaijani = make.in_azerbaijani(world.library)
        practice = world.practice("gone")
        site_make.translated(practice, title="Getdi")
        withdraw_record(record=practice.record, on=date(2026, 1, 2), reason="The centre never opened.", by=None)
        for language in ("en", "az"):
            response = client.get(f"/{language}/library/practices/gone/")
            assert response.status_code == 410
            assert "The centre never opened." in response.content.decode()
        assert azerbaijani

    def test_unknown_unpublished_and_hidden_look_the_same(self, client: Client, world: World) -> None:
        unpublished, hidden = world.practice("slug-unpublished"), world.practice("slug-hidden")
        unpublished.unpublish()
        set_audience(record=hidden.record, tokens=["secretariat"], by=None)
        bodies = set()
        for slug in ("slug-unpublished", "slug-hidden", "slug-unknown"):
            response = client.get(ADDRESS.format(slug))
            assert response.status_code == 404
            # The number of the request is another one each time.
            bodies.add(re.sub(r"\b[0-9a-f]{32}\b", "", response.content.decode().replace(slug, "")))
        assert len(bodies) == 1

    def test_what_is_not_for_everybody_stays_so_when_it_is_published_again(self, client: Client, world: World) -> None:
        practice = world.practice("kept-back")
        set_audience(record=practice.record, tokens=["secretariat"], by=None)
        practice.save_revision().publish()
        assert client.get(ADDRESS.format("kept-back")).status_code == 404
        practice.unpublish()
        practice.save_revision().publish()
        assert client.get(ADDRESS.format("kept-back")).status_code == 404
        assert {token.token for token in practice.record.audience.all()} == {"secretariat"}

    def test_a_draft_is_not_seen(self, client: Client, world: World) -> None:
        practice = world.practice("drafted", title="The old title")
        practice.title, practice.summary = "The secret title", "The secret summary."
        practice.save_revision()
        for address in (ADDRESS.format("drafted"), "/en/library/", "/en/library/topics/one-stop/", "/id/x"):
            assert "secret" not in client.get(address).content.decode()

    def test_restricted_parts_are_seen_by_nobody_else(self, client: Client, world: World) -> None:
        practice = world.practice()
        figure = make.a_figure(practice, stated="canary-figure")
        adoption = make.an_adoption(practice, world.kenya, note="canary-adoption")
        make.a_contradiction(practice.record)
        make.a_gap(practice.record, text="canary-gap")
        item = site_make.a_news_item(site_make.news_index(), title="canary-news", mentions=[practice.record.key])
        parts = [figure.record, adoption.record, item.record, *Record.objects.filter(kind__in=["contradiction", "gap"])]
        for record in parts:
            set_audience(record=record, tokens=["secretariat"], by=None)
        markup = shown(client, practice)
        assert "canary" not in markup
        assert "Synthetic claim" not in markup

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_is_only_read(self, client: Client, world: World, method: str) -> None:
        practice = world.practice()
        assert getattr(client, method)(ADDRESS.format(practice.slug)).status_code == 405


class TestLanguages:
    @pytest.fixture
    def both(self, world: World) -> PracticePage:
        make.in_azerbaijani(world.library)
        practice = world.practice(
            "both", challenge="<p>Papers.</p>", lessons="<p>Ask first.</p>", started=PartialDate.from_iso("2012-03")
        )
        make.a_figure(practice)
        site_make.translated(practice, title="Hər ikisi", summary="Xülasə.", challenge="<p>Kağızlar.</p>", lessons="")
        return practice

    def test_a_translation_holds_prose_and_shows_the_facts_of_the_original(
        self, client: Client, both: PracticePage
    ) -> None:
        text = words(shown(client, both, "az"))
        assert "Hər ikisi" in text
        assert "Kağızlar." in text
        assert "Azərbaycan" in text
        assert "Vahid pəncərə" in text
        assert "mart 2012" in text
        assert "over 40" in text
        assert "Papers." not in text

    def test_says_that_a_translation_was_not_reviewed(self, client: Client, both: PracticePage) -> None:
        markup = shown(client, both, "az")
        assert "/en/library/practices/both/" in links(markup.split('class="standing"')[1].split("</ul>")[0])
        assert shown(client, both).count("Translation not yet reviewed") == 0
        say_reviewed(both)
        standing = shown(client, both, "az").split('class="standing"')[1].split("</ul>")[0]
        assert standing.count("<li>") == 1

    @pytest.mark.parametrize("state", ["translated", "reviewed"])
    def test_says_that_the_original_was_changed_since(self, client: Client, both: PracticePage, state: str) -> None:
        edition = PracticePage.objects.get(title="Hər ikisi")
        if state == "reviewed":
            say_reviewed(both)
        assert "2036" not in standing(shown(client, both, "az"))
        with time_machine.travel(datetime(2036, 1, 13, tzinfo=UTC)):
            site_make.publish(both)
        assert "2036" not in standing(shown(client, both, "az")), "the same words once more are no change"
        with time_machine.travel(datetime(2036, 1, 14, 22, tzinfo=UTC)):
            both.challenge = "<p>Other papers.</p>"
            site_make.publish(both)
        told = standing(shown(client, both, "az"))
        assert '<time datetime="2036-01-15">' in told, "where the Association is, it was the next day"
        assert links(told) == ["/en/library/practices/both/"], "and once"
        assert "2036" not in standing(shown(client, both))
        with time_machine.travel(datetime(2036, 2, 1, tzinfo=UTC)):
            edition = PracticePage.objects.get(pk=edition.pk)
            edition.challenge = "<p>Başqa kağızlar.</p>"
            site_make.publish(edition)
        assert "2036" not in standing(shown(client, both, "az"))

    def test_of_an_original_that_is_not_published_no_change_is_told(self, client: Client, both: PracticePage) -> None:
        with time_machine.travel(datetime(2036, 1, 14, tzinfo=UTC)):
            both.challenge = "<p>Other papers.</p>"
            site_make.publish(both)
        PracticePage.objects.get(pk=both.pk).unpublish()
        assert "2036" not in standing(shown(client, both, "az"))

    def test_shows_a_section_that_is_not_translated_in_the_original(self, client: Client, both: PracticePage) -> None:
        markup = shown(client, both, "az")
        lessons = section(markup, "lessons")
        assert "Ask first." in lessons
        assert 'lang="en"' in lessons
        assert "English" in words(lessons)

    def test_leads_to_the_other_languages(self, client: Client, both: PracticePage, world: World) -> None:
        head = shown(client, both).split("</head>")[0]
        assert 'hreflang="az"' in head
        alone = world.practice("alone")
        assert 'hreflang="az"' not in shown(client, alone)
        assert client.get("/az/library/practices/alone/").status_code == 404

    def test_of_an_unpublished_original_the_translation_is_prose_alone(
        self, client: Client, both: PracticePage
    ) -> None:
        """Whoever writes on it writes past the gates: nothing of that is told, before or after."""
        both.unpublish()
        draft = PracticePage.objects.get(pk=both.pk)
        draft.started, draft.status = PartialDate.from_iso("2031-05"), Status.ENDED
        draft.save_revision()
        last = date(2031, 5, 31)
        PracticePage.objects.filter(pk=both.pk).update(started_earliest=date(2031, 5, 1), started_latest=last)
        assert client.get(ADDRESS.format("both")).status_code == 404
        text = words(shown(client, both, "az"))
        assert "Kağızlar." in text
        assert "Hər ikisi" in text
        for untold in ("Ask first.", "mart 2012", "2031", "Vahid pəncərə", "over 40", "Title of source-"):
            assert untold not in text

    def test_of_an_unpublished_original_no_way_tells_the_facts(
        self, client: Client, both: PracticePage, world: World
    ) -> None:
        other = world.practice("beside")
        sources = list(both.record.citations.values_list("source", flat=True))
        figure = Figure.objects.get(subject=both.record)
        both.unpublish()
        record_practice(page=both.get_translations().get(), by=None)
        assert list(both.record.citations.values_list("source", flat=True)) == sources, "nothing is lost"
        assert Record.objects.get(pk=both.record_id).slug == "both"
        for language in ("en", "az"):
            listed = page(client, f"/{language}/library/?topic=one-stop")
            assert "Hər ikisi" in listed
            assert "2012" not in listed
            assert f"A synthetic summary of {both.slug}." not in listed
        told = client.get("/api/v1/practices/practice-both?lang=en").json()
        assert (told["started"], told["status"], told["country"], told["title_language"]) == (None, None, None, "az")
        for name in ("figures", "sources", "topics", "neighbours", "gaps", "contradictions"):
            assert told[name] == [], name
        assert told["adoptions"] == {"taken_up": [], "came_from": []}
        listed = {item["key"]: item for item in client.get("/api/v1/practices").json()["items"]}
        item = listed["practice-both"]
        assert (item["started"], item["status"], item["country"], item["topics"]) == (None, None, None, [])
        assert listed["practice-beside"]["country"]["key"] == "AZ"
        rows = json.loads(b"".join(client.get("/en/library/list.json")))
        row = next(row for row in rows if row["key"] == "practice-both")
        assert not any(row[name] for name in ("countries", "topics", "begun", "status", "sources", "first_source"))
        compared = words(page(client, f"/en/library/compare/?p=both&p={other.slug}"))
        assert figure.stated not in compared
        printed = printed_practice(
            PracticePage.objects.get(title="Hər ikisi"), PracticePage.objects.get(pk=both.pk), user=AnonymousUser()
        )
        assert "2012" not in printed.html
        assert figure.stated not in printed.html
        site_make.publish(PracticePage.objects.get(title="Hər ikisi"))
        site_make.publish(PracticePage.objects.get(pk=both.pk))
        assert figure.stated in words(shown(client, both, "az")), "they come back with the original"


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
class TestPicturesAndFiles:
    def test_shows_pictures_with_alternative_and_credit(self, client: Client, world: World) -> None:
        practice = world.practice()
        PracticeImage.objects.create(page=practice, image=make.a_picture(), alternative="A hall with eight doors.")
        pictures = section(shown(client, practice), "pictures")
        assert 'alt="A hall with eight doors."' in pictures
        assert "A. Photographer" in words(pictures)

    def test_offers_the_files_that_the_reader_may_have(self, client: Client, world: World) -> None:
        practice = world.practice()
        for title, audience in (("Handbook", "public"), ("Canary", "secretariat")):
            PracticeAttachment.objects.create(page=practice, document=make.a_document(title, audience))
        markup = shown(client, practice)
        assert "Handbook" in words(section(markup, "files"))
        assert "Canary" not in markup


class TestPreview:
    def preview(self, practice: PracticePage) -> str:
        response = practice.make_preview_request()
        assert response.status_code == 200
        return response.content.decode()

    def test_of_a_draft_that_was_never_saved(self, world: World) -> None:
        draft = PracticePage(
            title="A first draft",
            slug="first-draft",
            summary="Just begun.",
            challenge="<p>Papers.</p>",
            country=world.azerbaijan,
            locale=world.library.folder.locale,
        )
        draft.topics = [world.one_stop]
        draft.set_url_path(world.library.folder)
        text = words(self.preview(draft))
        assert "A first draft" in text
        assert "Papers." in text
        assert "Azerbaijan" in text
        assert "One-stop shop" in text

    def test_of_changes_shows_the_facts_of_the_draft(self, world: World, client: Client) -> None:
        practice = world.practice("changed", started=PartialDate.from_iso("2012"))
        practice.country, practice.topics = world.kenya, [world.trust]
        practice.summary = "Changed."
        practice.save_revision()
        draft = PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()
        text = words(self.preview(draft)).split("Facts")[1]
        assert "Kenya" in text
        assert "Trust" in text
        assert "Azerbaijan" not in text
        assert "Kenya" not in words(page(client, ADDRESS.format("changed"))).split("Facts")[1]
