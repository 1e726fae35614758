"""By what a text is known again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def digest_of(revision: Any) -> str:
    """Return by what the text of a revision is known again; Wagtail may write another into the same row."""
    written = json.dumps(revision.content, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
