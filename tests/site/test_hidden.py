"""What was withdrawn, and what is not for everybody, is told nowhere: no title, no key, no number."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db.models import Q
from django.test import Client

from association.site.operations import set_mentions
from core.dates import PartialDate
from core.models import Record
from core.records.kinds import Kind, Verb
from core.records.operations import Edge, set_relations, withdraw_record
from core.sources.operations import ClaimMade, cite, save_contradiction, save_gap
from core.vocabulary.operations import Names
from knowledge.operations import save_adoption
from members.operations import save_programme
from tests.factories import knowledge as library_of
from tests.factories import site as make

# What is shown is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# The key of each record that is withdrawn or hidden, and what its title or its words are.
CANARIES = {
    "practice-canary": "Zanzibar practice",
    "QX": "Quixotia",
    "canary-institution": "Zephyr agency",
    "canary-programme": "Zenith programme",
    "canary-topic": "Zodiac topic",
    "canary-service": "Zirconium service",
    "sdg-77": "Zeal goal",
    "canary-term": "Zest term",
    "canary-indicator": "Zinc indicator",
    "canary-source": "Zeppelin gazette",
    "canary-figure": "777 million zithers",
    "canary-adoption": "Zip note",
    "canary-contradiction": "Zigzag disagreement",
    "canary-gap": "Zero is said about it.",
    "news-canary": "Zebra news",
    "canary-page": "Zoo page",
}
# A record of the same kind that there is not: the answers to both must be alike.
UNKNOWN = "nothing-such"
LISTS = [
    "", "library/", "library/?sort=title", "library/?sort=year", "library/topics/", "countries/", "institutions/",
    "news/", "news/?year=2021", "sources/", "sources/?sort=date", "open-questions/", "terms/", "sitemap/",
    *(
        f"{name}/list.{ending}"
        for name in (
            "library", "library/topics", "countries", "institutions", "news", "sources", "open-questions", "terms",
        )
        for ending in ("csv", "json")
    ),
]  # fmt: skip
API_LISTS = ["practices", "practices?sort=title", "countries", "topics", "service-types", "goals", "sources"]
API_KINDS = {
    Kind.PRACTICE: "practices", Kind.COUNTRY: "countries", Kind.TOPIC: "topics", Kind.SERVICE_TYPE: "service-types",
    Kind.SDG_GOAL: "goals", Kind.SOURCE: "sources",
}  # fmt: skip
FILTERS = {
    Kind.COUNTRY: [
        "library/?country={slug}", "institutions/?country={key}", "library/list.csv?country={slug}",
        "institutions/list.csv?country={key}",
    ],
    Kind.TOPIC: ["library/?topic={slug}", "library/list.json?topic={slug}"],
    Kind.SERVICE_TYPE: ["library/?service={slug}"],
    Kind.SDG_GOAL: ["library/?sdg={slug}"],
}  # fmt: skip
# Kinds under which practices are listed.
LISTED_UNDER = {Kind.COUNTRY, Kind.TOPIC, Kind.SERVICE_TYPE, Kind.SDG_GOAL}
API_FILTERS = {Kind.COUNTRY: "country", Kind.TOPIC: "topic", Kind.SERVICE_TYPE: "service_type", Kind.SDG_GOAL: "sdg"}
# Numbers on pages that count a record of the kind, each by the words beside it.
SUPPORTS = ("/api/v1/sources/shared/supports", r'"total": ?(\d+)')
# The text of the practice that stays, as it was published first.
VERSIONS = ["versions/", "versions/1/", "versions/1/cite.json"]
COUNTED = {
    Kind.PRACTICE: [("/en/library/topics/", r"(\d+) practices?"), SUPPORTS],
    Kind.COUNTRY: [("/en/", r"countr(?:y|ies) with practices\D{1,80}(\d+)")],
    Kind.SOURCE: [("/en/sources/", r"(\d+)\D{1,80}sources?\b")],
    Kind.FIGURE: [SUPPORTS],
    Kind.ADOPTION: [SUPPORTS],
    Kind.CONTRADICTION: [SUPPORTS],
    Kind.NEWS: [("/en/news/", r"2021\D{1,80}(\d+) items?")],
}  # fmt: skip


@pytest.fixture(scope="module")
def canaries(module_database: None) -> dict[str, list[str]]:
    """The site with a record of each kind among others, built once; by key, the addresses of readers that name it."""
    build()
    cache.clear()
    pages = {address: read(address) for address in addresses()}
    return {key: [address for address, page in pages.items() if tells_of(key, page)] for key in CANARIES}


@pytest.fixture
def named(canaries: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same, where nothing is kept from the test before."""
    cache.clear()
    return canaries


