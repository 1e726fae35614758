"""A figure that is given with a draft, before its practice has a record of which it could speak."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from core.dates import PartialDate
from core.figures.models import Role
from core.figures.wording import says
from core.forms.dates import HELP, read_partial_date
from core.models import Record, Source
from knowledge.models.practice import PracticePage


class DraftFigure(Orderable):
    """A number as its source states it, on a draft; with the publication it becomes a ``Figure`` and goes.

    What a draft may lack is asked for before it is submitted (``faults_of_figures``). ``number`` stays with the row
    through every revision: from it comes the key of the record, so that an old revision makes no second one.
    """

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="draft_figures")
    number = models.UUIDField(default=uuid.uuid4, editable=False)
    measure = models.CharField(
        _("what is counted"), max_length=300, blank=True, help_text=_("In a few words: “applications since opening”.")
    )
    stated = models.CharField(
        _("as stated by the source"),
        max_length=200,
        blank=True,
        help_text=_("Its own words, never rounded: “over 42 million”, “16 centres”, “99.4 to 99.8 per cent”."),
    )
    low = models.DecimalField(_("at least"), max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("at most"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    on = models.CharField(_("date"), max_length=240, blank=True, help_text=HELP)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True, default=Role.RESULT)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    if TYPE_CHECKING:
        source_id: int | None

    class Meta(Orderable.Meta):
        """Names and constraints."""

        verbose_name = _("figure of a draft")
        verbose_name_plural = _("figures of drafts")
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("high")) | Q(low__isnull=True) | Q(high__isnull=True),
                name="draft_figure_low_is_not_above_high",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="draft_figure_role_is_known"),
        ]

    def __str__(self) -> str:
        """Return the words and what they count."""
        return f"{self.stated} {self.measure}".strip()

    def clean(self) -> None:
        """Refuse a date that cannot be read, and bounds the wrong way round."""
        super().clean()
        try:
            read_partial_date(self.on)
        except ValidationError as error:
            raise ValidationError({"on": error.messages}) from error
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValidationError({"high": _("“At most” is below “at least”.")})

    @property
    def key(self) -> str:
        """The key of the record that it becomes."""
        return f"figure-{self.number.hex[:20]}"

    @property
    def as_of(self) -> PartialDate:
        """The date as it was written."""
        return read_partial_date(self.on)


def faults_of_figures(figures: list[DraftFigure]) -> list[str]:
    """Return what is amiss with the figures of a draft, each thing once, in the words of whoever gives them."""
    asked = (
        (all(one.measure.strip() for one in figures), _("A figure does not say what is counted.")),
        (all(one.stated.strip() for one in figures), _("A figure lacks the words of its source.")),
        (all(one.source_id for one in figures), _("A figure names no source: every fact has one.")),
        (
            all(says(one.stated, one.low, one.high) for one in figures),
            _("The words of a figure do not contain the numbers beside them: correct one or the other."),
        ),
    )
    return [str(text) for is_right, text in asked if not is_right]


def keys_made(figures: list[DraftFigure]) -> set[str]:
    """Return the keys of those that are on record already: an old revision brings them back."""
    return set(Record.objects.filter(key__in=[one.key for one in figures]).values_list("key", flat=True))


def leave_out_made(page: PracticePage) -> None:
    """Take from a draft the figures that are on record already, before it is shown or written on."""
    figures = list(page.draft_figures.all())
    made = keys_made(figures) if figures else set()
    if made:
        page.draft_figures = [one for one in figures if one.key not in made]  # type: ignore[misc]
