import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0021_yearly_confirmations"),
        ("knowledge", "0006_practice_version_never_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConfirmationReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "asked",
                    models.CharField(
                        choices=[
                            ("institution", "the focal points of the country"),
                            ("secretariat", "the secretariat"),
                        ],
                        max_length=20,
                        verbose_name="who was asked",
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                (
                    "confirmation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.confirmation"
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of a confirmation",
                "verbose_name_plural": "reminders of confirmations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("confirmation", "asked", "on"), name="confirmation_is_asked_for_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked__in", ["institution", "secretariat"])),
                        name="confirmation_is_asked_of_somebody_known",
                    ),
                ],
            },
        ),
    ]
