"""Everything the record says of one practice, for programs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import Http404
from wagtail.rich_text import expand_db_html, get_text_for_indexing

from core.api.addresses import full
from core.api.graph import Contradiction, neighbour_shapes, standing_of
from core.api.parameters import Asking
from core.api.shapes import Date, Reference, SourceReference, Words, references
from core.models import Record, Relation, Title
from core.records.kinds import Verb
from core.records.neighbours import titles_of
from core.shown.figures import ShownFigure
from core.shown.sources import sources_of
from core.templatetags.facts import ShownSource
from core.texts.localized import Localizer
from knowledge.api import shapes
from knowledge.api.items import Facts, edition_parts, editions_of, item_parts, original_among, published
from knowledge.api.shapes import Adoptions, Edition, PracticeDetail, Prose, Sections
from knowledge.models import Adoption, PracticePage
from knowledge.models.practice import SECTIONS
from knowledge.presentation.cited import version_address
from knowledge.presentation.facts import tells_facts
from knowledge.presentation.gathered import gather
from knowledge.querysets import adoptions_stated_to
from knowledge.versions import numbered_day

PLAIN = ("summary", "started_note", "note")
BLOCK_END = re.compile(r"(?<=</p>)|(?<=</li>)|<br ?/?>")


def practice_detail(title: Title, who: Asking) -> PracticeDetail:
    """Return a practice from its title row, whose record is loaded and visible."""
    record = title.record
    editions = editions_of([record.pk], prose=True)[record.pk]
    if not published(editions):
        raise Http404
    known = gather(record, language=who.language, user=who.user)
    if not tells_facts(original_among(editions)):
        known = known.without_facts(record.pk)
    is_cited = bool(known.sources)
    parts = item_parts(title, editions, Facts.of(record.pk, known.edges, known.titles), who, is_cited=is_cited)
    return PracticeDetail(
        **{**parts, **dict(standing_of(record, who))},
        language=who.language,
        editions=[_edition(page) for page in published(editions)],
        figures=[_figure(figure) for figure in known.figures],
        adoptions=adoptions_of(record, known.edges, who),
        sources=[SourceReference.to(source) for source in known.sources],
        contradictions=[Contradiction.of(shown) for shown in known.contradictions],
        gaps=[Words.of(text) for text in known.gaps],
        neighbours=neighbour_shapes(record, known.edges, known.titles),
    )


def _edition(page: PracticePage) -> Edition:
    is_open = page.locale.language_code in settings.OPEN_LANGUAGES
    address = page.get_url() if is_open else None
    shown = numbered_day(page)
    return Edition(
        **edition_parts(page),
        title=page.title,
        page=full(address) if address and address.startswith("/") else address,
        version=shown.number if shown is not None else None,
        version_published_at=shown.published_at if shown is not None else None,
        version_page=full(version_address(page, shown.number)) if shown is not None and is_open else None,
        sections=_sections(page),
    )


def _sections(page: PracticePage) -> Sections:
    plain = {name: getattr(page, name) or None for name in PLAIN}
    return Sections(**plain, **{name: _prose(getattr(page, name)) for name in SECTIONS})


def _prose(stored: str) -> Prose | None:
    lines = [get_text_for_indexing(part) for part in BLOCK_END.split(stored)]
    text = "\n".join(line for line in lines if line)
    if not text:
        return None
    return Prose(html=expand_db_html(stored).replace('href="/', f'href="{full("/")}'), text=text)


def _figure(figure: ShownFigure) -> shapes.Figure:
    return shapes.Figure(
        key=figure.key,
        measure=Words.of(figure.measure),
        stated=Words.of(figure.stated),
        low=figure.low,
        high=figure.high,
        unit=Words.or_none(figure.unit),
        as_of=Date.of(figure.as_of),
        role=figure.role,
        indicator=figure.indicator_key or None,
        indicator_name=Words.or_none(figure.indicator),
        note=Words.or_none(figure.note),
        sources=[SourceReference.to(source) for source in figure.sources],
    )


def adoptions_of(record: Record, edges: Iterable[Relation], who: Asking) -> Adoptions:
    """Return where a practice went and where it came from, as the reader may see it. Five queries.

    ``edges`` are the relations of the practice.
    """
    tell = {edge.subject_id for edge in edges if edge.verb in (Verb.ORIGINAL, Verb.ADOPTED_AS)} - {record.pk}
    rows = list(
        adoptions_stated_to(who.user)
        .filter(record__in=tell)
        .select_related("record", "adopter", "institution")
        .order_by("adopted_earliest", "adopted_latest", "pk")
    )
    around = _around(rows, who)
    shapes = [(row, around.shape(row)) for row in rows]
    return Adoptions(
        taken_up=[shape for row, shape in shapes if shape and row.original_id == record.pk],
        came_from=[shape for row, shape in shapes if shape and row.original_id != record.pk],
    )


@dataclass(frozen=True)
class _Around:
    """What is needed to write adoptions."""

    titles: dict[int, Title]
    became: dict[int, list[int]]
    sources: dict[int, list[ShownSource]]
    localizer: Localizer

    def shape(self, row: Adoption) -> shapes.Adoption | None:
        """Return an adoption; nothing where the reader may not see who took up what."""
        original = self.titles.get(row.original_id)
        adopter = self.titles.get(row.adopter.record_id)
        if original is None or adopter is None:
            return None
        institution = [row.institution.record_id] if row.institution else []
        return shapes.Adoption(
            key=row.record.key,
            original=Reference.to(original),
            adopter=Reference.to(adopter),
            institution=next(iter(references(self.titles, institution)), None),
            adopted_as=references(self.titles, self.became.get(row.record_id, [])),
            on=Date.of(replace(row.adopted, words=self._local(row, "adopted_words").text)),
            note=Words.or_none(self._local(row, "note")),
            sources=[SourceReference.to(source) for source in self.sources.get(row.record_id, [])],
        )

    def _local(self, row: Adoption, field: str) -> Any:
        return self.localizer.of(row.record_id, field, getattr(row, field), row.record.language)


def _around(rows: Sequence[Adoption], who: Asking) -> _Around:
    record_ids = [row.record_id for row in rows]
    became: dict[int, list[int]] = defaultdict(list)
    relations = Relation.objects.filter(subject__in=record_ids, verb=Verb.ADOPTED_AS).order_by("position", "pk")
    for subject_id, object_id in relations.values_list("subject_id", "object_id"):
        became[subject_id].append(object_id)
    return _Around(
        titles=titles_of(_named(rows, became), language=who.language, user=who.user),
        became=became,
        sources=sources_of(record_ids, language=who.language, user=who.user),
        localizer=Localizer(who.language, record_ids),
    )


def _named(rows: Sequence[Adoption], became: dict[int, list[int]]) -> Iterable[int]:
    named = {object_id for found in became.values() for object_id in found}
    for row in rows:
        named |= {row.original_id, row.adopter.record_id}
        if row.institution:
            named.add(row.institution.record_id)
    return named
