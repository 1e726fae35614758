"""Entries of the menu of reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class ReportMenuItem(MenuItem):
    """The way to a report, for whom a predicate says that it is."""

    def __init__(self, *args: Any, is_for: Callable[[Any], bool], **kwargs: Any) -> None:
        """Keep the predicate."""
        super().__init__(*args, **kwargs)
        self.is_for = is_for

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask it."""
        return self.is_for(request.user)
