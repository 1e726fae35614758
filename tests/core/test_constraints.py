"""What must never be false is held by the database itself: raw SQL that breaks it is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, Workflow, WorkflowState

from association.site.models import NewsPage, NewsSource
from core.audit.operations import add_entry
from core.models import (
    AudienceToken,
    ChangeRequest,
    Citation,
    Claim,
    Concept,
    Confirmation,
    Contradiction,
    EndorsementTask,
    Erasure,
    Figure,
    Following,
    Gap,
    GateState,
    Generation,
    KeptEntry,
    Label,
    Letter,
    LoadedField,
    Manuscript,
    NoticeChoice,
    Opinion,
    OpinionLink,
    OpinionRequest,
    OutboxEntry,
    Picture,
    PrintOrder,
    PublicChange,
    ReadingLink,
    Record,
    Relation,
    Rendition,
    ReviewAct,
    RoleTerm,
    SavedRecord,
    SignedApproval,
    Source,
    StoredFile,
    SuggestedChange,
    Suggestion,
    Text,
    Title,
    UnsentForm,
    User,
    WaitingRelation,
)
from knowledge.models import (
    Adoption,
    ConfirmationReminder,
    DraftFigure,
    Leftover,
    PracticeImage,
    PracticePage,
    PracticeSource,
    PracticeVersion,
    TranslationAct,
    WordImport,
)
from members.models import (
    AccountClosure,
    Country,
    CountryRole,
    DataExport,
    FactorReset,
    Institution,
    Invitation,
    Programme,
)
from search.models import Duty, StoredDocument

pytestmark = pytest.mark.django_db

APPS = ("core", "search", "members", "knowledge", "site")
BACKWARDS = "{0}_earliest = '2020-01-02', {0}_latest = '2020-01-01'"

# What to set in the one sample row so that the constraint of this name is broken.
BREAKS = {
    "invitation_is_to_a_known_role": "role = 'king'",
    "invitation_names_a_country_where_its_role_does": "role = 'expert'",
    "invitation_rests_on_evidence": "evidence = ''",
    "invitation_is_used_or_withdrawn": "used_at = created_at, withdrawn_at = created_at",
    "invitation_expires_later": "expires_at = created_at",
    "factor_reset_has_a_reason": "reason = ''",
    "factor_reset_is_decided_by_two": "confirmed_by_id = asked_by_id, confirmed_at = asked_at",
    "factor_reset_is_confirmed_by_somebody": "confirmed_at = asked_at",
    "factor_reset_is_asked_by_another": "user_id = asked_by_id",
    "account_closure_has_a_reason": "reason = ''",
    "account_closure_is_decided_by_two": "confirmed_by_id = asked_by_id, confirmed_at = asked_at",
    "account_closure_is_asked_by_another": "user_id = asked_by_id",
    "account_closure_is_confirmed_by_somebody": "confirmed_at = asked_at",
    "account_closure_is_confirmed_or_withdrawn": (
        "confirmed_by_id = user_id, confirmed_at = asked_at, withdrawn_at = asked_at"
    ),
    "data_export_expires_later": "expires_at = asked_at",
    "erasure_reaches_so_far": "scope = 'the moon'",
    "erasure_rests_on_evidence": "evidence = ''",
    "erasure_that_is_over_forgets_whom": "withdrawn_at = asked_at",
    "erasure_is_confirmed_first": "done_at = asked_at, name = ''",
    "confirmed_erasure_is_not_withdrawn": "confirmed_at = asked_at, withdrawn_at = asked_at, name = ''",
    "closed_account_has_no_name_and_no_rights": "closed_at = date_joined",
    "factor_reset_is_refused_by_somebody_with_a_reason": "refused_at = asked_at",
    "factor_reset_is_confirmed_or_refused": (
        "confirmed_at = asked_at, confirmed_by_id = user_id, "
        "refused_at = asked_at, refused_by_id = user_id, refusal = 'r'"
    ),
    "record_or_search_is_followed": "query = 'q=a', language = 'en'",
    "public_change_is_known": "what = 'rumoured'",
    "letter_state_is_known": "state = 'lost'",
    "letter_that_is_sent_says_when": "state = 'sent'",
    "picture_says_a_known_consent": "consent = 'perhaps'",
    "unsent_form_stands_on_a_page": "page = ''",
    "draft_figure_low_is_not_above_high": "low = 2, high = 1",
    "draft_figure_role_is_known": "role = 'king'",
    "gate_is_known": "gate = 'garden'",
    "pause_has_a_reason": "paused_at = '2026-01-01 00:00:00'",
    "closed_manuscript_has_an_outcome": "closed_at = '2100-01-01 00:00:00'",
    "manuscript_closes_after_it_opens": "closed_at = '2000-01-01 00:00:00', outcome = 'published'",
    "declined_manuscript_has_a_reason": "closed_at = '2100-01-01 00:00:00', outcome = 'declined'",
    "change_request_says_what": "text = ''",
    "change_request_is_of_a_gate": "gate = 'garden'",
    "answer_says_what_and_by_whom": "answer = 'a'",
    "closed_request_says_by_whom": "closed_at = asked_at",
    "reading_link_is_for_somebody": "name = ''",
    "reading_link_expires_later": "expires_at = '2000-01-01 00:00:00'",
    "opinion_is_asked_at_a_gate": "gate = 'garden'",
    "opinion_is_asked_of_somebody": "email = ''",
    "opinion_answers_a_question": "question = ''",
    "reviewer_is_of_one_institution": "institution_words = ''",
    "declined_opinion_has_a_reason": "declined_at = asked_at",
    "withdrawn_request_says_by_whom": "withdrawn_at = asked_at",
    "opinion_is_declined_or_withdrawn": "declined_at = asked_at, decline_reason = 'r', "
    "withdrawn_at = asked_at, withdrawn_by_id = asked_by_id",
    "opinion_says_something": "text = ''",
    "recommendation_is_known": "recommendation = 'burn it'",
    "shared_opinion_says_by_whom": "shared_at = at",
    "signed_approval_is_a_file": "size = 0",
    "confirmation_by_letter_says_who_entered_it": "evidence = 'e', entered_by_id = NULL",
    "act_on_a_translation_is_known": "move = 'burn'",
    "act_on_a_translation_names_its_language": "language = ''",
    "confirmation_is_asked_of_somebody_known": "asked = 'nobody'",
    "suggestion_says_why": "reason = ''",
    "suggestion_is_for_one_text": "digest = ''",
    "endorsed_suggestion_says_by_whom": "endorsed_at = made_at",
    "withdrawn_suggestion_says_by_whom": "withdrawn_at = made_at",
    "suggestion_is_endorsed_or_withdrawn": (
        "endorsed_at = made_at, endorsed_by_id = made_by_id, withdrawn_at = made_at, withdrawn_by_id = made_by_id, "
        "closed_at = made_at"
    ),
    "suggested_change_changes_something": "after = before",
    "suggested_change_begins_before_it_ends": "start = 2",
    "answered_change_says_by_whom": "word = 'w'",
    "refused_change_says_why": (
        "is_accepted = false, answered_at = '2026-01-01 00:00:00', answered_by_id = (SELECT min(id) FROM core_user)"
    ),
    "way_of_being_told_is_known": "how = 'by pigeon'",
    "role_is_known": "role = 'king'",
    "role_of_a_country_names_it_and_no_other_does": "role = 'expert'",
    "role_ends_after_it_begins": "ends_at = '2000-01-01 00:00:00'",
    "role_rests_on_evidence": "evidence = ''",
    "news_happened_does_not_end_before_it_begins": BACKWARDS.format("happened"),
    "news_item_has_a_summary": "summary = ''",
    "adoption_adopted_does_not_end_before_it_begins": BACKWARDS.format("adopted"),
    "practice_has_a_summary": "summary = ''",
    "practice_status_is_known": "status = 'asleep'",
    "practice_length_is_known": "length = 'endless'",
    "practice_started_does_not_end_before_it_begins": BACKWARDS.format("started"),
    "practice_image_has_an_alternative": "alternative = ''",
    "withdrawn_practice_version_has_a_reason": "withdrawn_on = '2020-01-01', withdrawn_reason = ''",
    "print_order_ends_with_file_or_failure": "ended_at = '2020-01-01'",
    "print_order_has_a_title": "title = ''",
    "word_import_names_its_file": "file_name = ''",
    "leftover_reason_is_known": "reason = 'boredom'",
    "leftover_says_something": "heading = '', text = ''",
    "leftover_is_dealt_with_by_somebody": "dealt_with_at = '2026-01-01 00:00:00'",
    "country_code_is_two_capitals": "iso2 = 'az'",
    "country_role_is_known": "role = 'neighbour'",
    "institution_has_a_name": "name = ''",
    "institution_kind_is_known": "kind = 'club'",
    "programme_has_a_name": "name = ''",
    "programme_started_does_not_end_before_it_begins": BACKWARDS.format("started"),
    "audience_token_is_not_empty": "token = ''",
    "record_kind_is_known": "kind = 'rumour'",
    "withdrawn_record_has_a_reason": "withdrawn_on = '2020-01-01', withdrawn_reason = ''",
    "title_is_not_empty": "text = ''",
    "relation_joins_two_records": "object_id = subject_id",
    "relation_verb_is_known": "verb = 'likes'",
    "relation_since_does_not_end_before_it_begins": BACKWARDS.format("since"),
    "waiting_relation_verb_is_known": "verb = 'likes'",
    "waiting_relation_since_does_not_end_before_it_begins": BACKWARDS.format("since"),
    "figure_keeps_the_words_of_its_source": "stated = ''",
    "figure_says_what_it_counts": "measure = ''",
    "figure_low_is_not_above_high": "low = 2, high = 1",
    "figure_role_is_known": "role = 'guess'",
    "figure_as_of_does_not_end_before_it_begins": BACKWARDS.format("as_of"),
    "kept_entry_names_its_file": "file = ''",
    "outbox_entry_names_its_consumer": "consumer = ''",
    "generation_has_a_name": "name = ''",
    "generation_only_grows": "number = 0",
    "stored_document_has_a_version_with_its_content": "version = 0",
    "stored_document_is_found_or_lends": "content = NULL, version = 0, fields = NULL, shape = ''",
    "stored_document_has_a_shape_with_its_fields": "fields = NULL, shape = 'a'",
    "duty_is_a_known_task": "name = 'rest'",
    "source_has_a_title": "title = ''",
    "source_kind_is_known": "kind = 'rumour'",
    "source_access_is_known": "access = 'hearsay'",
    "source_published_does_not_end_before_it_begins": BACKWARDS.format("published"),
    "citation_supports_a_record_or_a_relation": "record_id = NULL, relation_id = NULL",
    "contradiction_states_the_reading_used": "reading = ''",
    "gap_says_what_is_missing": "text = ''",
    "translation_is_not_empty": "text = ''",
    "translation_state_is_stored": "state = 'outdated'",
    "document_names_its_audience": "audience = ''",
    "concept_scheme_is_known": "scheme = 'colour'",
    "concept_is_not_broader_than_itself": "broader_id = id",
    "label_is_not_empty": "text = ''",
}

# Unique where a role is held for a country.
OF_A_COUNTRY = ("role_of_a_country_goes_on_once", "invitation_to_a_country_is_open_once")

# Columns to change in a copy of the sample row, so that only the constraint of this name is broken.
COPIES = {
    # an update meets the trigger first
    "audit_entry_follows_another": {"number": 2, "digest": "another"},
    "practice_versions_are_numbered_from_one": {"number": 0},
    "practice_version_has_a_language": {"language": ""},
    "practice_version_has_a_digest": {"digest": "", "number": 2},
    "record_key_is_not_empty": {"key": "", "slug": "another-slug"},  # an update meets the trigger first
    "record_slug_is_unique_in_its_kind": {"key": "another-key"},
    "record_key_is_unique_whatever_its_case": {"key": "SAMPLE-PRACTICE", "slug": "another-slug"},
    "concept_has_a_label_once": {"is_preferred": False},
    "concept_prefers_one_label_per_language": {"text": "another label"},
    "concept_number_is_unique_in_its_list": {"record_id": "other"},
    "user_email_is_unique_whatever_its_case": {"email": "SAMPLE@example.org"},
    "invitation_to_a_country_is_open_once": {"token_hash": "another"},
    "invitation_is_open_once": {"token_hash": "another"},
}


def our_constraints() -> list[Any]:
    """Every named constraint of the project's own models."""
    return [
        pytest.param(model, constraint, id=constraint.name)
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for constraint in model._meta.constraints
    ]


