"""What the site's own pages bring to the editors' side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from association.site.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from association.site.panels import FOLDER_EDITOR, HOME_EDITOR, NEWS_EDITOR, STANDARD_EDITOR
from association.site.viewsets import MentionsFormatter, mentions_button, mentions_urls
from core.records.kinds import Kind
from core.viewsets.beginnings import Beginning
from core.viewsets.finding import register_editor
from core.viewsets.pages import beginning_under, page_address
from knowledge.models import LibraryPage, PracticeIndexPage

EDITORS: dict[Any, Any] = {
    HomePage: HOME_EDITOR,
    NewsPage: NEWS_EDITOR,
    StandardPage: STANDARD_EDITOR,
    NewsIndexPage: FOLDER_EDITOR,
    LibraryPage: FOLDER_EDITOR,
    PracticeIndexPage: FOLDER_EDITOR,
}
for model, panels in EDITORS.items():
    model.edit_handler = panels

register_editor([Kind.NEWS], page_address(NewsPage))


@hooks.register("register_beginnings", order=-1)
def offer_news(user: Any) -> list[Beginning]:
    """Offer to write an item of news."""
    return beginning_under(NewsIndexPage, NewsPage, _("New item of news"), user)


@hooks.register("register_admin_urls")
def register_mentions() -> list[URLPattern]:
    """Bring the act on items of news."""
    return mentions_urls()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Say in words what our own entry of the log means."""
    actions.register_action("site.set_mentions")(MentionsFormatter)


@hooks.register("register_page_header_buttons")
def offer_mentions(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Any]:
    """Lead from an item to what it speaks of."""
    specific = page.specific
    if isinstance(specific, NewsPage) and specific.record is not None:
        button = mentions_button(specific.record, user)
        if button is not None:
            yield button
