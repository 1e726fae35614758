"""Images and documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch import index
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageField, get_upload_to

from core.audience.providers import PUBLIC
from core.uploads.audiences import AudienceField
from core.uploads.content import check_document
from core.uploads.pictures import check_image, clean_image


def private_storage() -> Storage:
    """Return the storage of originals, which no address reaches but the view that asks the audience."""
    return storages["private"]


class Consent(models.TextChoices):
    """What is known of the people on a picture: whether they agreed that it is published."""

    NOT_SAID = "", _("not said yet")
    NOBODY = "nobody", _("nobody can be recognised")
    GIVEN = "given", _("everybody who can be recognised has agreed that it is published")


class Picture(AbstractImage):
    """A picture with who made it, and whether those on it agreed.

    The original lies in the private storage; only its renditions, written anew without metadata, are public.
    """

    file = WagtailImageField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
        storage=private_storage,
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it: a person, an office or an agency.")
    )
    consent = models.CharField(
        _("consent"),
        max_length=20,
        choices=Consent.choices,
        default=Consent.NOT_SAID,
        blank=True,
        help_text=_("People on a picture are asked before it is published; for a child, its parents."),
    )

    admin_form_fields = (
        "title",
        "description",
        "file",
        "collection",
        "credit",
        "consent",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        """Names."""

        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(condition=models.Q(consent__in=Consent.values), name="picture_says_a_known_consent")
        ]

    def clean(self) -> None:
        """Say on the form what is wrong with a new file."""
        super().clean()
        if self.file and not self.file._committed:
            try:
                check_image(self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error.messages}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Strip position and other metadata of a new file before it is kept."""
        if self.file and (self._state.adding or not self.file._committed):
            self._write_file_anew()
        super().save(*args, **kwargs)

    def _write_file_anew(self) -> None:
        """Put the cleaned file in the place of the new one, also where Wagtail stored that before it saves the row."""
        new, stored = self.file.file, self.file.name if self.file._committed else ""
        self.file = clean_image(new)
        if stored:
            new.close()
            private_storage().delete(stored)
        self._set_image_file_metadata()


class Rendition(AbstractRendition):
    """A public, scaled copy of an image without metadata."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        """Constraints."""

        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="image_has_a_rendition_once"
            )
        ]


class StoredFile(AbstractDocument):
    """A file with an audience: public unless another token is named."""

    audience = AudienceField(_("audience"), max_length=80, default=PUBLIC)
    file = models.FileField(_("file"), upload_to="documents", storage=private_storage, validators=[check_document])

    admin_form_fields = ("title", "file", "collection", "audience", "tags")

    # Editors find among those that are for them.
    search_fields: ClassVar[list[Any]] = [*AbstractDocument.search_fields, index.FilterField("audience")]

    class Meta(AbstractDocument.Meta):
        """Names and constraints."""

        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [models.CheckConstraint(condition=~models.Q(audience=""), name="document_names_its_audience")]
