"""Public pages that are kept ready for readers who are nobody in particular; see ``docs/adr/0011``."""

from core.pagecache.views import kept_page

__all__ = ["kept_page"]
