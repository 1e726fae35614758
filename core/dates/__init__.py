"""Dates as exact as their source: earliest, latest and the words that were used."""

from core.dates.fields import PartialDateDescriptor, partial_date_constraint, partial_date_fields
from core.dates.partial import Answer, PartialDate, Precision

__all__ = [
    "Answer",
    "PartialDate",
    "PartialDateDescriptor",
    "Precision",
    "partial_date_constraint",
    "partial_date_fields",
]
