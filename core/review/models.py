"""A manuscript on its way through the gates: what Wagtail's workflow keeps, and what it does not know."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState, WorkflowState

from core.review.querysets import ManuscriptQuerySet
from core.review.states import AT_A_GATE, Gate, Stage


class FrozenLock(WorkflowLock):
    """Nobody changes a text that stands at a gate: what is endorsed is what is published."""

    def for_user(self, user: Any) -> bool:
        """Hold for everybody, administrators too."""
        return True

    def get_message(self, user: Any) -> str:
        """Say why, and what can be done."""
        return str(
            _("This text is under review and cannot be changed now. On the desk it can be returned or taken back.")
        )


class GateTask(Task):
    """What both gates have in common: a number of days, and no act in Wagtail's own editor: the desk has them all."""

    days = models.PositiveSmallIntegerField(
        _("days"), default=14, help_text=_("In so many days whoever keeps the gate should decide.")
    )

    lock_class = FrozenLock
    admin_form_fields: ClassVar[list[str]] = [*Task.admin_form_fields, "days"]
    gate: ClassVar[str] = ""

    class Meta:
        """No table of its own."""

        abstract = True

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Hold the text as it was submitted."""
        return True

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Begin the gate with its clock."""
        state = super().start(workflow_state, user=user)
        begun = {"gate": self.gate, "due_on": timezone.localdate() + timedelta(days=self.days)}
        GateState.objects.filter(pk=state.pk).update(**begun, **self.text_of(workflow_state))
        return GateState.objects.get(pk=state.pk)

    def text_of(self, workflow_state: Any) -> dict[str, Any]:
        """Return which revision stands at the gate, where it is not the latest."""
        return {}


class EndorsementTask(GateTask):
    """The first gate: the focal point of the country endorses in the name of the institution."""

    gate = Gate.ENDORSEMENT

    class Meta:
        """Names."""

        verbose_name = _("endorsement by the institution")
        verbose_name_plural = _("endorsements by institutions")


class PublicationTask(GateTask):
    """The second gate: the secretariat publishes."""

    gate = Gate.PUBLICATION

    def text_of(self, workflow_state: Any) -> dict[str, Any]:
        """Carry the text over that was endorsed, whatever was saved since."""
        approved = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED).order_by("-finished_at", "-pk")
        last = approved.first()
        return {"revision": last.revision_id} if last is not None else {}

    class Meta:
        """Names."""

        verbose_name = _("publication by the secretariat")
        verbose_name_plural = _("publications by the secretariat")


