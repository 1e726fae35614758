"""The Django app ``association.site``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Stands on everything else."""

    name = "association.site"
    label = "site"
    verbose_name = _("site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let Wagtail's verbs on pages reach our operations, and the worker publish by the clock."""
        from association.site import signals, timers  # noqa: F401  (register themselves)
