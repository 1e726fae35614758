"""Questions over many records."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from core.audience.models import HIDDEN, AudienceToken
from core.audience.providers import PUBLIC, tokens_of
from core.records.kinds import Kind, Verb

# Records that are nothing but a fact: without a source there is nothing to show.
FACTS = (Kind.FIGURE, Kind.ADOPTION)


class RecordQuerySet(QuerySet[Any]):
    """Records as readers meet them."""

    def visible_to(self, user: Any) -> RecordQuerySet:
        """Return the records that carry a token of ``user`` and are not withdrawn."""
        return self._open_to(tokens_of(user))

    def kept_for(self, user: Any) -> RecordQuerySet:
        """Return the records that are for ``user``, shown at the moment or taken down: who works on them meets both."""
        tokens = tokens_of(user)
        kept = AudienceToken.objects.filter(
            record=OuterRef("pk"), token__in=sorted({*tokens, *(f"{HIDDEN}{token}" for token in tokens)})
        )
        return self.filter(Exists(kept), withdrawn_on__isnull=True)

    def stated_to(self, user: Any) -> RecordQuerySet:
        """Return what ``user`` may see, without facts that rest only on sources which that reader may not see.

        Every fact names its source, so a figure or an adoption goes with the last of its sources. An adoption, whose
        title names both sides, goes with either. A contradiction goes when fewer than two of its claims are left: what
        is said of the others would tell of what is hidden. Records of other kinds stay, and what they state is shown
        as not stated; only the filter by year still knows when a practice began.
        """
        return self.filter(*_stated(tokens_of(user)))

    def public(self) -> RecordQuerySet:
        """Return the records that everybody may see."""
        return self._open_to({PUBLIC})

    def _open_to(self, tokens: Any) -> RecordQuerySet:
        return self.filter(*_seen_at("", frozenset(tokens)))

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


# Conditions do not change when they are used. Making them anew for every query of a page took a good part of its time.


def seen_at(record: str, user: Any) -> tuple[Any, ...]:
    """Return the conditions that ``user`` may see the ``record`` (a foreign key) of a row of any table.

    They say what ``visible_to`` says, for rows that are joined with their record anyway.
    """
    return _seen_at(record, tokens_of(user))


@lru_cache(maxsize=1_000)
def _seen_at(record: str, tokens: frozenset[str]) -> tuple[Any, ...]:
    """``record`` is the way from a row to its record; none where the row is the record itself."""
    allowed = AudienceToken.objects.filter(record=OuterRef(record or "pk"), token__in=sorted(tokens))
    withdrawn = f"{record}__withdrawn_on" if record else "withdrawn_on"
    return (Exists(allowed), Q(**{f"{withdrawn}__isnull": True}))


@lru_cache(maxsize=1_000)
def _stated(tokens: frozenset[str]) -> tuple[Any, ...]:
    from core.records.models import Record, Relation

    itself = Record.objects.filter(pk=OuterRef("pk")).order_by()
    cited = itself.filter(**_open("citations__source__record", tokens))
    claimed = itself.filter(Exists(_tokens("contradiction__claims__source__record", tokens)))
    sides = Relation.objects.filter(subject=OuterRef("pk"), verb__in=[Verb.ORIGINAL, Verb.ADOPTED_BY])
    hidden = sides.exclude(Exists(_tokens("object", tokens)))
    return (
        *_seen_at("", tokens),
        ~Q(kind__in=FACTS) | Exists(cited),
        ~Q(kind=Kind.ADOPTION) | ~Exists(hidden),
        ~Q(kind=Kind.CONTRADICTION) | Exists(claimed[1:]),
    )


def _open(record: str, tokens: frozenset[str]) -> dict[str, Any]:
    """Return the conditions, for one ``filter``, that lead by joins to a ``record`` that carries any of the tokens.

    As many rows are found as it carries of them.
    """
    return {
        f"{record}__audience__token__in": sorted(tokens),
        f"{record}__withdrawn_on__isnull": True,
    }


def _tokens(record: str, tokens: frozenset[str]) -> QuerySet[AudienceToken]:
    """Return those of the tokens that the ``record`` of an outer row carries: none where it is hidden."""
    return AudienceToken.objects.filter(
        record=OuterRef(record), token__in=sorted(tokens), record__withdrawn_on__isnull=True
    )
