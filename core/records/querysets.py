"""Questions over many records."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from core.audience.models import AudienceToken
from core.audience.providers import PUBLIC, tokens_of
from core.records.kinds import Kind, Verb

# Records that are nothing but a fact: without a source there is nothing to show.
FACTS = (Kind.FIGURE, Kind.ADOPTION)


class RecordQuerySet(QuerySet[Any]):
    """Records as readers meet them."""

    def visible_to(self, user: Any) -> RecordQuerySet:
        """Return the records that carry a token of ``user`` and are not withdrawn."""
        return self._open_to(tokens_of(user))

    def stated_to(self, user: Any) -> RecordQuerySet:
        """Return what ``user`` may see, without facts that rest only on sources which that reader may not see.

        Every fact names its source, so a figure or an adoption goes with the last of its sources. An adoption, whose
        title names both sides, goes with either. A contradiction goes when fewer than two of its claims are left: what
        is said of the others would tell of what is hidden. Records of other kinds stay, and what they state is shown
        as not stated; only the filter by year still knows when a practice began.
        """
        from core.records.models import Relation

        itself = self.model.objects.filter(pk=OuterRef("pk")).order_by()
        cited = itself.filter(**_open("citations__source__record", user))
        claimed = itself.filter(Exists(_tokens("contradiction__claims__source__record", user)))
        sides = Relation.objects.filter(subject=OuterRef("pk"), verb__in=[Verb.ORIGINAL, Verb.ADOPTED_BY])
        hidden = sides.exclude(Exists(_tokens("object", user)))
        return self.visible_to(user).filter(
            ~Q(kind__in=FACTS) | Exists(cited),
            ~Q(kind=Kind.ADOPTION) | ~Exists(hidden),
            ~Q(kind=Kind.CONTRADICTION) | Exists(claimed[1:]),
        )

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


def _open(record: str, user: Any) -> dict[str, Any]:
    """Return the conditions, for one ``filter``, that lead by joins to a ``record`` that ``user`` may see.

    As many rows are found as it carries tokens of that user.
    """
    return {
        f"{record}__audience__token__in": sorted(tokens_of(user)),
        f"{record}__withdrawn_on__isnull": True,
    }


def _tokens(record: str, user: Any) -> QuerySet[AudienceToken]:
    """Return the tokens by which ``user`` may see the ``record`` of an outer row: none where it is hidden."""
    return AudienceToken.objects.filter(
        record=OuterRef(record), token__in=sorted(tokens_of(user)), record__withdrawn_on__isnull=True
    )
