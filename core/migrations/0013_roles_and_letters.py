"""Roles are dated acts, and letters are rows."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables."""

    dependencies = [
        ("core", "0012_what_a_volume_shows"),
    ]

    operations = [
        migrations.AddField(
            model_name="user", name="sessions_ended", field=models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("to", models.TextField(verbose_name="to")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("sender", models.CharField(max_length=320, verbose_name="sender")),
                ("recipients", models.JSONField(default=list)),
                ("message", models.BinaryField(blank=True, default=b"")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("refused", "refused by the mail server"),
                            ("unknown", "not known whether it was sent"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-written_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "next_try_at"], name="letter_oldest_due"),
                    models.Index(fields=["-written_at", "-id"], name="letter_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sending", "sent", "refused", "unknown"])),
                        name="letter_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="letter_that_is_sent_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("expert", "expert of a country"),
                            ("focal point", "focal point of a country"),
                            ("editor", "editor"),
                            ("secretariat", "secretariat"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("begins_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                (
                    "evidence",
                    models.TextField(help_text="The letter or decision that this rests on.", verbose_name="evidence"),
                ),
                ("end_reason", models.TextField(blank=True, verbose_name="why it ended")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.record",
                        verbose_name="country",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_terms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "term of a role",
                "verbose_name_plural": "terms of roles",
                "ordering": ["begins_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["expert", "focal point", "editor", "secretariat"])),
                        name="role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country__isnull", False), ("role__in", ["expert", "focal point"])),
                            models.Q(
                                models.Q(("role__in", ["expert", "focal point"]), _negated=True),
                                ("country__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="role_of_a_country_names_it_and_no_other_does",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("begins_at")), _connector="OR"
                        ),
                        name="role_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True), name="role_rests_on_evidence"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("user", "role", "country"),
                        name="role_of_a_country_goes_on_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("country__isnull", True), ("ends_at__isnull", True)),
                        fields=("user", "role"),
                        name="role_goes_on_once",
                    ),
                ],
            },
        ),
    ]
