"""What the page of a practice tells machines, in the words of schema.org."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import Title
from core.records.kinds import Kind
from core.templatetags.facts import ShownSource
from knowledge.models import PracticePage
from knowledge.presentation.facts import NamedFacts
from knowledge.presentation.frame import permalink_of
from knowledge.presentation.gathered import Gathered
from knowledge.versions import version_number


def described(
    page: PracticePage, original: PracticePage, known: Gathered, named: NamedFacts, sources: list[ShownSource]
) -> dict[str, Any]:
    """Return what the head of the page needs: the description, and the practice as an article with what it cites."""
    titles = known.titles
    article = {
        "@type": "Article",
        "@id": permalink_of(page.record) if page.record is not None else None,
        "headline": page.title,
        "abstract": page.summary,
        "inLanguage": page.locale.language_code,
        "datePublished": _day(page.record.listed_at) if page.record is not None else None,
        "dateModified": _day(page.record.changed_at) if page.record is not None else None,
        "version": version_number(page) or None,
        "isPartOf": {"@type": "Collection", "name": _("Library"), "url": settings.BASE_URL + reverse("library")},
        "publisher": {"@type": "Organization", "name": _("ASAN International Association"), "url": settings.BASE_URL},
        "spatialCoverage": _one("Country", titles.get(named.country or 0)),
        "sourceOrganization": _one("Organization", titles.get(named.institution or 0)),
        "about": _several("DefinedTerm", [titles[pk] for pk in [*named.topics, *named.goals] if pk in titles]),
        "mentions": _several("Country", _adopters(known)),
        "citation": [_cited(source) for source in sources],
        "translationOfWork": _translated_work(page, original, known),
    }
    return {
        "meta_description": page.summary,
        "json_ld": {name: value for name, value in article.items() if value},
    }


def _day(moment: Any) -> str:
    return str(moment.date().isoformat())


def _one(kind: str, title: Title | None) -> dict[str, Any] | None:
    return None if title is None else _several(kind, [title])[0]


def _several(kind: str, titles: list[Title]) -> list[dict[str, Any]]:
    return [{"@type": kind, "name": title.text, "url": settings.BASE_URL + title.address} for title in titles]


def _adopters(known: Gathered) -> list[Title]:
    ids = dict.fromkeys(row.adopter_id for row in known.adoptions)
    return [known.titles[pk] for pk in ids if pk in known.titles and known.titles[pk].kind == Kind.COUNTRY]


def _cited(source: ShownSource) -> dict[str, Any]:
    work = {
        "@type": "CreativeWork",
        "name": str(source.title),
        "inLanguage": source.language,
        "publisher": source.publisher,
        "datePublished": source.published.iso if source.published else "",
        "url": source.url or settings.BASE_URL + source.page_url,
    }
    return {name: value for name, value in work.items() if value}


def _translated_work(page: PracticePage, original: PracticePage, known: Gathered) -> dict[str, Any] | None:
    language = original.locale.language_code
    if original is page or not original.live or language not in known.addresses:
        return None
    return {
        "@type": "Article",
        "headline": original.title,
        "inLanguage": language,
        "url": settings.BASE_URL + known.addresses[language],
    }
