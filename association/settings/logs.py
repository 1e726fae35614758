"""Every line of the log names the request it belongs to."""

import logging


class RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        # Imported late: settings are read before any app can be.
        from core.middleware import current_request_id

        record.request_id = current_request_id() or "-"
        return True
