"""Entries the site has no place for yet; and figures that are neither before, result nor target."""

from django.db import migrations, models
from django.db.models import Q

ROLES = [("", "circumstance"), ("baseline", "before"), ("result", "result"), ("target", "target")]


class Migration(migrations.Migration):
    """Adds a table and widens a choice."""

    dependencies = [("core", "0004_record_newest_change")]

    operations = [
        migrations.CreateModel(
            name="KeptEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("file", models.CharField(max_length=60)),
                ("content", models.JSONField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=~Q(file=""), name="kept_entry_names_its_file"),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="figure", name="figure_role_is_known"),
        migrations.AlterField(
            model_name="figure",
            name="role",
            field=models.CharField(blank=True, choices=ROLES, default="result", max_length=20, verbose_name="role"),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=Q(role__in=[value for value, _label in ROLES]), name="figure_role_is_known"
            ),
        ),
    ]
