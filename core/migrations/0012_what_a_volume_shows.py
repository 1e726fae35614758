"""A volume knows every record that stands in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("core", "0011_generations")]

    operations = [migrations.AddField(model_name="printorder", name="shown_ids", field=models.JSONField(default=list))]
