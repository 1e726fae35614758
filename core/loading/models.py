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


class KeptEntry(models.Model):
    """What an entry of the record files says and the site has no place for yet; kept, not shown.

    For a kind that has not landed it is the whole entry; otherwise the fields that have no column.
    """

    key = models.CharField(max_length=120, unique=True)
    file = models.CharField(max_length=60)
    content = models.JSONField()

    class Meta:
        """Constraints and the order of the files."""

        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(file=""), name="kept_entry_names_its_file")]

    def __str__(self) -> str:
        """Return the key."""
        return self.key
