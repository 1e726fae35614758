"""The Django app ``core``."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """One Django app whose parts are packages; see ``docs/adr/0001``."""

    name = "core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the consumers of the outbox that core itself brings."""
        from core.pdf import orders, queue  # noqa: F401  (register themselves)
        from core.records import consumers  # noqa: F401

        autodiscover_modules("pdf")