def build() -> None:
    """One practice that is not withdrawn stands beside every canary, and one that is rests on the same."""
    library = library_of.a_library()
    home = library.page.get_parent()
    library_of.in_azerbaijani(library)
    make.translated(make.news_index(), title="Xəbərlər")
    shared = make.a_source("shared", title="A shared source")
    canary = make.a_source("canary-source", title=CANARIES["canary-source"])
    stays, quixotia = library_of.a_country("AZ", "Azerbaijan"), library_of.a_country("QX", CANARIES["QX"])
    agency = library_of.an_institution("canary-institution", name=CANARIES["canary-institution"])
    library_of.an_institution("inst-quixotic", "QX", name="The office abroad")
    programme = save_programme(
        key="canary-programme",
        name=CANARIES["canary-programme"],
        institution_key=agency.record.key,
        source_keys=["shared"],
        by=None,
    )
    concepts = [
        library_of.a_concept(key, scheme, labels={"en": Names(CANARIES[key])}, **fields)
        for key, scheme, fields in (
            ("canary-topic", Kind.TOPIC, {}),
            ("canary-service", Kind.SERVICE_TYPE, {}),
            ("sdg-77", Kind.SDG_GOAL, {"number": 77}),
            ("canary-term", Kind.TERM, {}),
            ("canary-indicator", Kind.INDICATOR, {}),
        )
    ]
    topic = library_of.a_concept("staying-topic", broader="canary-topic")
    about = [Edge("canary-topic"), Edge("staying-topic")]
    set_relations(subject=concepts[3].record, verb=Verb.ABOUT, edges=about, by=None)
    among = {
        "topics": [concepts[0], topic],
        "service_types": [concepts[1]],
        "goals": [concepts[2]],
        "institution": agency,
        "programme": programme,
        "started": PartialDate.from_iso("2012"),
        "is_full": True,
    }
    practice = library_of.a_practice(
        library, "staying", title="Staying", country=quixotia, **among, sources=[canary, shared]
    )
    goes = library_of.a_practice(
        library, "canary", title=CANARIES["practice-canary"], country=stays, **among, sources=[shared]
    )
    make.translated(practice)
    library_of.a_figure(practice, key="canary-figure", measure="zithers", stated="777 million", sources=[shared],
                        indicator_key="canary-indicator")  # fmt: skip
    library_of.a_figure(practice, key="figure-of-canary-source", measure="xylophones", stated="888", sources=[canary])
    library_of.an_adoption(goes, quixotia)
    save_adoption(
        key="canary-adoption",
        original_key=practice.record.key,
        adopter="AZ",
        adopted_as=[goes.record.key],
        note=CANARIES["canary-adoption"],
        source_keys=["shared"],
        by=None,
    )
    questions(practice.record)
    item = {"mentions": ["practice-canary", practice.record.key, "AZ", "canary-institution"], "on": "2021-05"}
    make.a_news_item(make.news_index(), "canary", title=CANARIES["news-canary"], sources=[shared], **item)
    make.a_news_item(make.news_index(), "staying", title="Staying news", sources=[canary], **item)
    page = make.a_standard_page(home.specific, "about")
    set_mentions(record=page.record, keys=list(CANARIES), by=None)
    make.a_page(home.specific, type(page), CANARIES["canary-page"], "canary-page", body="<p>Words.</p>")


