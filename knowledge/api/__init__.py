"""Practices for programs."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from core.api.addresses import register_collection
from core.api.lists import given, list_parts
from core.api.lookup import key_parameter, visible_title
from core.api.parameters import Parameters, asking
from core.records.kinds import Kind
from knowledge.api.details import practice_detail
from knowledge.api.filters import PracticeParameters, practices_asked_for
from knowledge.api.items import practice_items
from knowledge.api.shapes import PracticeDetail, PracticeList

router = Router(tags=["practices"])
register_collection(Kind.PRACTICE, "practices")


@router.get(
    "/practices",
    response=PracticeList,
    operation_id="listPractices",
    summary=_("List practices"),
    url_name="practices",
    description=_(
        "Practices, filtered and sorted. Several values of one filter widen it, several filters narrow the list."
    ),
)
def list_practices(request: HttpRequest, asked: Query[PracticeParameters]) -> PracticeList:
    """Practices, filtered and sorted. Several values of one filter widen it, several filters narrow the list."""
    who = asking(request)
    record_ids, total, cursor = practices_asked_for(asked, who)
    return PracticeList(**list_parts(request.path, given(request), practice_items(record_ids, who), total, cursor, who))


@router.get(
    "/practices/{key}",
    response=PracticeDetail,
    operation_id="getPractice",
    summary=_("Read a practice"),
    url_name="practice",
    description=_("One practice: its text in every language, and its facts with their sources."),
)
def get_practice(
    request: HttpRequest, asked: Query[Parameters], key: str = key_parameter("practice-asan-xidmet")
) -> PracticeDetail:
    """One practice: its text in every language, and its facts with their sources."""
    who = asking(request)
    return practice_detail(visible_title(Kind.PRACTICE, key, who), who)
