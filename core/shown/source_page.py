"""A source, and everything that rests on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.figures.models import Figure
from core.records.kinds import Kind, Verb
from core.records.listing import page_at
from core.records.models import Record, Relation, Title
from core.records.neighbours import seen_by, titles_of
from core.records.reading import Reading
from core.shown.figures import shown_figures
from core.shown.frame import crumbs_to, frame_of, link_to, sentence, title_of
from core.shown.sources import shown_source
from core.sources.models import Claim, Source
from core.templatetags.facts import ShownSource
from core.templatetags.texts import language_name
from core.texts.localized import Localizer, LocalText

ON_A_PAGE = 25
# What is shown in a list of its own, and not among the records.
SHOWN_APART = (Kind.FIGURE, Kind.ADOPTION, Kind.CONTRADICTION, Kind.GAP, Kind.INDICATOR, Kind.FILE)


def source_context(reading: Reading) -> dict[str, Any]:
    """Return the source of ``reading`` with what rests on it, each list with pages of its own."""
    source = Source.objects.select_related("record").get(record=reading.record)
    shown = shown_source(source, language=reading.language)
    own = LocalText(source.title, source.language)
    note = Localizer(reading.language, [reading.record.pk]).of(
        reading.record.pk, "note", source.note, reading.record.language
    )
    return frame_of(reading) | {
        "crumbs": crumbs_to((_("Sources"), reverse("sources"))),
        "title": own,
        "english_title": _english_title(reading, source),
        "source": shown,
        "note": note,
        "facts": _facts(source, shown),
        "records": _turn(reading, "page", _records(reading, source), lambda rows: [_record(row) for row in rows]),
        "figures": _turn(reading, "figures", _figures(reading, source), lambda rows: _shown_figures(rows, reading)),
        "adoptions": _turn(reading, "adoptions", _adoptions(reading, source), lambda r: _shown_adoptions(r, reading)),
        "claims": _turn(reading, "claims", _claims(reading, source), lambda rows: _shown_claims(rows, reading)),
        "meta_description": f"{source.title}. {source.publisher}",
        "json_ld": _for_machines(source),
    }


def _turn(
    reading: Reading, parameter: str, rows: QuerySet[Any], shown: Callable[[list[Any]], list[dict[str, Any]]]
) -> dict[str, Any]:
    """Return the page of a list that ``parameter`` of the address asks for, and its rows as they are shown."""
    page: Page[Any] = page_at(rows, ON_A_PAGE, reading.request.GET.get(parameter))
    return {"page": page, "parameter": parameter, "items": shown(list(page)), "total": page.paginator.count}


def _english_title(reading: Reading, source: Source) -> LocalText | None:
    titles = reading.record.titles.filter(language="en")
    english = titles.values_list("text", "text_language").first()
    if english is None or english[1] != "en" or english[0] == source.title:
        return None
    return LocalText(english[0], "en")


def _facts(source: Source, shown: ShownSource) -> list[dict[str, Any]]:
    return [
        _row(_("Publisher"), source.publisher),
        {"term": pgettext("readers", "Date"), "values": [{"value": source.published, "sources": [shown]}]},
        _row(pgettext("readers", "Language"), language_name(source.language)),
        _row(_("Kind"), sentence(source.get_kind_display())),
        _row(_("How it was read"), sentence(source.get_access_display())),
        _row(_("Where its title comes from"), sentence(source.get_title_basis_display())),
    ]


def _row(term: str, value: Any) -> dict[str, Any]:
    return {"term": term, "values": [{"value": value}]}


def _for_machines(source: Source) -> dict[str, Any]:
    found = {
        "@type": "CreativeWork",
        "name": source.title,
        "inLanguage": source.language,
        "publisher": {"@type": "Organization", "name": source.publisher},
    }
    if source.published.iso:
        found["datePublished"] = source.published.iso
    return found | ({"sameAs": source.url} if source.url else {})


def _records(reading: Reading, source: Source) -> QuerySet[Any]:
    titles = Title.objects.filter(seen_by(reading.user), language=reading.language, record__citations__source=source)
    return titles.exclude(kind__in=SHOWN_APART).order_by("kind", "sort_key", "record")


def _record(title: Title) -> dict[str, Any]:
    return {"kind": title.get_kind_display(), "title": title_of(title), "url": title.address}


def _figures(reading: Reading, source: Source) -> QuerySet[Any]:
    figures = Figure.objects.filter(
        seen_by(reading.user), seen_by(reading.user, "subject_id"), record__citations__source=source
    )
    return figures.select_related("record", "indicator").order_by("subject", "position", "pk")


def _shown_figures(rows: list[Figure], reading: Reading) -> list[dict[str, Any]]:
    subjects = titles_of({row.subject_id for row in rows}, language=reading.language, user=reading.user)
    return [
        {"figure": figure, "subject": link_to(subject), "url": f"{subject.address}#{figure.key}"}
        for row, figure in zip(rows, shown_figures(rows, language=reading.language, user=reading.user), strict=True)
        if (subject := subjects.get(row.subject_id))
    ]


def _adoptions(reading: Reading, source: Source) -> QuerySet[Any]:
    cited = Record.objects.stated_to(reading.user).of_kind(Kind.ADOPTION).filter(citations__source=source)
    return cited.order_by("key")


def _shown_adoptions(rows: list[Record], reading: Reading) -> list[dict[str, Any]]:
    edges = list(
        Relation.objects.filter(subject__in=rows, verb__in=[Verb.ORIGINAL, Verb.ADOPTED_BY]).order_by("position", "pk")
    )
    titles = titles_of({edge.object_id for edge in edges}, language=reading.language, user=reading.user)

    def found(row: Record, verb: str) -> list[Title]:
        ends = [titles.get(edge.object_id) for edge in edges if edge.subject_id == row.pk and edge.verb == verb]
        return [title for title in ends if title is not None]

    return [
        {
            "title": title_of(originals[0]),
            "url": f"{originals[0].address}#adoption",
            "adopters": [link_to(title) for title in found(row, Verb.ADOPTED_BY)],
        }
        for row in rows
        if (originals := found(row, Verb.ORIGINAL))
    ]


def _claims(reading: Reading, source: Source) -> QuerySet[Any]:
    claims = Claim.objects.filter(seen_by(reading.user, "contradiction__record_id"), source=source)
    return claims.select_related("contradiction__record").order_by("contradiction__record__key", "position")


def _shown_claims(rows: list[Claim], reading: Reading) -> list[dict[str, Any]]:
    localizer = Localizer(reading.language, {row.contradiction.record_id for row in rows})
    return [_shown_claim(row, localizer, reading) for row in rows]


def _shown_claim(row: Claim, localizer: Localizer, reading: Reading) -> dict[str, Any]:
    record = row.contradiction.record
    field = f"claim-{row.position}"
    return {
        "title": localizer.of(record.pk, "topic", row.contradiction.topic, record.language),
        "summary": localizer.of(record.pk, field, row.text, record.language),
        "url": reverse("permalink", args=[record.key]),
    }
