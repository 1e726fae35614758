"""A set of suggestions for one text at the second gate, and each change in it with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.review.digests import digest_of
from core.review.models import GateState, Manuscript
from core.review.suggestions.states import OPEN, ChangeState, SuggestionState


class Suggestion(models.Model):
    """Changes of wording that the secretariat suggests together, for the text that stood at the gate and no other.

    ``digest`` is of that text. What became of a set is computed: from its own acts, from the answers to its changes,
    and from whether that text stands at the gate still.
    """

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="suggestions")
    gate = models.ForeignKey(GateState, on_delete=models.CASCADE, related_name="suggestions")
    digest = models.CharField(max_length=64)
    reason = models.TextField(_("why"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("suggested at"), default=timezone.now)
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    endorsed_at = models.DateTimeField(_("endorsed at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    # When nothing more could become of it: endorsed, withdrawn, every change refused, or others made for another text.
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    if TYPE_CHECKING:
        gate_id: int
        manuscript_id: int

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("suggestions for other wording")
        verbose_name_plural = _("suggestions for other wording")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="suggestion_says_why"),
            models.CheckConstraint(condition=~Q(digest=""), name="suggestion_is_for_one_text"),
            models.UniqueConstraint(
                fields=["gate"], condition=Q(closed_at__isnull=True), name="text_has_one_open_suggestion"
            ),
            models.CheckConstraint(
                condition=Q(endorsed_at__isnull=True, endorsed_by__isnull=True)
                | Q(endorsed_at__isnull=False, endorsed_by__isnull=False, closed_at__isnull=False),
                name="endorsed_suggestion_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, closed_at__isnull=False),
                name="withdrawn_suggestion_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(endorsed_at__isnull=True),
                name="suggestion_is_endorsed_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason

    @property
    def is_of_the_text(self) -> bool:
        """Whether the text for which it was made stands at the gate: the same row and the same words."""
        gate = self.manuscript.stands_at
        return gate is not None and gate.pk == self.gate_id and digest_of(gate.revision) == self.digest

    @property
    def state(self) -> SuggestionState:
        """Return where it stands."""
        if self.withdrawn_at is not None:
            return SuggestionState.WITHDRAWN
        if self.endorsed_at is not None:
            return SuggestionState.ACCEPTED
        if self.closed_at is not None:
            is_refused = all(change.is_accepted is False for change in self.changes.all())
            return SuggestionState.REFUSED if is_refused else SuggestionState.OVERTAKEN
        if not self.is_of_the_text:
            return SuggestionState.OVERTAKEN
        is_answered = all(change.answered_at is not None for change in self.changes.all())
        return SuggestionState.ANSWERED if is_answered else SuggestionState.SUGGESTED

    def states_of_changes(self) -> list[tuple[SuggestedChange, ChangeState]]:
        """Return the changes, each with where it stands."""
        state = self.state
        return [(change, change.state_in(state)) for change in self.changes.all()]


class SuggestedChange(models.Model):
    """One change: these words in the place of those, in a field of the text.

    ``start`` and ``end`` count the paragraphs and items of a rich text that it replaces; a plain field is one.
    """

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveSmallIntegerField(_("position"))
    field = models.CharField(_("field"), max_length=60)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=1)
    before = models.TextField(_("present words"), blank=True)
    after = models.TextField(_("suggested words"), blank=True)
    is_accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    word = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        """Names, order and constraints."""

        verbose_name = _("suggested change")
        verbose_name_plural = _("suggested changes")
        ordering = ["suggestion", "position"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "position"], name="suggested_change_has_its_place"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="suggested_change_changes_something"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="suggested_change_begins_before_it_ends"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, is_accepted__isnull=True, word="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_accepted__isnull=False),
                name="answered_change_says_by_whom",
            ),
            models.CheckConstraint(condition=~Q(is_accepted=False) | ~Q(word=""), name="refused_change_says_why"),
        ]

    def __str__(self) -> str:
        """Return the field."""
        return self.field

    def state_in(self, state: SuggestionState) -> ChangeState:
        """Return where it stands in a set that stands there."""
        if state == SuggestionState.WITHDRAWN:
            return ChangeState.WITHDRAWN
        if state == SuggestionState.OVERTAKEN:
            return ChangeState.OVERTAKEN
        if self.is_accepted is None:
            return ChangeState.SUGGESTED
        return ChangeState.ACCEPTED if self.is_accepted else ChangeState.REFUSED


def suggestion_on(manuscript: Manuscript) -> Suggestion | None:
    """Return the suggestions on the text that stands at the gate that are not over yet."""
    gate = manuscript.stands_at
    found = Suggestion.objects.filter(gate=gate, closed_at__isnull=True).first() if gate is not None else None
    if found is None:
        return None
    found.manuscript = manuscript
    return found if found.state in OPEN else None
