"""Where the interface has no catalogue of ours, a page is English throughout, whatever Django and Wagtail translate."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.utils.translation import gettext, override
from lxml import html

from core.templatetags.texts import language_name
from tests.factories import knowledge as make
from tests.factories import site as make_site

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parents[2]
ARABIC = re.compile(r"[\u0600-\u06ff]+")
# What readers see: templates but for those of the editors' side, and the modules that put pages together.
EDITORS_SIDE = {"admin", "wagtailadmin"}
TEMPLATES = [path for path in ROOT.glob("templates/**/*.html") if not EDITORS_SIDE & {*path.parts}]
APPS = ["association", "core", "knowledge", "members", "search"]
READERS_SIDE = re.compile(
    r"/(presentation|shown|templatetags|api)/|/(presentation|context|feeds|kinds|sections|api)\.py$"
)
MODULES = [path for app in APPS for path in (ROOT / app).rglob("*.py") if READERS_SIDE.search(str(path))]
MESSAGE = re.compile(r'(?:\b(?:_|gettext|gettext_lazy)\(|\{% translate )"([^"]+)"(?! context)')
PAGES = [
    "/ar/library/",
    "/ar/library/practices/asan/",
    "/ar/library/topics/",
    "/ar/sources/",
    "/ar/terms/",
    "/ar/open-questions/",
    "/ar/api/",
    "/ar/search/",
    "/ar/no-such-page/",
]


def messages() -> dict[str, str]:
    """Every message of the readers' side without a context, and a file that has it."""
    found = {words: str(path) for path in [*TEMPLATES, *MODULES] for words in MESSAGE.findall(path.read_text())}
    assert len(found) > 200
    return found


@pytest.mark.parametrize(
    "language", [code for code, _name in site_settings.LANGUAGES if code not in site_settings.INTERFACE_LANGUAGES]
)
def test_nothing_for_readers_is_translated_by_others(language: str) -> None:
    """Such a word needs the context "readers", which the catalogues of others do not have."""
    with override(language):
        translated = {words: path for words, path in messages().items() if gettext(words) != words}
    assert translated == {}


@pytest.mark.django_db
def test_arabic_pages_have_no_arabic_word_that_is_not_marked(client: Client, settings: Any) -> None:
    settings.OPEN_LANGUAGES = ["en", "az", "ar"]
    library = make.a_library()
    practice = make.a_practice(library, "asan", is_full=True, status="running", country=make.a_country())
    make.an_adoption(practice, make.a_country("KE", "Kenya"), on="2019")
    for page in (library.page, library.folder, practice):
        make_site.translated(page, "ar")
    for address in PAGES:
        read = html.fromstring(client.get(address).content.decode())
        assert read.get("lang") == "en"
        for marked in read.xpath("//*[@lang='ar' or @hreflang='ar']"):
            marked.drop_tree()
        attributes = [value for element in read.iter() for value in element.attrib.values()]
        # A list of languages calls each by its own name.
        told = " ".join([read.text_content(), *attributes]).replace(language_name("ar"), "")
        assert ARABIC.findall(told) == [], address
