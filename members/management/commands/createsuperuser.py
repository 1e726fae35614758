"""``manage.py createsuperuser``: Django's, whose administrator need not confirm the address that was typed here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands.createsuperuser import Command as DjangosCommand

from core.users.models import User
from members.accounts.operations import confirm_address


class Command(DjangosCommand):
    """Makes an administrator. Who can run commands here is believed to know their own address."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Make the account as Django does, then take its address for confirmed."""
        known = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        result = super().handle(*args, **options)
        for user in User.objects.filter(is_superuser=True).exclude(pk__in=known):
            confirm_address(of=user)
        return result
