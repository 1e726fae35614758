"""The newest change of any record is found without reading them all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the index."""

    dependencies = [("core", "0003_key_never_changes")]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["changed_at"], name="record_newest_change"),
        ),
    ]
