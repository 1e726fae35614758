"""The form of a practice."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.forms import EditionForm, PartialDateField
from core.models import Concept
from core.users.policies import works_on_all_pages
from core.users.roles import OF_A_COUNTRY
from core.users.terms import countries_of
from core.viewsets.titles import title_of

VOCABULARIES = ("topics", "service_types", "goals")
OWNERS = ("country", "institution", "programme")


def concept_name(concept: Concept) -> str:
    """Return the name of a concept in the language of the screen."""
    return concept.label(get_language() or "en")


def owner_name(row: Any) -> str:
    """Return the name of a country, institution or programme in the language of the screen."""
    return title_of(row.record)


class PracticeForm(EditionForm):
    """A practice: text on every edition, facts on the original."""

    facts = ("length", *OWNERS, "status", *VOCABULARIES, "goals_basis")
    fact_lists = ("practice_sources",)
    source_list = "practice_sources"
    partial_dates = ("started",)
    key_prefix = "practice-"

    started = PartialDateField(label=_("begun"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer concepts and owners by their names."""
        super().__init__(*args, **kwargs)
        for name in VOCABULARIES:
            self._name_choices(name, concept_name, "record", "labels")
        for name in OWNERS:
            self._name_choices(name, owner_name, "record", "record__titles")

        self._offer_countries()
        if self.for_user is not None and not works_on_all_pages(self.for_user):
            # When a text is published is decided at the second gate.
            for name in ("go_live_at", "expire_at"):
                self.fields.pop(name, None)

    def _offer_countries(self) -> None:
        """Offer who writes for a country no other: theirs is chosen already where they have one."""
        field, user = self.fields.get("country"), self.for_user
        if field is None or user is None or works_on_all_pages(user):
            return
        field.queryset = field.queryset.filter(record__in=countries_of(user, *OF_A_COUNTRY))
        field.required = True
        offered = list(field.queryset[:2])
        if len(offered) == 1 and not self.instance.pk:
            field.initial = self.initial["country"] = offered[0].pk

    def _name_choices(self, name: str, label: Any, related: str, loaded: str) -> None:
        field = self.fields.get(name)
        if field is None:
            return
        field.queryset = field.queryset.select_related(related).prefetch_related(loaded)
        field.label_from_instance = label
