"""Figures are given with a draft, and become records with its publication."""

import uuid

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("core", "0023_unsent_forms_and_consent"),
        ("knowledge", "0009_leaving"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("number", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        help_text="In a few words: “applications since opening”.",
                        max_length=300,
                        verbose_name="what is counted",
                    ),
                ),
                (
                    "stated",
                    models.CharField(
                        blank=True,
                        help_text="Its own words, never rounded: “over 42 million”, “16 centres”, “99.4 to 99.8 per cent”.",
                        max_length=200,
                        verbose_name="as stated by the source",
                    ),
                ),
                (
                    "low",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="at least"
                    ),
                ),
                (
                    "high",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="at most"),
                ),
                ("unit", models.CharField(blank=True, max_length=80, verbose_name="unit")),
                (
                    "on",
                    models.CharField(
                        blank=True,
                        help_text="As exact as the source: 2019, 2019-06 or 2019-06-21; a span 2013-07 – 2013-12; 2019 – for “not before”. Words of the source go in brackets behind it: 2013-07 – 2013-12 (second half of 2013).",
                        max_length=240,
                        verbose_name="date",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "circumstance"),
                            ("baseline", "before"),
                            ("result", "result"),
                            ("target", "target"),
                        ],
                        default="result",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_figures",
                        to="knowledge.practicepage",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure of a draft",
                "verbose_name_plural": "figures of drafts",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__lte", models.F("high")),
                            ("low__isnull", True),
                            ("high__isnull", True),
                            _connector="OR",
                        ),
                        name="draft_figure_low_is_not_above_high",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["", "baseline", "result", "target"])),
                        name="draft_figure_role_is_known",
                    ),
                ],
            },
        ),
    ]
