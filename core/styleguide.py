"""A page with every part of the design system, on invented content. Development settings only."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.dates import PartialDate
from core.templatetags.facts import References, ShownSource
from core.texts.differences import difference
from core.texts.localized import LocalText
from core.texts.states import TextState

ROOMS = (
    "Afghanistan",
    "Azerbaijan",
    "Indonesia",
    "Monte\u00adnegro",
    "Morocco",
    "Türkiye",
    "Uganda",
    "United Arab Emirates",
)
SOURCES = (
    ShownSource("a", "Meeting of officials", "#", "State Agency", PartialDate.from_iso("2019-12-24"), "en"),
    ShownSource("b", "Əfqanıstan səfiri “ASAN xidmət”də", "#", "State Agency", PartialDate.from_iso("2021-02"), "az"),
    ShownSource("c", "افتتاح أول مركز للخدمة", "#", "WAM", PartialDate.from_iso("2026"), "ar"),
    ShownSource("d", "A page without a date", "#", "A newspaper", PartialDate(), "en"),
)


@dataclass(frozen=True)
class SampleFigure:
    """An invented figure with the attributes of a real one."""

    measure: str
    stated: Any
    low: Decimal | None
    high: Decimal | None
    unit: str
    as_of: PartialDate
    sources: tuple[ShownSource, ...]
    role: str = "result"
    note: str = ""
    indicator: str | None = None
    key: str = ""


@dataclass(frozen=True)
class SampleClaim:
    """What one source says."""

    text: str
    source: ShownSource


@dataclass(frozen=True)
class SampleContradiction:
    """A point on which sources disagree."""

    topic: str
    reading: str
    why: str
    claims: list[SampleClaim] = field(default_factory=list)


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _figure(measure: str, stated: str, low: int | None, high: int | None, as_of: str, **more: Any) -> SampleFigure:
    unit = more.pop("unit", "applications")
    date = PartialDate.from_iso(as_of) if as_of else PartialDate()
    return SampleFigure(measure, stated, _number(low), _number(high), unit, date, SOURCES[:2], **more)


def _figures() -> list[SampleFigure]:
    applications = "applications received"
    return [
        _figure(applications, "over 42 million", 42_000_000, None, "2021-02-24", key="fig-sample"),
        _figure(applications, "35 million", 35_000_000, 35_000_000, "2019-12-19"),
        _figure(applications, "nearly 60 million", None, 60_000_000, "2022-12-15"),
        _figure(applications, "48,745,227", 48_745_227, 48_745_227, "2021-12", note="Counted by the Agency itself."),
        _figure("waiting time", "80", 80, 80, "2012", unit="minutes", role="baseline"),
        _figure("waiting time", "10 to 12", 10, 12, "2019", unit="minutes"),
        _figure("waiting time", "5", 5, 5, "2025", unit="minutes", role="target"),
        _figure("satisfaction", "99.4 to 99.8 per cent", 99, 100, "", unit="per cent"),
    ]


def _dates() -> list[PartialDate]:
    half = PartialDate.from_iso("2013-07").earliest
    end = PartialDate.from_iso("2013").latest
    return [
        PartialDate.from_iso("2019-12-24"),
        PartialDate.from_iso("2019-06"),
        PartialDate.from_iso("2016"),
        PartialDate(half, end),
        PartialDate(half, end, "in the autumn, before the elections"),
        PartialDate(PartialDate.from_iso("2023-02-13").earliest, PartialDate.from_iso("2023-02-15").latest),
        PartialDate(PartialDate.from_iso("2013").earliest, PartialDate.from_iso("2015").latest),
        PartialDate(None, PartialDate.from_iso("2026-01").latest),
        PartialDate(PartialDate.from_iso("2012").earliest, None),
        PartialDate(None, None, "April, year not visible"),
        PartialDate(),
    ]


def _adoptions() -> list[dict[str, Any]]:
    rows = [
        ("Afghanistan", "ASAN Khedmat, Kabul", "2016", "Sources differ on the year."),
        ("Ethiopia", "", "", ""),
        ("Pakistan", "Pakistan ASAN Xidmət, Islamabad", "2026-01-14", ""),
        ("Uganda", "", "", ""),
    ]
    return [
        {
            "adopter": country,
            "adopter_url": "#",
            "adopted_as": [{"title": centre, "url": "#"}] if centre else [],
            "on": PartialDate.from_iso(on) if on else PartialDate(),
            "note": remark,
            "sources": SOURCES[1:3],
        }
        for country, centre, on, remark in rows
    ]


def _map() -> dict[str, Any]:
    places = [
        ("AZ", "Azerbaijan"),
        ("AF", "Afghanistan"),
        ("PK", "Pakistan"),
        ("UZ", "Uzbekistan"),
        ("ET", "Ethiopia"),
        ("UG", "Uganda"),
        ("ID", "Indonesia"),
    ]
    return {
        "points": [
            {"key": key, "name": name, "url": "#", "origin": key == "AZ", "note": "Origin" if key == "AZ" else ""}
            for key, name in places
        ],
        "ways": [{"start": "AZ", "end": key, "dated": key in {"AF", "PK"}} for key, _name in places[1:]],
    }


def _facets() -> list[dict[str, Any]]:
    countries = [
        "Azerbaijan",
        "Brazil",
        "Canada",
        "Denmark",
        "Estonia",
        "Georgia",
        "India",
        "Kenya",
        "Rwanda",
        "Serbia",
    ]
    return [
        {
            "name": "country",
            "title": "Country",
            "options": [
                {"value": name, "label": name, "count": 12 - number, "selected": number == 0}
                for number, name in enumerate(countries)
            ],
        },
        {
            "name": "topic",
            "title": "Topic",
            "options": [
                {"value": "one", "label": "One-stop centres", "count": 4, "selected": True},
                {"value": "law", "label": "Legal basis", "count": 0, "selected": False},
            ],
        },
    ]


def _entries() -> list[dict[str, Any]]:
    return [
        {
            "date": PartialDate.from_iso("2026-01-14"),
            "sources": SOURCES[2:3],
            "title": "A centre opens in Islamabad",
            "url": "#",
            "text": "A delegation attends.",
            "glyph": "full",
            "kind": "News",
        },
        {
            "date": PartialDate.from_iso("2019-06"),
            "sources": SOURCES[:1],
            "title": "Eight countries sign in Baku",
            "url": "#",
            "glyph": "ring",
        },
        {
            "date": PartialDate.from_iso("2016"),
            "sources": SOURCES[1:2],
            "title": "A memorandum with Afghanistan",
            "url": "",
            "glyph": "ring",
        },
    ]


def _comparison() -> dict[str, Any]:
    """Return two practices side by side."""
    columns = [
        {"title": {"address": "#"}, "name": "ASAN xidmət", "translation_state": "", "shown_language": ""},
        {"title": {"address": "#"}, "name": "Public service halls", "translation_state": "", "shown_language": "ar"},
    ]
    begun = {"values": [{"value": PartialDate.from_iso("2012"), "sources": SOURCES[:2]}]}
    return {
        "columns": columns,
        "rows": [
            {"name": "Begun", "cells": [begun, {}]},
            {"name": "Figures", "cells": [{"figures": _figures()[:2]}, {"figures": _figures()[5:6]}]},
            {"name": "Sources", "cells": [{"text": "2 sources", "url": "#"}, {}]},
        ],
    }


class SpecimenForm(forms.Form):
    """A form of each kind of field, one of them amiss."""

    office = forms.CharField(label="Office", help_text="As it is called in its own language")
    since = forms.DateField(label="Since", required=False)
    is_open = forms.BooleanField(label="Open to everybody", required=False)


def sample_context() -> dict[str, Any]:
    """Return what templates/styleguide.html shows."""
    arabic = "تجمع الوكالة خدمات جهات حكومية عديدة في مكان واحد ووفق قواعد واحدة."
    return {
        "references": References(),
        "sources": SOURCES,
        "title": "Every part of the register",
        "crumbs": [{"name": "Home", "url": "#"}, {"name": "Library", "url": "#"}],
        "original": {"url": "#", "language": "en"},
        "acts": [
            {"name": "Download", "url": "#", "icon": "file", "filled": True},
            {"name": "Cite", "url": "#"},
            {"name": "Azərbaycanca", "url": "#", "language": "az"},
        ],
        "rooms": [{"name": name, "url": "#"} for name in ROOMS],
        "texts": [
            LocalText("A plain text in the page's language.", "en"),
            LocalText("“Vahid məkandan xidmət”", "az", TextState.TRANSLATED),
            LocalText(arabic, "ar"),
            LocalText("Реестр практик и соглашений", "ru"),
        ],
        "arabic": LocalText(arabic, "ar"),
        "arabic_title": LocalText("مراكز الخدمة العامة الموحّدة", "ar"),
        "long_text": (
            "Several public bodies serve people in one place. The Agency houses them and sets the standard.\n\n"
            "- Centres stand in the capital and in the regions.\n- Trains and buses reach districts without one.\n\n"
            "No cash passes from hand to hand."
        ),
        "contents": [
            {"id": "long", "title": "Text"},
            {"id": "figures", "title": "Figures"},
            {"id": "adoption", "title": "Adoption"},
            {"id": "contradictions", "title": "Where sources disagree"},
            {"id": "sources", "title": "Sources"},
        ],
        "dates": _dates(),
        "facts": [
            {"term": "Country", "values": [{"value": "Azerbaijan", "url": "#"}]},
            {"term": "Began", "values": [{"value": PartialDate.from_iso("2012"), "sources": SOURCES[:2]}]},
            {"term": "Owner", "values": [{"value": LocalText("Dövlət Agentliyi", "az"), "sources": SOURCES[1:2]}]},
            {"term": "Topics", "values": [{"value": "One-stop centres", "url": "#"}, {"value": "Trust", "url": "#"}]},
            {"term": "Confirmed", "values": [{"value": PartialDate(), "sources": []}]},
        ],
        "figures": _figures(),
        "difference": difference("Over 42 million applications.", "More than 42 million applications."),
        "practice": {"title": "ASAN xidmət", "url": "#", "country": "Azerbaijan"},
        "adoptions": _adoptions(),
        "came_from": [
            {
                "origin": {"title": "Public service halls", "url": "#", "country": "Georgia"},
                "adopter": "Azerbaijan",
                "adopter_url": "#",
                "adopted_as": [{"title": "ASAN xidmət", "url": "#"}],
                "on": PartialDate(),
                "sources": SOURCES[3:4],
            }
        ],
        "contradiction": SampleContradiction(
            "Number of signatories",
            "8, as in the Agency's own text",
            "The Agency's own text lists eight countries by name.",
            [
                SampleClaim("8 countries, listed by name", SOURCES[0]),
                SampleClaim("10 nations, not listed", SOURCES[2]),
                SampleClaim("9 countries, Malaysia added", SOURCES[3]),
            ],
        ),
        "gaps": ["The opening date and the number of agencies are not stated.", "What it cost is not stated."],
        "entries": _entries(),
        "meta": [{"name": "Azerbaijan", "url": "#"}, {"name": "One-stop centre", "url": "#"}, "English, Azərbaycanca"],
        "map": _map(),
        "tally": [
            {"value": 28, "label": "practices in the library", "url": "#"},
            {"value": 1234567, "label": "sources, each with its page", "url": "#"},
            {
                "value": "over 42 million",
                "label": "applications",
                "sources": SOURCES[1:2],
                "as_of": PartialDate.from_iso("2021-02-24"),
            },
        ],
        "stages": [
            {
                "date": PartialDate.from_iso("2019-06"),
                "sources": SOURCES[:1],
                "title": "Declaration of Intent",
                "text": "Signed in Baku.",
            },
            {
                "date": PartialDate.from_iso("2019-12-24"),
                "sources": SOURCES[:1],
                "title": "Discussed by experts",
                "state": "now",
            },
            {"date": PartialDate(), "sources": [], "title": "Signature", "glyph": "step", "state": "ahead"},
        ],
        "facets": _facets(),
        "comparison": _comparison(),
        "chosen": [{"slug": "halls", "name": LocalText("Public service halls", "en"), "url": "#"}],
        "downloads": {"files": [{"name": "CSV", "type": "text/csv", "url": "#"}], "most": 10_000},
        "feeds": [{"name": "Atom", "type": "application/atom+xml", "url": "#"}],
        "cited": {
            "language": "en",
            "styles": [{"name": "ISO 690", "text": "STATE AGENCY, 2026. One-stop service centres. Online."}],
            "files": [{"name": "BibTeX", "url": "#"}],
            "version": 2,
            "issued": PartialDate.from_iso("2026-03-03"),
            "version_url": "#",
            "versions": "#",
        },
        "unknown": {"values": [{"label": "Country", "value": "atlantis"}], "url": "#"},
        "chips": [
            {"label": "Country", "value": "Azerbaijan", "url": "#"},
            {"label": "Topic", "value": "One-stop centres", "url": "#"},
        ],
        "sorts": [
            {"name": "Newest first", "url": "#", "current": True},
            {"name": "By title", "url": "#", "current": False},
        ],
        "page": Paginator(range(900), 10).page(7),
        "files": [{"title": "Handbook of standards", "url": "#", "format": "PDF", "size": "1.2 MB", "language": "az"}],
        "related": [{"title": "Service buses", "url": "#", "kind": "Practice"}, {"title": "Kenya", "url": "#"}],
        "labels": [
            {"language": "en", "text": "one-stop centre", "alternatives": ["single window"]},
            {"language": "az", "text": "vahid xidmət mərkəzi"},
            {"language": "tr", "text": "tek durak merkezi"},
            {"language": "ar", "text": "مركز الخدمة الموحّد"},
            {"language": "ru", "text": "центр «одного окна»"},
            {"language": "fr", "text": "guichet unique"},
            {"language": "id", "text": "pusat layanan terpadu"},
        ],
        "empty_links": [{"name": "All practices", "url": "#"}],
        "icons": ("down", "next", "prev", "x", "sun", "moon", "auto", "info", "ok", "alert", "file", "out", "source"),
        "form": SpecimenForm({"office": ""}, auto_id="specimen_%s"),
        "glyphs": (("none", "Not begun"), ("ring", "Open"), ("half", "Under way"), ("step", "Next"), ("full", "Done")),
    }


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part."""
    return render(request, "styleguide.html", sample_context())
