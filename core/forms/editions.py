"""The form of a page: facts are typed on the original edition only, partial dates in one line."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from wagtail.admin.forms import WagtailAdminPageForm

from core.forms.rows import key_is_taken
from core.records.models import Record
from core.records.pages import EditionState

# What an editor may say of a translation; the institution confirms by an act of its own.
STATES_TO_CHOOSE = (EditionState.TRANSLATED, EditionState.REVIEWED)


def holds_facts(page: Any) -> bool:
    """Whether facts are typed on this page: it is no translation."""
    return bool(page.edition_state == EditionState.ORIGINAL)


class EditionForm(WagtailAdminPageForm):
    """A page in one language. A subclass names its facts and declares a ``PartialDateField`` per partial date."""

    facts: ClassVar[tuple[str, ...]] = ()
    fact_lists: ClassVar[tuple[str, ...]] = ()
    partial_dates: ClassVar[tuple[str, ...]] = ()
    # The record of a new page gets this and its slug as id; empty where the id holds a number.
    key_prefix: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show partial dates as text; take the facts from a translation."""
        super().__init__(*args, **kwargs)
        for name in self.partial_dates:
            self.initial.setdefault(name, getattr(self.instance, name))
            self.fields[name].label = capfirst(self.fields[name].label)
        if holds_facts(self.instance):
            self.fields.pop("edition_state", None)
            return
        for name in (*self.facts, *self.partial_dates):
            self.fields.pop(name, None)
        for name in self.fact_lists:
            self.formsets.pop(name, None)
        if "edition_state" in self.fields:
            self.fields["edition_state"].choices = [(state.value, state.label) for state in STATES_TO_CHOOSE]

    def clean_slug(self) -> str:
        """Refuse a slug whose id belongs to another record already."""
        slug: str = self.cleaned_data["slug"]
        key = f"{self.key_prefix}{slug}"
        if self.key_prefix and self.instance.record_id is None and Record.objects.filter(key=key).exists():
            raise ValidationError(key_is_taken(key))
        return slug

    def _post_clean(self) -> None:
        for name in self.partial_dates:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()
