"""A link from a lower app to an upper one is a Relation, never a foreign key, not even by string."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

pytestmark = pytest.mark.sqlite

# From the bottom up. Apps that are not made yet keep their place.
ORDER = ["core", "search", "members", "knowledge", "events", "instruments", "drafting", "cooperation", "site"]


def height(label: str) -> int:
    """Third parties lie beside the kernel, whose user and files they take."""
    return ORDER.index(label) if label in ORDER else 0


def label_of(target: type[models.Model] | str, own: str) -> str:
    if not isinstance(target, str):
        return target._meta.app_label
    return target.split(".")[0] if "." in target else own


def pointing_upward(found: Iterable[type[models.Model]]) -> list[str]:
    upward = []
    for model in found:
        own = model._meta.app_label
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.remote_field.model if field.remote_field else None
            if target is not None and height(label_of(target, own)) > height(own):
                upward.append(f"{model._meta.label}.{field.name} points at {target}")
        upward += [
            f"{model._meta.label} inherits {parent._meta.label}"
            for parent in model._meta.parents
            if height(parent._meta.app_label) > height(own)
        ]
    return upward


def test_no_model_points_upward() -> None:
    assert pointing_upward(apps.get_models(include_auto_created=True)) == []


def test_every_app_of_ours_has_a_height() -> None:
    ours = {"association", "core", "search", "members", "knowledge", "events"}
    labels = {app.label for app in apps.get_app_configs() if app.name.split(".")[0] in ours}
    assert labels <= set(ORDER)


@isolate_apps("core", "members", "knowledge", "wagtail")
def test_a_key_that_points_upward_is_seen() -> None:
    class Above(models.Model):
        class Meta:
            app_label = "knowledge"

    class ByClass(models.Model):
        above = models.ForeignKey(Above, models.CASCADE)

        class Meta:
            app_label = "core"

    class ByString(models.Model):
        above = models.ForeignKey("site.HomePage", models.CASCADE)

        class Meta:
            app_label = "knowledge"

    class Many(models.Model):
        above = models.ManyToManyField("knowledge.Above")

        class Meta:
            app_label = "members"

    class FromThirdParty(models.Model):
        above = models.OneToOneField(Above, models.CASCADE)

        class Meta:
            app_label = "wagtailcore"

    class Downward(models.Model):
        below = models.ForeignKey(ByClass, models.CASCADE)
        beside = models.ForeignKey("self", models.CASCADE)

        class Meta:
            app_label = "knowledge"

    seen = pointing_upward([Above, ByClass, ByString, Many, FromThirdParty, Downward])
    assert [line.split(" ")[0] for line in seen] == [
        "core.ByClass.above",
        "knowledge.ByString.above",
        "members.Many.above",
        "wagtailcore.FromThirdParty.above",
    ]
