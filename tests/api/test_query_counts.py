"""As many queries for a long library as for a short one."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Reading
from tests.factories import bulk
from tests.factories.bulk import Size

pytestmark = pytest.mark.sqlite

PATHS = (
    "practices?limit=10",
    "practices?limit=10&sort=title&lang=az",
    "practices?limit=10&sort=year",
    "practices?limit=10&country=AA&topic=topic-0&sdg=sdg-1&year=2000&language=en",
    "practices/practice-bulk-4",
    "countries?limit=10",
    "countries/AA",
    "topics?limit=10",
    "topics/topic-1",
    "sources?limit=10",
    "sources/{source}",
    "sources/{source}/supports?limit=10",
)
MOST = {"practices/practice-bulk-4": 26, "countries/AA": 12}
MOST_IN_A_LIST = 10


def counted(read: Reading, source: str) -> dict[str, int]:
    counts = {}
    for path in PATHS:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            read(path.format(source=source))
        counts[path] = len(queries)
    return counts


@pytest.mark.slow
def test_counts_do_not_grow_with_the_library(read: Reading, db: None) -> None:
    around = bulk.surroundings()
    source = around.sources[1].record.key
    size = Size(practices=10, figures=3, adoptions=3, sources=20)
    bulk.build(size, around)
    few = counted(read, source)
    bulk.build(Size(practices=990, figures=3, adoptions=3, sources=20), around, first=10)
    assert read("practices")["total"] == 1_000
    assert counted(read, source) == few
    assert {path: count for path, count in few.items() if count > MOST.get(path, MOST_IN_A_LIST)} == {}
