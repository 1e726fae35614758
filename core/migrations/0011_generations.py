"""The numbers by which a kept page knows whether it is still true."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table that is only added to."""

    dependencies = [("core", "0010_printing")]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("number", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["name", "number"], name="generation_of_a_name")],
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(name=""), name="generation_has_a_name"),
                    models.CheckConstraint(condition=models.Q(number__gt=0), name="generation_only_grows"),
                ],
            },
        ),
    ]
