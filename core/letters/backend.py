"""What Django hands mail to: rows in the database, in the transaction of whatever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

from core.letters.models import Letter


class LetterBackend(BaseEmailBackend):
    """Keeps every message for the worker: nobody waits for a mail server, and none is lost with it."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Keep messages, and return how many have anybody to go to."""
        letters = [self._letter(message) for message in email_messages if message.recipients()]
        Letter.objects.bulk_create(letters)
        return len(letters)

    def _letter(self, message: Any) -> Letter:
        recipients = message.recipients()
        return Letter(
            to=", ".join(recipients),
            subject=message.subject.replace("\n", " ")[:300],
            sender=message.from_email[:320],
            recipients=recipients,
            is_forgotten=getattr(message, "is_forgotten", False),
            # Its date and number with it: a server that gets it twice can tell.
            message=message.message().as_bytes(linesep="\r\n"),
        )
