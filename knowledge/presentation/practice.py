"""A practice as its page shows it. Prose is that of the edition, facts are those of the original edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.citing import CitedWork
from core.models import Confirmation, Title
from core.records.editions import original_of
from core.records.kinds import Kind, Verb
from core.shown.confirmed import Standing
from core.shown.frame import title_of
from core.shown.sources import shown_source
from core.templatetags.facts import References, ShownSource
from core.texts.localized import LocalText
from knowledge.models import PracticePage
from knowledge.models.practice import Basis, Length
from knowledge.presentation.cited import citation_box, cited_work
from knowledge.presentation.described import described
from knowledge.presentation.drafted import drafted_figures
from knowledge.presentation.facts import NamedFacts, fact_rows, tells_facts
from knowledge.presentation.frame import Place, comparison_address, library_crumbs, put_in_frame
from knowledge.presentation.gathered import Gathered, ShownAdoption, gather, titles_in
from knowledge.presentation.prose import Section, files_of, pictures_of, sections_of
from knowledge.versions import numbered_day
from knowledge.versions.translated import said_of, translation_of

# Where the neighbours of a practice are not part of its facts, they stand beside its sources.
MOST_NEWS = 5
BEFORE_FIGURES = ("challenge", "solution", "implementation", "results")
LENGTHS: dict[str, str | Promise] = {Length.SHORT: gettext_lazy("Short note"), Length.FULL: gettext_lazy("Full case")}


@dataclass(frozen=True)
class Edition:
    """One edition of a practice, with the original that holds its facts."""

    page: PracticePage
    original: PracticePage
    language: str
    user: Any
    is_preview: bool

    @property
    def named(self) -> NamedFacts:
        """Return the records its facts name, as the editor sees them: a draft has no relations yet."""
        goals = list(self.original.goals.all())
        return NamedFacts(
            country=_id(self.original.country),
            institution=_id(self.original.institution),
            programme=_id(self.original.programme),
            topics=[concept.record_id for concept in self.original.topics.all()],
            service_types=[concept.record_id for concept in self.original.service_types.all()],
            goals=[concept.record_id for concept in goals],
            evident={goal.record_id for goal in goals if self.original.goals_basis == Basis.EVIDENT},
        )


def _id(row: Any) -> int | None:
    return row.record_id if row is not None else None


def practice_context(page: PracticePage, request: HttpRequest) -> dict[str, Any]:
    """Return what the page of a practice shows to ``request.user``: at most thirteen queries.

    In a preview the facts are those of the draft, and a draft without a record has nothing else.
    """
    edition = _edition(page, request)
    told = tell(edition)
    if page.record is not None:
        put_in_frame(request, page.record, told.known.addresses)
    shown = told.shown
    shown["acts"] = _acts(edition)
    shown["cited"] = citation_box(told.cited, page.slug)
    shown["contents"] = _contents(shown)
    return shown | described(page, edition.original, told.known, told.named, told.sources)


@dataclass(frozen=True)
class Told:
    """What is told of an edition wherever it is shown, and what that was made of."""

    shown: dict[str, Any]
    known: Gathered
    named: NamedFacts
    sources: list[ShownSource]
    cited: CitedWork | None


def tell(edition: Edition) -> Told:
    """Return the texts and facts of an edition, as its page and its print show them."""
    page, original = edition.page, edition.original
    own = page.locale.language_code
    named = edition.named if edition.is_preview else None
    known = _gathered(edition, named)
    named = named or NamedFacts.stated_by(known.edges, page.record_id or 0)
    sources = _sources(edition, known)
    confirmations = _confirmations(page)
    sections = sections_of(page, original)
    figures = [*known.figures, *(drafted_figures(original) if edition.is_preview else [])]
    shown = {
        "title": LocalText(page.title, own),
        "standfirst": LocalText(page.summary, own),
        "crumbs": _crumbs(named, known.titles),
        "byline": LENGTHS[original.length if edition.is_preview or tells_facts(original) else page.length],
        "facts": fact_rows(original, page, named, known.titles, sources),
        "figures": figures,
        "contradictions": known.contradictions,
        "gaps": [*_silent(sections, edition), *known.gaps],
        "references": _numbered(sources),
        "sources": sources,
        "related": _related(known, named, page.record_id or 0),
        "similar": _similar(known, known.titles.get(page.record_id or 0)),
        "pictures": pictures_of(page, original),
        "files": files_of(page, original, edition.user),
    }
    shown |= _standing(edition, known, confirmations) | _adoptions(edition, known, named) | _told(sections)
    shown["has_sources"] = bool(sources or figures or known.adoptions)
    return Told(shown, known, named, sources, _cited(edition, _author(confirmations, named, known)))


def _acts(edition: Edition) -> list[dict[str, str]]:
    """Return what a reader may do with the page; a draft is printed by the editor's preview."""
    if edition.is_preview or edition.page.record is None:
        return []
    return [{"url": reverse("practice-pdf", args=[edition.page.slug]), "name": _("PDF")}]


