"""``pages.yaml``, the tree of pages that it makes, and ``news.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from pydantic import Field, model_validator
from wagtail.models import Locale, Page, PageLogEntry, Site

from association.site.models import HomePage, NewsIndexPage, NewsPage, NewsSource, StandardPage
from association.site.operations import record_news, record_page, set_mentions
from core.loading.entries.reading import related_by_key, sources_by_key
from core.loading.pages import PageLoader, edition_parent
from core.loading.registry import register_loader
from core.loading.schema import Date, Entry, Key, Language, Prose, Words, at_most, plain_date, refers
from core.records.kinds import Kind, Verb
from core.records.models import Record
from core.records.pages import LONGEST_SUMMARY
from core.sources.operations import cite, stop_citing
from knowledge.loading import source_rows, sources_by_page
from knowledge.models import LibraryPage

HOME = "page-home"
MODELS: dict[str, Any] = {HOME: HomePage, "page-library": LibraryPage, "page-news": NewsIndexPage}
# What only some pages say.
OWN_FIELDS: dict[Any, tuple[str, ...]] = {
    HomePage: ("statement", "standfirst", "about"),
    StandardPage: ("standfirst", "body"),
}


class SitePageEntry(Entry):
    """A page of the site. ``related`` and ``sources`` are those of what its text says."""

    language: Language
    title: Annotated[str, at_most(255)]
    slug: Annotated[str, at_most(100)]
    statement: Annotated[str, at_most(120)] | None = None
    standfirst: Words | None = None
    about: Prose | None = None
    body: Prose | None = None
    related: Annotated[list[Key], refers()] = []
    sources: Annotated[list[Key], refers(Kind.SOURCE)]

    @model_validator(mode="after")
    def says_what_its_page_can_show(self) -> SitePageEntry:
        """Refuse a text that the page has no place for."""
        own = OWN_FIELDS.get(MODELS.get(self.id, StandardPage), ())
        for field in ("statement", "standfirst", "about", "body"):
            if getattr(self, field) and field not in own:
                raise ValueError(f"{field}: this page has no place for it")
        return self


class NewsEntry(Entry):
    """An item of news; ``date`` is that of the event, ``related`` names records of any kind."""

    language: Language
    title: Annotated[str, at_most(255)]
    date: Date
    summary: Annotated[str, at_most(LONGEST_SUMMARY)]
    body: Prose | None = None
    related: Annotated[list[Key], refers()]
    sources: Annotated[list[Key], refers(Kind.SOURCE), Field(min_length=1)]


@register_loader
class SitePageLoader(PageLoader):
    """The tree: home in every open language, and under it the library, the news and the standard pages."""

    file: ClassVar[str] = "pages"
    kind: ClassVar[str] = Kind.PAGE
    order: ClassVar[int] = 60
    schema: ClassVar[type[Entry]] = SitePageEntry
    plain_fields: ClassVar[tuple[str, ...]] = ("title", "statement", "standfirst")
    rich_fields: ClassVar[tuple[str, ...]] = ("about", "body")

    def prepare(self) -> None:
        """Make the locales of the open languages, and room for the home page."""
        for language in settings.OPEN_LANGUAGES:
            Locale.objects.get_or_create(language_code=language)
        _take_welcome_away()

    def pages(self) -> list[Any]:
        """Return the pages of all models; the folder of practices has no record."""
        found = []
        for model in {*MODELS.values(), StandardPage}:
            rows = model.objects.filter(record__isnull=False).select_related("record", "locale")
            found += list(rows)
        return sorted(found, key=lambda page: (page.record_id, page.locale.language_code != page.record.language))

    def facts_of(self, pages: list[Any]) -> dict[str, dict[str, Any]]:
        """Return address, relations and sources."""
        sources, related = sources_by_key(Kind.PAGE), related_by_key(Verb.MENTIONS, Kind.PAGE)
        return {
            page.record.key: {
                "slug": page.slug,
                "related": related.get(page.record.key, []),
                "sources": sources.get(page.record.key, []),
            }
            for page in pages
        }

    def model_of(self, entry: SitePageEntry) -> Any:
        """Return the model that belongs to the id; whatever is not named is plain text."""
        return MODELS.get(entry.id, StandardPage)

    def slug_of(self, entry: SitePageEntry, language: str) -> str:
        """Return the slug; the home pages stand side by side and need one of their own each."""
        is_beside = entry.id == HOME and language != entry.language
        return f"{entry.slug}-{language}" if is_beside else entry.slug

    def parent_of(self, entry: SitePageEntry, language: str) -> Any:
        """Return the root for home, else the home of the language."""
        return Page.objects.get(depth=1) if entry.id == HOME else edition_parent(HomePage, language)

    def register(self, page: Any, entry: SitePageEntry) -> None:
        """Make the record; the addresses need a site that begins at home."""
        if entry.id == HOME:
            _begin_site_at(page)
        record_page(page=page, by=None, key=entry.id)

    def edition(self, key: str, language: str) -> Any:
        """Return the edition of a page of whichever model."""
        model = MODELS.get(key, StandardPage)
        return model.objects.filter(record__key=key, locale__language_code=language).first()

    def set_facts(self, page: Any, entry: SitePageEntry, changed: frozenset[str]) -> None:
        """Set the address."""
        if "slug" in changed and page.pk:
            page.slug = entry.slug

    def write(self, entry: SitePageEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Publish the page, and state what it speaks of and by which sources."""
        super().write(entry, changed=changed, titles=titles)
        record = Record.objects.get(key=entry.id)
        if "related" in changed:
            set_mentions(record=record, keys=entry.related, by=None)
        if "sources" in changed and entry.sources:
            cite(record=record, source_keys=entry.sources, by=None)
        elif "sources" in changed:
            stop_citing(record=record, by=None)