class GateState(TaskState):
    """A text at a gate: who has it, until when, and by what evidence it was decided for somebody else."""

    gate = models.CharField(_("gate"), max_length=20, choices=Gate.choices, default=Gate.ENDORSEMENT)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused at"), null=True, blank=True)
    pause_reason = models.TextField(_("why it is paused"), blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Names and constraints."""

        verbose_name = _("text at a gate")
        verbose_name_plural = _("texts at gates")
        constraints = [
            models.CheckConstraint(condition=Q(gate__in=Gate.values), name="gate_is_known"),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | ~Q(pause_reason=""), name="pause_has_a_reason"
            ),
        ]

    @property
    def is_paused(self) -> bool:
        """Whether its clock stands still."""
        return self.paused_at is not None

    def is_late(self, *, on: date) -> bool:
        """Whether it should have been decided before a day."""
        return self.due_on is not None and not self.is_paused and self.due_on < on


for _task in (EndorsementTask, PublicationTask):
    _task.task_state_class = GateState


class Manuscript(models.Model):
    """One round of work of a country on a page, from the first draft to its publication.

    ``country`` is the record of the country whose institution endorses it. Its stage is computed from the review,
    which is Wagtail's, and from how it was closed. A page that was published is worked on as a new manuscript.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="manuscripts")
    country = models.ForeignKey("core.Record", on_delete=models.PROTECT, related_name="+", verbose_name=_("country"))
    opened_at = models.DateTimeField(_("begun"), default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="manuscripts", verbose_name=_("authors"))
    review = models.OneToOneField(
        WorkflowState, on_delete=models.SET_NULL, null=True, blank=True, related_name="manuscript"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=[(one.value, one.label) for one in (Stage.PUBLISHED, Stage.DECLINED)],
        blank=True,
    )
    reason = models.TextField(_("why it was declined"), blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ManuscriptQuerySet)()

    if TYPE_CHECKING:
        country_id: int
        opened_by_id: int
        page_id: int
        review_id: int | None

    class Meta:
        """Names, constraints and the index that desks read by."""

        verbose_name = _("manuscript")
        verbose_name_plural = _("manuscripts")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(closed_at__isnull=True), name="page_has_one_open_manuscript"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="closed_manuscript_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="manuscript_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Stage.DECLINED) | ~Q(reason=""), name="declined_manuscript_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["country", "-opened_at"], condition=Q(closed_at__isnull=True), name="manuscript_newest_open"
            ),
            models.Index(fields=["-closed_at"], name="manuscript_newest_closed"),
        ]

    def __str__(self) -> str:
        """Return the title of the page."""
        return str(self.page.draft_title or self.page.title)

    def last_act(self, *moves: str) -> ReviewAct | None:
        """Return the last act that was one of these moves."""
        return self.acts.filter(move__in=moves).order_by("-at", "-pk").first()

    @property
    def at_gate(self) -> GateState | None:
        """Return the gate at which it stands, or stood last; nothing before it was submitted."""
        state = self.review.current_task_state if self.review is not None else None
        return getattr(state, "gatestate", None)

    @property
    def stands_at(self) -> GateState | None:
        """Return the gate at which it stands now; nothing while it is with its authors or closed."""
        return self.at_gate if self.stage in AT_A_GATE else None

    @property
    def stage(self) -> Stage:
        """Return where it stands, from what happened."""
        if self.outcome:
            return Stage(self.outcome)
        if self.review is None or self.review.status == WorkflowState.STATUS_CANCELLED:
            return Stage.DRAFT
        if self.review.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return Stage.RETURNED
        gate = self.at_gate
        return Stage.ENDORSED if gate is not None and gate.gate == Gate.PUBLICATION else Stage.SUBMITTED


class ChangeRequest(models.Model):
    """What whoever keeps a gate asks to be changed, tied to a field; answered by the authors, closed at the gate."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="requests")
    gate = models.CharField(_("gate"), max_length=20, choices=Gate.choices)
    # Empty where the whole text is meant.
    field = models.CharField(_("field"), max_length=60, blank=True)
    text = models.TextField(_("what should change"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    if TYPE_CHECKING:
        manuscript_id: int

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("request for a change")
        verbose_name_plural = _("requests for changes")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="change_request_says_what"),
            models.CheckConstraint(condition=Q(gate__in=Gate.values), name="change_request_is_of_a_gate"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="answer_says_what_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="closed_request_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        """Return what is asked."""
        return self.text

    def is_waiting(self) -> bool:
        """Whether the authors have not answered since they were asked last."""
        if self.sent_at is None or self.closed_at is not None:
            return False
        return self.answered_at is None or self.answered_at < self.sent_at


class ReadingLink(models.Model):
    """An address at which somebody without an account reads a draft, for some days: a director who gives their word.

    Of the address only a hash is kept.
    """

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("for whom"), max_length=200)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("open until"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("address of a draft")
        verbose_name_plural = _("addresses of drafts")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="reading_link_is_for_somebody"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="reading_link_expires_later"),
        ]

    def __str__(self) -> str:
        """Return for whom it is."""
        return self.name

    def is_open(self, *, at: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.ended_at is None and at < self.expires_at and self.manuscript.closed_at is None


class ReviewAct(models.Model):
    """One move, with who made it, when, and what was said: the history of a manuscript. Rows are never changed."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="acts")
    move = models.CharField(_("act"), max_length=20)
    stage = models.CharField(_("stage after it"), max_length=20, choices=Stage.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Whom it was about, where it was about somebody.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    # Of the text that stood at the gate: what was endorsed is known again.
    digest = models.CharField(max_length=64, blank=True)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Order."""

        verbose_name = _("act of a review")
        verbose_name_plural = _("acts of reviews")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        """Return the move."""
        return self.move


def days_since(moment: datetime, *, on: date) -> int:
    """Return how many days ago a moment was on a day."""
    return max(0, (on - timezone.localtime(moment).date()).days)
