"""A request for an opinion, the links that answer it, and what was answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.opinions.states import BY_THE_REVIEWER, STEPS, OpinionState, Recommendation, Step
from core.review.models import Manuscript
from core.review.states import Gate


class OpinionRequestQuerySet(models.QuerySet["OpinionRequest"]):
    """Questions over requests in the words of the desk."""

    def with_answers(self) -> OpinionRequestQuerySet:
        """Bring what the state is read from, and the pages that are named."""
        return self.select_related("manuscript__page__locale", "manuscript__country", "asked_by").prefetch_related(
            "opinions"
        )

    def open(self, *, on: date) -> OpinionRequestQuerySet:
        """Return those that can be answered on a day, or whose answer can be replaced."""
        return self.filter(
            declined_at__isnull=True, withdrawn_at__isnull=True, due_on__gte=on, manuscript__closed_at__isnull=True
        )

    def unanswered(self) -> OpinionRequestQuerySet:
        """Return those of texts in work to which nothing was said, whatever the day."""
        given = Opinion.objects.filter(request=OuterRef("pk"))
        return self.filter(
            ~Exists(given), declined_at__isnull=True, withdrawn_at__isnull=True, manuscript__closed_at__isnull=True
        )

    def waited_for(self, *, on: date) -> OpinionRequestQuerySet:
        """Return those that are asked and can still be answered on a day."""
        return self.unanswered().filter(due_on__gte=on)

    def counted(self, *, on: date) -> dict[int, dict[str, int]]:
        """Return how many are given and how many are waited for on a day, by manuscript: one query."""
        given = Exists(Opinion.objects.filter(request=OuterRef("pk")))
        rows = (
            self.annotate(is_given=given)
            .order_by()
            .values("manuscript")
            .annotate(
                given=Count("pk", filter=Q(is_given=True)),
                waited_for=Count(
                    "pk",
                    filter=Q(is_given=False, declined_at__isnull=True, withdrawn_at__isnull=True, due_on__gte=on),
                ),
            )
        )
        return {row["manuscript"]: {"given": row["given"], "waited_for": row["waited_for"]} for row in rows}


class OpinionRequest(models.Model):
    """What somebody of another institution is asked about a text, as it stood at a gate.

    ``revision`` and ``digest`` are of that text. The institution is one of the record, or stands in words. Dated facts
    stand here and the state is computed; an answer is a row of its own.
    """

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="opinion_requests")
    gate = models.CharField(_("gate"), max_length=20, choices=Gate.choices)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64)
    name = models.CharField(pgettext_lazy("readers", "Name"), max_length=200)
    # In small letters.
    email = models.EmailField(_("E-mail address"))
    institution = models.ForeignKey(
        "core.Record", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Institution")
    )
    institution_words = models.CharField(_("Institution in words"), max_length=300, blank=True)
    language = models.CharField(_("Language of the letter"), max_length=12)
    question = models.TextField(_("Question"))
    due_on = models.DateField(_("due on"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    decline_reason = models.TextField(_("why it was declined"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    expiry_told_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(OpinionRequestQuerySet)()

    if TYPE_CHECKING:
        asked_by_id: int
        institution_id: int | None
        manuscript_id: int
        revision_id: int | None
        opinions: Any

    class Meta:
        """Names, order, constraints, and the indexes that desks and the clock read by."""

        verbose_name = _("request for an opinion")
        verbose_name_plural = _("requests for opinions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(gate__in=Gate.values), name="opinion_is_asked_at_a_gate"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(email=""), name="opinion_is_asked_of_somebody"),
            models.CheckConstraint(condition=~Q(question=""), name="opinion_answers_a_question"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, institution_words="")
                | (Q(institution__isnull=True) & ~Q(institution_words="")),
                name="reviewer_is_of_one_institution",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | ~Q(decline_reason=""), name="declined_opinion_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_request_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="opinion_is_declined_or_withdrawn",
            ),
        ]
        indexes = [
            models.Index(
                fields=["email", "due_on"],
                condition=Q(declined_at__isnull=True, withdrawn_at__isnull=True),
                name="opinion_asked_of_reviewer",
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(declined_at__isnull=True, withdrawn_at__isnull=True),
                name="opinion_oldest_due",
            ),
        ]

    def __str__(self) -> str:
        """Return of whom it is asked."""
        return self.name

    @property
    def latest(self) -> Opinion | None:
        """Return what was said last; nothing where nothing was."""
        return max(self.opinions.all(), key=lambda one: (one.at, one.pk), default=None)

    def state(self, *, on: date) -> OpinionState:
        """Return where it stands on a day."""
        if self.withdrawn_at is not None:
            return OpinionState.WITHDRAWN
        if self.declined_at is not None:
            return OpinionState.DECLINED
        if self.latest is not None:
            return OpinionState.GIVEN
        return OpinionState.ASKED if self.is_in_time(on=on) else OpinionState.EXPIRED

    def is_in_time(self, *, on: date) -> bool:
        """Whether the day has not passed and the text is not decided on."""
        return on <= self.due_on and self.manuscript.closed_at is None

    def is_open(self, *, on: date) -> bool:
        """Whether its address opens anything on a day."""
        return self.is_in_time(on=on) and self.state(on=on) in STEPS[Step.GIVE]

    def allows(self, step: Step, *, on: date) -> bool:
        """Whether a step can be made on a day, by whom ever."""
        if step in BY_THE_REVIEWER and not self.is_in_time(on=on):
            return False
        return self.state(on=on) in STEPS[step]


class OpinionLink(models.Model):
    """The address that a letter brought to a reviewer; a reminder brings another. Of the address a hash is kept."""

    request = models.ForeignKey(OpinionRequest, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Names."""

        verbose_name = _("address of a request for an opinion")
        verbose_name_plural = _("addresses of requests for opinions")

    def __str__(self) -> str:
        """Return of whom the opinion is asked."""
        return str(self.request)


class Opinion(models.Model):
    """What a reviewer said at a moment. It is replaced by a later row; what is written here never changes.

    ``interests`` is empty where the reviewer declared to have none. ``may_name`` of the last row says whether the
    authors may read the name. Authors read nothing before it is shared with them.
    """

    request = models.ForeignKey(OpinionRequest, on_delete=models.CASCADE, related_name="opinions")
    at = models.DateTimeField(default=timezone.now)
    recommendation = models.CharField(_("Recommendation"), max_length=20, choices=Recommendation.choices)
    text = models.TextField(_("Opinion"))
    interests = models.TextField(_("Interests"), blank=True)
    may_name = models.BooleanField(_("the authors may read the name"))
    shared_at = models.DateTimeField(_("shared at"), null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="opinion_says_something"),
            models.CheckConstraint(
                condition=Q(recommendation__in=Recommendation.values), name="recommendation_is_known"
            ),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True, shared_by__isnull=True)
                | Q(shared_at__isnull=False, shared_by__isnull=False),
                name="shared_opinion_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        """Return the recommendation."""
        return str(self.get_recommendation_display())
