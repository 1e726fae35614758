"""The words of what followers are told, written when they are read: what is hidden by then is not named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core.following.models import What
from core.following.registry import searches
from core.following.tellable import tellable
from core.notices.wording import Line, Words, register_wordings
from core.records.models import Record, Title

FOLLOWED = "what is followed"


@register_wordings(FOLLOWED)
def words_of_news(told: Sequence[dict[str, Any]]) -> list[Words]:
    """Return what notices say, in the language of the moment: three queries, however many there are."""
    changes = {(int(pk), what) for one in told for pk, what in one["changes"]}
    named = tellable(changes)
    reasons = {int(pk) for one in told for pk in one["records"]}
    public = Record.objects.public().filter(pk=OuterRef("record_id"))
    titles = Title.objects.filter(language=get_language() or settings.LANGUAGE_CODE)
    known = titles.filter(record__in={pk for pk, _what in named}).select_related("record")
    names = {title.record_id: title for title in known}
    followed = dict(titles.filter(Exists(public), record__in=reasons).values_list("record_id", "text"))
    asked = list(dict.fromkeys(query for one in told for query in one["searches"]))
    described = dict(zip(asked, searches().described(asked), strict=True)) if asked else {}
    return [_words(one, named, names, followed, described) for one in told]


def _words(
    one: dict[str, Any],
    named: set[tuple[int, str]],
    names: dict[int, Title],
    followed: dict[int, str],
    described: dict[str, str],
) -> Words:
    shown = [(names[pk], what) for pk, what in one["changes"] if (pk, what) in named and pk in names]
    if not shown:
        return Words(_("What you follow"), _("This is no longer public."), is_over=True)
    because = [
        *(followed[pk] for pk in one["records"] if pk in followed),
        *(_("the search: %(search)s") % {"search": described[query]} for query in one["searches"]),
    ]
    text = _("You follow: %(names)s.") % {"names": "; ".join(because)} if because else ""
    if len(shown) == 1 and not one["more"]:
        return Words(_said(*shown[0]), text)
    count = len(shown) + one["more"]
    title = ngettext(
        "%(count)s practice that you follow is new or changed",
        "%(count)s practices that you follow are new or changed",
        count,
    ) % {"count": count}
    lines = tuple(Line(_said(name, what), _address(name)) for name, what in shown)
    return Words(title, text, lines=lines, more=one["more"])


def _said(title: Title, what: str) -> str:
    told = {"title": title.text}
    if what == What.PUBLISHED:
        return _("Published: %(title)s") % told
    if what == What.CHANGED:
        return _("New version: %(title)s") % told
    return pgettext("readers", "Withdrawn: %(title)s") % told


def _address(title: Title) -> str:
    return settings.BASE_URL + reverse("permalink", args=[title.record.key])
