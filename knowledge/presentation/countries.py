"""The practices of one country."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.downloads import downloads_at
from core.feeds import links_to
from core.records.listing import query_for
from core.shown.frame import title_of
from knowledge.presentation.concepts import practices_shown
from knowledge.presentation.frame import library_crumbs, practices_counted, spoken
from knowledge.presentation.gathered import titles_in
from knowledge.presentation.practice_lists import list_page
from knowledge.querysets import COUNTRY, PRACTICES, TOPIC
from members.models import Country


def country_context(country: Country, request: HttpRequest) -> dict[str, Any]:
    """Return the practices of a country and the topics they are about: at most twelve queries.

    ``country`` comes with its record.
    """
    record = country.record
    shown = list_page(query_for(PRACTICES, COUNTRY, record.slug, request.GET), request)
    by_topic = shown.practices.counts()[TOPIC]
    titles = titles_in({record.pk, *by_topic}, language=spoken(), user=request.user)
    own = titles.get(record.pk)
    name = own.text if own else country.name
    topics = sorted((titles[pk] for pk in by_topic if pk in titles), key=lambda title: title.sort_key)
    return {
        "title": _("Practices: %(country)s") % {"country": name},
        "record": record,
        "crumbs": library_crumbs(),
        "symbol": country.iso2,
        "country": [{"title": title_of(own), "url": own.address}] if own else [],
        "topics": [
            {
                "title": title_of(title),
                "url": title.address,
                "kind": practices_counted(by_topic[title.record_id]),
            }
            for title in topics
        ],
        **practices_shown(shown, COUNTRY, record.slug),
        "feeds": links_to(request.path),
        "downloads": downloads_at(request.path, total=shown.practices.count),
        "meta_description": _("Practices of public service on record in %(country)s.") % {"country": name},
        "json_ld": {"@type": "CollectionPage", "about": {"@type": "Country", "name": name}},
    }
