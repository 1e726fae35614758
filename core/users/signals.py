"""Groups exist wherever the database is: they are brought up to date at the end of every migration."""

from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from core.users.operations import ensure_groups


@receiver(post_migrate, dispatch_uid="core.users: groups")
def bring_groups_up_to_date(sender: Any, **kwargs: Any) -> None:
    """Run once, after core: the apps above it stand before it in the settings."""
    if sender.label == "core":
        ensure_groups()
