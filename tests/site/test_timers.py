"""What the worker does for the site by the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.outbox.registry import TIMED_WORK
from tests.factories import site as make

pytestmark = pytest.mark.django_db


def test_pages_appear_and_go_when_their_time_has_come(client: Client, home: Any) -> None:
    work = TIMED_WORK["scheduled pages"]
    soon = make.a_news_item(make.news_index(), "soon")
    soon.unpublish()
    soon.go_live_at = timezone.now() + timedelta(minutes=1)
    soon.save_revision(approved_go_live_at=soon.go_live_at).publish()
    work.run()
    assert client.get("/en/news/soon/").status_code == 404
    past = timezone.now() - timedelta(minutes=1)
    revision = soon.latest_revision
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    work.run()
    assert client.get("/en/news/soon/").status_code == 200
    type(soon).objects.filter(pk=soon.pk).update(expire_at=past)
    work.run()
    assert client.get("/en/news/soon/").status_code == 404
