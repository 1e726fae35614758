"""What the site's pages show, as plain values, each in a fixed number of queries."""

from association.site.presentation.home import home_context
from association.site.presentation.news import news_context, news_index_context
from association.site.presentation.site_map import site_map_context
from association.site.presentation.standard import standard_context

__all__ = ["home_context", "news_context", "news_index_context", "site_map_context", "standard_context"]
