"""Full addresses: what stands in an answer can be followed from anywhere."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

ROOT = "/api/v1/"
_collections: dict[str, str] = {}


def register_collection(kind: str, name: str) -> None:
    """Say that records of ``kind`` are found under ``name``: one by its key, all of them by ``name`` alone."""
    _collections[kind] = name


def full(path: str) -> str:
    """Return the full address of a path of this site."""
    return f"{settings.BASE_URL}{path}"


def permalink(key: str) -> str:
    """Return the permanent address of a record."""
    return full(reverse("permalink", args=[key]))


def api_address(kind: str, key: str) -> str | None:
    """Return the address at which programs read a record; nothing where records of this kind have none."""
    name = _collections.get(kind)
    return full(f"{ROOT}{name}/{key}") if name else None


def list_address(kind: str, **parameters: str) -> str | None:
    """Return the address of the list of a kind with these filters; nothing where there is no such list."""
    name = _collections.get(kind)
    query = f"?{urlencode(parameters)}" if parameters else ""
    return full(f"{ROOT}{name}{query}") if name else None
