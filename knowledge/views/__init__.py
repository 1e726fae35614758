"""The readers' side of the library."""

from knowledge.views.citing import practice_citation, practice_version, practice_version_citation, practice_versions
from knowledge.views.library import (
    country_practices,
    goal_detail,
    library,
    library_feed,
    practice,
    practices_feed,
    service_type_detail,
    topic_detail,
    topic_list,
)
from knowledge.views.printing import practice_pdf, volume, volume_order, volume_pdf

__all__ = [
    "country_practices",
    "goal_detail",
    "library",
    "library_feed",
    "practice",
    "practice_citation",
    "practice_pdf",
    "practice_version",
    "practice_version_citation",
    "practice_versions",
    "practices_feed",
    "service_type_detail",
    "topic_detail",
    "topic_list",
    "volume",
    "volume_order",
    "volume_pdf",
]