@pytest.fixture
def sample(db: None) -> None:
    """One synthetic row of every model."""
    record = make_record("sample-practice", "practice")
    other = make_record("other", "topic")
    Title.objects.create(
        record=record, kind="practice", language="en", text="Sample", text_language="en", address="/", sort_key="s"
    )
    AudienceToken.objects.create(record=record, token="public")
    relation = Relation.objects.create(subject=record, verb="about", object=other)
    WaitingRelation.objects.create(subject=record, verb="about", object_key="to-come")
    source = Source.objects.create(
        record=make_record("sample-source", "source"), title="S", language="en", publisher="P", kind="news"
    )
    Citation.objects.create(record=record, source=source)
    Citation.objects.create(relation=relation, source=source)
    institution = make_facts(record, source)
    confirmed = Confirmation.objects.create(
        record=record, institution=institution.record, source=source.record, confirmed_on=datetime.date(2020, 1, 1)
    )
    ConfirmationReminder.objects.create(confirmation=confirmed, asked="secretariat", on=datetime.date(2021, 1, 1))
    TranslationAct.objects.create(record=record, language="az", move="review", of_version=1, against=1)
    concept = Concept.objects.create(record=other, scheme="topic", number=1)
    Label.objects.create(concept=concept, language="en", text="label", is_preferred=True)
    Text.objects.create(record=record, field="note", language="az", text="mətn", original_digest="x")
    OutboxEntry.objects.create(consumer="neighbours", record=record)
    Generation.objects.create(name="everything", number=1)
    KeptEntry.objects.create(key="sample", file="centres.yaml", content={})
    StoredDocument.objects.create(record_id=record.pk, content={}, version=1)
    Duty.objects.create(name="build")
    LoadedField.objects.create(record_key="sample", field="title", digest="x")
    make_roles(User.objects.create_user("sample@example.org", name="Sample"))
    Letter.objects.create(to="a@example.org", subject="S", sender="b@example.org")
    PrintOrder.objects.create(maker="sample", title="Sample", language="en", fingerprint="f")
    make_files()
    make_pages(record, source)
    make_following(User.objects.get(email="sample@example.org"), record)
    make_review(User.objects.get(email="sample@example.org"))


