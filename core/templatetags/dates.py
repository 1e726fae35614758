"""Dates in words, never more exact than they are known."""

from __future__ import annotations

import calendar
import datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core.dates import PartialDate, Precision

from .texts import language_attributes, page_language

register = template.Library()

#: English dates as this record writes them: 24 December 2019.
LOCALES = {"en": "en_GB"}
#: The language in which the words of a date were noted.
WORDS_LANGUAGE = "en"
SHAPES = {Precision.DAY: "yMMMMd", Precision.MONTH: "yMMMM", Precision.YEAR: "y"}


def locale_for(language: str) -> Locale:
    """Return Babel's locale for a page's language; English for one that Babel does not know."""
    try:
        return Locale.parse(LOCALES.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def as_partial_date(value: Any) -> PartialDate:
    """Return any kind of date as a partial date."""
    if value is None or value == "":
        return PartialDate()
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return PartialDate(value, value)
    if isinstance(value, PartialDate):
        return value
    return PartialDate(value.earliest, value.latest, getattr(value, "words", "") or "")


def is_date(value: Any) -> bool:
    """Whether a value is to be printed as a date."""
    return isinstance(value, datetime.date) or (hasattr(value, "earliest") and hasattr(value, "latest"))


def _skeleton(precision: Precision, *, short: bool) -> str:
    shape = SHAPES[precision]
    return shape.replace("MMMM", "MMM") if short else shape


def _exact(day: datetime.date, precision: Precision, locale: Locale, *, short: bool) -> str:
    """Return a day, month or year in words."""
    if precision is Precision.YEAR:
        return str(day.year)
    if precision is Precision.DAY and not short:
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton(_skeleton(precision, short=short), day, locale=locale))


def _last_day(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _bound(day: datetime.date, *, is_end: bool, locale: Locale, short: bool) -> str:
    """Return one open end: a year or month where the day is only its edge."""
    if is_end:
        whole_year, whole_month = (day.month, day.day) == (12, 31), day == _last_day(day)
    else:
        whole_year, whole_month = (day.month, day.day) == (1, 1), day.day == 1
    precision = Precision.YEAR if whole_year else Precision.MONTH if whole_month else Precision.DAY
    return _exact(day, precision, locale, short=short)


def _half(earliest: datetime.date, latest: datetime.date) -> str | None:
    """Return "first half of 2013" for just that."""
    if earliest.year != latest.year:
        return None
    edges = (earliest.month, earliest.day, latest.month, latest.day)
    if edges == (1, 1, 6, 30):
        return gettext("first half of %(year)s") % {"year": earliest.year}
    if edges == (7, 1, 12, 31):
        return gettext("second half of %(year)s") % {"year": earliest.year}
    return None


def _between(earliest: datetime.date, latest: datetime.date, locale: Locale, *, short: bool) -> str:
    """Return a span of years, months or days."""
    if half := _half(earliest, latest):
        return half
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        return f"{earliest.year}–{latest.year}"
    precision = Precision.MONTH if earliest.day == 1 and latest == _last_day(latest) else Precision.DAY
    skeleton = _skeleton(precision, short=short)
    return str(format_interval(earliest, latest, skeleton, locale=locale))


def in_words(date: PartialDate, language: str, *, short: bool = False) -> tuple[str, str]:
    """Return how a date reads in a language, and the language of those words."""
    return _in_words(date, language, short, get_language())


@lru_cache(maxsize=5_000)
def _in_words(date: PartialDate, language: str, short: bool, spoken: str | None) -> tuple[str, str]:
    """``spoken`` is the language of what is translated."""
    locale = locale_for(language)
    precision = date.precision
    if precision in SHAPES and date.earliest:
        return _exact(date.earliest, precision, locale, short=short), language
    if date.words and (precision is Precision.WORDS or language == WORDS_LANGUAGE):
        return date.words, WORDS_LANGUAGE
    if date.earliest and date.latest:
        return _between(date.earliest, date.latest, locale, short=short), language
    if date.latest:
        until = _bound(date.latest, is_end=True, locale=locale, short=short)
        return gettext("no later than %(date)s") % {"date": until}, language
    if date.earliest:
        since = _bound(date.earliest, is_end=False, locale=locale, short=short)
        return gettext("not before %(date)s") % {"date": since}, language
    return gettext("not stated"), language


@register.simple_tag(takes_context=True)
def partial_date(context: Context, value: Any, short: bool = False) -> SafeString:
    """Print a date as exactly as it is known; "not stated" where nothing is."""
    date = as_partial_date(value)
    words, language = in_words(date, page_language(context), short=short)
    if not date:
        return format_html('<span class="ns">{}</span>', words)
    where = language_attributes(context, language)
    if date.iso:
        return format_html('<time datetime="{}"{}>{}</time>', date.iso, where, words)
    return format_html('<span class="date"{}>{}</span>', where, words)
