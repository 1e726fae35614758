import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep_what_was_said(apps, schema_editor):
    """Make an act of each state that an editor chose: reviewed, or confirmed, as of the text that readers see now."""
    pages = apps.get_model("knowledge", "PracticePage").objects.filter(
        edition_state__in=["reviewed", "confirmed"], record__isnull=False
    )
    versions = apps.get_model("knowledge", "PracticeVersion").objects.filter(withdrawn_on__isnull=True)
    acts = apps.get_model("knowledge", "TranslationAct").objects
    for page in pages.select_related("locale", "record"):
        own = versions.filter(record=page.record, language=page.locale.language_code).order_by("-number").first()
        # It is older than its original where it was before: the original's versions up to its own are what it says.
        until = own.published_at if own is not None else page.last_published_at
        original = versions.filter(record=page.record, language=page.record.language).order_by("-number")
        against = original.filter(published_at__lte=until).first() if until is not None else original.first()
        acts.create(
            record=page.record,
            language=page.locale.language_code,
            move="review" if page.edition_state == "reviewed" else "confirm",
            of_version=own.number if own is not None else 0,
            against=against.number if against is not None else 0,
            at=page.last_published_at or page.record.changed_at,
        )
    pages.update(edition_state="translated")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0020_yearly_confirmations"),
        ("knowledge", "0007_word_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
        migrations.CreateModel(
            name="TranslationAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("review", "reviewed"),
                            ("confirm", "confirmed by the institution"),
                            ("update", "brought up to date"),
                        ],
                        max_length=20,
                        verbose_name="act",
                    ),
                ),
                ("of_version", models.PositiveIntegerField(verbose_name="version of the translation")),
                ("against", models.PositiveIntegerField(verbose_name="version of the original")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("evidence", models.TextField(blank=True, verbose_name="letter")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="translation_acts", to="core.record"
                    ),
                ),
            ],
            options={
                "verbose_name": "act on a translation",
                "verbose_name_plural": "acts on translations",
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(fields=["record", "language", "of_version"], name="translation_acts_of_version")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("move__in", ["review", "confirm", "update"])),
                        name="act_on_a_translation_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language", ""), _negated=True),
                        name="act_on_a_translation_names_its_language",
                    ),
                ],
            },
        ),
        migrations.RunPython(keep_what_was_said, migrations.RunPython.noop),
    ]
