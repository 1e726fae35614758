"""Finds the richest record of each kind and makes the emptiest, in a copy of the site; prints their addresses as JSON.

What is made here is synthetic and says so in its title. It goes through the operations, like everything editors make.
Run in the environment of a copy, with Arabic open: ``manage.py shell -c`` with ``main()``.
"""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from association.site.models import HomePage, NewsPage, StandardPage
from core.dates import PartialDate
from core.models import Concept, Picture, PrintOrder, Record, Source, StoredFile, Title
from core.records.collation import sort_key
from core.records.kinds import Kind
from core.records.operations import confirm_record, withdraw_record
from core.vocabulary.operations import Names
from knowledge.models import LibraryPage, PracticeAttachment, PracticeImage, PracticeIndexPage, PracticePage
from members.models import Country, Institution
from tests.factories import knowledge as make
from tests.factories import site as make_site

# Kinds whose address in a language is that of an edition, not of the record.
OF_EDITIONS = {Kind.PRACTICE, Kind.NEWS, Kind.PAGE}
MARK = "Specimen, synthetic"
ARABIC_MARK = "نموذج اختباري"
ARABIC = {
    "title": f"{ARABIC_MARK}: مركز الخدمة العامة الموحّد",
    "summary": "هذا نص تجريبي كُتب للاختبار وحده. تجمع الوكالة خدمات جهات حكومية عديدة في مكان واحد ووفق قواعد واحدة.",
    "standfirst": "هذا نص تجريبي كُتب للاختبار وحده.",
    "statement": f"{ARABIC_MARK}: كيف تصبح الخدمة العامة سهلة",
}
ARABIC_PROSE = (
    "<p>هذا نص تجريبي كُتب للاختبار وحده. يراجع الناس المركز مرة واحدة لقضاء معاملاتهم في 15 يناير 2013.</p>"
    "<ul><li>افتُتح أول مركز (ASAN xidmət) في العاصمة.</li><li>تصل الحافلات إلى المناطق البعيدة.</li></ul>"
)
TYPES = {
    Kind.COUNTRY: "country",
    Kind.INSTITUTION: "institution",
    Kind.PROGRAMME: "programme",
    Kind.TOPIC: "topic",
    Kind.SERVICE_TYPE: "service-type",
    Kind.SDG_GOAL: "sdg-goal",
    Kind.SOURCE: "source",
    Kind.NEWS: "NewsPage",
    Kind.PRACTICE: "PracticePage",
}


def in_english(model: type[Page]) -> Any:
    """The only page of this model in English."""
    return model.objects.get(locale__language_code="en")


def address(record: Record) -> str:
    """Where the record is shown, without its language."""
    return record.titles.get(language="en").address.removeprefix("/en")


def richest() -> dict[str, Record]:
    """The record of each kind that says most about itself and has most beside it."""
    found = {}
    for kind, name in TYPES.items():
        counted = Record.objects.public().of_kind(kind)
        for beside in ("relations", "inverse_relations", "citations", "figures", "source__citations", "source__claims"):
            counted = counted.annotate(**{f"n_{beside}": Count(beside, distinct=True)})
        ranked = sorted(counted, key=lambda row: sum(v for k, v in vars(row).items() if k.startswith("n_")))
        found[name] = ranked[-1]
    found["StandardPage"] = StandardPage.objects.get(slug="about", locale__language_code="en").record
    return found


def emptiest() -> dict[str, Record]:
    """A record of each kind with what nobody may leave out, and nothing else."""
    source = make_site.a_source("specimen-source", title=f"{MARK} source")
    country = make.a_country("ZZ", f"{MARK} country")
    institution = make.an_institution("inst-specimen", country="", name=f"{MARK} institution")
    programme = make.a_programme(institution, "prog-specimen")
    concepts = {
        "topic": make.a_concept("specimen-topic", labels={"en": Names(f"{MARK} topic")}),
        "service-type": make.a_concept("specimen-service", Kind.SERVICE_TYPE, labels={"en": Names(f"{MARK} service")}),
        "sdg-goal": make.a_concept("sdg-99", Kind.SDG_GOAL, number=99, labels={"en": Names(f"{MARK} goal")}),
    }
    practice = make.a_practice(library(), "specimen-empty", title=f"{MARK} practice", sources=[source])
    news = make_site.a_news_item(make_site.news_index(), "specimen-empty", title=f"{MARK} news", sources=[source])
    page = make_site.a_page(in_english(HomePage), StandardPage, f"{MARK} page", "specimen-empty")
    return {
        **{name: concept.record for name, concept in concepts.items()},
        "source": source.record,
        "country": country.record,
        "institution": institution.record,
        "programme": programme.record,
        "PracticePage": practice.record,
        "NewsPage": news.record,
        "StandardPage": page.record,
    }


def library() -> make.Library:
    """The library as it is now: Wagtail's tree counts its children."""
    return make.Library(in_english(LibraryPage), in_english(PracticeIndexPage))