def make_record(key: str, kind: str) -> Record:
    """A bare record."""
    return Record.objects.create(key=key, kind=kind, slug=key, listed_at=timezone.now())


def make_facts(record: Record, source: Source) -> Institution:
    """One row of each kind of fact."""
    country = Country.objects.create(record=make_record("XX", "country"), iso2="XX", name="Specimen")
    CountryRole.objects.create(country=country, role="partner")
    institution = Institution.objects.create(
        record=make_record("inst-sample", "institution"), name="I", kind="ministry", country=country
    )
    Programme.objects.create(record=make_record("prog-sample", "programme"), name="P", institution=institution)
    Figure.objects.create(record=make_record("fig-sample", "figure"), subject=record, measure="m", stated="1")
    Adoption.objects.create(record=make_record("adoption-sample", "adoption"), original=record, adopter=country)
    contradiction = Contradiction.objects.create(
        record=make_record("con-sample", "contradiction"), topic="t", reading="r"
    )
    Claim.objects.create(contradiction=contradiction, position=0, text="c", source=source)
    Gap.objects.create(record=make_record("gap-sample", "gap"), text="g")
    return institution


def make_roles(user: User) -> None:
    """A role without a country and one with, and invitations to either."""
    now, country = timezone.now(), Country.objects.get().record
    asking = User.objects.create_user("asking@example.org")
    FactorReset.objects.create(user=user, reason="r", asked_by=asking)
    AccountClosure.objects.create(user=user, reason="r", asked_by=asking)
    DataExport.objects.create(user=user, expires_at=now + datetime.timedelta(days=1))
    Erasure.objects.create(scope="everywhere", name="Synthetic Person", evidence="e")
    for role, of in (("editor", None), ("expert", country)):
        RoleTerm.objects.create(user=user, role=role, country=of, begins_at=now, evidence="e")
        Invitation.objects.create(
            email="a@example.org",
            name="A",
            language="en",
            role=role,
            country=of,
            evidence="e",
            created_at=now,
            expires_at=now + datetime.timedelta(days=1),
            token_hash=role,
        )


