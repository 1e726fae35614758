"""The site's pages, published as an editor publishes them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from wagtail.models import Locale, Page, Site

from association.site.models import HomePage, NewsIndexPage, NewsPage, NewsSource, StandardPage
from association.site.operations import record_news, set_mentions
from core.dates import PartialDate
from core.models import Record, Source
from core.sources.operations import save_source

_numbers = itertools.count(1)


def a_source(key: str = "", **fields: Any) -> Source:
    """A source with all it needs."""
    key = key or f"source-{next(_numbers)}"
    given = {"title": f"Title of {key}", "language": "en", "publisher": "A publisher", "kind": "news"}
    return save_source(key=key, by=None, **{**given, **fields})


def locale(language: str) -> Locale:
    """The locale of a language, made where there is none."""
    return Locale.objects.get_or_create(language_code=language)[0]


def publish(page: Page) -> Any:
    """Publish the page as it stands, and return it as the database has it."""
    page.save_revision().publish()
    return page.specific_class.objects.get(pk=page.pk)


def a_site() -> HomePage:
    """The home page with its lists, as the root of the only site."""
    root = Page.objects.get(depth=1)
    home = HomePage(
        title="Front page",
        slug="front",
        statement="How a public service becomes easy",
        standfirst="Practices and their sources.",
        about="<p>An association in formation.</p>",
        locale=locale("en"),
    )
    root.add_child(instance=home)
    site = Site.objects.get()
    site.root_page = home
    site.save()
    Site.clear_site_root_paths_cache()
    home = publish(home)
    a_page(home, NewsIndexPage, "News", "news")
    return home


def a_page(parent: Page, model: type[Page], title: str, slug: str, **fields: Any) -> Any:
    """A page under another, in its language."""
    page = model(title=title, slug=slug, locale=parent.locale, **fields)
    parent.add_child(instance=page)
    return publish(page)


def a_standard_page(home: Page, slug: str = "about", **fields: Any) -> StandardPage:
    """A page of plain text."""
    given = {"standfirst": "A page.", "body": "<h2>A heading</h2><p>Some words.</p>"}
    return a_page(home, StandardPage, slug.capitalize(), slug, **{**given, **fields})


def translated(page: Page, language: str = "az", **fields: Any) -> Any:
    """The edition of a page in another language, published, not yet reviewed."""
    edition = page.copy_for_translation(locale(language), copy_parents=True)
    for name, value in {"edition_state": "translated", "slug": page.slug, **fields}.items():
        setattr(edition, name, value)
    if page.depth == 2:
        edition.slug = f"{page.slug}-{language}"
    edition.save()
    return publish(edition)


def a_news_item(
    index: NewsIndexPage, slug: str = "", *, on: str = "", sources: list[Source] | None = None, **fields: Any
) -> NewsPage:
    """An item with a date (ISO, as exact as known) and sources; ``mentions`` are keys of records."""
    slug = slug or f"item-{next(_numbers)}"
    mentions = fields.pop("mentions", [])
    page = NewsPage(
        title=fields.pop("title", f"News {slug}"),
        slug=slug,
        summary=fields.pop("summary", f"What happened in {slug}."),
        locale=index.locale,
        **fields,
    )
    page.happened = PartialDate.from_iso(on) if on else PartialDate()
    index.add_child(instance=page)
    for source in [a_source()] if sources is None else sources:
        NewsSource.objects.create(page=page, source=source)
    page = publish(NewsPage.objects.get(pk=page.pk))
    record = record_news(page=page, by=None, listed_at=datetime.now(UTC))
    set_mentions(record=record, keys=mentions, by=None)
    return NewsPage.objects.get(pk=page.pk)


def news_index() -> NewsIndexPage:
    """The list of news of the English site."""
    return NewsIndexPage.objects.get(locale__language_code="en")


def hide(record: Record) -> None:
    """Take every token from a record."""
    record.audience.all().delete()
