"""Forms of the editors' side over our own operations: rows, partial dates, lists of records."""

from core.forms.dates import PartialDateField
from core.forms.editions import EditionForm
from core.forms.rows import RowForm
from core.forms.several import SeveralField

__all__ = ["EditionForm", "PartialDateField", "RowForm", "SeveralField"]