def make_files() -> None:
    """A picture, a rendition and a document."""
    picture = Picture.objects.create(title="Sample", file=get_test_image_file())
    Rendition.objects.create(image=picture, filter_spec="width-10", file="x.png", width=1, height=1, focal_point_key="")
    StoredFile.objects.create(title="Sample", file="documents/sample.pdf")


def make_pages(record: Record, source: Source) -> None:
    """A practice and a news item under the root of the tree."""
    locale, _created = Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", locale=locale)
    practice = PracticePage(title="P", slug="sample-p", summary="s", record=record, locale=locale)
    root.add_child(instance=practice)
    PracticeSource.objects.create(page=practice, source=source)
    PracticeImage.objects.create(page=practice, image=Picture.objects.get(), alternative="a")
    PracticeVersion.objects.create(
        record=record, language="en", number=1, published_at=timezone.now(), digest="d", content={}
    )
    news = NewsPage(title="N", slug="sample-n", summary="s", locale=locale)
    root.add_child(instance=news)
    NewsSource.objects.create(page=news, source=source)


def make_following(user: User, record: Record) -> None:
    """What somebody follows and saved, and what is to be told of it."""
    Following.objects.create(user=user, record=record)
    Following.objects.create(user=user, query="q=a", language="en")
    SavedRecord.objects.create(user=user, record=record, position=0)
    PublicChange.objects.create(record=record, what="published")


