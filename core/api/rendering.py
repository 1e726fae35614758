"""JSON in which a decimal number keeps every digit."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

# Python writes a number from a float only. So a decimal is first written as a string between marks that nobody can
# know, and then freed of them.
_MARK = secrets.token_hex(16)
_MARKED = re.compile(rf'"{_MARK}(-?\d+(?:\.\d+)?)"')


def digits(number: Decimal) -> str:
    """Return the number without an exponent and without zeros that say nothing: ``42000000``, ``99.4``."""
    return format(number.normalize() + 0, "f")


class ExactEncoder(NinjaJSONEncoder):
    """Marks decimal numbers."""

    def default(self, o: Any) -> Any:
        """Return the marked digits of a decimal number, and anything else as Ninja does."""
        return f"{_MARK}{digits(o)}" if isinstance(o, Decimal) else super().default(o)


class ExactRenderer(JSONRenderer):
    """Writes decimal numbers as JSON numbers, and letters of every script as they are."""

    encoder_class = ExactEncoder
    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """Return the JSON text of ``data``."""
        text = json.dumps(data, cls=self.encoder_class, **self.json_dumps_params)
        return _MARKED.sub(r"\1", text)
