"""Keys and addresses that differ only in capital letters are the same."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    """Two indexes; the table is not written anew, which would lose its trigger on SQLite."""

    dependencies = [("core", "0006_kept_entries_in_order")]

    operations = [
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(Lower("key"), name="record_key_is_unique_whatever_its_case"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index("kind", Lower("slug"), name="record_slug_whatever_its_case"),
        ),
    ]
