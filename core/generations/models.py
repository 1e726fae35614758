"""The numbers, as rows that are only ever added to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class Generation(models.Model):
    """A change of what ``name`` stands for. The generation of a name is the sum of its rows.

    A change adds a row and never writes one that is there, so no writer waits for another; and as the sum counts what
    is committed and nothing else, it tells of every change from the moment on in which readers can see it, whichever
    of two transactions began first. ``gather`` makes one row of many and leaves the sum as it is.
    """

    name = models.CharField(max_length=60)
    # Wide enough for four thousand million changes of the size that ``operations`` takes.
    number = models.BigIntegerField()

    objects: Any = models.Manager()

    class Meta:
        """The index that holds the whole answer."""

        indexes = [models.Index(fields=["name", "number"], name="generation_of_a_name")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="generation_has_a_name"),
            models.CheckConstraint(condition=Q(number__gt=0), name="generation_only_grows"),
        ]

    def __str__(self) -> str:
        """Return name and number."""
        return f"{self.name}: {self.number}"
