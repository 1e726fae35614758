"""State a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.figures.models import Figure
from core.records.kinds import Kind
from core.records.models import Record
from core.records.operations import register_record, touch


@transaction.atomic
def save_figure(
    *,
    key: str,
    subject: Record,
    measure: str,
    stated: str,
    by: Any,
    indicator_key: str = "",
    titles: Mapping[str, str] | None = None,
    **fields: Any,
) -> Figure:
    """Add or change a figure of ``subject``.

    ``stated`` keeps the source's words, ``titles`` are translated titles by language; ``fields`` are ``low``, ``high``,
    ``unit``, ``as_of`` (a ``PartialDate``), ``role``, ``note`` and ``position``. Its sources are cited on its record.
    Raises ``ValidationError`` where a field does not fit or the indicator is not known.
    """
    record = register_record(
        key=key,
        kind=Kind.FIGURE,
        slug=key.lower(),
        language=subject.language,
        titles={**(titles or {}), subject.language: f"{stated} {measure}"[:500]},
        address=lambda language: reverse("permalink", args=[key]),
        by=by,
    )
    figure = Figure.objects.filter(record=record).select_related("subject").first() or Figure(record=record)
    before = figure.subject if figure.pk else subject
    values = {
        "subject": subject,
        "measure": measure,
        "stated": stated,
        "indicator": _indicator(indicator_key),
        **fields,
    }
    for name, value in values.items():
        setattr(figure, name, value)
    figure.full_clean()
    figure.save()
    for shown_on in {before, subject}:
        touch(record=shown_on, by=by)
    return figure


def _indicator(key: str) -> Record | None:
    if not key:
        return None
    found = Record.objects.filter(key=key, kind=Kind.INDICATOR).first()
    if found is None:
        raise ValidationError({"indicator": _("There is no indicator “%(key)s”.") % {"key": key}})
    return found
