"""Pages in the editor: guided, drafted, previewed, published, translated, never deleted."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import ModelLogEntry, Page

from association.site.models import NewsPage
from association.site.operations import set_mentions
from core.dates import PartialDate
from core.models import OutboxEntry, Record, Relation, Title
from core.records.kinds import Verb
from knowledge.models import PracticePage
from tests.editors.conftest import Desk
from tests.editors.typing_in import change, drawn, words
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.signing_in import People

pytestmark = pytest.mark.sqlite

PUBLISH = {"action-publish": "action-publish"}
RICH = '{"blocks":[{"text":"%s","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'


@pytest.fixture
def editor(signed_in: Any) -> Client:
    return signed_in("editor")


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add(desk: Desk) -> str:
    return reverse("wagtailadmin_pages:add", args=["knowledge", "practicepage", desk.library.folder.pk])


def generations(*records: Record) -> dict[str, int]:
    ids = [record.pk for record in records]
    return dict(Record.objects.filter(pk__in=ids).values_list("key", "generation"))


def new(page: PracticePage) -> PracticePage:
    return PracticePage.objects.get(pk=page.pk)


# --- Writing and publishing -----------------------------------------------------------------------


def test_an_editor_publishes_a_change_that_readers_then_see(editor: Client, desk: Desk) -> None:
    sources = {"practice_sources-0-source": str(desk.source.pk)}
    changes = {"summary": "A better summary.", "started": "2012-13", "lessons": RICH % "Begin small.", **sources}
    shown = change(editor, edit(desk.practice), **changes, **PUBLISH)
    assert shown.status_code == 200
    assert "“2012-13” is not a date that can be read" in words(shown)
    assert 'value="2012-13"' in shown.content.decode()
    assert "A better summary." in shown.content.decode()
    assert new(desk.practice).summary != "A better summary."

    assert change(editor, edit(desk.practice), **{**changes, "started": "2012-12"}, **PUBLISH).status_code == 302
    page = new(desk.practice)
    assert (page.summary, page.started) == ("A better summary.", PartialDate.from_iso("2012-12"))
    assert "Begin small." in page.lessons
    assert [citation.source for citation in page.record.citations.all()] == [desk.source]
    assert "A better summary." in Client().get(page.url).content.decode()


def test_the_form_says_by_which_clock_a_page_is_published(editor: Client, desk: Desk) -> None:
    assert editor.get(edit(desk.practice)).content.decode().count("In the time of Asia/Baku.") == 2


@pytest.mark.parametrize("of", ["practice", "news"])
def test_the_form_says_beforehand_how_long_a_summary_may_be(editor: Client, desk: Desk, of: str) -> None:
    assert "at most 1000 characters. Needed even in a draft." in words(editor.get(edit(getattr(desk, of))))


@pytest.mark.parametrize("of", ["practice", "news"])
def test_a_summary_that_lists_cannot_print_is_refused_and_kept(editor: Client, desk: Desk, of: str) -> None:
    page = getattr(desk, of)
    long = "Two sentences. " * 67
    shown = change(editor, edit(page), summary=long)
    assert "Ensure this value has at most 1000 characters (it has 1004)." in words(shown)
    assert long.strip() in shown.content.decode()
    assert "maxlength" not in shown.content.decode().split('name="summary"')[1].split(">")[0]


def test_a_draft_stays_a_draft_until_it_is_published(editor: Client, desk: Desk) -> None:
    assert change(editor, edit(desk.practice), title="A new title", started="2013").status_code == 302
    assert new(desk.practice).title == "One-stop centre"
    assert not new(desk.practice).started
    fields = drawn(editor.get(edit(desk.practice)))
    assert (fields["title"], fields["started"]) == ("A new title", "2013")
    preview = editor.get(reverse("wagtailadmin_pages:view_draft", args=[desk.practice.pk]))
    assert "A new title" in preview.content.decode()
    assert "A new title" not in Client().get(desk.practice.url).content.decode()
    change(editor, edit(desk.practice), **PUBLISH)
    assert Title.objects.get(record=desk.practice.record, language="en").text == "A new title"


def test_a_new_practice_may_have_gaps_and_says_what_it_needs(editor: Client, desk: Desk) -> None:
    told = words(change(editor, add(desk), title="A mobile bus", slug="mobile-bus"))
    assert "This field is required" in told
    draft = {"title": "A mobile bus", "slug": "mobile-bus", "summary": "A bus brings services to villages."}
    assert change(editor, add(desk), **draft).status_code == 302
    page = PracticePage.objects.get(slug="mobile-bus")
    assert not page.live
    assert page.record is None
    assert "They can be added once the page has been published." in words(editor.get(edit(page)))
    assert change(editor, edit(page), topics=[str(topic.pk) for topic in desk.practice.topics.all()]).status_code == 302
    told = words(change(editor, edit(page), title="A bus", **PUBLISH))
    assert "Name at least one source: every fact has one." in told
    assert not new(page).live
    source = {"practice_sources-0-source": str(desk.source.pk), "practice_sources-TOTAL_FORMS": "1"}
    assert change(editor, edit(page), **source, **PUBLISH).status_code == 302
    record = new(page).record
    assert record.key == "practice-mobile-bus"
    assert Relation.objects.filter(subject=record, verb=Verb.ABOUT).count() == 2


def test_a_source_that_is_taken_from_a_practice_is_cited_no_more(editor: Client, desk: Desk) -> None:
    first = desk.practice.practice_sources.get()
    both = {"practice_sources-1-source": str(desk.source.pk), "practice_sources-TOTAL_FORMS": "2"}
    assert change(editor, edit(desk.practice), **both, **PUBLISH).status_code == 302
    cited = desk.practice.record.citations.order_by("position")
    assert [citation.source for citation in cited] == [first.source, desk.source]
    gone = {"practice_sources-0-DELETE": "1"}
    assert change(editor, edit(desk.practice), **gone, **PUBLISH).status_code == 302
    assert [citation.source for citation in cited.all()] == [desk.source]
    assert first.source.title not in Client().get(desk.practice.url).content.decode()

    told = words(change(editor, edit(desk.practice), title="Unsourced", **gone, **PUBLISH))
    assert "Name at least one source: every fact has one." in told
    assert change(editor, edit(desk.practice), title="Unsourced", **gone).status_code == 302
    assert [citation.source for citation in cited.all()] == [desk.source]
    assert "Unsourced" not in Client().get(desk.practice.url).content.decode()


@pytest.mark.parametrize("kind", ["practice", "news"])
def test_many_pages_published_at_once_need_their_sources_too(editor: Client, desk: Desk, kind: str) -> None:
    parent = {"practice": desk.library.folder, "news": site_make.news_index()}[kind]
    model = {"practice": PracticePage, "news": NewsPage}[kind]
    draft = model(title="A bus", slug="bus", summary="Words.", live=False, locale=parent.locale)
    parent.add_child(instance=draft)
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={draft.pk}"
    told = editor.post(address, {"include_descendants": ""}, follow=True)
    assert "Name at least one source: every fact has one." in words(told)
    assert not Page.objects.get(pk=draft.pk).live
    assert not Record.objects.filter(key=f"{kind}-bus").exists()


def test_a_translation_is_published_after_its_original(editor: Client, desk: Desk) -> None:
    draft = {"title": "A bus", "slug": "bus", "summary": "A bus brings services to villages."}
    change(editor, add(desk), **draft)
    page = PracticePage.objects.get(slug="bus")
    translation = page.copy_for_translation(site_make.locale("az"))
    told = words(change(editor, edit(translation), title="Avtobus", **PUBLISH))
    assert "Publish the original first" in told
    assert not new(translation).live
    assert change(editor, edit(translation), title="Avtobus").status_code == 302


def test_a_slug_whose_id_is_taken_is_refused(editor: Client, desk: Desk) -> None:
    Page.objects.get(pk=desk.practice.pk).specific.delete()
    told = words(change(editor, add(desk), title="Another", slug="asan", summary="Another summary."))
    assert "The id “practice-asan” is taken." in told


def test_a_slug_is_that_of_one_practice_in_all_languages(editor: Client, desk: Desk) -> None:
    """Also where the other is written in another language, in capitals, or only a draft."""
    azerbaijani = make.Library(desk.library.page, desk.library.folder.get_translations().get())
    other = make.a_practice(azerbaijani, "otaq", title="Otaq")
    for slug in ("asan", "ASAN"):
        shown = change(editor, edit(other), slug=slug, title="Başqa", **PUBLISH)
        assert f"“{slug}” is the last part of the address of “practice-asan” already" in words(shown)
        assert 'value="Başqa"' in shown.content.decode()
    assert Record.objects.get(pk=other.record_id).slug == "otaq"
    assert change(editor, edit(other), slug="salon", **PUBLISH).status_code == 302
    assert Record.objects.get(pk=other.record_id).slug == "salon"
    assert change(editor, edit(desk.translation), slug="mekan", **PUBLISH).status_code == 302

    draft = {"slug": "bus", "summary": "A bus brings services to villages."}
    assert change(editor, add(desk), title="A bus", **draft).status_code == 302
    there = reverse("wagtailadmin_pages:add", args=["knowledge", "practicepage", azerbaijani.folder.pk])
    assert "“bus” is the last part of the address of “A bus” already" in words(
        change(editor, there, title="Avtobus", **draft)
    )


def test_a_page_never_takes_the_record_of_another(desk: Desk) -> None:
    """Whatever way it is published."""
    azerbaijani = make.Library(desk.library.page, desk.library.folder.get_translations().get())
    PracticePage.objects.filter(pk=desk.translation.pk).update(slug="mekan")
    with pytest.raises(ValidationError, match="The id “practice-asan” is taken"), transaction.atomic():
        make.a_practice(azerbaijani, "asan", title="Otaq")
    assert set(PracticePage.objects.filter(record=desk.practice.record)) == {desk.practice, desk.translation}
    assert Title.objects.get(record=desk.practice.record, language="az").text == "Vahid məkan"


def test_the_preview_shows_what_was_typed(editor: Client, desk: Desk) -> None:
    for page, typed in ((desk.practice, "Typed but not saved"), (desk.translation, "Yazılıb, saxlanmayıb")):
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        fields = {**drawn(editor.get(edit(page))), "title": typed}
        assert editor.post(preview, fields).json() == {"is_valid": True, "is_available": True}
        shown = editor.get(preview, {"in_preview_panel": "true"})
        assert shown.status_code == 200
        assert typed in shown.content.decode()
        assert f'lang="{page.locale.language_code}"' in shown.content.decode()
    new_page = reverse("wagtailadmin_pages:preview_on_add", args=["knowledge", "practicepage", desk.library.folder.pk])
    fields = {**drawn(editor.get(add(desk))), "title": "Brand new", "slug": "new", "summary": "A summary."}
    assert editor.post(new_page, fields).json()["is_valid"]
    assert "Brand new" in editor.get(new_page).content.decode()


def test_versions_are_compared_with_the_date_as_it_is_written(editor: Client, desk: Desk) -> None:
    change(editor, edit(desk.practice), started="2012")
    change(editor, edit(desk.practice), started="2012-12", summary="Other words.")
    first, last = [revision.pk for revision in desk.practice.revisions.order_by("pk")][-2:]
    compared = words(editor.get(reverse("wagtailadmin_pages:revisions_compare", args=[desk.practice.pk, first, last])))
    assert "2012-12" in compared
    assert "Other words." in compared


# --- Facts and translations -----------------------------------------------------------------------


def test_a_translation_shows_the_facts_and_cannot_change_them(editor: Client, desk: Desk) -> None:
    form = editor.get(edit(desk.translation))
    fields = drawn(form)
    assert not {"started", "country", "topics", "status", "practice_sources-TOTAL_FORMS"} & set(fields)
    assert "Its facts are read from the original" in words(form)
    assert edit(desk.practice) in form.content.decode()
    forged = {"started": "1999", "status": "ended", "summary": "Yaxşı xülasə.", "edition_state": "original"}
    assert change(editor, edit(desk.translation), **forged, **PUBLISH).status_code == 302
    page = new(desk.translation)
    assert (page.summary, page.edition_state, page.status) == ("Yaxşı xülasə.", "translated", "")
    assert not page.started
    for page in (desk.practice, desk.translation):
        assert "edition_state" not in drawn(editor.get(edit(page))), "it is computed from acts"


def test_a_translation_says_that_its_original_was_changed_since(editor: Client, desk: Desk) -> None:
    assert "The original was changed" not in words(editor.get(edit(desk.translation)))
    sources = {"practice_sources-0-source": str(desk.source.pk)}
    assert change(editor, edit(desk.practice), summary="Other words.", **sources, **PUBLISH).status_code == 302
    form = editor.get(edit(desk.translation))
    assert f"The original was changed on {date_format(timezone.localdate())}, after this translation." in words(form)
    then, now = desk.practice.live_revision_id, new(desk.practice).live_revision_id
    compared = reverse("wagtailadmin_pages:revisions_compare", args=[desk.practice.pk, then, now])
    assert f'href="{compared}"' in form.content.decode()
    assert "The original was changed" not in words(editor.get(edit(desk.practice)))
    assert change(editor, edit(desk.translation), summary="Başqa sözlər.", **PUBLISH).status_code == 302
    assert "The original was changed" not in words(editor.get(edit(desk.translation)))


def test_a_draft_of_a_translation_says_it_too(editor: Client, desk: Desk) -> None:
    practice = make.a_practice(desk.library, "bus")
    az = site_make.locale("az")
    address = reverse("simple_translation:submit_page_translation", args=[practice.pk])
    assert editor.post(address, {"locales": [az.pk]}).status_code == 302
    form = edit(practice.get_translation(az))
    assert "The original was changed" not in words(editor.get(form))
    site_make.publish(practice)
    assert "The original was changed" in words(editor.get(form))


def test_a_new_translation_is_marked_as_one(editor: Client, desk: Desk) -> None:
    practice = make.a_practice(desk.library, "bus")
    az = site_make.locale("az")
    address = reverse("simple_translation:submit_page_translation", args=[practice.pk])
    assert editor.post(address, {"locales": [az.pk]}).status_code == 302
    translation = practice.get_translation(az)
    assert translation.edition_state == "translated"
    assert change(editor, edit(translation), title="Avtobus", slug="bus", **PUBLISH).status_code == 302
    assert new(translation).record == practice.record
    assert Title.objects.get(record=practice.record, language="az").text == "Avtobus"


def test_figures_and_adoptions_are_reached_from_their_practice(editor: Client, desk: Desk) -> None:
    form = editor.get(edit(desk.practice)).content.decode()
    assert reverse("figures:edit", args=[desk.figure.pk]) in form
    assert f"{reverse('figures:add')}?subject={desk.practice.record_id}" in form


def test_news_have_a_date_sources_and_neighbours(editor: Client, desk: Desk) -> None:
    sources = {"news_sources-0-source": str(desk.source.pk)}
    assert change(editor, edit(desk.news), happened="2019-12 (late December)", **sources, **PUBLISH).status_code == 302
    page = NewsPage.objects.get(pk=desk.news.pk)
    assert page.happened == PartialDate.from_iso("2019-12", "late December")
    address = reverse("record_mentions", args=[page.record_id])
    assert address in editor.get(edit(desk.news)).content.decode()
    for mentioned in (desk.practice.record, desk.source.record):
        before = generations(page.record, desk.practice.record, mentioned)
        assert change(editor, address, **{"mentions-0": str(mentioned.pk)}).status_code == 302
        assert Relation.objects.get(subject=page.record, verb=Verb.MENTIONS).object == mentioned
        after = generations(page.record, desk.practice.record, mentioned)
        assert all(after[key] > before[key] for key in before)
        entry = ModelLogEntry.objects.for_instance(page.record).filter(action="site.set_mentions").latest("pk")
        assert (entry.user.email, entry.message) == ("editor@example.org", f"Speaks of: {mentioned.key}")


def test_nobody_else_says_what_news_speak_of(signed_in: Any, people: People, desk: Desk) -> None:
    address = reverse("record_mentions", args=[desk.news.record_id])
    assert signed_in("nobody").post(address, {"mentions-0": str(desk.practice.record_id)}).status_code == 404
    with pytest.raises(PermissionDenied):
        set_mentions(record=desk.news.record, keys=["practice-asan"], by=people.nobody)
    assert not Relation.objects.filter(verb=Verb.MENTIONS).exists()


@pytest.mark.parametrize("model", ["HomePage", "NewsIndexPage", "LibraryPage", "PracticeIndexPage", "StandardPage"])
def test_every_page_type_is_saved_as_it_was_drawn(editor: Client, desk: Desk, model: str) -> None:
    site_make.a_standard_page(Page.objects.get(depth=2, slug="front").specific)
    for page in Page.objects.filter(content_type__model=model.lower(), alias_of=None).specific():
        before = {field.name: getattr(page, field.name) for field in page._meta.concrete_fields}
        assert change(editor, edit(page), **PUBLISH).status_code == 302
        after = type(page).objects.get(pk=page.pk)
        kept = {"title", "slug", "edition_state", "record", "translation_key"}
        assert {name: getattr(after, name) for name in kept} == {name: before[name] for name in kept}


# --- What is not done here ------------------------------------------------------------------------


def test_what_was_published_is_not_deleted(signed_in: Any, desk: Desk) -> None:
    for name in ("editor", "secretariat", "administrator"):
        client = signed_in(name)
        for page in (desk.practice, desk.library.page):
            client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirm": "yes"})
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        client.post(f"{bulk}?id={desk.practice.pk}")
    assert PracticePage.objects.filter(pk=desk.practice.pk, live=True).exists()
    told = words(signed_in("editor").get(reverse("wagtailadmin_explore", args=[desk.library.folder.pk])))
    assert "One-stop centre" in told


def test_a_draft_that_nobody_saw_may_be_deleted(editor: Client, desk: Desk) -> None:
    change(editor, add(desk), title="A slip", slug="slip", summary="Words.")
    page = PracticePage.objects.get(slug="slip")
    editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirm": "yes"})
    assert not PracticePage.objects.filter(slug="slip").exists()


def test_a_page_is_not_copied(signed_in: Any, desk: Desk) -> None:
    given = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": desk.library.folder.pk, "publish_copies": "on"}
    signed_in("administrator").post(reverse("wagtailadmin_pages:copy", args=[desk.practice.pk]), given)
    assert not Page.objects.filter(slug="copy").exists()
    assert PracticePage.objects.filter(record=desk.practice.record).count() == 2


def test_privacy_is_said_by_the_audience_alone(signed_in: Any, desk: Desk) -> None:
    client = signed_in("administrator")
    assert "privacy" not in words(client.get(edit(desk.practice))).lower()
    client.post(reverse("wagtailadmin_pages:set_privacy", args=[desk.practice.pk]), {"restriction_type": "login"})
    assert Client().get(desk.practice.url).status_code == 200
    collection = reverse("wagtailadmin_collections:index")
    assert client.get(collection).status_code == 200


def test_withdrawing_a_practice_tells_readers_why(signed_in: Any, desk: Desk) -> None:
    client = signed_in("secretariat")
    address = reverse("record_withdraw", args=[desk.practice.record_id])
    assert address in client.get(edit(desk.practice)).content.decode()
    client.post(address, {"on": "2026-01-14", "reason": "The institution asked for it."})
    assert Record.objects.get(key="practice-asan").withdrawn_reason == "The institution asked for it."
    gone = Client().get(desk.practice.url)
    assert gone.status_code == 410
    assert "The institution asked for it." in gone.content.decode()


def test_a_withdrawal_is_taken_back(signed_in: Any, desk: Desk) -> None:
    """By who may withdraw, with a reason; readers, lists and neighbours have the practice again."""
    secretariat, record = signed_in("secretariat"), desk.practice.record
    withdrawn = {"on": "2026-01-14", "reason": "The institution asked for it."}
    address = reverse("record_reinstate", args=[record.pk])
    assert address not in secretariat.get(edit(desk.practice)).content.decode()
    assert "This is not withdrawn." in words(secretariat.post(address, {"on": "2026-01-15", "reason": "Slip."}))
    secretariat.post(reverse("record_withdraw", args=[record.pk]), withdrawn)
    assert Client().get(desk.practice.url).status_code == 410
    shown = secretariat.get(edit(desk.practice)).content.decode()
    assert address in shown
    assert reverse("record_withdraw", args=[record.pk]) not in shown
    assert signed_in("editor").post(address, {"on": "2026-01-15", "reason": "Mine."}).status_code in {302, 403}
    for wrong in ({"on": "2026-01-13", "reason": "Too early."}, {"on": "2099-01-01", "reason": "Too late."}):
        assert "Write a day from that of the withdrawal to today." in words(secretariat.post(address, wrong))
    assert "This field is required" in words(secretariat.post(address, {"on": "2026-01-15", "reason": " "}))
    assert Client().get(desk.practice.url).status_code == 410

    before = Record.objects.get(pk=record.pk).generation
    OutboxEntry.objects.all().delete()
    told = secretariat.post(address, {"on": "2026-01-15", "reason": "It was another one."}, follow=True)
    assert "“One-stop centre” stands on the site again." in words(told)
    assert Client().get(desk.practice.url).status_code == 200
    assert "One-stop centre" in Client().get("/en/library/").content.decode()
    assert Record.objects.get(pk=record.pk).generation > before
    assert OutboxEntry.objects.filter(record=record).exists()
    entry = ModelLogEntry.objects.for_instance(record).get(action="core.reinstate")
    assert (entry.user.email, entry.message) == (
        "secretariat@example.org",
        "Reinstated on 2026-01-15: It was another one. (withdrawn on 2026-01-14: The institution asked for it.)",
    )


def test_the_dashboard_says_where_to_begin(signed_in: Any, desk: Desk) -> None:
    home = signed_in("editor").get(reverse("wagtailadmin_home"))
    told = words(home)
    assert "New practice" in told
    assert "New figure" in told
    assert "Wagtail" not in told
    for host in ("wagtail.org", "gravatar"):
        assert host not in home.content.decode()


def test_public_pages_are_the_same_for_an_editor(editor: Client, desk: Desk) -> None:
    public, seen = Client().get(desk.practice.url), editor.get(desk.practice.url)
    assert "userbar" not in seen.content.decode()
    # The foot leads to the sign-in, or to the desk of whoever is signed in.
    assert words(public) == words(seen).replace("programsDesk Permanent", "programsSign in Permanent")
    assert words(public) != words(seen)


def test_a_folder_that_shows_nothing_has_no_preview(editor: Client, desk: Desk) -> None:
    """Asked for its draft, Wagtail leads to where it is edited or says there is none; it does not break."""
    answer = editor.get(reverse("wagtailadmin_pages:view_draft", args=[desk.library.folder.pk]))
    assert answer.status_code < 500
