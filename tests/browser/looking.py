"""A window of the browser on one page after the other, with what it asked for and what axe says."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Asks axe for violations only, of every standard or of the rules named.
RUN_AXE = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ['violations'], preload: false});
  return found.violations.flatMap(v => v.nodes.map(
    n => `${v.id}: ${n.target.join(' ')}: ${n.html.slice(0, 200)}: ${n.failureSummary}`));
}"""
TOO_WIDE = """() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility({contentVisibilityAuto: true}) && !e.parentElement.closest('.scroll'))
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
  .slice(0, 5).map(e => e.outerHTML.slice(0, 160))]"""


@dataclass
class Look:
    """A window; ``hosts`` and ``complaints`` are what the browser logged since the last page was opened."""

    page: Page
    site: str
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Open a page of the site and return what it answered."""
        self.hosts.clear()
        self.complaints.clear()
        answer = self.page.goto(self.site + path, wait_until="load")
        assert answer is not None
        self.page.evaluate("() => document.fonts.ready.then(() => null)")
        self.page.evaluate(AXE)
        return answer.status

    def set(self, *, width: int, theme: str) -> None:
        """Give the window a width in pixels, and the device a theme."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]

    def violations(self, rules: list[str] | None = None) -> list[str]:
        """What axe finds: against every standard, or of these rules."""
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARDS}
        found: list[str] = self.page.evaluate(RUN_AXE, only)
        return found

    def too_wide(self) -> list[str]:
        """What stands out of a window from whose text one would have to scroll sideways."""
        width, *places = self.page.evaluate(TOO_WIDE)
        return places or [f"{width} px"] if width > self.page.viewport_size["width"] else []  # type: ignore[index]


def looking(browser: Browser, site: str, language: str) -> Look:
    """Return a new window of a reader of this language, who keeps nothing from before."""
    context = browser.new_context(locale=language, reduced_motion="reduce")
    window = Look(context.new_page(), site)
    context.on("request", lambda request: window.hosts.add(urlsplit(request.url).netloc))
    context.on("console", lambda message: complain(window, message))
    window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
    return window


def complain(window: Look, message: ConsoleMessage) -> None:
    """Keep an error the browser logs, unless it is the status of the page itself."""
    if message.type == "error" and message.location.get("url") != window.page.url:
        window.complaints.append(f"{message.text} ({message.location.get('url')})")
