"""The form of a picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.uploads.pictures import damaged


class WholeImageField(WagtailImageField):
    """Wagtail's field, which lets a damaged picture break the page instead of explaining it."""

    def to_python(self, data: Any) -> Any:
        """Say that a picture is damaged."""
        try:
            return super().to_python(data)
        except (OSError, SyntaxError) as error:
            raise ValidationError(damaged()) from error


def smaller_pictures() -> forms.Media:
    """Return the script that makes photographs smaller in the browser before they are sent, with its words."""
    words = {
        "data-reduced": _("Made smaller before sending: {after} instead of {before}."),
        "data-working": _("The picture is being made smaller…"),
        "data-whole": _("Sent as it is: this browser cannot make it smaller."),
    }
    script: Any = forms.widgets.Script("js/pictures.js", **words)
    return forms.Media(js=[script])


class PictureForm(BaseImageForm):
    """What is asked of a picture; named in the settings as ``WAGTAILIMAGES_IMAGE_FORM_BASE``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take our field in the place of Wagtail's; the form for many pictures at once has none."""
        super().__init__(*args, **kwargs)
        given = self.fields.get("file")
        if given is not None:
            self.fields["file"] = WholeImageField(label=given.label, required=given.required, widget=given.widget)

    @property
    def media(self) -> forms.Media:
        """Bring the script wherever a picture is sent."""
        return super().media + smaller_pictures()
