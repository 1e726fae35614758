"""The Django app ``search``."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Stands on core; the apps above say what is found."""

    name = "search"
    label = "search"
    verbose_name = _("search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to changes, and find what apps give to search."""
        from search import consumers, erasing, signals, timers, watching  # noqa: F401  (register themselves)

        autodiscover_modules("search_documents")
