"""Kept pages in a folder: Django's cache of files, without packing what is packed already."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class PageStore(FileBasedCache):
    """Pages are kept compressed, PDF are so by nature: to unpack them again takes longer than to read them."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept under a key."""
        try:
            with Path(self._key_to_file(key, version)).open("rb") as file:  # type: ignore[attr-defined]
                if not self._is_expired(file):  # type: ignore[attr-defined]
                    return pickle.loads(file.read())  # noqa: S301 - written by this site
        except FileNotFoundError:
            pass
        return default

    def _write_content(self, file: Any, timeout: Any, value: Any) -> None:
        expires = self.get_backend_timeout(timeout)
        file.write(pickle.dumps(expires, self.pickle_protocol))
        file.write(pickle.dumps(value, self.pickle_protocol))

    def touch(self, key: Any, timeout: Any = None, version: int | None = None) -> bool:
        """Keep something longer: what Django's does reads it as it packs."""
        found = self.get(key, version=version)
        if found is None:
            return False
        self.set(key, found, timeout, version)
        return True
