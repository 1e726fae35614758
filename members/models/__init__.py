"""Facts about members, one file per idea."""

from members.models.country import Country, CountryRole
from members.models.factor_reset import FactorReset
from members.models.institution import Institution
from members.models.invitation import Invitation, InvitationState
from members.models.programme import Programme

__all__ = ["Country", "CountryRole", "FactorReset", "Institution", "Invitation", "InvitationState", "Programme"]
