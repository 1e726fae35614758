"""The editor of a practice: text, facts, pictures and files, sources; each field with an example."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple, Textarea
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultipleChooserPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from core.forms.dates import write_partial_date
from core.models import Figure, Record
from core.panels import (
    FactsOfOriginal,
    OriginalChanged,
    OriginalOnly,
    PartialDatePanel,
    PicturesPanel,
    RowsPanel,
    Shown,
    UnsavedWords,
)
from core.records.pages import LONGEST_SUMMARY
from core.viewsets.finding import edit_address
from core.viewsets.titles import title_of
from knowledge.forms import PracticeForm, concept_name, owner_name
from knowledge.models import Adoption, PracticePage

# Section to an example that shows length and tone; all of them from practices of the library.
SECTIONS = {
    "challenge": _("What was wrong before, and for whom. “People could be served only where they were registered.”"),
    "solution": _("What was done about it. “One building, common standards; the ministries keep their services.”"),
    "implementation": _("Steps, partners, legal acts, time. “Decree in July 2012; first centre after five months.”"),
    "results": _("What changed. Numbers belong into the figures, each with its source."),
    "setbacks": _("What was tried and given up. “Evening hours were dropped: nobody came after eight.”"),
    "lessons": _("What you would tell a colleague who is about to begin. “Keep the host apart from the providers.”"),
    "conditions": _("What must be there before it can work elsewhere. “A body with power over the ministries.”"),
    "cost": _("Money, people, premises, systems, with the year. “Two buses, 14 staff, from the agency's own budget.”"),
    "contact": _("An office, not a person. “International relations department, with its e-mail address.”"),
}

TEXT = [
    UnsavedWords(),
    OriginalChanged(),
    TitleFieldPanel("title", help_text=_("What it does, then its name: “One-stop service centre model: ASAN xidmət”.")),
    FieldPanel(
        "summary",
        widget=Textarea(attrs={"rows": 4}),
        required_on_save=True,
        help_text=format_lazy(
            _("Two or three sentences that stand alone in lists, at most {most} characters. Needed even in a draft."),
            most=LONGEST_SUMMARY,
        ),
    ),
    *(FieldPanel(name, help_text=example) for name, example in SECTIONS.items()),
    FieldPanel("started_note", widget=Textarea(attrs={"rows": 2})),
    FieldPanel("note", widget=Textarea(attrs={"rows": 2})),
]


def label_of(field: str) -> Any:
    """Return the label of a field of a practice."""
    model: Any = PracticePage
    return model._meta.get_field(field).verbose_name


def facts_of(page: PracticePage) -> Shown:
    """Return the facts of a practice in words."""
    return [
        (label_of("country"), owner_name(page.country) if page.country else ""),
        (label_of("institution"), owner_name(page.institution) if page.institution else ""),
        (label_of("programme"), owner_name(page.programme) if page.programme else ""),
        (_("begun"), write_partial_date(page.started)),
        (label_of("status"), page.get_status_display()),
        (label_of("topics"), ", ".join(concept_name(one) for one in page.topics.all())),
        (label_of("service_types"), ", ".join(concept_name(one) for one in page.service_types.all())),
        (label_of("goals"), ", ".join(concept_name(one) for one in page.goals.all())),
        (_("sources"), "; ".join(row.source.title for row in page.practice_sources.select_related("source"))),
    ]


def figures_of(record: Record) -> list[tuple[str, str]]:
    """Return the figures of a practice with where they are edited."""
    rows = Figure.objects.filter(subject=record, record__withdrawn_on__isnull=True).order_by("position", "pk")
    return [(f"{row.stated} — {row.measure}", edit_address(row.record)) for row in rows.select_related("record")]


def adoptions_of(record: Record) -> list[tuple[str, str]]:
    """Return who took the practice up, with where that is edited."""
    rows = Adoption.objects.filter(original=record, record__withdrawn_on__isnull=True).select_related(
        "record", "adopter__record"
    )
    return [(title_of(row.adopter.record), edit_address(row.record)) for row in rows]


def add_about(view: str, field: str) -> Any:
    """Return a function that gives the address of a form for a new row about a record."""
    return lambda record: f"{reverse(view)}?{field}={record.pk}"


FACTS = [
    OriginalOnly(
        [
            FieldRowPanel([FieldPanel("country"), FieldPanel("status")]),
            FieldPanel("institution"),
            FieldPanel("programme"),
            FieldRowPanel([PartialDatePanel("started", heading=_("Begun")), FieldPanel("length")]),
        ],
        heading=_("Where and since when"),
    ),
    OriginalOnly([FieldPanel("topics", widget=CheckboxSelectMultiple)], heading=_("Topics")),
    OriginalOnly([FieldPanel("service_types", widget=CheckboxSelectMultiple)], heading=_("Service types")),
    OriginalOnly(
        [FieldPanel("goals", widget=CheckboxSelectMultiple), FieldPanel("goals_basis")],
        heading=_("Sustainable Development Goals"),
    ),
    FactsOfOriginal(facts_of, heading=_("Facts of the original")),
    OriginalOnly(
        [
            HelpPanel(
                _(
                    "Numbers that a source states, each with that source. They are endorsed with the text and come on "
                    "record with its publication."
                )
            ),
            InlinePanel(
                "draft_figures",
                [
                    FieldPanel("measure"),
                    FieldPanel("stated"),
                    FieldRowPanel([FieldPanel("low"), FieldPanel("high"), FieldPanel("unit")]),
                    FieldRowPanel([FieldPanel("on"), FieldPanel("role")]),
                    FieldPanel("source"),
                ],
                label=_("figure"),
            ),
        ],
        heading=_("New figures"),
    ),
    RowsPanel(
        figures_of,
        add=add_about("figures:add", "subject"),
        add_label=_("Add a figure"),
        heading=_("Figures"),
    ),
    RowsPanel(
        adoptions_of,
        add=add_about("adoptions:add", "original"),
        add_label=_("Add an adoption"),
        heading=_("Taken up by others"),
    ),
]

PICTURES = [
    PicturesPanel(
        "images",
        [
            FieldPanel("image"),
            FieldPanel(
                "alternative",
                required_on_save=True,
                help_text=_(
                    "One sentence for readers who do not see it: “People waiting in a bright hall with six counters.”"
                ),
            ),
            FieldPanel("caption"),
        ],
        heading=_("Pictures"),
        label=_("picture"),
    ),
    InlinePanel("attachments", [FieldPanel("document"), FieldPanel("title")], heading=_("Files"), label=_("file")),
]

SOURCES = [
    OriginalOnly(
        [
            HelpPanel(
                _(
                    "The sources of the practice as a whole. Figures and adoptions have their own. "
                    "Choose an existing source, or make a new one in the same window."
                )
            ),
            MultipleChooserPanel("practice_sources", label=_("source"), chooser_field_name="source"),
        ],
        heading=_("Sources"),
    ),
    FactsOfOriginal(lambda page: facts_of(page)[-1:], heading=_("Sources of the original")),
]

ADDRESS = [
    FieldPanel("slug", help_text=_("The last part of the address. A published address does not change lightly.")),
    PublishingPanel(),
    CommentPanel(),
]

PRACTICE_EDITOR = TabbedInterface(
    [
        ObjectList(TEXT, heading=_("Text")),
        ObjectList(FACTS, heading=_("Facts")),
        ObjectList(PICTURES, heading=_("Pictures and files")),
        ObjectList(SOURCES, heading=_("Sources")),
        ObjectList(ADDRESS, heading=_("Address")),
    ],
    base_form_class=PracticeForm,
)
