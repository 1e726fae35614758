"""What a publication may bring in: our own static files, and the pictures that the job names. Nothing else."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, uses_netloc, uses_relative

from weasyprint.urls import URLFetcher, URLFetcherResponse

from core.pdf.jobs import SCHEME

# So that addresses relative to one of ours are of ours too.
uses_relative.append(SCHEME)
uses_netloc.append(SCHEME)
STATIC = "/static/"
# A larger file is no part of a page.
MOST_BYTES = 20_000_000


class Refused(ValueError):  # noqa: N818
    """The address leads to nothing that a publication may bring in."""


class OwnFilesOnly(URLFetcher):
    """Fetches from folders of static files and from named files; opens no connection and follows no address."""

    def __init__(self, folders: list[Path], files: Mapping[str, Path]) -> None:
        """Keep where static files are, and the named files by their paths (``/media/…``)."""
        super().__init__(allowed_protocols={SCHEME}, allow_redirects=False)
        self._folders = [folder.resolve() for folder in folders]
        self._files = dict(files)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return a file of ours. Raises ``Refused``, which leaves the place of the file empty."""
        address = urlsplit(url)
        if address.scheme != SCHEME or address.netloc:
            raise Refused(f"Not one of our own files: {url[:200]}")
        file = self._file(unquote(address.path))
        if file.stat().st_size > MOST_BYTES:
            raise Refused(f"The file is too large: {url[:200]}")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    def _file(self, path: str) -> Path:
        if path in self._files:
            return self._files[path]
        if path.startswith(STATIC):
            for folder in self._folders:
                file = (folder / path.removeprefix(STATIC)).resolve()
                if file.is_relative_to(folder) and file.is_file():
                    return file
        raise Refused(f"There is no such file: {path[:200]}")
