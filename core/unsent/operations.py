"""Keep what was typed where a session had ended, give it back to whoever typed it, and forget it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature, dumps, loads
from django.db import transaction
from django.utils import timezone

from core.unsent.models import UnsentForm
from core.users.models import User

LASTS = timedelta(days=1)
# A page may stay open over a week; whoever comes later types anew.
OPEN_FOR = timedelta(days=7)
MOST_FORMS, MOST_CHARACTERS = 20, 100_000
SALT = "core.unsent"
# The hidden field of every form that says for whom its page was made.
FIELD = "typed_by"
# Stands among the words where a file was chosen: it is not kept, so that it is asked for again.
HAD_FILES = "had_files"
LEFT_OUT = frozenset({"csrfmiddlewaretoken", FIELD, "next"})
SECRET = ("password", "passwd", "code", "secret", "token")


@dataclass(frozen=True)
class Origin:
    """Where something was typed: for whom the page was made, its address, the form on it, and whether it was kept."""

    user: int
    page: str
    form: str
    kept: int = 0


def mark(origin: Origin) -> str:
    """Return an origin as a form carries it; nobody else can write one."""
    return dumps([origin.user, origin.page, origin.form, origin.kept], salt=SALT)


def origin_of(sent: Mapping[str, Any]) -> Origin | None:
    """Return from where a form was sent; nothing where it does not say, or says what we never wrote."""
    try:
        return Origin(*loads(sent.get(FIELD, ""), salt=SALT, max_age=OPEN_FOR))
    except (BadSignature, TypeError, ValueError):
        return None


def typed_in(sent: Any, files: Any = None) -> dict[str, list[str]]:
    """Return what a form holds of words: no token, no password, no code; of ``files`` that there were some."""
    words = {
        name: values
        for name, values in sent.lists()
        if name not in LEFT_OUT and not any(part in name.lower() for part in SECRET) and any(values)
    }
    return words | ({HAD_FILES: ["1"]} if files else {})


@transaction.atomic
def keep(*, origin: Origin, words: dict[str, list[str]]) -> UnsentForm | None:
    """Keep words for the person whose page it was, in the place of what was kept of the same form.

    Nothing is kept where there are none, too many, or the person is gone. Of many forms the oldest are forgotten.
    """
    length = sum(len(text) for values in words.values() for text in values)
    person = User.objects.filter(pk=origin.user, is_active=True).first()
    if person is None or not 0 < length <= MOST_CHARACTERS:
        return None
    kept, _is_new = UnsentForm.objects.update_or_create(
        user=person,
        page=origin.page[:500],
        form=origin.form[:200],
        defaults={"words": words, "kept_at": timezone.now()},
    )
    old = UnsentForm.objects.filter(user=person).order_by("-kept_at", "-pk").values_list("pk", flat=True)[MOST_FORMS:]
    UnsentForm.objects.filter(pk__in=list(old)).delete()
    return kept


def kept_for(user: Any, page: str) -> dict[str, UnsentForm]:
    """Return what is kept for somebody of a page, by form; of nobody else's."""
    since = timezone.now() - LASTS
    return {row.form: row for row in UnsentForm.objects.filter(user=user, page=page, kept_at__gte=since)}


def forget(*, origin: Origin) -> None:
    """Forget what was kept of a form that was sent now."""
    UnsentForm.objects.filter(pk=origin.kept, user=origin.user).delete()


def forget_old() -> None:
    """Forget what nobody came for."""
    UnsentForm.objects.filter(kept_at__lt=timezone.now() - LASTS).delete()
