"""The form of a practice."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from core.forms import EditionForm, PartialDateField
from core.models import Concept, Picture, StoredFile
from core.users.policies import works_on_all_pages
from core.users.roles import OF_A_COUNTRY
from core.users.terms import countries_of
from core.viewsets.choosers import sources_for
from core.viewsets.titles import title_of
from knowledge.models.figure import leave_out_made

# Fields of the rows of a practice in which something is chosen by its number.
CHOSEN = re.compile(r"^(images|attachments|practice_sources|draft_figures)-[0-9]+-(image|document|source)$")
VOCABULARIES = ("topics", "service_types", "goals")
OWNERS = ("country", "institution", "programme")


def concept_name(concept: Concept) -> str:
    """Return the name of a concept in the language of the screen."""
    return concept.label(get_language() or "en")


def owner_name(row: Any) -> str:
    """Return the name of a country, institution or programme in the language of the screen."""
    return title_of(row.record)


def without_what_is_not_theirs(data: Any, user: Any, page: Any) -> Any:
    """Return what was sent without pictures, files and sources that were never offered to its writer.

    A number can be typed; the form would show title and preview of whatever has it. What the page has already stays.
    """
    kept = data.copy()
    for name, value in data.items():
        match = CHOSEN.match(name)
        if match is None or not str(value).isdigit():
            continue
        listed, field = match.groups()
        on_page = page is not None and page.pk and getattr(page, listed).filter(**{field: value}).exists()
        if not on_page and not _offered(field, user).filter(pk=value).exists():
            kept[name] = ""
    return kept


def _offered(field: str, user: Any) -> Any:
    if field == "source":
        return sources_for(user)
    policy = policy_registry.get_by_type(StoredFile if field == "document" else Picture)
    return policy.instances_user_has_any_permission_for(user, {"add", "change", "choose"})


class PracticeForm(EditionForm):
    """A practice: text on every edition, facts on the original."""

    facts = ("length", *OWNERS, "status", *VOCABULARIES, "goals_basis")
    fact_lists = ("practice_sources", "draft_figures")
    source_list = "practice_sources"
    partial_dates = ("started",)
    key_prefix = "practice-"

    started = PartialDateField(label=_("begun"))

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Offer concepts and owners by their names, and nothing that is not for whoever writes."""
        user = kwargs.get("for_user")
        if data is not None and user is not None and not works_on_all_pages(user):
            data = without_what_is_not_theirs(data, user, kwargs.get("instance"))
        if kwargs.get("instance") is not None:
            leave_out_made(kwargs["instance"])
        super().__init__(data, *args, **kwargs)
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
        countries = countries_of(user, *OF_A_COUNTRY)
        field.queryset = field.queryset.filter(record__in=countries)
        for name, way in (("institution", "country"), ("programme", "institution__country")):
            if name in self.fields:
                owners: Any = self.fields[name]
                owners.queryset = owners.queryset.filter(**{f"{way}__record__in": countries})
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