def make_review(user: User) -> None:
    """A manuscript at a gate with a request, and how its author is told."""
    page = PracticePage.objects.get()
    revision = page.save_revision(user=user)
    manuscript = Manuscript.objects.create(page=page, country=Country.objects.get().record, opened_by=user)
    ChangeRequest.objects.create(manuscript=manuscript, gate="endorsement", text="t", asked_by=user)
    task, workflow = EndorsementTask.objects.create(name="E"), Workflow.objects.create(name="W")
    state = WorkflowState.objects.create(
        content_type=page.get_content_type(),
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        workflow=workflow,
    )
    gate = GateState.objects.create(workflow_state=state, revision=revision, task=task)
    suggestion = Suggestion.objects.create(manuscript=manuscript, gate=gate, digest="d", reason="r", made_by=user)
    SuggestedChange.objects.create(suggestion=suggestion, position=0, field="title", before="a", after="b")
    now = timezone.now()
    ReadingLink.objects.create(
        manuscript=manuscript, name="N", token_hash="h", made_by=user, expires_at=now + datetime.timedelta(days=1)
    )
    word_import = WordImport.objects.create(manuscript=manuscript, file_name="F", digest="d", by=user)
    Leftover.objects.create(word_import=word_import, reason="before", text="t")
    request = OpinionRequest.objects.create(
        manuscript=manuscript, gate="endorsement", revision=revision, digest="d", name="N", email="r@example.org",
        institution_words="I", language="en", question="q", due_on=now.date(), asked_by=user,
    )  # fmt: skip
    OpinionLink.objects.create(request=request, token_hash="h")
    Opinion.objects.create(request=request, recommendation="not", text="t", may_name=False)
    act = ReviewAct.objects.create(manuscript=manuscript, move="endorse", stage="endorsed", by=user)
    SignedApproval.objects.create(act=act, file="a.pdf", name="a.pdf", kind="k", size=1, sha256="d", added_by=user)
    NoticeChoice.objects.create(user=user)
    UnsentForm.objects.create(user=user, page="/", form="f", words={})
    DraftFigure.objects.create(page=page)
    add_entry(at=now, actor=None, action="a", subject="s", title="t", data={})


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(("model", "constraint"), our_constraints())
def test_raw_sql_that_breaks_a_constraint_is_refused(
    model: type[models.Model], constraint: models.BaseConstraint
) -> None:
    """Each rule by its name, on the database the suite runs on."""
    row = sample_row(model, constraint)
    with pytest.raises(IntegrityError) as refused:
        break_it(model, constraint, row)
    assert names_it(str(refused.value), model, constraint)


