"""What the people of a country meet on the editors' side: theirs, and nothing else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from association.site.models import StandardPage
from core.models import Manuscript, RoleTerm, Source, StoredFile, User
from core.records.operations import set_audience
from core.review import operations
from core.review.authors import name_author
from core.review.states import Stage
from core.users.operations import end_role
from knowledge.models import PracticePage, PracticeSource
from knowledge.permissions import with_rights
from members.models import Country
from tests.desk.conftest import Desk
from tests.editors.typing_in import change, drawn
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.signing_in import let_in

pytestmark = pytest.mark.usefixtures("nothing_kept")


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def rights(desk: Desk, person: User) -> set[str]:
    """What somebody may do with the draft of the desk."""
    page = PracticePage.objects.get(pk=desk.page.pk)
    tester = page.permissions_for_user(fresh(person))
    verbs = ("edit", "publish", "unpublish", "delete", "move", "copy", "lock", "submit_for_moderation")
    return {verb for verb in verbs if getattr(tester, f"can_{verb}")()}


def test_what_each_role_may_do_with_a_draft_of_a_country(desk: Desk, admin_user: User) -> None:
    assert rights(desk, desk.expert) == {"edit", "delete"}
    assert rights(desk, desk.focal) == {"edit"}
    assert rights(desk, desk.stranger) == set()
    assert rights(desk, desk.nobody) == set()
    assert rights(desk, desk.editor) == {"edit", "delete", "move"}
    assert rights(desk, desk.secretariat) == {"edit", "delete", "move", "lock"}
    assert "publish" not in rights(desk, admin_user)


def test_what_a_country_never_touched_is_published_by_editors(desk: Desk) -> None:
    practice = make.a_practice(desk.library)
    assert practice.permissions_for_user(desk.editor).can_publish()
    assert not practice.permissions_for_user(desk.expert).can_edit()


def test_a_draft_that_somebody_looked_at_is_not_thrown_away(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.take_back(manuscript=desk.manuscript, by=desk.expert)
    assert rights(desk, desk.expert) == {"edit"}
    assert "delete" not in rights(desk, desk.secretariat)


def test_a_draft_with_two_authors_that_nobody_submitted_is_thrown_away(desk: Desk) -> None:
    name_author(manuscript=desk.manuscript, person=desk.focal, by=desk.expert, text="")
    assert rights(desk, desk.expert) == {"edit", "delete"}
    listed = with_rights(PracticePage.objects.filter(pk=desk.page.pk), fresh(desk.expert)).get()
    assert listed.permissions_for_user(fresh(desk.expert)).can_delete()
    answer = let_in(Client(), desk.expert).post(reverse("wagtailadmin_pages:delete", args=[desk.page.pk]))
    assert answer.status_code == 302
    assert not PracticePage.objects.filter(pk=desk.page.pk).exists()


def test_rights_end_with_the_role(desk: Desk) -> None:
    end_role(term=RoleTerm.objects.get(user=desk.expert), reason="Synthetic.", by=None)
    assert rights(desk, desk.expert) == set()


def test_a_translation_is_of_the_country_of_its_original(desk: Desk) -> None:
    site_make.publish(PracticePage.objects.get(pk=desk.page.pk))
    make.in_azerbaijani(desk.library)
    translation = site_make.translated(PracticePage.objects.get(pk=desk.page.pk), title="Sintetik")
    assert translation.permissions_for_user(fresh(desk.expert)).can_edit()
    assert not translation.permissions_for_user(fresh(desk.stranger)).can_edit()


def test_the_explorer_shows_what_is_of_ones_country(desk: Desk) -> None:
    other = make.a_practice(desk.library, "of-another", title="Canary of another country")
    policy = policy_registry.get_by_type(Page)
    seen = set(policy.explorable_instances(fresh(desk.expert)).values_list("pk", flat=True))
    assert desk.page.pk in seen
    assert other.pk not in seen
    shown = let_in(Client(), desk.expert).get(reverse("wagtailadmin_explore", args=[desk.library.folder.pk]))
    assert "Synthetic draft" in shown.content.decode()
    assert "Canary of another" not in shown.content.decode()


ADDRESSES = (
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:workflow_history",
    "wagtailadmin_pages:usage",
    "wagtailadmin_pages:revisions_index",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_of_the_editor_tells_strangers_of_a_draft(desk: Desk, address: str) -> None:
    for person in (desk.stranger, desk.nobody):
        asked = let_in(Client(), person)
        answer = asked.get(reverse(address, args=[desk.page.pk]), follow=True)
        assert "Synthetic draft" not in answer.content.decode(), (address, person)
        assert "Synthetic challenge" not in answer.content.decode(), (address, person)


def test_pages_of_the_site_are_not_of_a_country(desk: Desk) -> None:
    about = site_make.a_page(desk.library.page.get_parent(), StandardPage, "About", "about-us")
    for person in (desk.expert, desk.focal):
        assert not about.permissions_for_user(fresh(person)).can_edit()


class TestWriting:
    """In Wagtail's editor, by its forms."""

    def add(self, desk: Desk) -> str:
        return reverse("wagtailadmin_pages:add", args=["knowledge", "practicepage", desk.library.folder.pk])

    def edit(self, desk: Desk) -> str:
        return reverse("wagtailadmin_pages:edit", args=[desk.page.pk])

    def test_an_expert_begins_a_practice_of_their_country(self, desk: Desk) -> None:
        asked = let_in(Client(), desk.expert)
        form = drawn(asked.get(self.add(desk)))
        country = Country.objects.get(record=desk.country)
        assert form["country"] == str(country.pk)
        text = {"title": "A mobile bus", "slug": "mobile-bus", "summary": "A synthetic bus."}
        assert change(asked, self.add(desk), **text).status_code == 302
        page = PracticePage.objects.get(slug="mobile-bus")
        manuscript = Manuscript.objects.get(page=page)
        assert (manuscript.country, manuscript.opened_by) == (desk.country, desk.expert)
        assert not page.live

    def test_not_one_of_another(self, desk: Desk) -> None:
        asked = let_in(Client(), desk.expert)
        other = Country.objects.get(record=desk.other_country)
        text = {"title": "A bus", "slug": "a-bus", "summary": "A synthetic bus.", "country": str(other.pk)}
        shown = change(asked, self.add(desk), **text)
        assert shown.status_code == 200
        assert "A synthetic bus." in shown.content.decode()
        assert not PracticePage.objects.filter(slug="a-bus").exists()

    def test_a_colleague_who_writes_is_an_author(self, desk: Desk) -> None:
        assert change(let_in(Client(), desk.focal), self.edit(desk), title="Better").status_code == 302
        assert set(desk.manuscript.authors.all()) == {desk.expert, desk.focal}

    def test_what_an_editor_corrects_makes_them_no_author(self, desk: Desk) -> None:
        assert change(let_in(Client(), desk.editor), self.edit(desk), title="Better").status_code == 302
        assert set(desk.manuscript.authors.all()) == {desk.expert}

    @pytest.mark.parametrize("name", ["expert", "focal", "editor", "secretariat"])
    @pytest.mark.parametrize("act", ["action-publish", "action-submit", "action-restart-workflow"])
    def test_no_button_gets_around_the_gates(self, desk: Desk, name: str, act: str) -> None:
        change(let_in(Client(), getattr(desk, name)), self.edit(desk), **{act: act})
        page = PracticePage.objects.get(pk=desk.page.pk)
        assert not page.live
        assert page.current_workflow_state is None

    def test_many_at_once_are_not_published_either(self, desk: Desk) -> None:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        for person in (desk.expert, desk.secretariat):
            asked = let_in(Client(), person)
            asked.post(f"{address}?id={desk.page.pk}&next=/admin/", {"include_descendants": "on"})
            assert not PracticePage.objects.get(pk=desk.page.pk).live

    def test_a_text_at_a_gate_is_not_written_on(self, desk: Desk) -> None:
        asked = let_in(Client(), desk.expert)
        form = drawn(asked.get(self.edit(desk)))
        operations.submit(manuscript=desk.manuscript, by=desk.expert)
        asked.post(self.edit(desk), {**form, "title": "Smuggled in"})
        assert "under review" in asked.get(self.edit(desk)).content.decode()
        assert PracticePage.objects.get(pk=desk.page.pk).get_latest_revision_as_object().title != "Smuggled in"

    @pytest.mark.parametrize("act", ["action-cancel-workflow", "action-submit", "action-restart-workflow"])
    def test_nor_is_its_review_moved_from_there(self, desk: Desk, act: str) -> None:
        operations.submit(manuscript=desk.manuscript, by=desk.expert)
        for person in (desk.expert, desk.secretariat):
            let_in(Client(), person).post(self.edit(desk), {act: "1"})
        assert Manuscript.objects.with_review().get(pk=desk.manuscript.pk).stage == Stage.SUBMITTED

    def test_acts_of_the_other_interface_are_there_for_nobody(self, desk: Desk) -> None:
        for person in (desk.expert, desk.secretariat):
            address = reverse("wagtailadmin_api:pages:action", args=[desk.page.pk, "copy"])
            assert let_in(Client(), person).post(address, {}).status_code == 404

    def test_what_was_never_offered_is_neither_taken_nor_named(self, desk: Desk) -> None:
        file = StoredFile.objects.create(
            title="Canary of another country",
            file=SimpleUploadedFile("canary.txt", b"Canary."),
            uploaded_by_user=desk.stranger,
        )
        source = site_make.a_source(title="Canary of the secretariat")
        set_audience(record=source.record, tokens=["secretariat"], by=None)
        asked = let_in(Client(), desk.expert)
        form = drawn(asked.get(self.edit(desk)))
        form |= {"attachments-TOTAL_FORMS": "1", "attachments-0-document": str(file.pk), "attachments-0-title": ""}
        form |= {"attachments-0-id": "", "attachments-0-ORDER": "1", "attachments-0-DELETE": ""}
        form |= {"practice_sources-0-source": str(source.pk)}
        shown = asked.post(self.edit(desk), {name: value for name, value in form.items() if value is not None})
        assert "Canary" not in shown.content.decode()
        page = PracticePage.objects.get(pk=desk.page.pk).get_latest_revision_as_object()
        assert not page.attachments.filter(document=file).exists()
        assert not page.practice_sources.filter(source=source).exists()

    def test_a_source_of_an_expert_is_public_with_the_practice(self, desk: Desk) -> None:
        address = reverse("choose-source:create")
        fields = {"title": "Statement of our agency", "language": "en", "publisher": "Agency", "key": "src-ours",
                  "kind": "statement of the institution", "access": "whole text", "title_basis": "shown"}  # fmt: skip
        let_in(Client(), desk.expert).post(
            address, {f"source-chooser-create-form-{k}": v for k, v in fields.items()} | fields
        )
        source = Source.objects.get(title="Statement of our agency")
        assert Client().get(f"/en/sources/{source.record.slug}/").status_code == 404
        page = PracticePage.objects.get(pk=desk.page.pk).get_latest_revision_as_object()
        page.practice_sources.add(PracticeSource(source=source))
        page.save_revision(user=desk.expert)
        operations.submit(manuscript=desk.manuscript, by=desk.expert)
        operations.endorse(manuscript=desk.manuscript, by=desk.focal)
        operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
        assert Client().get(f"/en/sources/{source.record.slug}/").status_code == 200

    def test_the_editor_leads_to_the_desk(self, desk: Desk) -> None:
        shown = let_in(Client(), desk.expert).get(self.edit(desk)).content.decode()
        assert f"/desk/practices/{desk.manuscript.pk}/" in shown
