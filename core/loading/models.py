"""What was loaded, so that what was edited on the site since is kept."""

from django.db import models


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
