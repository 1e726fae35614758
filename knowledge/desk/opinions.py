"""What the desk shows of opinions: on the page of a manuscript, in lists, and to whom one is asked of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.opinions.models import OpinionRequest
from core.opinions.operations import text_at_gate
from core.opinions.permissions import can_ask_opinion, keeps_gate_of, reads_opinion, requests_of_gates
from core.opinions.states import OpinionState, Step
from core.records.listing import page_at
from core.review.models import Manuscript
from core.review.people import secretariat, writers_of
from core.review.permissions import can_see_manuscript, has_desk, is_secretariat
from core.review.states import Gate
from core.users.roles import Role
from core.users.terms import countries_of
from members.accounts.naming import names_of
from members.accounts.operations import is_confirmed

PER_PAGE = 25
OF_ME, AT_MY_GATES = "mine", "gates"


def opinions_context(manuscript: Manuscript, user: Any, language: str) -> dict[str, Any]:
    """Return the opinions on a manuscript: to its gates everything, to its authors what was shared with them."""
    found: list[OpinionRequest] = list(
        OpinionRequest.objects.filter(manuscript=manuscript)
        .select_related("asked_by", "withdrawn_by")
        .prefetch_related("opinions__shared_by")
    )
    for request in found:
        request.manuscript = manuscript
    names = _institutions(found, language)
    at_gate = text_at_gate(manuscript) if found else (None, "")
    blind = _blind_askers(found, manuscript)
    rows = []
    for request in found:
        is_earlier = (request.revision_id, request.digest) != at_gate
        if reads_opinion(user, request):
            is_dead = request.asked_by_id in blind
            rows.append(_row_of_gate(request, user, names, is_earlier=is_earlier, is_dead=is_dead))
        elif (row := _row_of_authors(request, names, is_earlier=is_earlier)) is not None:
            rows.append(row)
    return {"opinions": rows, "may_ask_opinion": can_ask_opinion(user, manuscript)}


def _blind_askers(found: Iterable[OpinionRequest], manuscript: Manuscript) -> set[int]:
    """Return who asked, still waits, and may not see the text any more: at most four queries.

    Those of the country see it all, or none of them does.
    """
    today = timezone.localdate()
    askers = {one.asked_by_id: one.asked_by for one in found if one.state(on=today) == OpinionState.ASKED}
    if not askers:
        return set()
    seeing = {number for number, person in askers.items() if person.is_superuser and person.is_active}
    seeing |= set(secretariat().filter(pk__in=askers).values_list("pk", flat=True))
    writers = set(writers_of(manuscript.country_id).filter(pk__in=askers).values_list("pk", flat=True)) - seeing
    if writers and can_see_manuscript(askers[min(writers)], manuscript):
        seeing |= writers
    return set(askers) - seeing


def _row_of_gate(
    request: OpinionRequest, user: Any, names: dict[int, str], *, is_earlier: bool, is_dead: bool
) -> dict[str, Any]:
    """Return everything of a request, with what can be done with it."""
    today = timezone.localdate()
    opinion = request.latest
    is_shared = opinion is not None and opinion.shared_at is not None
    may_share = request.allows(Step.SHARE, on=today) and not is_shared and keeps_gate_of(user, request)
    return {
        "request": request,
        "name": request.name,
        "institution": institution_of(request, names),
        "gate": Gate(request.gate).label,
        "state": request.state(on=today).label,
        "is_waited_for": request.state(on=today) == OpinionState.ASKED,
        "opinion": opinion,
        "earlier": [one for one in request.opinions.all() if opinion is not None and one.pk != opinion.pk],
        "is_earlier_text": is_earlier,
        "is_dead": is_dead and request.state(on=today) == OpinionState.ASKED,
        "may_withdraw": request.allows(Step.WITHDRAW, on=today),
        "may_share": may_share,
    }


def _row_of_authors(request: OpinionRequest, names: dict[int, str], *, is_earlier: bool) -> dict[str, Any] | None:
    """Return what was shared last; who gave it where they agree by now. Nothing where nothing was shared."""
    shared = [one for one in request.opinions.all() if one.shared_at is not None]
    latest = request.latest
    if not shared or latest is None:
        return None
    return {
        "name": request.name if latest.may_name else _("A reviewer of another institution"),
        "institution": institution_of(request, names) if latest.may_name else "",
        "opinion": shared[-1],
        "is_earlier_text": is_earlier,
        "is_for_authors": True,
    }


def institution_of(request: OpinionRequest, names: dict[int, str]) -> str:
    """Return what the institution of a reviewer is called."""
    if request.institution_id is None:
        return request.institution_words
    return names.get(request.institution_id, "")


def _institutions(requests: Iterable[OpinionRequest], language: str) -> dict[int, str]:
    numbers = {one.institution_id for one in requests if one.institution_id is not None}
    return names_of(numbers, language) if numbers else {}


def asked_of(user: Any) -> Any:
    """Return the requests that somebody can answer by their account, which has shown that its address is theirs."""
    if not user.is_authenticated or not user.is_active or not is_confirmed(user):
        return OpinionRequest.objects.none()
    return OpinionRequest.objects.open(on=timezone.localdate()).filter(email=user.email.lower())


def waited_for_at(user: Any) -> Any:
    """Return the requests at the gates that somebody keeps to which no answer came yet."""
    today = timezone.localdate()
    return OpinionRequest.objects.waited_for(on=today).filter(requests_of_gates(user))


def opinions_list(user: Any, asked: Any) -> dict[str, Any] | None:
    """Return the list of opinions, of which there are two shelves: a constant number of queries.

    Nothing where opinions are no matter of somebody.
    """
    shelves = _shelves(user)
    if not shelves:
        return None
    chosen = asked.get("show") if asked.get("show") in shelves else next(iter(shelves))
    page = page_at(shelves[chosen]["rows"].with_answers().order_by("due_on", "pk"), PER_PAGE, asked.get("page"))
    names = _institutions(page, get_language() or "")
    today = timezone.localdate()
    return {
        "page": page,
        "is_mine": chosen == OF_ME,
        "shelf": shelves[chosen]["name"],
        "shelves": [
            {"name": one["name"], "url": f"?show={key}", "count": one["rows"].count(), "current": key == chosen}
            for key, one in shelves.items()
        ],
        "rows": [
            {
                "request": one,
                "title": str(one.manuscript),
                "language": one.manuscript.page.locale.language_code,
                "institution": institution_of(one, names),
                "state": one.state(on=today).label,
                "days": (one.due_on - today).days,
            }
            for one in page
        ],
    }


def _shelves(user: Any) -> dict[str, dict[str, Any]]:
    found = {}
    if _keeps_gates(user):
        found[AT_MY_GATES] = {"name": _("Opinions waited for"), "rows": waited_for_at(user)}
    mine = asked_of(user)
    if not found or mine.exists():
        found[OF_ME] = {"name": _("Opinions asked of you"), "rows": mine}
    return found


def _keeps_gates(user: Any) -> bool:
    return is_secretariat(user) or bool(countries_of(user, Role.FOCAL_POINT))


def desk_entries(user: Any) -> list[dict[str, Any]]:
    """Return what the desk says of opinions: nothing where none are asked for."""
    counts = [(OF_ME, _("Opinions asked of you"), asked_of(user).count())]
    if has_desk(user) and _keeps_gates(user):
        counts.append((AT_MY_GATES, _("Opinions waited for"), waited_for_at(user).count()))
    return [
        {"name": name, "view": "opinions", "query": f"?show={show}", "count": count}
        for show, name, count in counts
        if count
    ]


def counts_of(manuscripts: Iterable[Manuscript], user: Any) -> dict[int, str]:
    """Return in words how many opinions of ``user``'s gates are there and waited for: one query."""
    numbers = [one.pk for one in manuscripts]
    if not numbers or not _keeps_gates(user):
        return {}
    found = OpinionRequest.objects.filter(requests_of_gates(user), manuscript__in=numbers)
    counted = found.counted(on=timezone.localdate())
    return {number: pgettext("opinions", "opinions: %(given)s given, %(waited_for)s waited for") % counts
            for number, counts in counted.items() if any(counts.values())}  # fmt: skip
