"""Every word of the interface goes through the catalogue: what stands outside its marks on a page is content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from babel import Locale
from babel.dates import get_month_names
from lxml import html

from tests.house.site import ROOT, RunningSite, prepared, serve
from tests.site.crawling import Visited, visit

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

OPEN, CLOSE = "⟦", "⟧"
MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
PATHS = [
    "/az/",
    "/az/library/",
    "/az/library/?country=nowhere",
    "/az/library/practices/asan-xidmet/",
    "/az/library/topics/",
    "/az/library/topics/one-stop-shop/",
    "/az/library/goals/sdg-16/",
    "/az/library/countries/uganda/",
    "/az/countries/",
    "/az/countries/azerbaijan/",
    "/az/institutions/",
    "/az/institutions/sapssi/",
    "/az/programmes/asan-xidmet/",
    "/az/sources/",
    "/az/sources/press-experts-2019/",
    "/az/terms/",
    "/az/open-questions/",
    "/az/news/",
    "/az/sitemap/",
    "/az/api/",
    "/az/no-such-page/",
    "/az/about/",
    "/az/contact/",
]
# A goal and its number, a score of sources.
NUMBER = re.compile(r"^\W*\d+\.\s+")
# The values that a field of the interface for programs may have.
CHOICES = re.compile(r"[a-z-]+(?: \| [a-z-]+)+")
# Between pieces of a block.
JOINT = "\0"
INLINE = {"a", "b", "bdi", "em", "i", "mark", "small", "span", "strong", "sup", "time"}
# Code is the same in every language.
UNREAD = {"code", "pre", "script", "style", "svg"}
ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-l")
# What the address asks for is shown as it was asked.
ASKED_FOR = "nowhere"
# Said in every language alike.
OF_NO_LANGUAGE = {
    "A",
    "A+",
    "A−",
    "A-",
    "Aa",
    "API",
    "CSV",
    "JSON",
    "XLSX",
    "PDF",
    "OpenAPI",
    "Atom",
    "JSON Feed",
    "APA",
    "Chicago",
    "BibTeX",
    "RIS",
    "CSL-JSON",
    "XML",
    "ISO",
    "ISO 690",
    "English",
    "Azərbaycanca",
    "az",
    "en",
    ASKED_FOR,
}


def between_marks(folder: Path) -> None:
    """The Azerbaijani catalogue with a mark before and behind every message."""
    target = folder / "pseudo" / "az" / "LC_MESSAGES"
    target.mkdir(parents=True)
    catalogue = polib.pofile(str(ROOT / "locale" / "az" / "LC_MESSAGES" / "django.po"))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {n: OPEN + text + CLOSE for n, text in entry.msgstr_plural.items()}
        else:
            entry.msgstr = OPEN + entry.msgstr + CLOSE
    catalogue.save_as_mofile(str(target / "django.mo"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[RunningSite]:
    shared = tmp_path_factory.getbasetemp()
    folder = tmp_path_factory.mktemp("pseudo")
    original = prepared(shared if worker_id == "master" else shared.parent)
    with serve(original, folder, before=between_marks, DJANGO_SETTINGS_MODULE="tests.site.pseudo_settings") as running:
        yield running


@pytest.fixture(scope="module")
def content(site: RunningSite) -> frozenset[str]:
    """Every text of the database, whole and line by line."""
    lines = site.command("shell", "--no-imports", "-c", ALL_TEXTS).split("\n")
    return frozenset(line.casefold() for line in (*lines, *OF_NO_LANGUAGE) if line)


ALL_TEXTS = """
import re
from html import unescape
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, TextField
from django.utils.html import strip_tags
ours = [m for m in apps.get_models() if m._meta.app_label in ("core", "members", "knowledge", "site", "wagtailcore")]
for model in ours:
    for field in model._meta.concrete_fields:
        if isinstance(field, CharField | TextField) and not field.choices and field.name != "content_json":
            for value in model._default_manager.values_list(field.attname, flat=True).distinct():
                for line in re.split(r"</?(?:p|li|h2|h3|ul|ol)[^>]*>|<br/?>|\\n", str(value or "")):
                    print(" ".join(unescape(strip_tags(line)).split()))
from babel import Locale
from core.templatetags.texts import language_name
print("\\n".join(language_name(code) for code in Locale("en").languages))
"""


def test_what_stands_outside_the_marks_is_content(site: RunningSite, content: frozenset[str]) -> None:
    everything = "\n".join(content)
    dates = months()
    faults = [
        f"{page.address}: {text}"
        for page in (visit(site.url + path) for path in PATHS)
        for text in visible(page, content, everything)
        if not is_content(text, content, everything, dates)
    ]
    assert not faults, "\n".join(sorted(set(faults))[:60])


def test_marks_are_on_every_page(site: RunningSite) -> None:
    """Were the catalogue not in use, the test above would find nothing to compare."""
    for path in PATHS:
        assert sum(text.count(OPEN) for text in all_texts(visit(site.url + path))) > 20, path


def visible(page: Visited, content: frozenset[str], everything: str) -> Iterator[str]:
    """What is left of the texts of a page without what stands between marks, and without whole blocks of content."""
    for block in all_texts(page):
        rest = block.replace(page.request_id, "")
        while MARKED.search(rest):  # a message may stand in another
            rest = MARKED.sub(JOINT, rest)
        whole = " ".join(rest.replace(JOINT, "").split())
        if whole.casefold() in content or (len(whole) > 12 and whole.casefold() in everything):
            continue
        for piece in rest.split(JOINT):
            if cleaned := " ".join(piece.split()).strip(" .,;:·–—/()“”\"'…+-−%&"):
                yield cleaned


def all_texts(page: Visited) -> list[str]:
    """The texts of blocks, with a joint where an inline element begins or ends, and those of attributes."""
    body = "".join(_walk(page.tree.xpath("//body")[0]))
    attributes = [value for name in ATTRIBUTES for value in page.tree.xpath(f"//body//@{name}")]
    return [*page.tree.xpath("//head/title/text()"), *body.split("\n"), *attributes]


def _walk(element: html.HtmlElement) -> Iterator[str]:
    if element.tag in UNREAD or not isinstance(element.tag, str) or element.get("translate") == "no":
        return
    border = JOINT if element.tag in INLINE else "\n"
    yield border
    yield " ".join((element.text or "").split("\n"))
    for child in element:
        yield from _walk(child)
        yield " ".join((child.tail or "").split("\n"))
    yield border


def is_content(text: str, content: frozenset[str], everything: str, dates: frozenset[str]) -> bool:
    text = NUMBER.sub("", text)
    if not any(unicodedata.category(letter)[0] == "L" for letter in text) or CHOICES.fullmatch(text):
        return True
    if is_list(text.casefold().split(", "), content):
        return True
    if text.startswith(("http://", "https://")) or "127.0.0.1" in text:
        return True
    words = [word for word in re.split(r"[\s,.–/-]+", text) if word and not word.isdigit()]
    # Dates; or a part of a longer text: between two links, before a highlighted word, cut for a list.
    return all(word in dates for word in words) or (len(text) > 12 and text.rstrip("…").casefold() in everything)


def is_list(parts: list[str], content: frozenset[str]) -> bool:
    """Whether the parts are texts of the content one after the other, in each of which commas may stand too."""
    return not parts or any(
        ", ".join(parts[:length]) in content and is_list(parts[length:], content) for length in range(1, len(parts) + 1)
    )


def months() -> frozenset[str]:
    """The words of which dates are made."""
    locale = Locale("az")
    widths = [
        get_month_names(width, context, locale)
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
    ]
    return frozenset(name for names in widths for name in names.values())
