"""Two synthetic practices, English and Arabic, set with everything that the sheet knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from core.dates import PartialDate
from core.pdf.publications import DIGEST, Part, Printable, Publication, frame, printable
from core.templatetags.facts import References, ShownSource
from core.texts.localized import LocalText
from knowledge.presentation.printed import qr_code
from knowledge.presentation.prose import Section

LANGUAGES = ("en", "ar")
ADDRESS = "https://association.example/id/practice-synthetic"
TEXTS = {
    "en": {
        "title": "Synthetic service centres, written for the test alone",
        "standfirst": "This text is synthetic. Several bodies serve people in one place, under one set of rules.",
        "prose": "<p>This text is synthetic. People come once, and go with what they came for; “xidmət” is the word"
        " for it.</p><ul><li>Centres stand in the capital and in the regions.</li><li>Buses reach the rest.</li></ul>"
        '<ol><li>First a decree.</li><li>Then a <a href="/en/library/">centre</a>.</li></ol>',
        "measure": "synthetic applications received",
        "stated": "about 80",
        "country": "Azerbaijan",
        "gap": "No synthetic source says what it cost.",
    },
    "ar": {
        "title": "مراكز خدمة تجريبية كتبت للاختبار وحده",
        "standfirst": "هذا نص تجريبي كتب للاختبار وحده. تخدم جهات عديدة الناس في مكان واحد.",
        "prose": "<p>هذا نص تجريبي. يراجع الناس المركز مرة واحدة في 15 يناير 2013، والكلمة هي «xidmət».</p>"
        "<ul><li>مركز في العاصمة ومراكز في المناطق.</li><li>حافلات تصل إلى البعيد.</li></ul>"
        '<ol><li>مرسوم أولا.</li><li>ثم <a href="/ar/library/">مركز</a>.</li></ol>',
        "measure": "طلبات تجريبية وردت",
        "stated": "نحو 80",
        "country": "أذربيجان",
        "gap": "لا يذكر مصدر تجريبي كم كلف ذلك.",
    },
}


NOTHING = LocalText("", "")


@dataclass
class Figure:
    """A figure as the templates take it."""

    measure: LocalText
    stated: LocalText
    low: Decimal | None
    high: Decimal | None
    as_of: PartialDate
    sources: list[ShownSource]
    role: str = ""
    unit: LocalText = NOTHING
    note: LocalText = NOTHING
    indicator: Any = None
    key: str = ""
    indicator_key: str = field(default="")


def golden(language: str) -> Printable:
    """The synthetic practice of a language, ready for the press."""
    with translation.override(language):
        html = render_to_string("pdf/practice.html", _context(language))
        plate = render_to_string("pdf/plate.html", frame(language))
        parts = [Part(mark_safe(plate)), Part(mark_safe(html))]
        return printable(Publication(TEXTS[language]["title"], language, "Synthetic", "2026-01-02", parts))


def _context(language: str) -> dict[str, Any]:
    texts, references = TEXTS[language], References()
    sources = [
        ShownSource("s-1", LocalText("Synthetic report", "en"), "/en/sources/s-1/", "Synthetic press", None, "en"),
        ShownSource(
            "s-2", LocalText("Süni mənbə", "az"), "/en/sources/s-2/", "Synthetic press",
            PartialDate.from_iso("2021-02"),
            "az", "https://source.example/a-long-address/that-is-printed-on-paper-and-breaks-where-it-must?q=1",
        ),
    ]  # fmt: skip
    for source in sources:
        references.number(source)

    def local(name: str) -> LocalText:
        return LocalText(texts[name], language)

    def figure(low: int, high: int | None, year: str, role: str = "") -> Figure:
        return Figure(
            local("measure"), local("stated"), Decimal(low), Decimal(high) if high is not None else None,
            PartialDate.from_iso(year), sources[:1], role,
        )  # fmt: skip

    sections = [Section(name, name.title(), mark_safe(texts["prose"]), language) for name in ("challenge", "results")]
    return frame(language) | {
        "anchor": "practice",
        "title": local("title"),
        "standfirst": local("standfirst"),
        "symbol": "practice-synthetic",
        "number": 3,
        "issued": date(2026, 1, 2),
        "unconfirmed": True,
        "translation_state": "translated",
        "facts": [
            {"term": "Country", "values": [{"value": local("country"), "url": "/en/countries/azerbaijan/"}]},
            {"term": "Begun", "values": [{"value": PartialDate.from_iso("2012-07"), "sources": sources}]},
            {"term": "Status", "values": [{"value": None, "sources": []}]},
        ],
        "opening": sections,
        "figures": [
            figure(20, 20, "2015", "baseline"),
            figure(80, 80, "2020"),
            figure(60, 90, "2021"),
            figure(70, None, "2022"),
        ],
        "taken_up": [],
        "came_from": [],
        "contradictions": [],
        "gaps": [local("gap")],
        "references": references,
        "rests_on": 2,
        "citation": {"text": "SYNTHETIC ASSOCIATION, 2026. Synthetic service centres.", "language": "en"},
        "permalink": ADDRESS,
        "qr": qr_code(ADDRESS),
        "digest": DIGEST,
    }
