"""What was heard of changes. The table is made by whoever changes records, so it has no migration."""

from django.db import models


class Heard(models.Model):
    """One change that a worker has dealt with."""

    record_id = models.BigIntegerField()
    worker = models.IntegerField()