def _cited(edition: Edition, author: Title | None) -> CitedWork | None:
    """Return how the edition is cited; what a preview shows is no version yet."""
    shown = None if edition.is_preview else numbered_day(edition.page)
    return cited_work(edition.page, title_of(author) if author is not None else None, shown)


def _edition(page: PracticePage, request: HttpRequest) -> Edition:
    is_preview = bool(getattr(request, "is_preview", False))
    original = getattr(page, "original_edition", None) or _original(page, is_preview=is_preview)
    return Edition(page, original, page.locale.language_code, getattr(request, "user", None), is_preview)


def _original(page: PracticePage, *, is_preview: bool) -> PracticePage:
    """Return the edition that holds the facts, published or not; the page itself where it is that one."""
    if page.record is None or (page.is_original and is_preview):
        return page
    return original_of(page) or page


def _gathered(edition: Edition, named: NamedFacts | None) -> Gathered:
    wanted = named.ids() if named is not None else set()
    if edition.page.record is None:
        return Gathered(titles=titles_in(wanted, language=edition.language, user=edition.user))
    known = gather(
        edition.page.record,
        language=edition.language,
        user=edition.user,
        wanted_titles=wanted,
        compared=edition.original if not edition.is_preview else None,
    )
    return known if edition.is_preview or tells_facts(edition.original) else known.without_facts(edition.page.record.pk)


def _sources(edition: Edition, known: Gathered) -> list[ShownSource]:
    """Return what the practice rests on; in a preview, what the draft names, as it will be shown."""
    if not edition.is_preview:
        return known.sources
    named = [row.source for row in edition.original.practice_sources.all()]
    seen = titles_in((source.record_id for source in named), language=edition.language, user=edition.user)
    return [shown_source(source, language=edition.language) for source in named if source.record_id in seen]


def _numbered(sources: list[ShownSource]) -> References:
    """Return the references of the page: the practice's own sources first, in their order."""
    references = References()
    for source in sources:
        references.number(source)
    return references


def _crumbs(named: NamedFacts, titles: dict[int, Title]) -> list[Place]:
    country = titles.get(named.country or 0)
    crumbs = library_crumbs()
    if country is not None:
        crumbs.append(Place(title_of(country), reverse("country-practices", args=[country.record.slug])))
    return crumbs


def _standing(edition: Edition, known: Gathered, confirmations: list[Confirmation]) -> dict[str, Any]:
    """Return how the record stands: confirmed or not, original or translated."""
    page = edition.page
    confirmation = next(iter(confirmations), None)
    leads_to_original = page.record is not None and not page.is_original and edition.original.live
    original_url = known.addresses.get(edition.original.locale.language_code) if leads_to_original else None
    translation = translation_of(page)
    return {
        "unconfirmed": confirmation is None,
        "confirmed_on": confirmation.confirmed_on if confirmation else None,
        "lapsed": Standing.of(Kind.PRACTICE, confirmation.confirmed_on if confirmation else None).lapsed,
        "translation_state": said_of(translation),
        "original_changed": translation.original_changed if edition.original.live else None,
        "original": {"url": original_url, "language": edition.original.locale.language_code} if original_url else None,
    }


def _confirmations(page: PracticePage) -> list[Confirmation]:
    """Return the confirmations of the record, the newest first: one query, none where there is no confirmation."""
    if page.record_id is None or not getattr(page, "is_confirmed", True):
        return []
    return list(Confirmation.objects.filter(record=page.record_id).order_by("-confirmed_on", "-pk"))


def _author(confirmations: list[Confirmation], named: NamedFacts, known: Gathered) -> Title | None:
    """Return the institution that runs the practice, where it confirmed it and the reader may see it."""
    has_confirmed = any(confirmation.institution_id == named.institution for confirmation in confirmations)
    return known.titles.get(named.institution or 0) if has_confirmed else None


