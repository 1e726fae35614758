"""A person who did everything that leaves a trace, with a name and an address that stand nowhere else."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.mail import EmailMessage
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from core.audit.operations import add_entry
from core.models import Following, Manuscript, Notice, SavedRecord, Source, UnsentForm, User
from core.notices.operations import choose
from core.review import operations
from core.review.reading import make_link
from core.users.roles import Role
from knowledge.models import PracticePage
from members.accounts import invitations
from tests.desk.conftest import Desk, a_desk
from tests.factories import knowledge as make
from tests.factories import site as site_make
from tests.search.conftest import memory as memory
from tests.signing_in import SECRET

NAME, ADDRESS = "Zəhra Qurbanzadə", "zehra.qurbanzade@example.org"
# Parts by which they are known again however they are written down.
TRACES = ("Qurbanzad", "qurbanzad", "zehra.qurban")


@dataclass
class Leaving:
    """Who leaves, and where they were."""

    desk: Desk
    person: User
    practice: PracticePage
    manuscript: Manuscript
    source: Source


def a_leaver() -> Leaving:
    """Let a synthetic focal point do what focal points do, and others write of them."""
    desk = a_desk()
    invitation = invitations.invite(
        email=ADDRESS, name=NAME, role=Role.FOCAL_POINT, country=desk.country, language="en",
        evidence=f"Letter that names {NAME}.", by=desk.secretariat,
    )  # fmt: skip
    person = invitations.accept(invitation=invitation, password="a quite good password")
    invitations.invite(
        email=ADDRESS, name=NAME, role=Role.EDITOR, country=None, language="en", evidence="Another.",
        by=desk.secretariat,
    )  # fmt: skip
    TOTP.activate(person, SECRET)
    EmailAddress.objects.create(user=person, email=f"other.{ADDRESS}")
    UserSession.objects.create(user=person, ip="192.0.2.7", session_key="synthetic", user_agent="Synthetic")
    choose(by=person, how="at once", language="az")
    manuscript = _write(desk, person)
    source = site_make.a_source("src-interview", title=f"Interview with {NAME}")
    add_entry(at=timezone.now(), actor=None, action="a", subject="source:1", title=source.title, data={})
    practice = make.a_practice(
        desk.library, "published", contact=f"<p>Ask <b>{NAME}</b>, {ADDRESS}.</p>", sources=[source],
    )  # fmt: skip
    EmailMessage("Synthetic", "Dear Zəhra.", to=[ADDRESS]).send()
    Following.objects.create(user=person, record=practice.record)
    SavedRecord.objects.create(user=person, record=practice.record, position=0, note=f"Ask {NAME}.")
    UnsentForm.objects.create(user=person, page="/en/desk/", form="/en/desk/", words={"text": [f"{NAME} says"]})
    return Leaving(
        desk=desk, person=User.objects.get(pk=person.pk), practice=practice, manuscript=manuscript, source=source
    )


def _write(desk: Desk, person: User) -> Manuscript:
    """Bring a text before the gate at which the person stands, with words of and about them."""
    page = PracticePage.objects.get(pk=desk.page.pk)
    page.wagtail_admin_comments.add(Comment(user=person, text=f"Says {NAME}.", contentpath="title", page=page))
    page.save_revision(user=person)
    page.save()
    comment = Comment.objects.get()
    CommentReply.objects.create(comment=comment, user=desk.expert, text=f"Dear {NAME}")
    operations.submit(manuscript=desk.manuscript, by=desk.expert, text=f"For {NAME}, please.")
    operations.claim(manuscript=desk.manuscript, by=person)
    operations.ask(manuscript=desk.manuscript, field="results", text=f"More, says {NAME}.", by=person)
    make_link(manuscript=desk.manuscript, name=NAME, by=person)
    assert Notice.objects.filter(to=person).exists()
    return Manuscript.objects.with_review().get(pk=desk.manuscript.pk)


@pytest.fixture(scope="module")
def leaver_of_module(module_database: None) -> Leaving:
    with override_settings(EMAIL_BACKEND="core.letters.backend.LetterBackend"):
        found = a_leaver()
    User.objects.update(date_joined=timezone.now() - timedelta(days=100))
    return found


@pytest.fixture
def leaver(db: None, leaver_of_module: Leaving, settings: Any) -> Leaving:
    settings.EMAIL_BACKEND = "core.letters.backend.LetterBackend"
    return deepcopy(leaver_of_module)
