"""The form of a page: facts are typed on the original edition only, partial dates in one line."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from core.records.editions import ORIGINAL_FIRST, record_of, refusal_of_slug
from core.records.pages import EditionState

# What an editor may say of a translation; the institution confirms by an act of its own.
STATES_TO_CHOOSE = (EditionState.TRANSLATED, EditionState.REVIEWED)

# The hidden field of the form for a new page: the translation key that its page will have.
BEGUN_AS = "begun_as"

# When a page is published and taken down by itself.
TIMES = ("go_live_at", "expire_at")


def holds_facts(page: Any) -> bool:
    """Whether facts are typed on this page: it is no translation."""
    return bool(page.edition_state == EditionState.ORIGINAL)


def begun_as(sent: Any) -> uuid.UUID | None:
    """Return the translation key that the form for a new page names; nothing where it names none."""
    try:
        return uuid.UUID(sent.get(BEGUN_AS, ""))
    except (AttributeError, ValueError):
        return None


class EditionForm(WagtailAdminPageForm):
    """A page in one language. A subclass names its facts and declares a ``PartialDateField`` per partial date."""

    facts: ClassVar[tuple[str, ...]] = ()
    fact_lists: ClassVar[tuple[str, ...]] = ()
    partial_dates: ClassVar[tuple[str, ...]] = ()
    # The list of sources, which a draft may lack and a published page may not.
    source_list: ClassVar[str] = ""
    # The record of a new page gets this and its slug as id; empty where the id holds a number.
    key_prefix: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show partial dates as text; take the facts from a translation."""
        super().__init__(*args, **kwargs)
        self._begin_as_said()
        for name in self.partial_dates:
            self.initial.setdefault(name, getattr(self.instance, name))
            self.fields[name].label = capfirst(self.fields[name].label)
        for name in TIMES:
            if name in self.fields:
                self.fields[name].help_text = _("In the time of %(zone)s.") % {"zone": get_current_timezone_name()}
        if holds_facts(self.instance):
            self.fields.pop("edition_state", None)
            return
        for name in (*self.facts, *self.partial_dates):
            self.fields.pop(name, None)
        for name in self.fact_lists:
            self.formsets.pop(name, None)
        if "edition_state" in self.fields:
            self.fields["edition_state"].choices = [(state.value, state.label) for state in STATES_TO_CHOOSE]

    def _begin_as_said(self) -> None:
        """Give a new page the key that its form names, unless another page has it."""
        key, page = begun_as(self.data), self.instance
        if page.pk is None and key is not None and not Page.objects.filter(translation_key=key).exists():
            page.translation_key = key

    def is_valid(self) -> bool:
        """Ask of what is to be published for a source; a draft may lack it."""
        sources = self.formsets.get(self.source_list)
        if sources is not None and not self.is_deferred_validation:
            sources.min_num, sources.validate_min = 1, True
            sources.error_messages["too_few_forms"] = _("Name at least one source: every fact has one.")
        return bool(super().is_valid())

    def clean(self) -> Any:
        """Refuse to publish a translation of what was never published."""
        cleaned = super().clean()
        page = self.instance
        has_record = not page.record_kind or record_of(page) is not None
        if not (self.is_deferred_validation or holds_facts(page) or has_record):
            self.add_error(None, ORIGINAL_FIRST)
        return cleaned

    def clean_slug(self) -> str:
        """Refuse on the original a slug whose id or address belongs to another record, or to a draft of another."""
        slug: str = self.cleaned_data["slug"]
        if self.key_prefix and holds_facts(self.instance):
            refusal = refusal_of_slug(self.instance, slug, key=f"{self.key_prefix}{slug}")
            if refusal:
                raise ValidationError(refusal)
        return slug

    def _post_clean(self) -> None:
        for name in self.partial_dates:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()
