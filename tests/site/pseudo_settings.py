"""The site of `make run` with every message of ours between marks, in Azerbaijani."""

from association.settings.development import *  # noqa: F403
from association.settings.development import LOCALE_PATHS, VAR_DIR

LOCALE_PATHS = [VAR_DIR / "pseudo", *LOCALE_PATHS]
