"""What was loaded, so that what was edited on the site since is kept."""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class WrittenField(models.TextField):
    """Plain values as JSON in a text: PostgreSQL's own type forgets the order in which fields were written."""

    def from_db_value(self, value: str, expression: Any, connection: Any) -> Any:
        """Return the values."""
        return json.loads(value)

    def to_python(self, value: Any) -> Any:
        """Return the values, of a text that was exported."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str:
        """Return the text."""
        return json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the text that is exported."""
        return self.get_prep_value(self.value_from_object(obj))


class LoadedField(models.Model):
    """The hash of one field of one entry as the loader last wrote it."""

    record_key = models.CharField(max_length=120)
    field = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        """Constraints."""

        constraints = [models.UniqueConstraint(fields=["record_key", "field"], name="loaded_field_is_remembered_once")]

    def __str__(self) -> str:
        """Return key and field."""
        return f"{self.record_key}.{self.field}"


class KeptEntry(models.Model):
    """What an entry of the record files says and the site has no place for yet; kept, not shown.

    For a kind that has not landed it is the whole entry; otherwise the fields that have no column.
    """

    key = models.CharField(max_length=120, unique=True)
    file = models.CharField(max_length=60)
    content: models.Field[Any, Any] = WrittenField()

    class Meta:
        """Constraints and the order of the files."""

        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(file=""), name="kept_entry_names_its_file")]

    def __str__(self) -> str:
        """Return the key."""
        return self.key
