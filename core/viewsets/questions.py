"""Where sources disagree, and what none of them says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from core.forms import RowForm, SeveralField
from core.models import Contradiction, Gap, Record, Source
from core.records.kinds import Kind, Verb
from core.sources.operations import ClaimMade, save_contradiction, save_gap
from core.viewsets.choosers import record_chooser, source_chooser
from core.viewsets.figures import keys_of
from core.viewsets.finding import TranslatableText
from core.viewsets.rows import RowViewSet, StateColumn, text

MOST_CLAIMS = 8


def about_field() -> SeveralField:
    """Return the field for the records on whose pages the question stands."""
    return SeveralField(
        label=_("stands on the pages of"),
        chooser=record_chooser(),
        queryset=Record.objects.prefetch_related("titles"),
        required=False,
    )


def records_concerned(record: Record) -> list[Record]:
    """Return the records that a question stands with, in their order."""
    relations = record.relations.filter(verb=Verb.CONCERNS).select_related("object").order_by("position")
    return [relation.object for relation in relations]


def keys_concerned(record: Record | None, chosen: list[Record]) -> list[str]:
    """Return the keys of the chosen records, and of those whose kind has not landed yet: they go on waiting."""
    waiting = record.waiting_relations.filter(verb=Verb.CONCERNS) if record is not None else []
    return [*keys_of(chosen), *(relation.object_key for relation in waiting)]


NUMBERS = range(1, MOST_CLAIMS + 1)


def claim_fields() -> Iterator[tuple[str, forms.Field]]:
    """Return two fields per claim: its words and its source."""
    for number in NUMBERS:
        claim = gettext("claim %(number)s") % {"number": number}
        yield f"claim_{number}", forms.CharField(label=claim, required=False)
        source = forms.ModelChoiceField(
            label=gettext("source of claim %(number)s") % {"number": number},
            queryset=Source.objects.select_related("record"),
            widget=source_chooser(),
            required=False,
        )
        yield f"source_{number}", source


class ContradictionForm(RowForm):
    """Claims side by side, the reading chosen, and why."""

    key_prefix = "con-"
    key_from = "topic"

    topic = forms.CharField(
        label=_("what the sources disagree on"), max_length=300, help_text=_("“Number of centres at the end of 2021”.")
    )
    reading = forms.CharField(
        label=_("reading used"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What our pages say: “8, as in the Agency's own text”."),
    )
    why = forms.CharField(
        label=_("why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where there is a reason that can be stated."),
    )
    about = about_field()

    def further_fields(self) -> dict[str, forms.Field]:
        """Add places for the claims."""
        return dict(claim_fields())

    def initial_of(self, row: Contradiction) -> dict[str, Any]:
        """Read the row, its claims and the records it stands with."""
        values: dict[str, Any] = {"topic": row.topic, "reading": row.reading, "why": row.why}
        for number, claim in enumerate(row.claims.select_related("source"), start=1):
            values |= {f"claim_{number}": claim.text, f"source_{number}": claim.source}
        return values | {"about": records_concerned(row.record)}

    def clean(self) -> dict[str, Any]:
        """Ask for at least two claims, each with its source."""
        cleaned = super().clean() or {}
        for number in NUMBERS:
            if bool(cleaned.get(f"claim_{number}")) != bool(cleaned.get(f"source_{number}")):
                missing = f"source_{number}" if cleaned.get(f"claim_{number}") else f"claim_{number}"
                self.add_error(missing, _("A claim needs both its words and its source."))
        if len(self.claims_made()) < 2 and not self.errors:
            self.add_error("claim_2", _("Sources disagree only where there are at least two claims."))
        return cleaned

    def claims_made(self) -> list[ClaimMade]:
        """Return the claims in their order."""
        typed = [
            (self.cleaned_data.get(f"claim_{number}"), self.cleaned_data.get(f"source_{number}")) for number in NUMBERS
        ]
        return [ClaimMade(words, source.record.key) for words, source in typed if words and source]

    def write(self, key: str, *, by: Any) -> Contradiction:
        """Save the contradiction."""
        record = self.instance.record if self.instance is not None else None
        return save_contradiction(
            key=key,
            topic=self.cleaned_data["topic"],
            claims=self.claims_made(),
            reading=self.cleaned_data["reading"],
            why=self.cleaned_data["why"],
            about=keys_concerned(record, self.cleaned_data["about"]),
            by=by,
        )


class ContradictionViewSet(RowViewSet):
    """Contradictions."""

    model = Contradiction
    kinds = (Kind.CONTRADICTION,)
    row_form = ContradictionForm
    name = "contradictions"
    icon = "warning"
    menu_order = 130
    search_fields = ("topic", "reading", "why", "claims__text", "record__key")
    ordering = ("record__key",)
    list_display = ("topic", "reading", StateColumn())
    exports = {
        "id": lambda row: row.record.key,
        "topic": lambda row: row.topic,
        "claims": lambda row: "; ".join(claim.text for claim in row.claims.all()),
        "used": lambda row: row.reading,
        "why": lambda row: row.why,
    }
    export_filename = "contradictions"
    panels = (
        FieldPanel("topic", classname="title"),
        MultiFieldPanel(
            [FieldPanel(f"{part}_{number}") for number in NUMBERS for part in ("claim", "source")],
            heading=_("What each source says"),
            help_text=_("Two claims at least. Empty places are ignored."),
        ),
        MultiFieldPanel([FieldPanel("reading"), FieldPanel("why")], heading=_("What our pages say")),
        FieldPanel("about"),
        FieldPanel("key"),
    )

    def texts(self, row: Contradiction) -> list[TranslatableText]:
        """Translate everything readers see."""
        claims = [
            TranslatableText(
                f"claim-{claim.position}", gettext("claim %(number)s") % {"number": claim.position + 1}, claim.text
            )
            for claim in row.claims.all()
        ]
        return [text(row, "topic"), *claims, text(row, "reading"), text(row, "why")]


class GapForm(RowForm):
    """What no source says."""

    key_prefix = "gap-"
    key_from = "text"

    text = forms.CharField(
        label=_("what is not stated"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence. It is never filled with a guess: “No source gives the cost of the first centre.”"),
    )
    about = about_field()

    def initial_of(self, row: Gap) -> dict[str, Any]:
        """Read the row and the records it stands with."""
        return {"text": row.text, "about": records_concerned(row.record)}

    def write(self, key: str, *, by: Any) -> Gap:
        """Save the gap."""
        record = self.instance.record if self.instance is not None else None
        about = keys_concerned(record, self.cleaned_data["about"])
        return save_gap(key=key, text=self.cleaned_data["text"], about=about, by=by)


class GapViewSet(RowViewSet):
    """Gaps."""

    model = Gap
    kinds = (Kind.GAP,)
    row_form = GapForm
    name = "gaps"
    icon = "help"
    menu_order = 140
    search_fields = ("text", "record__key")
    ordering = ("record__key",)
    list_display = ("text", Column("key", label=_("id"), accessor=lambda row: row.record.key), StateColumn())
    exports = {"id": lambda row: row.record.key, "text": lambda row: row.text}
    export_filename = "gaps"
    panels = (FieldPanel("text"), FieldPanel("about"), FieldPanel("key"))

    def texts(self, row: Gap) -> list[TranslatableText]:
        """Translate the sentence."""
        return [text(row, "text")]
