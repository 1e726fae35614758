"""A practice: one page per language; the facts stand on the original edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from core.dates import PartialDateDescriptor, partial_date_constraint, partial_date_fields
from core.models import Concept, Picture, Source, StoredFile
from core.records.kinds import Kind
from core.records.pages import LONGEST_SUMMARY, EditionMixin
from members.models import Country, Institution, Programme

if TYPE_CHECKING:
    from knowledge.permissions import PracticeRights

# The fields of prose in the order that every practice follows, without the summary before them.
SECTIONS = (
    "challenge",
    "solution",
    "implementation",
    "results",
    "setbacks",
    "lessons",
    "conditions",
    "cost",
    "contact",
)
# What a section of a practice may hold; images and files have places of their own.
PROSE = ["bold", "italic", "ul", "ol", "link", "document-link"]


# The preview as it is printed.
PRINTED = "printed"


class Status(models.TextChoices):
    """Whether a practice is at work."""

    NOT_STATED = "", _("not stated")
    PILOT = "pilot", _("pilot")
    RUNNING = "running", _("running")
    ENDED = "ended", _("ended")


class Length(models.TextChoices):
    """How much is told."""

    SHORT = "short", _("short note")
    FULL = "full", _("full case")


class Basis(models.TextChoices):
    """How the link to the Sustainable Development Goals is known."""

    SOURCE = "source", _("made by a source")
    EVIDENT = "evident", _("evident from the practice")


class UnknownLastIndex(models.Index):
    """An index in descending order in which rows without a value come last, on both databases.

    SQLite does so by itself and its indexes cannot say it; PostgreSQL has to be told, or the index is of no use to a
    list that puts them last.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        """Return the statement that makes the index."""
        statement = super().create_sql(model, schema_editor, using, **kwargs)
        if schema_editor.connection.vendor == "postgresql":
            nullable = [model._meta.get_field(name).null for name, _order in self.fields_orders]
            columns: Any = statement.parts["columns"]
            columns.col_suffixes = [
                f"{suffix} NULLS LAST" if may_be_null else suffix
                for suffix, may_be_null in zip(columns.col_suffixes, nullable, strict=True)
            ]
        return statement


def prose(label: Any, help_text: Any) -> RichTextField:
    """Return a field for one section of a practice."""
    return RichTextField(label, blank=True, features=PROSE, help_text=help_text)


class PracticePage(EditionMixin, Page):
    """What one institution does well, told in the order every practice follows."""

    record_kind = Kind.PRACTICE
    parent_page_types = ["knowledge.PracticeIndexPage"]
    subpage_types: list[str] = []
    template = "knowledge/practice_page.html"

    # Prose: every edition has its own.
    summary = models.TextField(
        _("summary"),
        validators=[MaxLengthValidator(LONGEST_SUMMARY)],
        help_text=_("Two or three sentences that stand alone in lists."),
    )
    challenge = prose(_("challenge"), _("What was wrong before, and for whom."))
    solution = prose(_("solution"), _("What was done about it."))
    implementation = prose(_("how it was carried out"), _("Steps, partners, legal acts, time."))
    results = prose(_("results"), _("What changed. Numbers belong into the figures."))
    setbacks = prose(_("what did not work"), _("What was tried and given up; others learn most from it."))
    lessons = prose(_("lessons"), _("What you would tell a colleague who is about to begin."))
    conditions = prose(_("conditions for replication"), _("What must be there before it can work elsewhere."))
    cost = prose(_("cost and resources"), _("Money, people, premises, systems."))
    contact = prose(_("contact"), _("An office, not a person."))
    started_note = models.TextField(_("note on the beginning"), blank=True)
    note = models.TextField(_("note on the record"), blank=True)

    # Facts: read from the original edition.
    length = models.CharField(_("length"), max_length=10, choices=Length.choices, default=Length.FULL)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, blank=True, default=Status.NOT_STATED)
    started_earliest, started_latest, started_words = partial_date_fields(str(_("begun")))
    started = PartialDateDescriptor("started")
    topics = ParentalManyToManyField(
        Concept,
        blank=True,
        related_name="+",
        verbose_name=_("topics"),
        limit_choices_to={"scheme": Kind.TOPIC},
    )
    service_types = ParentalManyToManyField(
        Concept,
        blank=True,
        related_name="+",
        verbose_name=_("service types"),
        limit_choices_to={"scheme": Kind.SERVICE_TYPE},
    )
    goals = ParentalManyToManyField(
        Concept,
        blank=True,
        related_name="+",
        verbose_name=_("Sustainable Development Goals"),
        limit_choices_to={"scheme": Kind.SDG_GOAL},
    )
    goals_basis = models.CharField(
        _("how the goals are known"), max_length=10, choices=Basis.choices, default=Basis.EVIDENT
    )

    class Meta:
        """Names and constraints."""

        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        constraints = [
            models.CheckConstraint(condition=~Q(summary=""), name="practice_has_a_summary"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="practice_status_is_known"),
            models.CheckConstraint(condition=Q(length__in=Length.values), name="practice_length_is_known"),
            partial_date_constraint("practice", "started"),
        ]
        indexes = [UnknownLastIndex(fields=["-started_earliest", "-page_ptr"], name="practice_newest_begun")]

    def create_alias(self, **kwargs: Any) -> Any:
        """Refuse: an alias would be the original under another language, published past the gates of that one."""
        raise ValidationError(_("A practice has no alias. Translate it: the translation passes the gates of its own."))

    def permissions_for_user(self, user: Any) -> PracticeRights:
        """Return what somebody may do with this practice."""
        from knowledge.permissions import PracticeRights

        return PracticeRights(user, self)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Return how the editor may look at a draft: as a page, and as it is printed."""
        return [("", _("Page")), (PRINTED, _("PDF"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show a draft to its editor."""
        if mode_name == PRINTED:
            from knowledge.presentation.printed import preview_answer

            return preview_answer(self, request)
        return super().serve_preview(request, mode_name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page shows of the graph."""
        from knowledge.presentation import practice_context

        return super().get_context(request, *args, **kwargs) | practice_context(self, request)


class PracticeSource(Orderable):
    """A source the practice as a whole rests on."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="practice_sources")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta(Orderable.Meta):
        """Constraints."""

        constraints = [models.UniqueConstraint(fields=["page", "source"], name="practice_names_a_source_once")]


class PracticeImage(Orderable):
    """A picture on a practice, with what it shows for those who do not see it."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="images")
    image = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+", verbose_name=_("image"))
    alternative = models.CharField(
        _("what it shows"), max_length=300, help_text=_("For readers who do not see it. One sentence.")
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        """Constraints."""

        constraints = [models.CheckConstraint(condition=~Q(alternative=""), name="practice_image_has_an_alternative")]


class PracticeAttachment(Orderable):
    """A file beside a practice."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("document"))
    title = models.CharField(_("title"), max_length=200, blank=True)
