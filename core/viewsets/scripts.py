"""Words of Wagtail's scripts that it has no translation of; its catalogue for scripts takes none from a project."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

DOMAIN = "djangojs"


@cache
def words_for_scripts(language: str) -> dict[str, Any]:
    """Return what our catalogues add for scripts in ``language``: message to text, or to texts by plural form."""
    words: dict[str, Any] = {}
    for folder in settings.LOCALE_PATHS:
        path = gettext.find(DOMAIN, str(folder), [language])
        if path is None:
            continue
        with Path(path).open("rb") as file:
            catalogue: dict[Any, str] = vars(gettext.GNUTranslations(file))["_catalog"]
        for message, text in catalogue.items():
            if isinstance(message, tuple):
                words.setdefault(message[0], []).append(text)
            elif message:
                words[message] = text
    return words
