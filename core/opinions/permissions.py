"""Who asks for opinions, who reads them, and of whom one is asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from core.opinions.models import OpinionRequest
from core.review.models import Manuscript
from core.review.permissions import can_see_manuscript, endorses, has_part, is_secretariat
from core.review.states import AT_A_GATE, Gate, Part
from core.users.roles import Role
from core.users.terms import countries_of


def can_ask_opinion(user: Any, manuscript: Manuscript) -> bool:
    """Whether ``user`` keeps the gate at which the text stands, and no colleague has it; a pause is no hindrance."""
    gate = manuscript.stands_at
    if gate is None or manuscript.stage not in AT_A_GATE or not has_part(user, manuscript, Part.KEEPER):
        return False
    return gate.holder_id in (None, user.pk)


def keeps_gate_of(user: Any, request: OpinionRequest) -> bool:
    """Whether ``user``, who may see the manuscript, keeps the gate of the request, wherever the text is by now."""
    return is_secretariat(user) or (request.gate == Gate.ENDORSEMENT and endorses(user, request.manuscript))


def reads_opinion(user: Any, request: OpinionRequest) -> bool:
    """Whether ``user``, who may see the manuscript, reads what was asked and answered: who asked, and that gate."""
    return keeps_gate_of(user, request) or bool(request.asked_by_id == user.pk)


def can_read_opinion(user: Any, request: OpinionRequest) -> bool:
    """Whether ``user`` reads what was asked and answered, and may withdraw the request."""
    return reads_opinion(user, request) and can_see_manuscript(user, request.manuscript)


def can_share_opinion(user: Any, request: OpinionRequest) -> bool:
    """Whether ``user`` may let the authors read the opinion: who keeps the gate at which it was asked for."""
    return keeps_gate_of(user, request) and can_see_manuscript(user, request.manuscript)


def requests_of_gates(user: Any) -> Q:
    """Return what limits requests to those of gates that ``user`` keeps."""
    if is_secretariat(user):
        return Q()
    return Q(gate=Gate.ENDORSEMENT, manuscript__country__in=countries_of(user, Role.FOCAL_POINT))


def is_reviewer(user: Any, request: OpinionRequest) -> bool:
    """Whether the opinion is asked of ``user``: the letter went to the address of their account."""
    return bool(user.is_authenticated and user.is_active and user.email.lower() == request.email)
