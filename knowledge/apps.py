"""The Django app ``knowledge``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """Stands on members."""

    name = "knowledge"
    label = "knowledge"
    verbose_name = _("library")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let Wagtail's verbs on pages reach our operations."""
        from knowledge import signals  # noqa: F401  (connects itself)
