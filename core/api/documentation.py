"""What the page about the interface shows, from the OpenAPI description: nothing is written twice."""

from __future__ import annotations

from typing import Any


def described(schema: dict[str, Any]) -> dict[str, Any]:
    return {"schema": schema}
