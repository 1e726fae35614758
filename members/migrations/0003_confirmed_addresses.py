"""Accounts that were made by hand before this release have addresses that somebody vouched for."""

from django.db import migrations


def confirm_addresses(apps, schema_editor):
    """Take the address of every account for confirmed."""
    address_model = apps.get_model("account", "EmailAddress")
    for user in apps.get_model("core", "User").objects.all():
        address_model.objects.get_or_create(
            user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):
    """Rows only."""

    dependencies = [
        ("members", "0002_invitations"),
        ("core", "0014_terms_of_groups"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(confirm_addresses, migrations.RunPython.noop)]
