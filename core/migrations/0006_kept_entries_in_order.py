"""Kept entries keep the order of their fields on PostgreSQL too."""

from django.db import migrations

import core.loading.models


class Migration(migrations.Migration):
    """JSON as a text."""

    dependencies = [("core", "0005_kept_entries")]

    operations = [
        migrations.AlterField(
            model_name="keptentry",
            name="content",
            field=core.loading.models.WrittenField(),
        ),
    ]
