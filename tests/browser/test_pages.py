"""Every page type, with its richest and its emptiest record: accessible, valid, narrow enough, and from one host."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import SpecimenSite
from tests.browser.looking import Look
from tests.browser.samples import SAMPLES, Sample

# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

WIDE, NARROW = 1280, 320
# Left to right and right to left. Azerbaijani reads as English does.
LANGUAGES = ["en", "ar"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_page(sample: Sample, language: str, specimen_site: SpecimenSite, look_in: Callable[[str], Look]) -> None:
    window = look_in(language)
    window.set(width=WIDE, theme="light")
    assert window.open(sample.path(language, specimen_site.found)) == sample.status
    assert window.page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    faults = found_in_every_state(window)
    faults += window.complaints
    faults += sorted(window.hosts - {urlsplit(specimen_site.site.url).netloc})
    faults += [f"cookie {cookie['name']}" for cookie in window.page.context.cookies()]
    assert not faults, "\n".join([window.page.url, *faults])


def found_in_every_state(window: Look) -> list[str]:
    """What axe finds on the page in both themes and widths, and what is too wide for the narrow one."""
    faults = ["wide, light: " + found for found in window.violations()]
    for width, name in ((WIDE, "wide"), (NARROW, "narrow")):
        window.set(width=width, theme="dark")
        # Colour is all that a theme changes.
        faults += [f"{name}, dark: {found}" for found in window.violations(["color-contrast"])]
    window.set(width=NARROW, theme="light")
    faults += ["narrow, light: " + found for found in window.violations()]
    return faults + [f"too wide: {place}" for place in window.too_wide()]
