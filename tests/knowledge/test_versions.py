"""What was published stays readable: every text of a practice has a number, a day and an address of its own."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
import rispy
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Revision

from core.models import Record
from core.records.operations import set_audience, withdraw_record
from knowledge.models import PracticePage, PracticeVersion
from knowledge.operations import keep_version, withdraw_version
from knowledge.versions import published_version, version_number
from knowledge.versions.translated import translation_of, with_translation
from members.models import Institution
from members.operations import save_country
from tests.editors.conftest import signed_in as signed_in
from tests.editors.typing_in import words as words_of
from tests.factories import knowledge as make
from tests.factories import site as make_site
from tests.knowledge.conftest import World
from tests.knowledge.reading import links, page, queries, words
from tests.signing_in import People

ADDRESS = "/en/library/practices/centres/"
VERSIONS = f"{ADDRESS}versions/"
DAYS = [datetime(2026, month, 3, 12, tzinfo=UTC) for month in (1, 3, 5)]


def publish(practice: PracticePage, on: datetime, **fields: Any) -> PracticePage:
    """Publish the page anew with these texts."""
    edition = PracticePage.objects.get(pk=practice.pk)
    for name, value in fields.items():
        setattr(edition, name, value)
    with time_machine.travel(on, tick=False):
        return make_site.publish(edition)


@pytest.fixture
def centres(world: World) -> PracticePage:
    """A practice that was published three times."""
    with time_machine.travel(DAYS[0]):
        practice = world.practice(
            "centres",
            title="Centres",
            challenge="<p>People waited for days.</p>",
            institution=world.agency,
            is_full=False,
        )
        make.a_figure(practice, stated="35 million", low=35, high=35)
    publish(practice, DAYS[1], challenge="<p>People waited for many long days.</p>", lessons="<p>Begin small.</p>")
    return publish(practice, DAYS[2], title="Service centres", lessons="")


def numbers(practice: PracticePage) -> list[int]:
    rows = PracticeVersion.objects.filter(record=practice.record, language=practice.locale.language_code)
    return list(rows.values_list("number", flat=True))


# --- The story ------------------------------------------------------------------------------------


def test_every_text_that_was_published_stays_readable(client: Client, centres: PracticePage) -> None:
    first, second, third = (page(client, f"{VERSIONS}{number}/") for number in (1, 2, 3))
    assert "You read version 1 of 3 January 2026 ; the newest is version 3 of 3 May 2026 ." in words(first)
    assert "People waited for days." in words(first)
    assert "Begin small." not in words(first)
    assert "People waited for many long days." in words(second)
    assert "Begin small." in words(second)
    assert "You read version 3 of 3 May 2026 , the newest." in words(third)
    for text, title in ((first, "Centres"), (third, "Service centres")):
        assert f">{title}</h1>" in text
        assert ADDRESS in links(text)
        assert VERSIONS in links(text)


def test_search_engines_are_led_to_the_newest(client: Client, centres: PracticePage) -> None:
    for text in (page(client, f"{VERSIONS}1/"), page(client, f"{VERSIONS}3/")):
        assert '<meta name="robots" content="noindex">' in text
        assert f'<link rel="canonical" href="http://testserver{ADDRESS}">' in text
    assert '<meta name="robots" content="noindex">' in page(client, VERSIONS)
    assert "noindex" not in page(client, ADDRESS)


def test_the_list_says_what_each_version_changed(client: Client, centres: PracticePage) -> None:
    told = words(page(client, VERSIONS))
    assert "Version 3 3 May 2026 Changed: title; lessons. 2 words added, 3 words removed." in told
    assert "Version 2 3 March 2026 Changed: challenge; lessons. 4 words added, 0 words removed." in told
    assert "Version 1 3 January 2026 The first version." in told
    assert told.index("Version 3") < told.index("Version 1")


def test_facts_that_changed_are_named(client: Client, world: World, centres: PracticePage) -> None:
    edition = PracticePage.objects.get(pk=centres.pk)
    edition.status = "running"
    make_site.publish(edition)
    assert "Changed: facts." in words(page(client, VERSIONS))
    assert version_number(PracticePage.objects.get(pk=centres.pk)) == 4


def test_the_page_cites_its_version_and_a_version_cites_itself(client: Client, centres: PracticePage) -> None:
    (now,) = json.loads(client.get(f"{ADDRESS}cite.json").content)
    (then,) = json.loads(client.get(f"{VERSIONS}1/cite.json").content)
    assert (now["title"], now["version"]) == ("Service centres", "3")
    assert (then["title"], then["version"]) == ("Centres", "1")
    assert then["issued"] == {"date-parts": [[2026, 1, 3]]}
    assert now["URL"] == then["URL"] == "http://testserver/id/practice-centres"
    (reference,) = rispy.loads(client.get(f"{VERSIONS}1/cite.ris").content.decode())
    assert reference["urls"][-1] == f"http://testserver{VERSIONS}1/"
    assert "version = {1}" in client.get(f"{VERSIONS}1/cite.bib").content.decode()
    assert client.get(f"{VERSIONS}1/cite.pdf").status_code == 404
    assert "Centres. Version 1." in words(page(client, f"{VERSIONS}1/"))
    assert f"{VERSIONS}1/cite.bib" in links(page(client, f"{VERSIONS}1/"))


def test_number_and_day_are_known_to_whoever_prints_a_page(centres: PracticePage) -> None:
    version = published_version(centres)
    assert version is not None
    assert (version.number, version.published_at) == (3, DAYS[2])
    assert version_number(centres) == 3
    centres.unpublish()
    assert version_number(PracticePage.objects.get(pk=centres.pk)) == 0


# --- When a version is made -----------------------------------------------------------------------


def test_an_equal_text_makes_no_version(centres: PracticePage) -> None:
    publish(centres, DAYS[2])
    centres.unpublish()
    publish(centres, DAYS[2])
    assert numbers(centres) == [1, 2, 3]


def test_a_text_that_comes_back_is_a_new_version(centres: PracticePage) -> None:
    publish(centres, DAYS[2], title="Centres")
    publish(centres, DAYS[2], title="Service centres")
    assert numbers(centres) == [1, 2, 3, 4, 5]


def test_a_draft_makes_no_version(centres: PracticePage) -> None:
    edition = PracticePage.objects.get(pk=centres.pk)
    edition.title = "A draft"
    edition.save_revision()
    assert numbers(centres) == [1, 2, 3]


def test_versions_outlive_the_revisions(client: Client, centres: PracticePage) -> None:
    PracticePage.objects.update(latest_revision=None, live_revision=None)
    Revision.objects.all().delete()
    assert "People waited for days." in words(page(client, f"{VERSIONS}1/"))


def test_a_translation_has_versions_of_its_own(client: Client, world: World, centres: PracticePage) -> None:
    make.in_azerbaijani(world.library)
    translation = make_site.translated(centres, title="Mərkəzlər")
    publish(translation, DAYS[2], title="Xidmət mərkəzləri")
    assert (numbers(centres), numbers(translation)) == ([1, 2, 3], [1, 2])
    assert "Mərkəzlər" in page(client, "/az/library/practices/centres/versions/1/")
    assert client.get("/az/library/practices/centres/versions/3/").status_code == 404
    publish(centres, DAYS[2], status="running")
    assert numbers(translation) == [1, 2], "what the original states is no change of this text"


def test_how_an_edition_from_before_stands_comes_with_its_page(
    world: World, centres: PracticePage, django_assert_num_queries: Any
) -> None:
    make.in_azerbaijani(world.library)
    translation = make_site.translated(centres, title="Mərkəzlər")
    publish(translation, DAYS[1], title="Mərkəzlər")
    PracticeVersion.objects.all().delete()
    for changed in (DAYS[2], DAYS[0]):
        PracticePage.objects.filter(pk=centres.pk).update(last_published_at=changed)
        pages = with_translation(PracticePage.objects.filter(record=centres.record).order_by("pk"))
        with django_assert_num_queries(1):
            found = [translation_of(one).state for one in pages.select_related("record", "locale")]
        assert found == ["original", "outdated" if changed == DAYS[2] else found[1]]
        assert translation_of(PracticePage.objects.get(pk=translation.pk)).state == found[1]
    assert found[1] != "outdated"


def test_what_was_published_before_is_kept_by_a_command(client: Client, centres: PracticePage) -> None:
    PracticeVersion.objects.all().delete()
    assert "Version" not in words(page(client, ADDRESS))
    assert client.get(VERSIONS).status_code == 404
    for kept in ("1 versions kept.", "0 versions kept."):
        out = StringIO()
        call_command("keep_versions", stdout=out)
        assert out.getvalue().strip() == kept
    version = published_version(PracticePage.objects.get(pk=centres.pk))
    assert version is not None
    assert version.published_at == DAYS[2]


# --- Facts as they were ---------------------------------------------------------------------------


def test_facts_are_shown_as_they_were(client: Client, world: World, centres: PracticePage) -> None:
    renamed = make_site.a_source()
    save_country(iso2="AZ", names={"en": "Renamed"}, roles=[], source_keys=[renamed.record.key], by=None)
    figure = centres.record.figures.get()
    figure.stated = "99 million"
    figure.save()
    then, now = words(page(client, f"{VERSIONS}2/")), words(page(client, ADDRESS))
    assert "35 million" in then
    assert "99 million" not in then
    assert "99 million" in now
    assert "Azerbaijan" in then.split("Facts")[1]
    assert "Renamed" in now


def test_a_version_names_no_record_that_is_not_for_this_reader(
    client: Client, world: World, centres: PracticePage
) -> None:
    assert "ynthetic agency" in words(page(client, f"{VERSIONS}2/"))
    make_site.hide(Institution.objects.get().record)
    for source in Record.objects.filter(kind="source"):
        make_site.hide(source)
    told = page(client, f"{VERSIONS}2/")
    for hidden in ("ynthetic agency", "35 million", "Title of source"):
        assert hidden not in words(told), hidden
    assert b"gency" not in client.get(f"{VERSIONS}2/cite.bib").content


# --- Who may see one ------------------------------------------------------------------------------


def withdraw(practice: PracticePage) -> None:
    withdraw_record(record=practice.record, on=date(2026, 6, 1), reason="It was wrong.", by=None)


def hide(practice: PracticePage) -> None:
    make_site.hide(practice.record)


def unpublish(practice: PracticePage) -> None:
    practice.unpublish()


@pytest.mark.parametrize("way", [withdraw, hide, unpublish])
def test_versions_go_with_their_practice(
    client: Client, centres: PracticePage, way: Callable[[PracticePage], None]
) -> None:
    own = ["versions/", "versions/1/", "versions/3/", "versions/1/cite.bib"]
    assert all(client.get(ADDRESS + path).status_code == 200 for path in own)
    way(centres)
    for path in own:
        hidden, unknown = client.get(ADDRESS + path), client.get(f"/en/library/practices/nowhere/{path}")
        assert hidden.status_code == unknown.status_code == 404, path
        assert alike(hidden, "centres") == alike(unknown, "nowhere")


def alike(answer: Any, slug: str) -> str:
    return answer.content.decode().replace(answer["X-Request-ID"], "").replace(slug, "")


def test_versions_of_a_restricted_practice_are_for_its_readers(
    centres: PracticePage,
    signed_in: Callable[[str], Client],
) -> None:
    set_audience(record=centres.record, tokens=["secretariat"], by=None)
    assert signed_in("secretariat").get(f"{VERSIONS}1/").status_code == 200
    assert signed_in("editor").get(f"{VERSIONS}1/").status_code == 404


def test_a_version_is_found_where_its_practice_was_called_otherwise(
    client: Client, centres: PracticePage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish(centres, DAYS[2], slug="service-centres")
    for path in ("versions/", "versions/1/", "versions/1/cite.bib"):
        moved = client.get(ADDRESS + path)
        assert (moved.status_code, moved["Location"]) == (301, f"/en/library/practices/service-centres/{path}")
        assert client.get(moved["Location"]).status_code == 200
    make_site.hide(centres.record)
    assert client.get(f"{VERSIONS}1/").status_code == 404


@pytest.mark.parametrize("number", ["0", "4", "9" * 40, "-1", "one"])
def test_other_numbers_are_not_there(client: Client, centres: PracticePage, number: str) -> None:
    assert client.get(f"{VERSIONS}{number}/").status_code == 404


# --- A version is withdrawn -----------------------------------------------------------------------


def the(practice: PracticePage, number: int) -> PracticeVersion:
    return PracticeVersion.objects.get(record=practice.record, number=number, language="en")


def test_the_secretariat_withdraws_a_version(
    centres: PracticePage,
    people: People,
    signed_in: Callable[[str], Client],
    client: Client,
) -> None:
    secretariat = signed_in("secretariat")
    form = reverse("practice_withdraw_version", args=[centres.record.pk])
    assert form in secretariat.get(reverse("wagtailadmin_pages:edit", args=[centres.pk])).content.decode()
    asked = {"version": the(centres, 2).pk, "on": "2026-06-01", "reason": "It named a person."}
    with time_machine.travel(datetime(2026, 6, 2, tzinfo=UTC)):
        assert signed_in("editor").post(form, asked).status_code in {302, 403}
        assert the(centres, 2).withdrawn_on is None
        assert secretariat.post(form, asked).status_code == 302
    for path in (f"{VERSIONS}2/", f"{VERSIONS}2/cite.bib"):
        gone = client.get(path)
        assert gone.status_code == 410
        told = words(gone.content.decode())
        assert "Version 2 of this text stood here and was withdrawn." in told
        assert "1 June 2026" in told
        assert "It named a person." in told
        assert "many long days" not in told
    listed = words(page(client, VERSIONS))
    assert "Version 2 3 March 2026 Withdrawn on 1 June 2026" in listed
    assert "Changed: title; challenge. 4 words added, 1 word removed." in listed, "against the first, not the second"
    entry = ModelLogEntry.objects.get(action="knowledge.withdraw_version")
    assert (entry.user, entry.data["number"], entry.data["reason"]) == (people.secretariat, 2, "It named a person.")
    assert "Version 2 (en) withdrawn: It named a person." in words_of(
        secretariat.get(reverse("wagtailadmin_reports:site_history"))
    )


def test_a_version_is_not_withdrawn_without_right_reason_or_need(centres: PracticePage, people: People) -> None:
    given: dict[str, Any] = {"on": date(2026, 6, 1), "reason": "It named a person.", "by": people.secretariat}
    with time_machine.travel(datetime(2026, 6, 2, tzinfo=UTC)):
        with pytest.raises(PermissionDenied):
            withdraw_version(version=the(centres, 1), **{**given, "by": people.editor})
        for wrong in ({"reason": " "}, {"on": date(2026, 6, 3)}, {"on": date(2026, 1, 1)}):
            with pytest.raises(ValidationError):
                withdraw_version(version=the(centres, 1), **{**given, **wrong})
        with pytest.raises(ValidationError, match="Readers see this text now"):
            withdraw_version(version=the(centres, 3), **given)
        withdraw_version(version=the(centres, 1), **given)
        with pytest.raises(ValidationError, match="withdrawn already"):
            withdraw_version(version=the(centres, 1), **given)


def test_a_withdrawn_text_that_is_published_again_has_a_new_number(centres: PracticePage, people: People) -> None:
    centres.unpublish()
    with time_machine.travel(datetime(2026, 6, 2, tzinfo=UTC)):
        withdraw_version(version=the(centres, 3), on=date(2026, 6, 1), reason="A mistake.", by=people.secretariat)
    again = publish(PracticePage.objects.get(pk=centres.pk), DAYS[2])
    assert (numbers(centres), version_number(again)) == ([1, 2, 3, 4], 4)


# --- Programs and numbers of queries --------------------------------------------------------------


def test_programs_read_the_number(client: Client, centres: PracticePage) -> None:
    (edition,) = client.get("/api/v1/practices/practice-centres").json()["editions"]
    assert edition["version"] == 3
    assert edition["version_published_at"].startswith("2026-05-03T")
    assert edition["version_page"] == f"http://testserver{VERSIONS}3/"


def test_the_number_of_queries_does_not_grow(client: Client, world: World, centres: PracticePage) -> None:
    client.get(VERSIONS)
    few = [queries(client, path) for path in (VERSIONS, f"{VERSIONS}3/", f"{VERSIONS}3/cite.bib", ADDRESS)]
    for number in range(4):
        make.a_figure(centres)
        make.an_adoption(centres, world.kenya, world.practice().record.key)
        publish(centres, DAYS[2], title=f"Centres {number}", goals=[world.peace], topics=[world.trust, world.one_stop])
    many = [queries(client, path) for path in (VERSIONS, f"{VERSIONS}7/", f"{VERSIONS}7/cite.bib")]
    assert many == few[:3]
    assert max(many) <= 6


def test_keeping_is_safe_to_repeat(centres: PracticePage) -> None:
    assert keep_version(page=PracticePage.objects.get(pk=centres.pk), by=None) is None
