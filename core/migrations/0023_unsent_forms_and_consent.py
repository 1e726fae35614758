"""Forms that could not be sent are kept for a day; a picture says whether those on it agreed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table, one column."""

    dependencies = [
        ("core", "0022_following"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnsentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=500, verbose_name="address of the page")),
                ("form", models.CharField(max_length=200, verbose_name="form on the page")),
                ("words", models.JSONField(default=dict, verbose_name="what was typed")),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "form that was not sent",
                "verbose_name_plural": "forms that were not sent",
            },
        ),
        migrations.AddField(
            model_name="picture",
            name="consent",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not said yet"),
                    ("nobody", "nobody can be recognised"),
                    ("given", "everybody who can be recognised has agreed that it is published"),
                ],
                default="",
                help_text="People on a picture are asked before it is published; for a child, its parents.",
                max_length=20,
                verbose_name="consent",
            ),
        ),
        migrations.AlterField(
            model_name="picture",
            name="credit",
            field=models.CharField(
                blank=True,
                help_text="Who made it: a person, an office or an agency.",
                max_length=200,
                verbose_name="credit",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("consent__in", ["", "nobody", "given"])), name="picture_says_a_known_consent"
            ),
        ),
        migrations.AddField(
            model_name="unsentform",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="unsent_forms", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="unsentform",
            index=models.Index(fields=["kept_at"], name="unsent_forms_by_age"),
        ),
        migrations.AddConstraint(
            model_name="unsentform",
            constraint=models.UniqueConstraint(fields=("user", "page", "form"), name="unsent_form_is_kept_once"),
        ),
        migrations.AddConstraint(
            model_name="unsentform",
            constraint=models.CheckConstraint(
                condition=models.Q(("page", ""), _negated=True), name="unsent_form_stands_on_a_page"
            ),
        ),
    ]
