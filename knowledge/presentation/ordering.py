"""Ordering a volume: which practices, in what order, how large and how long, and how far it is."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.following.listing import saved_practices
from core.limits import DAY, is_limited
from core.models import PrintOrder, Record, Relation, Title
from core.pdf.models import OrderState, open_orders
from core.pdf.orders import expected, may_read, place, state_for
from core.records.kinds import Kind, Verb
from core.records.listing import ListQuery, newest_change, read_query
from core.records.querysets import seen_at
from core.templatetags.texts import language_name
from knowledge.presentation.frame import library_crumbs, spoken
from knowledge.presentation.library import SEARCHED
from knowledge.presentation.volumes import MAKER, MOST
from knowledge.querysets import PRACTICES, PracticeList, filters_of
from search.engines import EngineUnavailable
from search.feeds import filters_in_words
from search.finding import everything_found
from search.parsing import cleaned
from search.presentation import search_query

BASKET = "p"
SLUG = re.compile(r"[-\w]{1,255}")
AS_LISTED, BY_TITLE, BY_COUNTRY = "listed", "title", "country"
ORDERS = {
    AS_LISTED: gettext_lazy("as they are listed"),
    BY_TITLE: gettext_lazy("by title"),
    BY_COUNTRY: gettext_lazy("by country, then by title"),
}
LONGEST_TITLE = 120
# So many orders may wait; more would be made on another day.
MOST_WAITING = 40
VOLUMES_PER_DAY = 20
# Titles shown before the order.
SHOWN = 25
FAILURES = {
    "pages": gettext_lazy("It would have too many pages. Choose fewer practices."),
    "memory": gettext_lazy("It is too large to be printed at once. Choose fewer practices."),
    "time": gettext_lazy("Printing took too long. Choose fewer practices."),
    "rights": gettext_lazy("What you may see has changed since you ordered it. Please order it again."),
    "broken": gettext_lazy("Printing failed. Please order it again; if it fails once more, tell the secretariat."),
}


@dataclass(frozen=True)
class Chosen:
    """The practices that an address asks for; ``count`` is how many there are, of which ``ids`` holds the first."""

    ids: list[int]
    count: int
    words: str

    @property
    def is_too_many(self) -> bool:
        """Whether there are more than a volume holds."""
        return self.count > MOST


def chosen_practices(request: HttpRequest) -> Chosen:
    """Return what the address chooses: one's own list, a basket of practices, else what the library lists for it."""
    if request.GET.get("list") == "saved" and request.user.is_authenticated:
        mine = saved_practices(request.user, most=MOST + 1)
        return Chosen(mine, len(mine), "")
    slugs = [slug for slug in dict.fromkeys(request.GET.getlist(BASKET)) if SLUG.fullmatch(slug)][: MOST + 1]
    if slugs:
        seen = Record.objects.visible_to(request.user).of_kind(Kind.PRACTICE).filter(slug__in=slugs)
        known = dict(seen.values_list("slug", "pk"))
        ids = [known[slug] for slug in slugs if slug in known]
        return Chosen(ids, len(ids), "")
    asked = read_query(SEARCHED.shape, request.GET)
    words = " ".join(part for part in (asked.words.strip(), filters_in_words(SEARCHED, asked, request)) if part)
    if asked.words:
        with suppress(EngineUnavailable):
            return _found(asked, request, words)
    query = read_query(PRACTICES, request.GET)
    practices = PracticeList(filters_of(query, request.user), spoken(), request.user, newest_change())
    return Chosen(list(practices.ids(query.sort, 0, MOST)), practices.count, words)


def _found(asked: ListQuery, request: HttpRequest, words: str) -> Chosen:
    count, ids = everything_found(search_query(replace(asked, page=1), request, SEARCHED), user=request.user)
    first = ids[:MOST]
    # The index may not know yet what was withdrawn.
    seen = Record.objects.visible_to(request.user).filter(pk__in=first)
    known = set(seen.values_list("pk", flat=True))
    return Chosen([pk for pk in first if pk in known], count, words)


