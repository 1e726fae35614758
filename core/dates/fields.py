"""Partial dates as model fields: three columns and one attribute."""

from __future__ import annotations

from typing import Any, overload

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.dates.partial import PartialDate


def partial_date_fields(
    verbose_name: str = "",
) -> tuple[models.DateField[Any, Any], models.DateField[Any, Any], models.CharField[Any, Any]]:
    """Return the fields ``<name>_earliest``, ``<name>_latest`` and ``<name>_words``.

    Assign them in the class body in this order and put a ``PartialDateDescriptor("<name>")`` beside them.
    """
    return (
        models.DateField(
            _("%(what)s: not before") % {"what": verbose_name} if verbose_name else _("not before"),
            null=True,
            blank=True,
        ),
        models.DateField(
            _("%(what)s: not after") % {"what": verbose_name} if verbose_name else _("not after"),
            null=True,
            blank=True,
        ),
        models.CharField(_("the source's words"), max_length=200, blank=True, default=""),
    )


class PartialDateDescriptor:
    """Reads and writes the three columns of a partial date as one ``PartialDate``."""

    def __init__(self, name: str) -> None:
        """Name the columns' common beginning."""
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> PartialDateDescriptor: ...
    @overload
    def __get__(self, instance: models.Model, owner: type) -> PartialDate: ...

    def __get__(self, instance: models.Model | None, owner: type) -> PartialDate | PartialDateDescriptor:
        """Return the partial date of a row."""
        if instance is None:
            return self
        return PartialDate(
            getattr(instance, f"{self.name}_earliest"),
            getattr(instance, f"{self.name}_latest"),
            getattr(instance, f"{self.name}_words"),
        )

    def __set__(self, instance: models.Model, value: PartialDate | None) -> None:
        """Write a partial date, or nothing known."""
        value = value or PartialDate()
        setattr(instance, f"{self.name}_earliest", value.earliest)
        setattr(instance, f"{self.name}_latest", value.latest)
        setattr(instance, f"{self.name}_words", value.words)


def partial_date_constraint(owner: str, name: str) -> models.CheckConstraint:
    """Return the named rule that a span does not end before it begins (an open side passes)."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}_earliest__lte": F(f"{name}_latest")})
        | Q(**{f"{name}_earliest__isnull": True})
        | Q(**{f"{name}_latest__isnull": True}),
        name=f"{owner}_{name}_does_not_end_before_it_begins",
        violation_error_message=_("The date cannot end before it begins."),
    )
