"""The readers' side of the library."""

from knowledge.views.citing import (
    practice_citation,
    practice_version,
    practice_version_citation,
    practice_versions,
)
from knowledge.views.pages import (
    compare,
    country_practices,
    goal_detail,
    library,
    library_feed,
    library_file,
    practice,
    practices_feed,
    practices_file,
    service_type_detail,
    topic_detail,
    topic_list,
    topics_file,
)
from knowledge.views.printing import (
    practice_pdf,
    volume,
    volume_order,
    volume_pdf,
)

__all__ = [
    "compare",
    "country_practices",
    "goal_detail",
    "library",
    "library_feed",
    "library_file",
    "practice",
    "practice_citation",
    "practice_pdf",
    "practice_version",
    "practice_version_citation",
    "practice_versions",
    "practices_feed",
    "practices_file",
    "service_type_detail",
    "topic_detail",
    "topic_list",
    "topics_file",
    "volume",
    "volume_order",
    "volume_pdf",
]
