"""Search and suggestions for programs, and for the search box of the pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field, WithJsonSchema, field_validator

from core.api.addresses import full
from core.api.parameters import Parameters, asking, refuse
from core.api.problems import Unavailable
from core.api.shapes import Shape
from core.audience.providers import tokens_of
from core.records.kinds import Kind
from search.engines import EngineUnavailable
from search.finding import FoundRecord, find
from search.highlighting import Piece
from search.query import FACETS, MOST_RESULTS, SearchQuery, Sort
from search.suggesting import suggest

router = Router(tags=["search"])
MOST = 50


def known_kinds(kind: list[str]) -> list[str]:
    """Refuse kinds there are not."""
    if unknown := [value for value in kind if value not in Kind.values]:
        raise refuse(
            _("There is no kind %(unknown)s; there are: %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(Kind.values)}
        )
    return kind


class SearchParameters(Parameters):
    """What the search understands."""

    q: str = Field(
        "",
        max_length=10_000,
        description=gettext_noop('What to look for: words, "phrases", -exclusions. Empty: everything.'),
        json_schema_extra={"example": "one-stop shop"},
    )
    kind: list[str] = Field([], max_length=25, description=gettext_noop("Only these kinds of record."))
    country: list[str] = Field(
        [], max_length=25, description=gettext_noop("Only of these countries (as in addresses).")
    )
    topic: list[str] = Field([], max_length=25, description=gettext_noop("Only under these topics."))
    sdg: list[str] = Field([], max_length=25, description=gettext_noop("Only for these goals."))
    service: list[str] = Field([], max_length=25, description=gettext_noop("Only for these service types."))
    year: list[str] = Field([], max_length=25, description=gettext_noop("Only of these years."))
    language: list[str] = Field([], max_length=25, description=gettext_noop("Only with an edition in these languages."))
    sort: Annotated[Sort, WithJsonSchema({"type": "string", "enum": [*Sort]})] = Field(
        Sort.RELEVANCE, description=gettext_noop("The order of the hits.")
    )
    limit: int = Field(20, ge=1, le=MOST, description=gettext_noop("How many hits to give."))
    offset: int = Field(
        0, ge=0, le=MOST_RESULTS - MOST, description=gettext_noop("How many hits to leave out at the beginning.")
    )

    _kinds = field_validator("kind")(known_kinds)


class Hit(Shape):
    """A record that was found."""

    kind: str = Field(description=gettext_noop("What it is."), examples=["practice"])
    id: str = Field(description=gettext_noop("Its key, which never changes."), examples=["practice-asan-xidmet"])
    title: str = Field(description=gettext_noop("What it is called."), examples=["One-stop service centre model"])
    url: str = Field(
        description=gettext_noop("Its page."), examples=["https://example.org/en/library/practices/asan-xidmet/"]
    )
    language: str = Field(description=gettext_noop("The language of the title."), examples=["en"])
    snippet: str = Field(
        description=gettext_noop("A part of its text, as HTML: what was asked for stands in mark elements."),
        examples=["Several bodies in <mark>one</mark> building"],
    )
    score: float = Field(description=gettext_noop("How well it fits; to compare hits of one answer."), examples=[12.5])


class Results(Shape):
    """What was found."""

    total: int = Field(description=gettext_noop("How many records match."), examples=[1])
    hits: list[Hit] = Field(description=gettext_noop("The part asked for."))
    facets: dict[str, dict[str, int]] = Field(
        description=gettext_noop("How many would match under each value of each filter, the others held."),
        examples=[{"kind": {"practice": 17, "topic": 1}}],
    )
    did_you_mean: str | None = Field(
        description=gettext_noop("The query as the records spell it; null where that is as it was asked."),
        examples=[None],
    )
    language: str = Field(description=gettext_noop("Language of the answer."), examples=["en"])


@router.get(
    "/search",
    response=Results,
    operation_id="search",
    summary=gettext_noop("Search the record"),
    url_name="search",
    description=gettext_noop("Every kind of record, in every language."),
)
def search(request: HttpRequest, asked: Query[SearchParameters]) -> Results:
    """Every kind of record, in every language."""
    given = asking(request)
    query = SearchQuery(
        text=asked.q,
        language=given.language,
        tokens=tokens_of(given.user),
        filters=tuple((name, tuple(values)) for name in FACETS if (values := getattr(asked, name))),
        sort=asked.sort,
        start=asked.offset,
        size=asked.limit,
        counted=FACETS,
    )
    try:
        found = find(query, user=given.user)
    except EngineUnavailable as error:
        raise Unavailable(_("The search does not answer at the moment. The lists do.")) from error
    return Results(
        total=found.total,
        hits=[_hit(record) for record in found.records],
        facets=found.facets,
        did_you_mean=found.did_you_mean or None,
        language=given.language,
    )


def _hit(record: FoundRecord) -> Hit:
    row = record.title_row
    return Hit(
        kind=row.kind,
        id=row.record.key,
        title=row.text,
        url=full(row.address),
        language=row.text_language,
        snippet=as_html(record.excerpt),
        score=round(record.score, 4),
    )


def as_html(pieces: Iterable[Piece]) -> str:
    """Return pieces as HTML, everything escaped."""
    texts = ((escape(piece.text), piece.is_marked) for piece in pieces)
    return "".join(f"<mark>{text}</mark>" if is_marked else text for text, is_marked in texts)


class SuggestParameters(Parameters):
    """What suggestions are made of."""

    q: str = Field(
        max_length=10_000,
        description=gettext_noop("What was typed so far."),
        json_schema_extra={"example": "one-st"},
    )
    kind: list[str] = Field([], max_length=25, description=gettext_noop("Only these kinds of record."))

    _kinds = field_validator("kind")(known_kinds)


class Suggested(Shape):
    """A record that begins so, or words to search for."""

    text: str = Field(description=gettext_noop("The title, or the words."), examples=["One-stop shop"])
    language: str = Field(description=gettext_noop("The language of the text."), examples=["en"])
    kind: str | None = Field(description=gettext_noop("What it is; null for words."), examples=["topic"])
    kind_name: str | None = Field(description=gettext_noop("The same in words."), examples=["Topic"])
    url: str | None = Field(description=gettext_noop("Its page; null for words."), examples=["https://example.org/en/"])


class Suggestions(Shape):
    """What may be meant."""

    suggestions: list[Suggested] = Field(description=gettext_noop("The best first."))
    language: str = Field(description=gettext_noop("Language of the answer."), examples=["en"])


@router.get(
    "/suggest",
    response=Suggestions,
    operation_id="suggest",
    summary=gettext_noop("Suggest while typing"),
    url_name="suggest",
    description=gettext_noop("Records that are called so, and words that begin so. Empty while the search is away."),
)
def suggestions(request: HttpRequest, asked: Query[SuggestParameters]) -> Suggestions:
    """Records that are called so, and words that begin so."""
    given = asking(request)
    query = SearchQuery(text=asked.q, language=given.language, tokens=tokens_of(given.user), within=tuple(asked.kind))
    try:
        found: list[Any] = suggest(query, user=given.user)
    except EngineUnavailable:
        found = []
    return Suggestions(
        suggestions=[
            Suggested(
                text=one.text,
                language=one.language,
                kind=one.kind or None,
                kind_name=str(Kind(one.kind).label) if one.kind else None,
                url=full(one.url) if one.url else None,
            )
            for one in found
        ],
        language=given.language,
    )
