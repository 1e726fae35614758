"""The Django app ``members``."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Stands on core; the library stands on it."""

    name = "members"
    label = "members"
    verbose_name = _("members")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find what the apps bring to the pages of countries, institutions and programmes; listen to accounts."""
        from members import notifications, timers  # noqa: F401  (connect themselves)
        from members.accounts import lost_factors, retention, sessions  # noqa: F401

        autodiscover_modules("sections")
