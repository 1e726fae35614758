"""The form of a row that only operations change: it gathers what was typed and hands it to one operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy

from core.acting import put_on_fields
from core.records.models import KEY, Record, Title
from core.records.operations import key_is_taken

LONGEST_PROPOSAL = 80


class RowForm(forms.Form):
    """The common part: the id, and errors of the operation on the fields they belong to.

    A subclass names its fields, reads them from a row in ``initial_of``, and calls its operation in ``write``.
    """

    key = forms.CharField(
        label=gettext_lazy("id"),
        max_length=120,
        required=False,
        validators=[KEY],
        help_text=gettext_lazy(
            "The permanent address is /id/ and this word; it can never be changed. Left empty, it is made for you."
        ),
    )

    # The beginning of a proposed id, and the field whose words follow it.
    key_prefix: ClassVar[str] = ""
    key_from: ClassVar[str] = "title"
    # Where an operation or a model names a field otherwise than the form.
    error_fields: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, instance: Any = None, initial: Any = None, **kwargs: Any) -> None:
        """Fill the form from ``instance``; without one it makes a new row."""
        self.instance = instance
        known = {"key": instance.record.key, **self.initial_of(instance)} if instance is not None else {}
        kwargs["initial"] = {**known, **(initial or {})}
        super().__init__(*args, **kwargs)
        self.fields.update(self.further_fields())
        for field in self.fields.values():
            field.label = capfirst(field.label)
        if instance is not None:
            self.fields["key"].disabled = True

    def further_fields(self) -> dict[str, forms.Field]:
        """Return the fields that there are as many of as languages or claims."""
        return {}

    def initial_of(self, row: Any) -> dict[str, Any]:
        """Return the value of every field of ``row``."""
        raise NotImplementedError

    def write(self, key: str, *, by: Any) -> Any:
        """Call the operation with what was typed; return the row. May raise ``ValidationError``."""
        raise NotImplementedError

    def save(self, *, by: Any) -> Any:
        """Write the row under its id, or under one made for it."""
        return self.write(self.cleaned_data["key"] or self.proposed_key(), by=by)

    def clean_key(self) -> str:
        """Refuse the id of another record."""
        key: str = self.cleaned_data["key"]
        if key and self.instance is None and Record.objects.with_key(key).exists():
            raise ValidationError(key_is_taken(key))
        return key

    def proposed_key(self) -> str:
        """Return a free id made of the words of the row."""
        return self.free_key(str(self.cleaned_data.get(self.key_from) or ""))

    def free_key(self, text: str) -> str:
        """Return an id that no record has in whatever case, made of ``text``."""
        words = slugify(text)[:LONGEST_PROPOSAL].strip("-")
        stem = self.key_prefix + (words or "entry")
        found = Record.objects.filter(key__istartswith=stem).values_list("key", flat=True)
        taken = {key.lower() for key in found}
        return next(key for key in _numbered(stem) if key.lower() not in taken)

    def take_errors(self, error: ValidationError) -> None:
        """Put what the operation refused on the fields it speaks of."""
        put_on_fields(self, error, self.error_fields)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def title_fields(label: str, max_length: int, *, but: str = "") -> dict[str, forms.Field]:
    """Return a field ``title_<language>`` for every open language but one; ``label`` names ``%(language)s``."""
    names = dict(settings.LANGUAGES)
    return {
        f"title_{code}": forms.CharField(
            label=label % {"language": names[code]},
            required=False,
            max_length=max_length,
            widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
        )
        for code in settings.OPEN_LANGUAGES
        if code != but
    }


def titles_of_record(record: Record) -> dict[str, str]:
    """Return the titles that are really in their language, as values of the fields ``title_<language>``."""
    rows = Title.objects.filter(record=record)
    return {f"title_{row.language}": row.text for row in rows if row.language == row.text_language}


def titles_typed(form: forms.Form) -> dict[str, str]:
    """Return the titles by language that were typed."""
    typed = {code: form.cleaned_data.get(f"title_{code}") or "" for code in settings.OPEN_LANGUAGES}
    return {code: text for code, text in typed.items() if text}
