"""Stored documents, the two queues between a change and the index, and who works on it."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
RECORD = ("record_id", models.BigIntegerField())
SINCE = ("since", models.DateTimeField(default=django.utils.timezone.now))
TASKS = [
    ("build", "building of documents"),
    ("write", "writing to the index"),
    ("rebuild", "rebuild of the index"),
    ("check", "comparison of index and database"),
]


class Migration(migrations.Migration):
    """The first tables of search."""

    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="StoredDocument",
            fields=[
                ("record_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("content", models.JSONField(null=True)),
                ("version", models.BigIntegerField(default=0)),
                ("lent", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "document of the search",
                "indexes": [models.Index(fields=["record_id", "version"], name="stored_document_versions")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(content__isnull=True, version=0) | Q(content__isnull=False) & ~Q(version=0),
                        name="stored_document_has_a_version_with_its_content",
                    ),
                    models.CheckConstraint(
                        condition=Q(content__isnull=False) | ~Q(lent=0),
                        name="stored_document_is_found_or_lends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueDocument",
            fields=[
                ID,
                RECORD,
                SINCE,
                ("not_before", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_error", models.TextField(blank=True, default="")),
            ],
            options={"indexes": [models.Index(fields=["record_id"], name="due_document_of_record")]},
        ),
        migrations.CreateModel(name="WaitingDocument", fields=[ID, RECORD, SINCE], options={"abstract": False}),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ID,
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("name", models.CharField(choices=TASKS, max_length=20, unique=True)),
                ("holder", models.CharField(blank=True, default="", max_length=32)),
                ("wanted_since", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(name__in=["build", "write", "rebuild", "check"]), name="duty_is_a_known_task"
                    )
                ],
            },
        ),
    ]
