"""Facts about members, one file per idea."""

from members.models.closure import AccountClosure
from members.models.country import Country, CountryRole
from members.models.data_export import DataExport
from members.models.factor_reset import FactorReset
from members.models.institution import Institution
from members.models.invitation import Invitation, InvitationState
from members.models.programme import Programme

__all__ = [
    "AccountClosure",
    "Country",
    "CountryRole",
    "DataExport",
    "FactorReset",
    "Institution",
    "Invitation",
    "InvitationState",
    "Programme",
]
