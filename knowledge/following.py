"""What the library brings to those who follow: the versions of practices, and searches in its list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from core.following.registry import SearchAwayError, register_searches, register_versions
from core.records.kinds import Kind
from core.records.listing import ListQuery, chips_of, in_words, read_query
from knowledge.models import PracticeVersion
from knowledge.presentation.library import SEARCHED
from knowledge.querysets import PRACTICES, RELATED, Filters, filters_of, matching
from search.engines import EngineUnavailable
from search.finding import Found, holding
from search.models import DueDocument
from search.naming import name_of, names_of_values
from search.query import SearchQuery, Sort

# What everybody may read, and nothing else, is told to whoever follows.
EVERYBODY = AnonymousUser()


def newest_version(record_id: int) -> datetime | None:
    """Return when the newest text of a practice was published, in whichever language."""
    versions = PracticeVersion.objects.filter(record=record_id, withdrawn_on__isnull=True)
    newest: datetime | None = versions.aggregate(newest=Max("published_at"))["newest"]
    return newest


class LibrarySearches:
    """Searches in the list of practices: words and filters."""

    def read(self, query: str) -> str:
        """Return the query in one form, without page and order; nothing where it asks for nothing."""
        return urlencode(_asked(query).pairs())

    def address(self, query: str) -> str:
        """Return the address of the list, in the language of the moment."""
        return _asked(query).address(reverse("library"))

    def described(self, queries: Sequence[str]) -> list[str]:
        """Return each search in words, in the language of the moment, as everybody may know them: one query."""
        asked = [_asked(query) for query in queries]
        values = {name: tuple({value for one in asked for value in one.values(name)}) for name in RELATED}
        names = names_of_values(ListQuery(PRACTICES, tuple(values.items())), Found(), EVERYBODY)
        return ["; ".join(part for part in (_quoted(one), _filters(one, names)) if part) for one in asked]

    def matching(self, query: str, language: str, record_ids: Collection[int], *, may_wait: bool) -> set[int]:
        """Return those of the practices that everybody finds by it.

        With words the search is asked; where it does not answer or does not know all of them yet, it is waited for
        (``SearchAwayError``), and without ``may_wait`` titles are compared, as the list does. A filter that names what
        is not public finds nothing.
        """
        asked = _asked(query)
        with override(language):
            filters = filters_of(replace(asked, words=""), EVERYBODY)
            if any(not found for found in filters.records.values()):
                return set()
            found = _found_by(filters, record_ids)
            return self._holding(asked, language, found, may_wait=may_wait) if asked.words and found else found

    def _holding(self, asked: ListQuery, language: str, record_ids: Collection[int], *, may_wait: bool) -> set[int]:
        if may_wait and DueDocument.objects.filter(record_id__in=record_ids).exists():
            raise SearchAwayError
        query = SearchQuery(text=asked.words, language=language, within=(Kind.PRACTICE,), sort=Sort.NEWEST)
        try:
            return holding(query, record_ids)
        except EngineUnavailable as error:
            if may_wait:
                raise SearchAwayError from error
            return _found_by(filters_of(asked, EVERYBODY), record_ids)


def _asked(query: str) -> ListQuery:
    return replace(read_query(PRACTICES, QueryDict(query)), sort=PRACTICES.sorts[0], page=1)


def _found_by(filters: Filters, record_ids: Collection[int]) -> set[int]:
    found = matching(filters, EVERYBODY).filter(pk__in=record_ids)
    return set(found.values_list("pk", flat=True))


def _quoted(asked: ListQuery) -> str:
    return f"“{asked.words}”" if asked.words else ""


def _filters(asked: ListQuery, names: dict[tuple[str, str], Any]) -> str:
    return in_words(chips_of(asked, "", SEARCHED.titles, lambda facet, value: name_of(facet, value, names)))


register_versions(Kind.PRACTICE, newest_version)
register_searches(LibrarySearches())