def questions(about: Record) -> None:
    """Where sources disagree: the canary's source with one other, and one point that stays with two claims."""
    other = make.a_source("another", title="Another source").record.key
    for key, topic, keys in (
        ("canary-contradiction", CANARIES["canary-contradiction"], ["shared", other]),
        ("contradiction-of-three", "Three voices", ["canary-source", "shared", other]),
        ("contradiction-of-canary-source", "Two voices", ["canary-source", "shared"]),
    ):
        claims = [ClaimMade(f"{key} says {source}", source) for source in keys]
        save_contradiction(key=key, topic=topic, claims=claims, reading="One", about=[about.key, "AZ"], by=None)
    save_gap(key="canary-gap", text=CANARIES["canary-gap"], about=[about.key, "AZ"], by=None)
    cite(record=Record.objects.get(key="canary-term"), source_keys=["canary-source"], by=None)


def addresses() -> list[str]:
    """Everything that readers and programs can ask for."""
    found = [f"/{language}/{path}" for language in ("en", "az") for path in LISTS]
    found += [f"/api/v1/{path}" for path in API_LISTS] + ["/sitemap.xml"]
    found += re.findall(r"<loc>http://[^/]+(/sitemap[^<]+)</loc>", read("/sitemap.xml"))
    for record in Record.objects.exclude(key__startswith="source-").prefetch_related("titles"):
        found += own_addresses(record)
    found += [f"/{language}/library/practices/staying/{path}" for language in ("en", "az") for path in VERSIONS]
    return sorted(set(found))


def own_addresses(record: Record) -> list[str]:
    """Where the record itself is found."""
    titles = [title.address for title in record.titles.all()]
    found = [address.partition("#")[0] for address in titles if not address.startswith("/id/") and "#" not in address]
    if record.kind == Kind.COUNTRY:
        found += [f"/{language}/library/countries/{record.slug}/" for language in ("en", "az")]
    if record.kind in LISTED_UNDER:
        found += [f"{address}list.csv" for address in found if "/library/" in address]
    if name := API_KINDS.get(record.kind):
        found += [f"/api/v1/{name}/{record.key}"]
    if record.kind == Kind.SOURCE:
        found += [f"/api/v1/sources/{record.key}/supports"]
    return found


def record_of(key: str) -> Record:
    """The record of a canary; that of a page has a number in its key."""
    return Record.objects.get(Q(key=key) | Q(kind=Kind.PAGE, slug__startswith=key))


def read(address: str, status: int = 200) -> str:
    caches["limits"].clear()  # nobody reads all of it in a minute
    answer = Client().get(address)
    assert answer.status_code in {status, 302} if status == 200 else answer.status_code == status, (address, answer)
    return html.unescape(content_of(answer).decode())


def content_of(answer: Any) -> bytes:
    """What was answered, as a page or as a file."""
    content: bytes = answer.getvalue()
    return content


def tells_of(key: str, page: str) -> bool:
    """Whether a page names the record, by its title or by its key."""
    return CANARIES[key] in page or re.search(rf"(?<![\w-]){key}(?![\w-])", page) is not None


def withdraw(record: Record) -> None:
    withdraw_record(record=record, on=date(2026, 3, 1), reason="It was a mistake.", by=None)


def without_its_name(answer: Any, *names: str) -> str:
    """An answer without what must differ: the number of the request, and what was asked for."""
    page = content_of(answer).decode().replace(answer["X-Request-ID"], "").replace("%3D", "=")
    for name in names:
        page = re.sub(rf"(?<![\w-]){name}(?![\w-])", "", page)
    return page


def same_answers(address: str, other: str, *names: str) -> None:
    """Two addresses answer alike, though each names what was asked for."""
    given, unknown = Client().get(address), Client().get(other)
    assert given.status_code == unknown.status_code, address
    assert without_its_name(given, *names) == without_its_name(unknown, UNKNOWN), address


