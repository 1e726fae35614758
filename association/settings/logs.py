"""Every line of the log names the request it belongs to."""

import logging
import re

from core.request_id import request_id

# What stands in addresses that open something: invitations, new passwords, addresses to confirm, drafts, opinions.
SLASH = "(?:/|%2F)"
PLACES = "|".join(
    place.replace("/", SLASH)
    for place in ("invitations", "accounts/password/reset/key", "accounts/confirm-email", "drafts", "opinions")
)
SECRETS = re.compile(rf"({SLASH}(?:{PLACES}){SLASH})[^/\s?\"'%]+", re.IGNORECASE)


class Secrets(logging.Filter):
    """Keeps out of the log what opens an account, a draft or a form."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:  # as the handler has it, whoever writes a wrong line is not stopped by it
            return True
        hidden = SECRETS.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True


class RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True
