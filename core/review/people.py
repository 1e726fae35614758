"""Whom a manuscript concerns: who writes it, and who keeps a gate."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.review.models import Manuscript
from core.review.states import Stage
from core.users.backends import people_with_roles
from core.users.models import RoleTerm, User
from core.users.roles import OF_A_COUNTRY, Role


def focal_points_of(country: int) -> QuerySet[User]:
    """Return the active focal points of the country with this record."""
    return _of_country(country, [Role.FOCAL_POINT])


def writers_of(country: int) -> QuerySet[User]:
    """Return the active people who write for the country with this record."""
    return _of_country(country, sorted(OF_A_COUNTRY))


def secretariat() -> QuerySet[User]:
    """Return the active people of the secretariat."""
    return people_with_roles([Role.SECRETARIAT], with_administrators=False).filter(is_active=True)


def keepers_of(manuscript: Manuscript) -> QuerySet[User]:
    """Return who keeps the gate at which a manuscript stands; the secretariat, where a country has no focal point."""
    if manuscript.stage == Stage.ENDORSED:
        return secretariat()
    found = focal_points_of(manuscript.country_id)
    return found if found.exists() else secretariat()


def who_may_hold(manuscript: Manuscript) -> QuerySet[User]:
    """Return everybody to whom a manuscript at its gate can be handed over."""
    people = Q(pk__in=secretariat().values("pk"))
    if manuscript.stage != Stage.ENDORSED:
        people |= Q(pk__in=focal_points_of(manuscript.country_id).values("pk"))
    return User.objects.filter(people).order_by("name", "email", "pk")


def authors_of(manuscript: Manuscript) -> QuerySet[User]:
    """Return the authors who still write for the country, or are of the secretariat and wrote for it."""
    still = Q(pk__in=writers_of(manuscript.country_id).values("pk")) | Q(pk__in=secretariat().values("pk"))
    return manuscript.authors.filter(still, is_active=True).order_by("name", "email", "pk")


def _of_country(country: int, roles: list[Role]) -> QuerySet[User]:
    held = RoleTerm.objects.held().filter(role__in=roles, country=country).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "email", "pk")