@pytest.mark.parametrize("way", [withdraw, make.hide])
@pytest.mark.parametrize("key", CANARIES)
def test_no_page_tells_of_what_is_not_shown(
    named: dict[str, list[str]], key: str, way: Callable[[Record], None]
) -> None:
    record = record_of(key)
    own = own_addresses(record)
    others = [address for address in named[key] if address not in own and asked_for(address, way)]
    assert others, "no page named it before"
    counted = [(address, words, number(address, words)) for address, words in COUNTED.get(Kind(record.kind), [])]
    way(record)
    cache.clear()
    assert [address for address in others if tells_of(key, read(address))] == []
    for address, words, before in counted:
        assert number(address, words) == before - 1, address
    for address in [*own, f"/id/{record.key}"]:
        assert Client().get(address).status_code == (410 if way is withdraw else 404), address


def asked_for(address: str, way: Callable[[Record], None]) -> bool:
    """Whether a page is asked for: each way that a record can go is looked at in one language."""
    return not address.startswith("/en/" if way is withdraw else "/az/")


def number(address: str, words: str) -> int:
    found = re.search(words, re.sub(r"<[^>]+>", " ", read(address)))
    assert found, (address, words)
    return int(found[1])


@pytest.mark.parametrize("key", CANARIES)
def test_what_is_not_for_the_reader_looks_like_what_there_is_not(named: dict[str, list[str]], key: str) -> None:
    record = record_of(key)
    make.hide(record)
    names = (record.key, record.slug)
    for address in [*own_addresses(record), f"/id/{record.key}"]:
        way, _slash, last = address.rstrip("/").rpartition("/")
        if address.endswith("/list.csv"):
            way, last = way.rpartition("/")[::2]
            same_answers(address, f"{way}/{UNKNOWN}/list.csv", *names, last)
        elif not address.endswith("/supports"):
            same_answers(address, f"{way}/{UNKNOWN}{'/' * address.endswith('/')}", *names, last)
    for path in FILTERS.get(Kind(record.kind), []):
        pair = [path.format(key=asked, slug=slug) for asked, slug in (names, (UNKNOWN, UNKNOWN))]
        same_answers(f"/en/{pair[0]}", f"/en/{pair[1]}", *names)
    if parameter := API_FILTERS.get(Kind(record.kind)):
        asked = f"/api/v1/practices?{parameter}="
        same_answers(asked + key, asked + UNKNOWN, *names)


@pytest.mark.parametrize("way", [withdraw, make.hide])
def test_what_rests_on_nothing_else_goes_with_its_source(
    named: dict[str, list[str]], way: Callable[[Record], None]
) -> None:
    """A figure is left out, a contradiction with one claim left too; what has another source names that one."""
    practice, pages = Record.objects.get(slug="staying", kind=Kind.PRACTICE), "/en/library/practices/staying/"
    before = read(pages)
    answer = f"/api/v1/practices/{practice.key}"
    alone = ["xylophones", "Two voices", "contradiction-of-three says canary-source"]
    assert [words for words in alone if words not in before or words not in read(answer)] == []
    way(Record.objects.get(key="canary-source"))
    cache.clear()
    for address in (pages, answer, "/en/open-questions/", "/en/countries/azerbaijan/", "/api/v1/countries/AZ"):
        assert [words for words in alone if words in read(address)] == [], address
    for words in ("Three voices", "contradiction-of-three says shared", "A shared source", "2012"):
        assert words in read(pages), words
        assert words in read(answer), words
    assert "2012" in read("/en/library/")
    for key in ("figure-of-canary-source", "contradiction-of-canary-source"):
        read(f"/id/{key}", 404)
    assert "2021" not in read("/en/news/staying/")


def test_a_record_without_any_source_left_states_nothing_and_still_answers(named: dict[str, list[str]]) -> None:
    for record in Record.objects.of_kind(Kind.SOURCE):
        withdraw(record)
    cache.clear()
    pages = {address: read(address) for address in addresses() if "/sources/" not in address and "/az/" not in address}
    told = ["777 million", "Zip note", CANARIES["canary-contradiction"], "shared source"]
    assert [(address, words) for address, page in pages.items() for words in told if words in page] == []
    # Of the year a practice began only the filter of the library is left.
    assert [address for address, page in pages.items() if "2012" in page and "/library/?" not in f"{address}?"] == []
