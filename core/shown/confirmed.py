"""How a record stands with its institution, in the words of pages, files, feeds and the interface for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models import Confirmation, Record
from core.records import yearly
from core.templatetags.dates import as_partial_date, in_words
from core.templatetags.texts import interface_language_of


@dataclass(frozen=True)
class Standing:
    """When a record was confirmed last, if ever, and until when that holds, where it is asked for every year."""

    confirmed_on: date | None = None
    due_on: date | None = None
    is_lapsed: bool = False

    @classmethod
    def of(cls, kind: str, confirmed_on: date | None, *, at: date | None = None) -> Standing:
        """Return how a record of a kind stands on a day, today unless said otherwise."""
        if confirmed_on is None or kind not in yearly.KINDS:
            return cls(confirmed_on)
        lapsed = yearly.is_lapsed(confirmed_on, on=at or timezone.localdate())
        return cls(confirmed_on, yearly.due_on(confirmed_on), lapsed)

    @property
    def lapsed(self) -> str:
        """What is said of a confirmation that holds no more, in the language of the moment; nothing of any other."""
        return not_since(self.confirmed_on) if self.is_lapsed and self.confirmed_on is not None else ""

    @property
    def words(self) -> str:
        """The same of every record."""
        if self.confirmed_on is None:
            return _("Compiled from public sources, not yet confirmed by the institution.")
        return self.lapsed or _("Confirmed by the institution.")

    @property
    def lapsed_at(self) -> datetime | None:
        """The moment from which the confirmation holds no more; nothing while it holds."""
        if not self.is_lapsed or self.due_on is None:
            return None
        return timezone.make_aware(datetime.combine(self.due_on + yearly.A_DAY, time.min)).astimezone(UTC)


def not_since(confirmed_on: date) -> str:
    """Return the sentence for a record that was due for confirmation and was not confirmed."""
    day, _language = in_words(as_partial_date(confirmed_on), interface_language_of(get_language() or "en"))
    return _("Last confirmed by the institution on %(day)s; not confirmed since.") % {"day": day}


def standings_of(records: Iterable[Record]) -> dict[int, Standing]:
    """Return how those of the records stand that are confirmed every year: one query, none without such records."""
    kinds = {record.pk: record.kind for record in records if record.kind in yearly.KINDS}
    if not kinds:
        return {}
    found = Confirmation.objects.filter(record__in=kinds).values("record_id").annotate(last=Max("confirmed_on"))
    days = dict(found.values_list("record_id", "last"))
    return {pk: Standing.of(kind, days.get(pk)) for pk, kind in kinds.items()}