def whole() -> Record:
    """A practice in which every part of the page has something to show."""
    country = Country.objects.get(iso2="AZ")
    sources = list(Source.objects.order_by("pk")[:3])
    concepts = {scheme: Concept.objects.filter(scheme=scheme).order_by("pk")[:3] for scheme in TYPES}
    page = make.a_practice(
        library(),
        "specimen-whole",
        title=f"{MARK} practice with everything",
        sources=sources,
        started=PartialDate.from_iso("2012-07"),
        started_note="A synthetic note on the beginning.",
        note="A synthetic note on the record.",
        status="running",
        country=country,
        institution=Institution.objects.filter(country=country).order_by("pk").first(),
        topics=concepts[Kind.TOPIC],
        service_types=concepts[Kind.SERVICE_TYPE],
        goals=concepts[Kind.SDG_GOAL],
        is_full=True,
    )
    add_files(page)
    page = PracticePage.objects.get(pk=page.pk)
    page.challenge = f"{page.challenge}<p>A synthetic second paragraph.</p>"
    page = make_site.publish(page)
    for year in ("2013", "2019-12"):
        make.a_figure(page, sources=sources[:2], as_of=PartialDate.from_iso(year), note="A synthetic note.")
    make.a_figure(page, measure="synthetic minutes", stated="10 to 12", low=10, high=12, unit="minutes", role="target")
    other = make.a_practice(library(), "specimen-taken-up", title=f"{MARK} practice taken up elsewhere")
    make.an_adoption(page, Country.objects.get(iso2="UG"), other.record.key, on="2020-05", note="A synthetic note.")
    make.an_adoption(other, country, page.record.key)
    make.a_contradiction(page.record)
    make.a_gap(page.record)
    confirm_record(
        record=page.record,
        institution=page.institution.record,
        source=sources[0].record,
        on=date(2026, 3, 1),
        by=None,
    )
    return page.record


def add_files(page: PracticePage) -> None:
    """Two pictures and a file, each made here."""
    for colour, caption in (("darkgreen", "A synthetic caption."), ("navy", "")):
        buffer = io.BytesIO()
        Image.new("RGB", (1600, 900), colour).save(buffer, "PNG")
        picture = Picture.objects.create(
            title=f"{MARK} {colour}", credit="Made for a test", file=ImageFile(buffer, name=f"{colour}.png")
        )
        PracticeImage.objects.create(page=page, image=picture, alternative="One colour", caption=caption)
    file = StoredFile.objects.create(title=f"{MARK} file", file=ContentFile(b"Synthetic.", name="specimen.txt"))
    PracticeAttachment.objects.create(page=page, document=file)


def withdrawn() -> Record:
    """A record that was withdrawn."""
    record: Record = make.a_concept("specimen-withdrawn", labels={"en": Names(f"{MARK} topic, withdrawn")}).record
    withdraw_record(record=record, on=date(2026, 3, 1), reason="Made for a test.", by=None)
    return record


def open_arabic() -> None:
    """Give every record a title in Arabic, as loading the record does for the languages that are open."""
    labels = {
        concept.record_id: label.text
        for concept in Concept.objects.prefetch_related("labels")
        for label in concept.labels.all()
        if label.language == "ar" and label.is_preferred
    }
    known = set(Title.objects.filter(language="ar").values_list("record_id", flat=True))
    rows = Title.objects.filter(language="en").exclude(record__in=known).order_by("pk")
    Title.objects.bulk_create(_arabic(row, labels.get(row.record_id, "")) for row in rows)


def _arabic(row: Title, label: str) -> Title:
    text, language = (label, "ar") if label else (row.text, row.text_language)
    path = row.address if row.kind in OF_EDITIONS else row.address.replace("/en/", "/ar/", 1)
    return Title(
        record_id=row.record_id,
        kind=row.kind,
        language="ar",
        text=text,
        text_language=language,
        address=path,
        sort_key=sort_key(text, "ar"),
    )


def arabic_editions(records: list[Record]) -> None:
    """Arabic editions, marked as specimens, of the front page, the lists, the standard pages and these records."""
    pages = [page.specific for page in Page.objects.filter(depth__gt=1, locale__language_code="en").order_by("path")]
    keys = {record.key for record in records}
    for page in pages:
        if isinstance(page, PracticePage | NewsPage) and page.record.key not in keys:
            continue
        prose = {name: ARABIC_PROSE for name in (*make.SECTIONS, "body", "about") if getattr(page, name, "")}
        words = {name: text for name, text in ARABIC.items() if hasattr(page, name)}
        make_site.translated(type(page).objects.get(pk=page.pk), "ar", **words, **prose)


def orders(practice: Record) -> dict[str, str]:
    """Volumes that were ordered, as far as each is; their tokens."""
    now = timezone.now()
    states: dict[str, dict[str, Any]] = {
        "waiting": {},
        "making": {"begun_at": now, "parts_done": 1, "pages": 3, "lease_until": now + timedelta(days=1)},
        "ready": {"begun_at": now, "ended_at": now, "parts_done": 1, "pages": 5, "size": 70_000, "digest": "d" * 64},
        "failed": {"begun_at": now, "ended_at": now, "failure": "memory"},
    }
    given = {"maker": "practices", "title": MARK, "language": "en", "record_ids": [practice.pk], "tokens": ["public"]}
    return {
        state: PrintOrder.objects.create(
            fingerprint=state, next_try_at=now + timedelta(days=1), **given, **values
        ).token
        for state, values in states.items()
    }


def main() -> None:
    """Make everything in one transaction, then print the addresses."""
    with transaction.atomic():
        open_arabic()
        rich, empty, full = richest(), emptiest(), whole()
        gone = withdrawn()
        arabic_editions([full, *(row for found in (rich, empty) for row in found.values())])
    found = {
        **{f"{name}-richest": address(record) for name, record in rich.items()},
        **{f"{name}-emptiest": address(record) for name, record in empty.items()},
        "PracticePage-whole": address(full),
        "country-practices-richest": f"/library/countries/{rich['country'].slug}/",
        "country-practices-emptiest": f"/library/countries/{empty['country'].slug}/",
        "410-only": address(gone),
        "practice-versions-only": f"{address(full)}versions/",
        "practice-version-older": f"{address(full)}versions/1/",
        "practice-version-newest": f"{address(full)}versions/2/",
        **{f"volume-order-{state}": f"/library/volume/{token}/" for state, token in orders(full).items()},
    }
    print(json.dumps(found))