@transaction.atomic
def break_it(model: type[models.Model], constraint: models.BaseConstraint, row: models.Model) -> None:
    """Write what the constraint forbids, past the models."""
    with connection.cursor() as cursor:
        if constraint.name in BREAKS:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(f"UPDATE {table} SET {BREAKS[constraint.name]} WHERE {key} = {row.pk}")
        else:
            insert_copy(cursor, model, row, COPIES.get(constraint.name, {}))


def sample_row(model: type[models.Model], constraint: models.BaseConstraint) -> models.Model:
    """The row that the constraint is broken with: one in which its columns are filled."""
    rows = model._default_manager.order_by("pk")
    if isinstance(constraint, models.UniqueConstraint):
        rows = rows.exclude(**{f"{name}__isnull": True for name in constraint.fields[:1]})
    if constraint.name == "citation_supports_a_record_or_a_relation":
        rows = rows.filter(record__isnull=False)
    if constraint.name in ("record_or_search_is_followed", "record_is_followed_once"):
        rows = rows.filter(record__isnull=False)
    if constraint.name == "search_is_followed_once":
        rows = rows.filter(record__isnull=True)
    if constraint.name in OF_A_COUNTRY:
        rows = rows.filter(country__isnull=False)
    row = rows.first()
    assert row is not None
    return row


def insert_copy(cursor: Any, model: type[models.Model], row: models.Model, changes: dict[str, Any]) -> None:
    """Insert the row a second time with another id."""
    if changes.get("record_id") == "other":
        changes = {**changes, "record_id": make_record("third", "topic").pk}
    columns = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    values = ", ".join("%s" if column in changes else connection.ops.quote_name(column) for column in columns)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({quoted}) SELECT {values} FROM {model._meta.db_table} WHERE id = %s",
        [*(changes[column] for column in columns if column in changes), row.pk],
    )


def names_it(message: str, model: type[models.Model], constraint: models.BaseConstraint) -> bool:
    """SQLite names a broken unique constraint by its columns, everything else by its name."""
    if constraint.name in message:
        return True
    columns = [model._meta.get_field(name).column for name in getattr(constraint, "fields", ())]
    return bool(columns) and all(f"{model._meta.db_table}.{column}" in message for column in columns)


@pytest.mark.usefixtures("sample")
def test_the_key_of_a_record_never_changes() -> None:
    """The trigger refuses it; another column may change."""
    with pytest.raises(IntegrityError, match="record_key_never_changes"), transaction.atomic():
        Record.objects.filter(key="sample-practice").update(key="sample-practice-2")
    assert Record.objects.filter(key="sample-practice").update(slug="moved") == 1


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("changed", [{"content": {"title": "Another"}}, {"number": 2}, {"digest": "e"}])
def test_a_version_never_changes(changed: dict[str, Any]) -> None:
    """The trigger refuses it; that it was withdrawn may be said."""
    versions = PracticeVersion.objects.filter(digest="d")
    with pytest.raises(IntegrityError, match="practice_version_never_changes"), transaction.atomic():
        versions.update(**changed)
    assert versions.update(withdrawn_on=datetime.date(2026, 3, 1), withdrawn_reason="A name.") == 1
