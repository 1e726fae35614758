import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0019_opinions"),
    ]

    operations = [
        migrations.AddField(
            model_name="confirmation",
            name="entered_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="entered at"),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="evidence",
            field=models.TextField(blank=True, verbose_name="letter"),
        ),
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(fields=["confirmed_on"], name="confirmation_oldest"),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence", ""), ("entered_by__isnull", False), _connector="OR"),
                name="confirmation_by_letter_says_who_entered_it",
            ),
        ),
    ]
