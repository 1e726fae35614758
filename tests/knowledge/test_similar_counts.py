"""Practices like one cost the same however many there are. Apart from the others, as it fills a site of its own."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import bulk
from tests.knowledge.reading import page, queries, similar
from tests.search.shelf import fill

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ADDRESSES = ["/en/library/practices/bulk-4/", "/az/library/practices/bulk-4/"]


def test_they_take_as_many_queries_among_ten_as_among_two_hundred(client: Client, engine: None) -> None:
    around = bulk.surroundings(countries=2)
    counts = []
    for first, last in ((0, 10), (10, 200)):
        bulk.build(bulk.Size(last - first, adoptions=1), around, first=first)
        fill()
        for address in ADDRESSES:
            client.get(address)
            cache.clear()
            counts.append((address, queries(client, address), len(similar(page(client, address)))))
    assert counts[:2] == counts[2:]
    assert [number for _address, _queries, number in counts] == [4] * 4
    assert max(number for _address, number, _shown in counts) <= 15
