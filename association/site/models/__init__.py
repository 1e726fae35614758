"""The site's own pages, one file per idea."""

from association.site.models.home import HomePage
from association.site.models.news import NewsIndexPage, NewsPage, NewsSource
from association.site.models.standard import StandardPage

__all__ = ["HomePage", "NewsIndexPage", "NewsPage", "NewsSource", "StandardPage"]
