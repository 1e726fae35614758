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
        """Let Wagtail's verbs on pages reach our operations; bring practices to the gates and to desks."""
        from knowledge import erasing, following, notifications, retention, signals, timers  # noqa: F401
        from knowledge.desk import confirming, opinions, subject, telling, translating  # noqa: F401
        from knowledge.desk.due import due_entries
        from knowledge.desk.listing import desk_entries
        from members.accounts.people import register_desk_entries

        register_desk_entries(desk_entries)
        register_desk_entries(opinions.desk_entries)
        register_desk_entries(due_entries)
