"""What the pages of members show, as plain values, each in a fixed number of queries."""

from members.presentation.countries import country_context, country_list_context
from members.presentation.institutions import institution_context, institution_list_context
from members.presentation.programmes import programme_context

__all__ = [
    "country_context",
    "country_list_context",
    "institution_context",
    "institution_list_context",
    "programme_context",
]
