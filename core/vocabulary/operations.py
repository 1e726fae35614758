"""Name a concept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.records.changes import count_change
from core.records.operations import register_record
from core.vocabulary.models import Concept, Label, Scheme

# The name of the page of a concept, by scheme; indicators and terms have no page of their own.
PAGES = {Scheme.TOPIC: "topic", Scheme.SERVICE_TYPE: "service-type", Scheme.SDG_GOAL: "sdg-goal"}


@dataclass(frozen=True)
class Names:
    """The labels of a concept in one language: the preferred one, and what readers may type instead."""

    preferred: str
    alternative: Sequence[str] = ()


def concept_address(scheme: str, slug: str, language: str) -> str:
    """Return the path of the page of a concept in ``language``."""
    with override(language):
        if scheme == Scheme.TERM:
            return f"{reverse('terms')}#{slug}"
        page = PAGES.get(Scheme(scheme))
        return reverse(page, args=[slug]) if page else reverse("permalink", args=[slug])


@transaction.atomic
def save_concept(
    *,
    key: str,
    scheme: str,
    labels: Mapping[str, Names],
    by: Any,
    slug: str = "",
    broader_key: str = "",
    **fields: Any,
) -> Concept:
    """Add or change a concept with all its labels. ``fields`` are ``number``, ``definition`` and ``unit``.

    Raises ``ValidationError`` where the English name is missing or the broader concept is not known.
    """
    if "en" not in labels:
        raise ValidationError(_("Give the English name; other languages fall back to it."))
    slug = slug or key.lower()
    record = register_record(
        key=key,
        kind=scheme,
        slug=slug,
        language="en",
        titles={language: names.preferred for language, names in labels.items()},
        address=lambda language: concept_address(scheme, slug, language),
        by=by,
    )
    concept = Concept.objects.filter(record=record).first() or Concept(record=record)
    for name, value in {"scheme": scheme, "broader": _broader(scheme, broader_key), **fields}.items():
        setattr(concept, name, value)
    concept.full_clean()
    concept.save()
    # Again: before it was saved it stood under the concept that was broader until now.
    count_change(record)
    _replace_labels(concept, labels)
    return concept


def _broader(scheme: str, key: str) -> Concept | None:
    if not key:
        return None
    broader = Concept.objects.filter(scheme=scheme, record__key=key).first()
    if broader is None:
        raise ValidationError({"broader": _("There is no broader concept “%(key)s”.") % {"key": key}})
    return broader


def _replace_labels(concept: Concept, labels: Mapping[str, Names]) -> None:
    concept.labels.all().delete()
    Label.objects.bulk_create(
        Label(concept=concept, language=language, text=text, is_preferred=position == 0, position=position)
        for language, names in labels.items()
        for position, text in enumerate(dict.fromkeys([names.preferred, *names.alternative]))
    )
