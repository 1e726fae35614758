"""A list of chosen rows: as many choosers as there are rows, and some empty ones to add more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SPARE = 3


class SeveralWidget(forms.Widget):
    """Draws one chooser under the other. Their names are ``<name>-0``, ``<name>-1`` and so on."""

    template_name = ""

    def __init__(self, chooser: forms.Widget, attrs: dict[str, Any] | None = None) -> None:
        """Take the widget that chooses one row."""
        super().__init__(attrs)
        self.chooser = chooser

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the chosen rows and some empty places."""
        identifier = (attrs or {}).get("id") or f"id_{name}"
        chosen = [*(value or []), *[None] * SPARE]
        places = format_html_join(
            "",
            "<li>{}</li>",
            ((self._place(name, identifier, index, one, attrs),) for index, one in enumerate(chosen)),
        )
        return format_html('<ol id="{}" class="several">{}</ol>', identifier, places)

    def _place(self, name: str, identifier: str, index: int, value: Any, attrs: Any) -> SafeString:
        described = {key: text for key, text in (attrs or {}).items() if key.startswith("aria-")}
        return self.chooser.render(f"{name}-{index}", value, {**described, "id": f"{identifier}-{index}"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the chosen ids in their order, without the empty places."""
        found, index = [], 0
        while f"{name}-{index}" in data:
            found.append(data[f"{name}-{index}"])
            index += 1
        return [one for one in found if one]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not send the list at all."""
        return f"{name}-0" not in data

    def id_for_label(self, id_: str) -> str:
        """Point the label nowhere: each place has a button of its own."""
        return ""

    @property
    def media(self) -> Any:
        """What the chooser needs."""
        return self.chooser.media


class SeveralField(forms.Field):
    """Rows in an order, each once. Cleans to a list of instances."""

    default_error_messages = {"required": gettext_lazy("Choose at least one.")}

    def __init__(self, *, chooser: forms.Widget, queryset: Any, **kwargs: Any) -> None:
        """Take the chooser of one row and the rows that may be chosen."""
        kwargs["widget"] = SeveralWidget(chooser)
        super().__init__(**kwargs)
        self.queryset = queryset

    def prepare_value(self, value: Any) -> list[Any]:
        """Show ids."""
        return [getattr(one, "pk", one) for one in value or []]

    def to_python(self, value: Any) -> list[Any]:
        """Return the rows of the chosen ids."""
        ids = list(dict.fromkeys(str(getattr(one, "pk", one)) for one in value or []))
        if not all(one.isdigit() for one in ids):
            raise ValidationError(_("One of the chosen entries does not exist any more. Choose again."))
        rows = {str(row.pk): row for row in self.queryset.all().filter(pk__in=ids)}
        if len(rows) != len(ids):
            raise ValidationError(_("One of the chosen entries does not exist any more. Choose again."))
        return [rows[one] for one in ids]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other rows are chosen, or in another order."""
        return [str(one) for one in self.prepare_value(initial)] != [str(one) for one in self.prepare_value(data)]
