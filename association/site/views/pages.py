"""The site's pages by name. They are Wagtail's; these ways to them save walking down the tree."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve

from association.site import downloads, feeds
from association.site.models import NewsIndexPage, StandardPage
from association.site.presentation import site_map_context
from core.downloads import download_answer, limited_download
from core.feeds import feed_answer
from core.pagecache import kept_page
from knowledge.querysets import PRACTICES

View = Callable[[HttpRequest], HttpResponseBase]


def page_named(model: type[Page], slug: str, *parameters: str) -> View:
    """Return a view that serves the live page ``slug`` of the language spoken; Wagtail looks where there is none."""

    @require_safe
    @kept_page(*parameters)
    def view(request: HttpRequest) -> HttpResponseBase:
        found = (
            model.objects.live()
            .filter(slug=slug, locale__language_code=get_language())
            .select_related("locale", "record")
            .order_by("depth", "page_ptr_id")
            .first()
        )
        return _served(found, request) if found is not None else serve(request, f"{slug}/")

    return view


def _served(page: Page, request: HttpRequest) -> HttpResponseBase:
    for hook in hooks.get_hooks("before_serve_page"):
        if (response := hook(page, request, [], {})) is not None:
            return response
    return page.serve(request)


news = page_named(NewsIndexPage, "news", "year", "page")
about = page_named(StandardPage, "about")
accessibility = page_named(StandardPage, "accessibility")
privacy = page_named(StandardPage, "privacy")
contact = page_named(StandardPage, "contact")
# Any other page, found by walking down the tree; a list may stand at an address of the editors' choice.
page_in_the_tree = kept_page(*PRACTICES.facets, "sort", "page", "year", unless="q")(serve)


@require_safe
@kept_page()
def site_map(request: HttpRequest) -> HttpResponseBase:
    """Show every section and list of the site."""
    return render(request, "site/site_map.html", site_map_context(request))


@require_safe
@kept_page("year")
def news_feed(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give the news as a feed."""
    return feed_answer(request, feeds.news_feed(request), ending)


@require_safe
@limited_download
def news_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give the news as a file."""
    return download_answer(downloads.news_download(request), ending)
