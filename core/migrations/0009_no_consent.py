"""Pictures lose a mark that nothing ever asked for."""

from django.db import migrations


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("core", "0008_waiting_relations_keep_their_date")]

    operations = [migrations.RemoveField(model_name="picture", name="consent")]
