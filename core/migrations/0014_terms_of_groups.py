"""Who was in a group holds a term of a role, and groups give nothing any more."""

from django.db import migrations

# Groups of before this release, and those that Wagtail brings.
ROLE_OF_GROUP = {"Editors": "editor", "Moderators": "editor", "Secretariat": "secretariat"}
OF_WAGTAIL = "Moderators"


def terms_of_groups(apps, schema_editor):
    """Give everybody the role of their group since they joined; take the groups away."""
    group_model = apps.get_model("auth", "Group")
    term_model = apps.get_model("core", "RoleTerm")
    for name, role in ROLE_OF_GROUP.items():
        for group in group_model.objects.filter(name=name):
            for user in group.user_set.exclude(role_terms__role=role):
                evidence = f"Was in the group {name} when roles began to be dated."
                term_model.objects.create(user=user, role=role, begins_at=user.date_joined, evidence=evidence)
    if not apps.get_model("wagtailcore", "WorkflowState").objects.exists():
        apps.get_model("wagtailcore", "Workflow").objects.filter(name=f"{OF_WAGTAIL} approval").delete()
        apps.get_model("wagtailcore", "Task").objects.filter(name=f"{OF_WAGTAIL} approval").delete()
    group_model.objects.filter(name__in=ROLE_OF_GROUP).delete()
    for group in group_model.objects.filter(user__isnull=False).distinct():
        # Nothing is taken away in silence.
        print(f"The group {group.name} gives no rights any more: give its people roles (see the manual).")  # noqa: T201


class Migration(migrations.Migration):
    """Rows only."""

    dependencies = [
        ("core", "0013_roles_and_letters"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(terms_of_groups, migrations.RunPython.noop)]
