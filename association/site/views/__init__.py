"""The readers' side of the site: its pages by name, what machines ask for, and errors."""

from association.site.views.errors import broken, forbidden, not_found, refused, senseless
from association.site.views.machines import robots, sitemap_index, sitemap_part
from association.site.views.pages import (
    about,
    accessibility,
    contact,
    news,
    news_feed,
    news_file,
    page_in_the_tree,
    privacy,
    site_map,
)

__all__ = [
    "about",
    "accessibility",
    "broken",
    "contact",
    "forbidden",
    "news",
    "news_feed",
    "news_file",
    "not_found",
    "page_in_the_tree",
    "privacy",
    "refused",
    "robots",
    "senseless",
    "site_map",
    "sitemap_index",
    "sitemap_part",
]