def _adoptions(edition: Edition, known: Gathered, named: NamedFacts) -> dict[str, Any]:
    """Return where the practice came from and where it went."""
    own_id = edition.page.record_id
    country = known.titles.get(named.country or 0)
    name = title_of(country) if country else None
    return {
        "practice_shown": {"title": LocalText(edition.page.title, edition.language), "url": "", "country": name},
        "taken_up": [_shown_adoption(row, known) for row in known.adoptions if row.original_id == own_id],
        "came_from": [
            _shown_adoption(row, known) | {"origin": _linked(known.titles.get(row.original_id))}
            for row in known.adoptions
            if row.original_id != own_id and row.original_id in known.titles
        ],
    }


def _shown_adoption(row: ShownAdoption, known: Gathered) -> dict[str, Any]:
    adopter = _linked(known.titles.get(row.adopter_id))
    return {
        "adopter": adopter["title"],
        "adopter_url": adopter["url"],
        "adopted_as": [_linked(known.titles[pk]) for pk in row.adopted_as_ids if pk in known.titles],
        "on": row.on,
        "note": row.note,
        "sources": row.sources,
    }


def _linked(title: Title | None) -> dict[str, Any]:
    return {"title": title_of(title), "url": title.address} if title is not None else {"title": "", "url": ""}


def _told(sections: list[Section]) -> dict[str, Any]:
    """Return the sections with a text in two groups, parted by the figures: up to the results, and after them."""
    told = [section for section in sections if section.text]
    return {
        "opening": [section for section in told if section.anchor in BEFORE_FIGURES],
        "closing": [section for section in told if section.anchor not in BEFORE_FIGURES],
    }


def _silent(sections: list[Section], edition: Edition) -> list[LocalText]:
    """Return one line that names the sections without a text; a short note has none to miss."""
    missing = [_name_in_a_sentence(found) for found in sections if not found.text]
    if not missing or edition.original.length == Length.SHORT:
        return []
    return [LocalText(_("Nothing is on record about: %(sections)s.") % {"sections": "; ".join(missing)}, "")]


def _name_in_a_sentence(section: Section) -> str:
    return str(getattr(PracticePage._meta.get_field(section.anchor), "verbose_name", section.title))


def _contents(shown: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [
        *((section.anchor, section.title, True) for section in shown["opening"]),
        ("figures", _("Figures on record"), bool(shown["figures"])),
        *((section.anchor, section.title, True) for section in shown["closing"]),
        ("adoption", _("Adoption"), bool(shown["taken_up"] or shown["came_from"])),
        ("pictures", _("Pictures"), bool(shown["pictures"])),
        ("files", _("Files"), bool(shown["files"])),
        ("open", _("Where sources disagree"), bool(shown["contradictions"])),
        ("sources", _("Sources"), shown["has_sources"]),
        ("cite", _("How to cite"), bool(shown["cited"])),
    ]
    return [{"id": anchor, "title": title} for anchor, title, is_there in parts if is_there]


def _related(known: Gathered, named: NamedFacts, own_id: int) -> list[dict[str, Any]]:
    """Return the neighbours that are no facts: practices it adapts or became without a recorded adoption, and news."""
    adopted = {pk for row in known.adoptions for pk in (row.original_id, *row.adopted_as_ids)}
    ends = {
        (edge.object_id if edge.subject_id == own_id else edge.subject_id): edge.verb
        for edge in known.edges
        if edge.verb in (Verb.ADAPTS, Verb.MENTIONS)
    }
    shown = [known.titles[pk] for pk, verb in ends.items() if pk in known.titles and pk not in adopted]
    practices = [title for title in shown if ends[title.record_id] == Verb.ADAPTS]
    news = [title for title in shown if ends[title.record_id] == Verb.MENTIONS][:MOST_NEWS]
    return [_linked(title) | {"kind": title.get_kind_display()} for title in [*practices, *news]]


def _similar(known: Gathered, own: Title | None) -> list[dict[str, Any]]:
    """Return the practices like it that the reader may see, each with its country and both side by side."""
    shown = [(known.titles[pk], countries) for pk, countries in known.similar.items() if pk in known.titles]
    return [
        _linked(title)
        | {
            "kind": next((title_of(known.titles[pk]) for pk in countries if pk in known.titles), ""),
            "compare_url": comparison_address(own.record.slug, title.record.slug) if own else "",
        }
        for title, countries in shown
    ]