def _take_welcome_away() -> None:
    """Delete the page, and with it the site, that a new Wagtail comes with."""
    for page in Page.objects.filter(depth=2, sites_rooted_here__isnull=False):
        if page.specific_class is Page:
            key = page.pk
            page.delete()
            # An entry of the log about a page that is nowhere stops whoever writes the database out.
            PageLogEntry.objects.filter(page=key).delete()


def _begin_site_at(home: Page) -> None:
    """Let the one site begin at the original home page; a home in another language stands beside it."""
    if not Site.objects.exists():
        address = urlsplit(settings.BASE_URL)
        Site.objects.create(
            root_page=home,
            hostname=address.hostname or "localhost",
            port=address.port or (443 if address.scheme == "https" else 80),
            site_name=settings.WAGTAIL_SITE_NAME,
            is_default_site=True,
        )
    Site.clear_site_root_paths_cache()


@register_loader
class NewsLoader(PageLoader):
    """News stand in the list of their language, newest event first."""

    file: ClassVar[str] = "news"
    kind: ClassVar[str] = Kind.NEWS
    order: ClassVar[int] = 90
    schema: ClassVar[type[Entry]] = NewsEntry
    model: ClassVar[Any] = NewsPage
    plain_fields: ClassVar[tuple[str, ...]] = ("title", "summary")
    rich_fields: ClassVar[tuple[str, ...]] = ("body",)

    def prepare(self) -> None:
        """Forget when the entry before was listed."""
        self._listed = timezone.now()

    def slug_of(self, entry: NewsEntry, language: str) -> str:
        """Return the id without its prefix."""
        return entry.id.removeprefix("pr-").removeprefix("news-").lower()

    def parent_of(self, entry: NewsEntry, language: str) -> NewsIndexPage:
        """Return the list of news."""
        return edition_parent(NewsIndexPage, language)

    def listed_at(self, entry: NewsEntry) -> datetime:
        """Return the day of the event; without one, an item stands beside the one before it in the file."""
        day = entry.date.latest or entry.date.earliest
        if day is not None:
            self._listed = min(datetime.combine(day, time(12), UTC), timezone.now())
        return self._listed

    def register(self, page: NewsPage, entry: NewsEntry) -> None:
        """Make the record of the item."""
        record_news(page=page, by=None, key=entry.id, listed_at=page.first_published_at)

    def set_facts(self, page: NewsPage, entry: NewsEntry, changed: frozenset[str]) -> None:
        """Put the date and the sources on the page."""
        page.happened = entry.date
        if "date" in changed and page.pk:
            page.first_published_at = self.listed_at(entry)
        if "sources" in changed:
            page.news_sources = source_rows(NewsSource, entry.sources)  # type: ignore[misc]  # set anew

    def facts_of(self, pages: list[Any]) -> dict[str, dict[str, Any]]:
        """Return date, sources and relations."""
        sources = sources_by_page(NewsSource, {page.pk: page.record.key for page in pages})
        related = related_by_key(Verb.MENTIONS, Kind.NEWS)
        return {
            page.record.key: {
                "date": plain_date(page.happened),
                "related": related.get(page.record.key, []),
                "sources": sources.get(page.pk, []),
            }
            for page in pages
        }

    def write(self, entry: NewsEntry, *, changed: frozenset[str], titles: Mapping[str, str]) -> None:
        """Publish the item, and state what it speaks of."""
        super().write(entry, changed=changed, titles=titles)
        if "related" in changed:
            set_mentions(record=Record.objects.get(key=entry.id), keys=entry.related, by=None)
