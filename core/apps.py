"""The Django app ``core``."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """One Django app whose parts are packages; see ``docs/adr/0001``."""

    name = "core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what core itself brings: consumers, timed work, what counts changes of files; read what roles may."""
        from core import timers  # noqa: F401  (register themselves)
        from core.approvals import files  # noqa: F401
        from core.audit.listening import listen
        from core.following import noticing, telling  # noqa: F401
        from core.notices import operations  # noqa: F401
        from core.opinions import timers as of_opinions  # noqa: F401
        from core.pdf import orders, queue  # noqa: F401
        from core.privacy import rules, told  # noqa: F401
        from core.records import consumers  # noqa: F401
        from core.review.quiet import keep_wagtail_quiet
        from core.review.suggestions import erasing  # noqa: F401
        from core.uploads import changes  # noqa: F401
        from core.users import terms  # noqa: F401
        from core.users.granting import read_grants

        listen()
        keep_wagtail_quiet()
        read_grants()
        autodiscover_modules("pdf")
