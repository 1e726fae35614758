"""What people follow and saved, and what is told of it. What everybody can read already is no news."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def note_what_is_known(apps: Any, schema_editor: Any) -> None:
    """Note of every practice that everybody may see that it needs not be told: neither it nor its withdrawal."""
    records, noted = apps.get_model("core", "Record").objects, apps.get_model("core", "NotedState")
    now = django.utils.timezone.now()
    public = records.filter(kind="practice", audience__token="public")  # noqa: S106 - of an audience
    noted.objects.bulk_create(
        (
            noted(record_id=pk, version_at=now, is_withdrawn=withdrawn_on is not None)
            for pk, withdrawn_on in public.values_list("pk", "withdrawn_on")
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0021_leaving"),
    ]

    operations = [
        migrations.CreateModel(
            name="NotedState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version_at", models.DateTimeField()),
                ("is_withdrawn", models.BooleanField(default=False)),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.record"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(blank=True, max_length=500)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.record",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "what somebody follows",
                "verbose_name_plural": "what people follow",
                "ordering": ["-began_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("language", ""), ("query", ""), ("record__isnull", False)),
                            models.Q(
                                ("record__isnull", True),
                                models.Q(("query", ""), _negated=True),
                                models.Q(("language", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="record_or_search_is_followed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("record__isnull", False)),
                        fields=("user", "record"),
                        name="record_is_followed_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("query", ""), _negated=True),
                        fields=("user", "query", "language"),
                        name="search_is_followed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("published", "published"), ("changed", "new version"), ("withdrawn", "withdrawn")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "record",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.record"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["published", "changed", "withdrawn"])),
                        name="public_change_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "record",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.record"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_records",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved record",
                "verbose_name_plural": "saved records",
                "ordering": ["position", "pk"],
                "indexes": [models.Index(fields=["user", "position"], name="saved_in_order")],
                "constraints": [models.UniqueConstraint(fields=("user", "record"), name="record_is_saved_once")],
            },
        ),
        migrations.RunPython(note_what_is_known, migrations.RunPython.noop, elidable=False),
    ]
