"""Pages as editions of a record: a page and its translations are one node of the graph."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any, ClassVar, cast

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.records.models import Record
from core.records.views import refusal

# Characters of a summary: two or three sentences that lists print whole.
LONGEST_SUMMARY = 1_000


class EditionState(models.TextChoices):
    """What may be said of the text of an edition."""

    ORIGINAL = "original", _("original")
    TRANSLATED = "translated", _("translation not yet reviewed")
    REVIEWED = "reviewed", _("translation reviewed")
    CONFIRMED = "confirmed", _("confirmed by the institution")


class EditionMixin(models.Model):
    """A page in one language; all its translations share one record. Facts are read from the original edition.

    Wagtail's own privacy is off: the audience of the record is the one rule.
    """

    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    edition_state = models.CharField(
        _("state of this text"), max_length=20, choices=EditionState.choices, default=EditionState.ORIGINAL
    )

    record_kind: ClassVar[str] = ""
    private_page_options: ClassVar[list[str]] = []
    # Pages are read; what changes something has a view of its own.
    allowed_http_methods: ClassVar[list[HTTPMethod]] = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    class Meta:
        """No table of its own."""

        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, where the audience of its record lets this reader see it."""
        refused = refusal(request, self.record)
        return refused or super().serve(request, *args, **kwargs)  # type: ignore[misc]

    def with_content_json(self, content: Any) -> Any:
        """Return the page as a revision has it; its record is the page's: the first revisions were before it."""
        page = super().with_content_json(content)  # type: ignore[misc]
        page.record_id = self.record_id
        return page

    @property
    def is_original(self) -> bool:
        """Whether this is the edition that holds the facts."""
        return self.record is None or self.record.language == cast("Any", self).locale.language_code
