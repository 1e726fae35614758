from django.db import migrations

import knowledge.models.practice


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0002_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="practicepage",
            index=knowledge.models.practice.UnknownLastIndex(
                fields=["-started_earliest", "-page_ptr"], name="practice_newest_begun"
            ),
        ),
    ]
