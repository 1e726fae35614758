"""A site in which everything that is restricted holds a word of its own, with who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Comment

from core.approvals.operations import endorse
from core.following.operations import follow, save
from core.following.wording import FOLLOWED
from core.models import (
    ChangeRequest,
    Erasure,
    Figure,
    Following,
    Manuscript,
    Notice,
    Picture,
    Record,
    RoleTerm,
    SavedRecord,
    SignedApproval,
    Source,
    StoredFile,
    Suggestion,
    User,
)
from core.notices.operations import ForOne, gather_notices, notify, write_gathered
from core.opinions.operations import USUAL, ask_opinion, give_opinion
from core.privacy.operations import ask_for_erasure
from core.records.operations import set_audience
from core.review import operations
from core.review.suggestions.operations import Answer, decide, suggest
from core.users.roles import Role
from knowledge.models import Leftover, PracticePage, WordImport
from knowledge.models.word import Reason
from members.accounts.closing import ask_closure
from members.accounts.exporting import ask_for_export
from members.accounts.invitations import invite
from members.accounts.operations import confirm_address
from members.models import Country, DataExport, Institution, Invitation
from tests.desk.conftest import Desk, a_desk, a_draft, a_person
from tests.factories import knowledge as make
from tests.factories import site as site_make

# What all of them hold beside their own word: what is searched for.
SONG = "canarybird"

DRAFT, REQUEST, STATEMENT, HIDDEN = "Qxdraft", "Qxrequest", "Qxstatement", "Qxhidden"
FILE, PICTURE, SOURCE, FIGURE = "Qxfile", "Qxpicture", "Qxsource", "Qxfigure"
COMMENT, NOTICE, INVITED, EVIDENCE = "Qxcomment", "Qxnotice", "Qxinvited", "Qxevidence"
LEFTOVER = "Qxleftover"
QUESTION, OPINION, APPROVAL = "Qxquestion", "Qxopinion", "Qxapproval"
ERASED, LEFT = "Qxerased", "Qxgone"
WORDING, ANSWER = "Qxwording", "Qxanswer"

# Who may meet each word, of those who are asked as; the secretariat may meet all but the notices of others.
MAY_MEET: dict[str, set[str]] = {
    DRAFT: {"expert", "focal", "editor", "reviewer"},
    # Noted and not sent: the authors read it when the text is returned.
    REQUEST: {"focal"},
    STATEMENT: {"expert", "focal"},
    # Editors work on the whole tree of pages, and on rows, for whomever they are.
    HIDDEN: {"editor"},
    SOURCE: {"editor"},
    FIGURE: {"editor"},
    FILE: set(),
    PICTURE: {"stranger", "editor"},
    COMMENT: {"expert", "focal", "editor"},
    # Suggested and answered on the desk, and not in the text yet.
    WORDING: {"expert", "focal"},
    ANSWER: {"expert", "focal"},
    NOTICE: {"stranger"},
    INVITED: set(),
    LEFTOVER: {"expert", "focal"},
    EVIDENCE: set(),
    # Not shared with the authors.
    QUESTION: {"focal", "reviewer"},
    OPINION: {"focal", "reviewer"},
    # Of the country that signed, on a text of its own that is endorsed.
    APPROVAL: {"expert", "focal"},
    ERASED: set(),
    LEFT: set(),
}
ASKED_AS = ("anonymous", "nobody", "expert", "focal", "stranger", "editor", "reviewer")


@dataclass
class World:
    """What stands in it, for the arguments of addresses."""

    desk: Desk
    # Of another institution, with an account and no role.
    reviewer: User
    asked: int
    endorsed: Manuscript
    approval: int
    draft: PracticePage
    hidden: PracticePage
    folder: Any
    manuscript: Manuscript
    request: ChangeRequest
    suggestion: Suggestion
    review: int
    gate: int
    picture: Picture
    file: StoredFile
    source: Source
    figure: Figure
    invitation: Invitation
    word_import: WordImport
    leftover: Leftover
    country: Record
    country_row: int
    institution: Record
    institution_row: int
    topic: Record
    topic_row: int
    erasure: Erasure
    export: DataExport
    accounts: list[int]
    terms: list[int]
    notices: list[int]
    followed: list[int]
    saved: list[int]


def a_world() -> World:
    """Make it: each word stands in the title or text of one thing."""
    desk = a_desk()
    draft = PracticePage.objects.get(pk=desk.page.pk)
    draft.title, draft.challenge = f"{DRAFT} {SONG}", f"<p>{DRAFT} {SONG}.</p>"
    Comment.objects.create(page=draft, user=desk.expert, text=f"{COMMENT} {SONG}", contentpath="title")
    draft.save_revision(user=desk.expert)
    operations.submit(manuscript=desk.manuscript, by=desk.expert, text=f"{STATEMENT} {SONG}")
    request = operations.ask(manuscript=desk.manuscript, field="results", text=f"{REQUEST} {SONG}", by=desk.focal)
    manuscript = Manuscript.objects.with_review().get(pk=desk.manuscript.pk)
    assert manuscript.review is not None
    suggestion = a_suggestion(desk)
    source = site_make.a_source("src-hidden", title=f"{SOURCE} {SONG}")
    topic = make.a_concept("canaries")
    hidden = make.a_practice(
        desk.library, "hidden", title=f"{HIDDEN} {SONG}", summary=f"{HIDDEN} {SONG}.", sources=[source], topics=[topic],
        country=Country.objects.get(record=desk.country), institution=Institution.objects.get(),
    )  # fmt: skip
    figure = make.a_figure(hidden, key="fig-hidden", stated=f"{FIGURE} 5", measure=f"{FIGURE} {SONG}", sources=[source])
    # Followed and saved while it was public, by everybody, and told of.
    readers = [getattr(desk, name) for name in ASKED_AS if name not in ("anonymous", "reviewer")]
    for reader in readers:
        follow(record=hidden.record, by=reader)
        save(record=hidden.record, by=reader)
        save(record=source.record, by=reader)
    news = {"changes": [[hidden.record.pk, "published"]], "more": 0, "records": [hidden.record.pk], "searches": []}
    gather_notices(kind=FOLLOWED, told={reader.pk: ForOne(news, "following") for reader in readers})
    for record in (hidden.record, source.record, figure.record):
        set_audience(record=record, tokens=["secretariat"], by=None)
    file = StoredFile.objects.create(
        title=f"{FILE} {SONG}", file=SimpleUploadedFile("qx.txt", f"{FILE} {SONG}".encode()), audience="secretariat"
    )
    write_gathered()
    picture = make.a_picture()
    Picture.objects.filter(pk=picture.pk).update(title=f"{PICTURE} {SONG}", uploaded_by_user=desk.stranger)
    notify(to=[desk.stranger], kind="manuscript returned", view="notices", told={
        "title": f"{NOTICE} {SONG}", "by": "x", "text": "", "count": 1,
    })  # fmt: skip
    reviewer = a_person("reviewer")
    confirm_address(of=reviewer)
    asked = ask_opinion(
        manuscript=manuscript, name="Reviewer", email=reviewer.email, institution=None, institution_words="Elsewhere",
        language="en", question=f"{QUESTION} {SONG}", due_on=timezone.localdate() + USUAL, by=desk.focal,
    )  # fmt: skip
    give_opinion(
        request=asked, recommendation="not", text=f"{OPINION} {SONG}", interests=f"{OPINION} {SONG}", may_name=True
    )
    endorsed, approval = an_approval(desk)
    invitation = invite(
        email="invited@example.org", name=f"{INVITED} {SONG}", role=Role.EDITOR, country=None, language="en",
        evidence=f"{EVIDENCE} {SONG}", by=desk.secretariat,
    )  # fmt: skip
    word_import = WordImport.objects.create(
        manuscript=manuscript, file_name=f"{LEFTOVER} {SONG}.docx", digest="d", by=desk.expert
    )
    leftover = Leftover.objects.create(
        word_import=word_import, reason=Reason.UNKNOWN, heading=f"{LEFTOVER} {SONG}", text=f"<p>{LEFTOVER} {SONG}</p>"
    )
    erasure = ask_for_erasure(name=f"{ERASED} {SONG}", addresses="", evidence=ERASED, by=desk.secretariat)
    ask_closure(of=desk.editor, reason=f"{LEFT} {SONG}", by=desk.second)
    RoleTerm.objects.update(evidence=f"{EVIDENCE} {SONG}")
    return World(
        desk=desk,
        reviewer=reviewer,
        asked=asked.pk,
        endorsed=endorsed,
        approval=approval,
        draft=PracticePage.objects.get(pk=draft.pk),
        hidden=PracticePage.objects.get(pk=hidden.pk),
        folder=desk.library.folder,
        manuscript=manuscript,
        request=request,
        suggestion=suggestion,
        review=manuscript.review.pk,
        gate=manuscript.review.current_task_state.pk,
        picture=picture,
        file=file,
        source=source,
        figure=figure,
        invitation=invitation,
        word_import=word_import,
        leftover=leftover,
        country=desk.country,
        country_row=Country.objects.get(record=desk.country).pk,
        institution=Institution.objects.get().record,
        institution_row=Institution.objects.get().pk,
        topic=topic.record,
        topic_row=topic.pk,
        erasure=erasure,
        export=ask_for_export(by=desk.secretariat),
        accounts=[desk.expert.pk, desk.secretariat.pk],
        terms=list(RoleTerm.objects.filter(user__in=[desk.expert, desk.secretariat]).values_list("pk", flat=True)),
        notices=list(Notice.objects.values_list("pk", flat=True)),
        followed=list(Following.objects.values_list("pk", flat=True)),
        saved=list(SavedRecord.objects.values_list("pk", flat=True)),
    )


def an_approval(desk: Desk) -> tuple[Manuscript, int]:
    """Endorse another draft of the country with something signed."""
    draft = desk.page
    page = a_draft(desk.library, draft.country, draft.institution, draft.topics.first(), desk.expert, "signed")
    manuscript = operations.open_manuscript(page=page, country=desk.country, by=desk.expert)
    operations.submit(manuscript=manuscript, by=desk.expert)
    scan = SimpleUploadedFile(f"{APPROVAL}-{SONG}.pdf", b"%PDF-1.4 %%EOF")
    endorse(manuscript=manuscript, by=desk.focal, approval=scan)
    return manuscript, SignedApproval.objects.get().pk


def a_suggestion(desk: Desk) -> Suggestion:
    """Other wording for another text, which was endorsed; the last change of it is not answered."""
    page = a_draft(
        desk.library, desk.page.country, desk.page.institution, desk.page.topics.first(), desk.expert, "second"
    )
    manuscript = operations.open_manuscript(page=page, country=desk.country, by=desk.expert)
    operations.submit(manuscript=manuscript, by=desk.expert)
    operations.endorse(manuscript=manuscript, by=desk.focal)
    texts = {"challenge": f"{WORDING} {SONG}.", "solution": f"{WORDING} too."}
    found = suggest(manuscript=manuscript, texts=texts, reason=f"{WORDING} {SONG}", by=desk.secretariat)
    change = found.changes.order_by("position")[0]
    decide(suggestion=found, answers={change.pk: Answer(is_accepted=False, word=f"{ANSWER} {SONG}")}, by=desk.expert)
    return found


def person_of(world: World, name: str) -> User | None:
    """Return who is asked as."""
    if name == "reviewer":
        return world.reviewer
    return None if name == "anonymous" else getattr(world.desk, name)
