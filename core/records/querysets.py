"""Questions over many records."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from core.audience.models import AudienceToken
from core.audience.providers import PUBLIC, tokens_of


class RecordQuerySet(QuerySet[Any]):
    """Records as readers meet them."""

    def visible_to(self, user: Any) -> RecordQuerySet:
        """Return the records that carry a token of ``user`` and are not withdrawn."""
        return self._open_to(tokens_of(user))

    def public(self) -> RecordQuerySet:
        """Return the records that everybody may see."""
        return self._open_to({PUBLIC})

    def _open_to(self, tokens: Any) -> RecordQuerySet:
        allowed = AudienceToken.objects.filter(record=OuterRef("pk"), token__in=sorted(tokens))
        return self.filter(Exists(allowed), withdrawn_on__isnull=True)

    def of_kind(self, *kinds: str) -> RecordQuerySet:
        """Return the records of these kinds."""
        return self.filter(kind__in=kinds)

    def with_key(self, key: str) -> RecordQuerySet:
        """Return the record of ``key``, in whatever case the key is written."""
        return self.alias(key_in_small=Lower("key")).filter(key_in_small=key.lower())

    def at_slug(self, kind: str, slug: str) -> RecordQuerySet:
        """Return the record of this kind whose address ends in ``slug``, in whatever case."""
        return self.alias(slug_in_small=Lower("slug")).filter(kind=kind, slug_in_small=slug.lower())

    def with_object(self, verb: str, *keys: str) -> RecordQuerySet:
        """Return the records that stand in ``verb`` to any of the records with these keys."""
        from core.records.models import Relation

        subjects = Relation.objects.filter(verb=verb, object__key__in=keys).values("subject_id")
        return self.filter(pk__in=subjects)

    def unconfirmed(self) -> RecordQuerySet:
        """Return the records that no institution has confirmed."""
        from core.records.models import Confirmation

        return self.exclude(Exists(Confirmation.objects.filter(record=OuterRef("pk"))))
