"""What of a page comes from the release: a page that another one made is not sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import wagtail
from django.conf import settings

# Whatever can be read on a page: code, templates, words of the interface, pictures and styles by their hashed names.
FILES = {
    "association": "*.py",
    "core": "*",
    "knowledge": "*.py",
    "members": "*.py",
    "search": "*.py",
    "templates": "*",
    "locale": "*.mo",
}
SETTINGS = (
    "BASE_URL",
    "DEVELOPMENT",
    "INTERFACE_LANGUAGES",
    "LANGUAGES",
    "LANGUAGE_CODE",
    "MEDIA_URL",
    "OPEN_LANGUAGES",
    "ROOT_URLCONF",
    "STATIC_URL",
    "TIME_ZONE",
    "WAGTAIL_SITE_NAME",
)


def release() -> str:
    """Return what tells this release, with its settings, from others; the same on every machine."""
    told = repr([(name, getattr(settings, name)) for name in SETTINGS])
    return hashlib.sha256(f"{_code()}{told}".encode()).hexdigest()


@cache
def _code() -> str:
    """Once in the life of a process, which keeps its code."""
    found = hashlib.sha256(f"{django.__version__} {wagtail.__version__}".encode())
    for path in _files():
        found.update(path.name.encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _files() -> Iterator[Path]:
    for folder, pattern in FILES.items():
        yield from sorted(path for path in (settings.BASE_DIR / folder).rglob(pattern) if _is_told(path))
    manifest = Path(settings.STATIC_ROOT or settings.BASE_DIR) / "staticfiles.json"
    if manifest.is_file():
        yield manifest


def _is_told(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts
