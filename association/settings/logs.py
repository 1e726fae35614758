"""Every line of the log names the request it belongs to."""

import logging

from core.request_id import request_id


class RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True
