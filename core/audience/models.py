"""The tokens a record carries."""

from django.db import models

# Before the token of a record that was taken down: nobody has such a token, and it is known for whom the record was.
HIDDEN = "hidden:"


class AudienceToken(models.Model):
    """One group of readers that may see a record. A record without a token is seen by nobody."""

    record = models.ForeignKey("core.Record", on_delete=models.CASCADE, related_name="audience")
    token = models.CharField(max_length=80)

    class Meta:
        """Constraints."""

        constraints = [
            models.UniqueConstraint(fields=["record", "token"], name="record_carries_a_token_once"),
            models.CheckConstraint(condition=~models.Q(token=""), name="audience_token_is_not_empty"),
        ]

    def __str__(self) -> str:
        """Return the token."""
        return self.token
