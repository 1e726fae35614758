"""The editors of the site's own pages, each field with an example."""

from __future__ import annotations

from typing import Any

from django.forms import Textarea
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from association.site.forms import NewsForm
from association.site.models import NewsPage
from core.forms import EditionForm
from core.forms.dates import write_partial_date
from core.panels import FactsOfOriginal, OriginalChanged, OriginalOnly, PartialDatePanel, Shown
from core.records.pages import LONGEST_SUMMARY


def address_tab() -> ObjectList:
    """Return the tab that every page has: address, state of a translation, publication."""
    return ObjectList(
        [
            FieldPanel(
                "slug", help_text=_("The last part of the address. A published address does not change lightly.")
            ),
            MultiFieldPanel([FieldPanel("edition_state")], heading=_("State of this translation")),
            PublishingPanel(),
            CommentPanel(),
        ],
        heading=_("Address"),
    )


def editor(text: list[Any], *more: ObjectList, form: Any = EditionForm) -> TabbedInterface:
    """Return an editor: the text first, the address last."""
    return TabbedInterface(
        [ObjectList([OriginalChanged(), *text], heading=_("Text")), *more, address_tab()], base_form_class=form
    )


def lines(name: str, rows: int, help_text: Any = "", *, needed: bool = False) -> FieldPanel:
    """Return a field for a few lines of plain text; ``needed`` means even in a draft."""
    widget = Textarea(attrs={"rows": rows})
    return FieldPanel(name, widget=widget, help_text=help_text, required_on_save=needed or None)


HOME_EDITOR = editor(
    [
        TitleFieldPanel("title", help_text=_("The name of the association.")),
        FieldPanel(
            "statement",
            required_on_save=True,
            help_text=_("The line on the cover, under 120 characters: “Public services, one network.”"),
        ),
        lines("standfirst", 3, _("One or two sentences under it: who we are, what is here."), needed=True),
        FieldPanel("about", help_text=_("What the association is. A reader should be done in a minute.")),
    ]
)


def facts_of_news(page: NewsPage) -> Shown:
    """Return the facts of an item of news in words."""
    return [
        (_("date"), write_partial_date(page.happened)),
        (_("sources"), "; ".join(row.source.title for row in page.news_sources.select_related("source"))),
    ]


NEWS_EDITOR = editor(
    [
        TitleFieldPanel(
            "title",
            help_text=_("What happened, as a sentence: “Experts of eight countries meet in Baku”."),
        ),
        OriginalOnly(
            [
                PartialDatePanel(
                    "happened", heading=_("Date"), help_text=_("Of the event, not of the publication: 2019-12-24.")
                )
            ],
            heading=_("When it happened"),
        ),
        lines(
            "summary",
            3,
            format_lazy(
                _("Two sentences for lists: who, what, where; at most {most} characters. Needed even in a draft."),
                most=LONGEST_SUMMARY,
            ),
            needed=True,
        ),
        FieldPanel("body", help_text=_("The rest, the most important first.")),
    ],
    ObjectList(
        [
            OriginalOnly(
                [
                    HelpPanel(_("Choose the press release or report that the item rests on, or make it here.")),
                    MultipleChooserPanel("news_sources", label=_("source"), chooser_field_name="source"),
                ],
                heading=_("Sources"),
            ),
            FactsOfOriginal(facts_of_news, heading=_("Facts of the original")),
        ],
        heading=_("Sources"),
    ),
    form=NewsForm,
)

STANDARD_EDITOR = editor(
    [
        TitleFieldPanel("title", help_text=_("A noun or two: “Accessibility”.")),
        lines("standfirst", 2, _("One sentence that says what the page is for.")),
        FieldPanel("body", help_text=_("Short paragraphs under headings; readers look for one of them.")),
    ]
)

FOLDER_EDITOR = editor([TitleFieldPanel("title")])
