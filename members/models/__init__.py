"""Facts about members, one file per idea."""

from members.models.country import Country, CountryRole
from members.models.institution import Institution
from members.models.programme import Programme

__all__ = ["Country", "CountryRole", "Institution", "Programme"]
