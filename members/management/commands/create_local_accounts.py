"""``manage.py create_local_accounts``: one account per role, on a machine of one's own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from members.accounts.local_accounts import make_local_accounts


class Command(BaseCommand):
    """Makes the local accounts once and says at every start how to sign in."""

    help = "Makes one account per role with a random password; with development settings only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse outside development; otherwise make what is missing and print it."""
        if not settings.DEVELOPMENT:
            raise CommandError(
                "Local accounts are made with development settings only: the passwords lie in a file and are printed. "
                "Here make an administrator with manage.py createsuperuser."
            )
        accounts = make_local_accounts(settings.VAR_DIR / "local-accounts.txt")
        self.stdout.write(f"Sign in at {settings.BASE_URL}{reverse('wagtailadmin_home')} with")
        for account in accounts:
            password = account.password or "(the password was changed on the site)"
            self.stdout.write(f"  {account.email:<28} {password}")
