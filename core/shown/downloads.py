"""Sources, terms and open questions as files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from core.downloads import (
    CITED,
    MOST_ROWS,
    NAMED,
    Download,
    Row,
    cited,
    dated,
    dated_columns,
    in_chunks,
    in_order,
    named,
    permalink,
    told,
)
from core.records.kinds import Kind
from core.records.listing import read_query
from core.records.models import Record, Title
from core.records.reading import spoken_language
from core.shown.open_questions import concerned_by, gap_texts
from core.shown.questions import ShownContradiction, shown_contradictions
from core.shown.source_list import SHAPE, listed_sources
from core.shown.terms import ORDER, labels_of, listed_concepts
from core.sources.models import Contradiction
from core.texts.localized import Localizer

SOURCE_COLUMNS = (
    *NAMED, "kind", "kind_name", "original_title", "source_language", "publisher", *dated_columns("published"), "url",
)  # fmt: skip
TERM_COLUMNS = (
    *NAMED, "kind", "definition", "definition_language", "unit",
    *(f"{part}_{code}" for code in ORDER for part in ("name", "others")), *CITED,
)  # fmt: skip
QUESTION_COLUMNS = (
    "key", "permalink", "kind", "title", "language", "claims", "claim_sources", "reading", "why", "concerns",
    "concerned",
)  # fmt: skip


def sources_download(request: HttpRequest) -> Download:
    """Return the sources that the address asks for: two queries, and one for each chunk."""
    listed = listed_sources(read_query(SHAPE, request.GET), user=request.user)
    ids = listed.values_list("pk", flat=True)[:MOST_ROWS]
    return Download(
        name="sources",
        columns=SOURCE_COLUMNS,
        rows=in_chunks(ids, lambda chunk: map(_source, in_order(listed.order_by(), chunk))),
        total=listed.count(),
    )


def _source(title: Title) -> Row:
    source = title.record.source
    return {
        **named(title),
        "kind": source.kind,
        "kind_name": str(source.get_kind_display()),
        "original_title": source.title,
        "source_language": source.language,
        "publisher": source.publisher,
        **dated("published", source.published),
        "url": source.url,
    }


def terms_download(request: HttpRequest) -> Download:
    """Return every term and indicator with its names in all languages, as the page orders them."""
    concepts, titles = listed_concepts(request.user)
    ids = [concept.record_id for concept in concepts]
    localizer, rests_on = Localizer(spoken_language(), ids), cited(ids, user=request.user)
    return Download(
        name="terms",
        columns=TERM_COLUMNS,
        rows=[
            _term(concept, titles[concept.record_id], localizer) | rests_on.get(concept.record_id, {})
            for concept in sorted(concepts, key=lambda concept: concept.scheme != Kind.TERM)[:MOST_ROWS]
        ],
        total=len(concepts),
    )


def _term(concept: Any, title: Title, localizer: Localizer) -> dict[str, Any]:
    record = concept.record
    row = {
        **named(title),
        "kind": record.kind,
        **told("definition", localizer.of(record.pk, "definition", concept.definition, record.language)),
        "unit": localizer.of(record.pk, "unit", concept.unit, record.language).text,
    }
    for label in labels_of(list(concept.labels.all())):
        row[f"name_{label['language']}"] = label["text"]
        row[f"others_{label['language']}"] = tuple(label["alternatives"])
    return row


def questions_download(request: HttpRequest) -> Download:
    """Return every contradiction and every gap: seven queries for each chunk of either."""
    stated = Record.objects.stated_to(request.user).of_kind(Kind.CONTRADICTION, Kind.GAP)
    ids = stated.order_by("kind", "key").values_list("pk", flat=True)[:MOST_ROWS]
    return Download(
        name="open-questions",
        columns=QUESTION_COLUMNS,
        rows=in_chunks(ids, lambda chunk: _questions(in_order(Record.objects.all(), chunk), request.user)),
        total=stated.count(),
    )


def _questions(records: list[Record], user: Any) -> Iterable[Row]:
    language = spoken_language()
    contradictions = Contradiction.objects.filter(record__in=records)
    shown = {found.key: found for found in shown_contradictions(contradictions, language=language, user=user)}
    silent = dict(gap_texts(records, language))
    concerned = concerned_by(records, language, user)
    for record in records:
        about = concerned.get(record.key, [])
        text = shown[record.key].topic if record.key in shown else silent.get(record.key)
        yield {
            "key": record.key,
            "permalink": permalink(record.key),
            "kind": record.kind,
            "title": text.text if text else "",
            "language": text.language if text else "",
            **(_claims(shown[record.key]) if record.key in shown else {}),
            "concerns": tuple(title.record.key for title in about),
            "concerned": tuple(title.text for title in about),
        }


def _claims(found: ShownContradiction) -> dict[str, Any]:
    return {
        "claims": tuple(claim.text.text for claim in found.claims),
        "claim_sources": tuple(permalink(claim.source.key) for claim in found.claims),
        "reading": found.reading.text,
        "why": found.why.text,
    }
