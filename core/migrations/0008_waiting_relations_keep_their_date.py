"""A relation that waits keeps since when it holds."""

from django.db import migrations, models

import core.dates.fields


class Migration(migrations.Migration):
    """The three columns of a partial date. SQLite writes the table anew; the trigger of records is on another one."""

    dependencies = [("core", "0007_keys_whatever_their_case")]

    operations = [
        migrations.AddField(
            model_name="waitingrelation",
            name="since_earliest",
            field=models.DateField(blank=True, null=True, verbose_name="not before"),
        ),
        migrations.AddField(
            model_name="waitingrelation",
            name="since_latest",
            field=models.DateField(blank=True, null=True, verbose_name="not after"),
        ),
        migrations.AddField(
            model_name="waitingrelation",
            name="since_words",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="the source's words"),
        ),
        migrations.AddConstraint(
            model_name="waitingrelation",
            constraint=core.dates.fields.partial_date_constraint("waiting_relation", "since"),
        ),
    ]
