"""Earlier texts of a practice: one as it was, and the list of all with what each changed.

What a version names of other records is shown in the words of that day, to whoever may see those records now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.rich_text import expand_db_html

from core.citing import FORMATS, CitedWork
from core.dates import PartialDate
from core.models import Title
from core.records.kinds import Kind, Verb
from core.records.neighbours import seen_by
from core.shown.figures import ShownFigure
from core.sources.operations import source_address
from core.templatetags.facts import MARKS, References, ShownSource
from core.texts.localized import LocalText
from knowledge.models import PracticePage, PracticeVersion
from knowledge.models.practice import Status
from knowledge.presentation.cited import CitedText, box_of, cited_work, version_address
from knowledge.presentation.frame import Place, library_crumbs, put_in_frame
from knowledge.presentation.prose import PARTING, SECTIONS, Section
from knowledge.versions import NumberedDay, numbered_day
from knowledge.versions.changes import FACTS, TITLE
from knowledge.versions.content import Content

BEFORE_FIGURES = ("challenge", "solution", "implementation", "results")
Row = dict[str, Any]


@dataclass(frozen=True)
class _Kept:
    """The content of a version as one reader may see it."""

    content: Content
    language: str
    seen: dict[str, Title]

    def name(self, kept: Row) -> Row | None:
        """Return a named record as components take it; nothing where it is not for this reader."""
        title = self.seen.get(kept["key"])
        if title is None:
            return None
        number = kept["key"].rpartition("-")[2]
        is_goal = title.kind == Kind.SDG_GOAL and number.isdigit()
        words = f"{number}. {kept['text']}" if is_goal else kept["text"]
        shown = LocalText(words, kept["language"])
        return {"value": shown, "title": shown, "url": title.address}

    def named(self, verb: Verb) -> list[Row]:
        """Return what the practice stated with a verb."""
        evident = _("evident, not stated by a source")
        return [
            name | {"note": evident if kept["is_deduced"] else ""}
            for kept in self.content["facts"]
            if kept["verb"] == verb and (name := self.name(kept)) is not None
        ]

    def sources(self, keys: Iterable[str]) -> list[ShownSource]:
        """Return the sources with these keys, as far as the reader may see them."""
        cited = self.content["cited"]
        return [_source(key, cited[key], self.language) for key in keys if key in self.seen]


def _source(key: str, kept: Row, language: str) -> ShownSource:
    return ShownSource(
        key=key,
        title=LocalText(kept["title"], kept["language"]),
        page_url=source_address(key, language),
        publisher=kept["publisher"],
        published=_date(kept["published"]),
        language=kept["language"],
        url=kept["url"],
    )


def _date(kept: Row) -> PartialDate:
    earliest, latest = (date.fromisoformat(kept[end]) if kept[end] else None for end in ("earliest", "latest"))
    return PartialDate(earliest, latest, kept["words"])


def version_context(page: PracticePage, version: PracticeVersion, request: HttpRequest) -> dict[str, Any]:
    """Return what the page of a version shows to ``request.user``: one query, beside links inside the text."""
    kept, addresses = _kept(version, page, request.user)
    content, language = version.content, version.language
    sources = kept.sources(content["sources"])
    sections = _sections(content, language)
    newest = numbered_day(page)
    _put_in_frame(request, page, addresses, version_address(page, version.number))
    return {
        "title": LocalText(content["title"], language),
        "standfirst": LocalText(content["prose"].get("summary", ""), language),
        "crumbs": _crumbs(page, version.number),
        "canonical": reverse("practice", args=[page.slug]),
        "newest_url": reverse("practice", args=[page.slug]),
        "versions_url": reverse("practice-versions", args=[page.slug]),
        "version": version,
        "published_on": _day(version),
        "newest": newest,
        "newest_on": _day(newest) if newest is not None else None,
        "is_newest": newest is not None and newest.number == version.number,
        "opening": [section for section in sections if section.anchor in BEFORE_FIGURES],
        "closing": [section for section in sections if section.anchor not in BEFORE_FIGURES],
        "facts": _facts(kept, sources),
        "figures": _figures(kept),
        "sources": sources,
        "references": _numbered(sources),
        "cited": _box(page, version, cited_as(page, version, kept)),
        **_adoptions(kept, page),
    }


def versions_context(page: PracticePage, versions: Sequence[PracticeVersion], request: HttpRequest) -> dict[str, Any]:
    """Return what the list of versions shows, the newest first: one query."""
    titles = Title.objects.filter(seen_by(request.user), record=page.record_id)
    own = reverse("practice-versions", args=[page.slug])
    _put_in_frame(request, page, {title.language: title.address for title in titles}, own)
    return {
        "title": _("Versions of this text"),
        "practice": LocalText(page.title, page.locale.language_code),
        "crumbs": _crumbs(page),
        "versions": [
            {
                "number": version.number,
                "url": version_address(page, version.number),
                "published_on": _day(version),
                "withdrawn_on": version.withdrawn_on,
                "changes": changes_in_words(version),
            }
            for version in versions
        ],
    }


def withdrawn_context(page: PracticePage, version: PracticeVersion) -> dict[str, Any]:
    """Return what is said of a version that was withdrawn; its own title may be what was wrong."""
    return {
        "title": LocalText(page.title, page.locale.language_code),
        "number": version.number,
        "withdrawn_on": version.withdrawn_on,
        "reason": version.withdrawn_reason,
        "newest_url": reverse("practice", args=[page.slug]),
        "versions_url": reverse("practice-versions", args=[page.slug]),
    }


def cited_version(page: PracticePage, version: PracticeVersion, user: Any) -> CitedWork:
    """Return a version as it is cited: one query."""
    kept, _addresses = _kept(version, page, user)
    return cited_as(page, version, kept)


def cited_as(page: PracticePage, version: PracticeVersion, kept: _Kept) -> CitedWork:
    """Return a version as it is cited: by its own words, as the work of the Association, which compiled it."""
    text = CitedText(version.content["title"], version.content["prose"].get("summary", ""))
    work = cited_work(page, None, NumberedDay(version.number, version.published_at), text)
    if work is None:
        raise ValueError("A version belongs to a record.")
    return work


def changes_in_words(version: PracticeVersion) -> str:
    """Return what a version changed, in a sentence or two."""
    changes = version.changes
    if not changes:
        return _("The first version.") if version.number == 1 else _("The versions before it were withdrawn.")
    told = [_("Changed: %(sections)s.") % {"sections": "; ".join(map(_section_name, changes["sections"]))}]
    words = [
        ngettext("%(count)s word added", "%(count)s words added", changes["added"]) % {"count": changes["added"]},
        ngettext("%(count)s word removed", "%(count)s words removed", changes["removed"])
        % {"count": changes["removed"]},
    ]
    if changes["sections"] != [FACTS]:
        told.append(_("%(added)s, %(removed)s.") % {"added": words[0], "removed": words[1]})
    return " ".join(told)


def _section_name(name: str) -> str:
    named = {TITLE: pgettext("readers", "title"), FACTS: _("facts")}
    return named[name] if name in named else str(getattr(PracticePage._meta.get_field(name), "verbose_name", name))


def _day(version: PracticeVersion | NumberedDay) -> date:
    return timezone.localtime(version.published_at).date()


def _kept(version: PracticeVersion, page: PracticePage, user: Any) -> tuple[_Kept, dict[str, str]]:
    """Return the content as ``user`` may see it, and the addresses of the practice in every language."""
    wanted = Q(language=version.language, record__key__in=_keys(version.content)) | Q(record=page.record_id)
    titles = list(Title.objects.filter(seen_by(user)).filter(wanted).select_related("record"))
    seen = {title.record.key: title for title in titles if title.language == version.language}
    addresses = {title.language: title.address for title in titles if title.record_id == page.record_id}
    return _Kept(version.content, version.language, seen), addresses


def _keys(content: Content) -> set[str]:
    adoptions = content["adoptions"]
    named = [*content["facts"], *content["figures"], *adoptions]
    named += [side for row in adoptions for side in (row["original"], row["adopter"], *row["adopted_as"])]
    return {row["key"] for row in named} | {*content["cited"]}


def _put_in_frame(request: HttpRequest, page: PracticePage, addresses: dict[str, str], own: str) -> None:
    """Lead to the practice in other languages, whose texts have versions of their own."""
    if page.record is not None:
        put_in_frame(request, page.record, addresses | {page.locale.language_code: own})
        request.permalink = settings.BASE_URL + own  # type: ignore[attr-defined]


def _crumbs(page: PracticePage, number: int = 0) -> list[Place]:
    practice = Place(LocalText(page.title, page.locale.language_code), reverse("practice", args=[page.slug]))
    crumbs = [*library_crumbs(), practice]
    if number:
        crumbs.append(Place(_("Versions"), reverse("practice-versions", args=[page.slug])))
    return crumbs


def _sections(content: Content, language: str) -> list[Section]:
    told = [(anchor, title, text) for anchor, title in SECTIONS if (text := content["prose"].get(anchor))]
    expanded = expand_db_html(PARTING.join(text for _anchor, _title, text in told)).split(PARTING)
    return [
        Section(anchor, title, mark_safe(html), language)  # noqa: S308  (the editor keeps only what a section may hold)
        for (anchor, title, _text), html in zip(told, expanded, strict=bool(told))
    ]


def _facts(kept: _Kept, sources: list[ShownSource]) -> list[Row]:
    content = kept.content
    note = content["prose"].get("started_note", "")
    begun = _stated(_date(content["started"]), sources) | {"note": LocalText(note, kept.language) if note else None}
    status = [_stated(Status(content["status"]).label, sources)] if content["status"] else []
    rows = [
        (_("Country"), kept.named(Verb.IN_COUNTRY)),
        (_("Institution"), kept.named(Verb.RUN_BY)),
        (_("Programme"), kept.named(Verb.PART_OF)),
        (_("Begun"), [begun]),
        (pgettext("readers", "Status"), status),
        (_("Service types"), kept.named(Verb.SERVES)),
        (_("Topics"), kept.named(Verb.ABOUT)),
        (_("Sustainable Development Goals"), kept.named(Verb.ADVANCES)),
    ]
    return [{"term": term, "values": values} for term, values in rows if values]


def _stated(value: Any, sources: list[ShownSource]) -> Row:
    return {"value": value if sources else None, "sources": sources[:MARKS]}


def _figures(kept: _Kept) -> list[ShownFigure]:
    """Return the figures that still have a source for this reader."""
    return [
        _figure(row, sources)
        for row in kept.content["figures"]
        if row["key"] in kept.seen and (sources := kept.sources(row["sources"]))
    ]


def _figure(row: Row, sources: list[ShownSource]) -> ShownFigure:
    return ShownFigure(
        key=row["key"],
        measure=LocalText(**row["measure"]),
        stated=LocalText(**row["stated"]),
        low=Decimal(row["low"]) if row["low"] is not None else None,
        high=Decimal(row["high"]) if row["high"] is not None else None,
        unit=LocalText(**row["unit"]),
        as_of=_date(row["as_of"]),
        role=row["role"],
        note=LocalText(**row["note"]),
        indicator=None,
        indicator_key="",
        sources=sources,
    )


def _adoptions(kept: _Kept, page: PracticePage) -> dict[str, Any]:
    own = page.record.key if page.record is not None else ""
    country = next((row["value"] for row in kept.named(Verb.IN_COUNTRY)), None)
    shown = [(row, found) for row in kept.content["adoptions"] if (found := _adoption(row, kept)) is not None]
    return {
        "practice_shown": {"title": LocalText(kept.content["title"], kept.language), "url": "", "country": country},
        "taken_up": [found for row, found in shown if row["original"]["key"] == own],
        "came_from": [found for row, found in shown if row["original"]["key"] != own],
    }


def _adoption(row: Row, kept: _Kept) -> Row | None:
    original, adopter = kept.name(row["original"]), kept.name(row["adopter"])
    sources = kept.sources(row["sources"])
    if row["key"] not in kept.seen or original is None or adopter is None or not sources:
        return None
    became = [kept.name(one) for one in row["adopted_as"]]
    return {
        "origin": original,
        "adopter": adopter["title"],
        "adopter_url": adopter["url"],
        "adopted_as": [one for one in became if one is not None],
        "on": _date(row["on"]),
        "note": LocalText(**row["note"]),
        "sources": sources,
    }


def _numbered(sources: list[ShownSource]) -> References:
    references = References()
    for source in sources:
        references.number(source)
    return references


def _box(page: PracticePage, version: PracticeVersion, work: CitedWork) -> Row:
    files = {
        one.ending: reverse("practice-version-citation", args=[page.slug, version.number, one.ending])
        for one in FORMATS
    }
    return box_of(work, files)