def volume_context(request: HttpRequest, chosen: Chosen, errors: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what is shown before an order: what it holds, its size and time, and what was typed."""
    shown = _titles(chosen.ids[:SHOWN], request.user)
    awaited = expected(len(chosen.ids))
    return {
        "title": _("A volume of practices"),
        "crumbs": library_crumbs(),
        "chosen": chosen,
        "most": MOST,
        "titles": shown,
        "more": len(chosen.ids) - len(shown),
        "pages": awaited["pages"],
        "minutes": -(-awaited["seconds"] // 60),
        "ahead": awaited["ahead"],
        "size": filesizeformat(awaited["bytes"]),
        "typed": {
            "title": request.POST.get("title", "") or _title(chosen),
            "order": request.POST.get("order", AS_LISTED),
            "language": request.POST.get("language", spoken()),
        },
        "orders": ORDERS.items(),
        "languages": [(code, language_name(code)) for code in settings.OPEN_LANGUAGES],
        "errors": errors or {},
        "address": request.get_full_path(),
        "library": f"{reverse('library')}?{request.GET.urlencode()}",
    }


def _title(chosen: Chosen) -> str:
    title = _("Practices of public service")
    return f"{title}: {chosen.words}"[:LONGEST_TITLE] if chosen.words else title


def _titles(ids: list[int], user: Any) -> list[Title]:
    rows = Title.objects.filter(*seen_at("record", user), record__in=ids, language=spoken())
    known = {row.record_id: row for row in rows}
    return [known[pk] for pk in ids if pk in known]


def order_volume(request: HttpRequest, chosen: Chosen) -> tuple[PrintOrder | None, dict[str, str]]:
    """Take an order, or return by field what is wrong with it."""
    title = " ".join(cleaned(request.POST.get("title", "")).split())
    order, language = request.POST.get("order", AS_LISTED), request.POST.get("language", spoken())
    errors = {}
    if not title or len(title) > LONGEST_TITLE:
        errors["title"] = _("Give the volume a title of at most %(most)s characters.") % {"most": LONGEST_TITLE}
    if order not in ORDERS:
        errors["order"] = _("Choose one of the orders.")
    if language not in settings.OPEN_LANGUAGES:
        errors["language"] = _("Choose one of the languages.")
    if not chosen.ids or chosen.is_too_many:
        errors["chosen"] = _("A volume holds between one and %(most)s practices.") % {"most": MOST}
    elif not errors and is_limited(request, "volumes of a day", VOLUMES_PER_DAY, within=DAY):
        errors["chosen"] = _("Too many volumes were ordered from here today. Please come again tomorrow.")
    elif open_orders().count() >= MOST_WAITING:
        errors["chosen"] = _("Too many volumes are waiting to be made. Please come again in an hour.")
    if errors:
        return None, errors
    ids = _ordered(chosen.ids, order, language)
    asked = {"ids": ids, "title": title, "language": language}
    return place(maker=MAKER, title=title, language=language, asked=asked, record_ids=ids, by=request.user), {}


def _ordered(ids: list[int], order: str, language: str) -> list[int]:
    """Return the practices in an order: one query, or two."""
    if order == AS_LISTED:
        return ids
    keys = dict(Title.objects.filter(record__in=ids, language=language).values_list("record_id", "sort_key"))
    countries: dict[int, str] = {}
    if order == BY_COUNTRY:
        edges = Relation.objects.filter(subject__in=ids, verb=Verb.IN_COUNTRY, object__titles__language=language)
        countries = dict(edges.values_list("subject_id", "object__titles__sort_key"))
    return sorted(ids, key=lambda pk: (countries.get(pk, ""), keys.get(pk, ""), pk))


def order_of(token: str, user: Any) -> PrintOrder:
    """Return an order for who may read it. Raises ``Http404`` for others, and where there is none."""
    order = PrintOrder.objects.filter(token=token).first()
    if order is None or not may_read(order, user):
        raise Http404
    return order


def order_context(order: PrintOrder, request: HttpRequest) -> dict[str, Any]:
    """Return how far an order is."""
    state = state_for(order, request.user)
    return {
        "title": order.title,
        "crumbs": library_crumbs(),
        "order": order,
        "state": state.value,
        "state_name": state.label,
        "is_open": state in (OrderState.WAITING, OrderState.MAKING),
        "size": filesizeformat(order.size),
        "failure": FAILURES.get(order.failure, FAILURES["broken"]) if order.failure else "",
        "ahead": open_orders().filter(ordered_at__lt=order.ordered_at, begun_at__isnull=True).count(),
        "file": reverse("volume-pdf", args=[order.token]),
        "address": request.path,
    }


def file_name(order: PrintOrder) -> str:
    """Return a good name for the file of a volume."""
    return f"{slugify(order.title)[:60] or 'practices'}-{order.language}"
