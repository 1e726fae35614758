"""A publication: parts in their order, of one language, and the digest by which it is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from fontTools.ttLib import TTFont

from core.pdf.jobs import BASE_URL
from core.templatetags.texts import direction, interface_language_of

SHEET = "css/pdf.css"
FONTS = "fonts/pdf"
# Stands for the digest while that is being worked out.
DIGEST = "\ue010digest\ue011"
SHORT_DIGEST = 16
# Stands for letters that none of our faces has: PDF/UA allows no empty glyphs.
NO_SUCH_LETTERS = "[…]"
# Have a meaning and no shape; the library needs no glyphs for them.
_WITHOUT_SHAPE = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")
# Addresses of the site, which lead nowhere from paper without its name.
_OF_THE_SITE = re.compile(r'(<a\b[^>]*?\bhref=")(/)')
_LINK = re.compile(r"(<a\b[^>]*>)(.*?)(</a>)", re.DOTALL)
_WHOLE = re.compile(r"<(\w+)([^>]*)>([^<]*)</\1>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Part:
    """A part of a publication: HTML of one language, and the pictures in it by the paths under which it names them."""

    html: SafeString
    pictures: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Publication:
    """What is printed as one file. ``modified`` is the day of its newest text, as an ISO string."""

    title: str
    language: str
    description: str
    modified: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Printable:
    """A publication ready for the press. Equal content has an equal digest, wherever and whenever it is printed."""

    html: str
    digest: str
    pictures: Mapping[str, Path]


def printable(publication: Publication) -> Printable:
    """Return the whole HTML of a publication with its digest in it."""
    pictures = {path: file for part in publication.parts for path, file in part.pictures.items()}
    html = _for_paper(_html(publication))
    told = hashlib.sha256(f"{stamp()}\0{html}".encode())
    for path in sorted(pictures):
        told.update(f"\0{path}\0{pictures[path].stat().st_size}".encode())
    digest = told.hexdigest()
    return Printable(html.replace(DIGEST, digest[:SHORT_DIGEST]), digest, pictures)


def frame(language: str) -> dict[str, object]:
    """Return what the templates of every part need: language, direction, and the language of the interface's words."""
    frame_of_page = {"language": language, "direction": direction(language)}
    return {"ui": frame_of_page, "spoken": interface_language_of(language)}


def _html(publication: Publication) -> str:
    context = frame(publication.language) | {
        "title": publication.title,
        "author": settings.WAGTAIL_SITE_NAME,
        "description": publication.description,
        "modified": publication.modified,
        "sheet": f"{BASE_URL}static/{SHEET}",
        "content": mark_safe("".join(part.html for part in publication.parts)),  # noqa: S308  (each is rendered)
    }
    return render_to_string("pdf/publication.html", context)


def _for_paper(html: str) -> str:
    """Return HTML whose links name the site and hold words alone, in letters that our faces have."""
    html = _LINK.sub(_plain_link, _OF_THE_SITE.sub(lambda found: f"{found[1]}{settings.BASE_URL}/", html))
    if missing := {*html} - letters():
        html = re.sub(f"[{re.escape(''.join(sorted(missing)))}]+", NO_SUCH_LETTERS, html)
    return html


def _plain_link(found: re.Match[str]) -> str:
    """Turn a link around an element into an element around a link; each element in a link would become a second one."""
    opening, content, closing = found[1], found[2], found[3]
    if "<" not in content:
        return found[0]
    if whole := _WHOLE.fullmatch(content):
        return f"<{whole[1]}{whole[2]}>{opening}{whole[3]}{closing}</{whole[1]}>"
    return f"{opening}{_TAG.sub('', content)}{closing}"


@lru_cache(maxsize=1)
def letters() -> frozenset[str]:
    """Return the letters that can be printed."""
    faces = [TTFont(file) for file in sorted(Path(str(finders.find(FONTS))).glob("*.ttf"))]
    return _WITHOUT_SHAPE | {chr(code) for face in faces for code in face.getBestCmap()} | {*DIGEST}


@lru_cache(maxsize=1)
def stamp() -> str:
    """Return one value for what sets the type: the library, the sheet and the faces."""
    told = hashlib.sha256(version("weasyprint").encode())
    sheet, fonts = finders.find(SHEET), finders.find(FONTS)
    for file in [Path(str(sheet)), *sorted(Path(str(fonts)).iterdir())]:
        told.update(file.read_bytes())
    return told.hexdigest()
