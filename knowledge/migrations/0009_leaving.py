"""A person can be erased from a version: its content changes only together with a new moment of an erasure."""

from typing import Any

from django.db import migrations, models

COLUMNS = ("record_id", "language", "number", "published_at", "digest", "content")
ERASED = ("digest", "content")
NAME = "practice_version_never_changes"


def _differs(vendor: str, names: tuple[str, ...]) -> str:
    apart = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f"OLD.{name} {apart} NEW.{name}" for name in names)


def condition(vendor: str) -> str:
    """Return when a change is refused."""
    fixed = tuple(name for name in COLUMNS if name not in ERASED)
    same = "NOT DISTINCT FROM" if vendor == "postgresql" else ""
    unannounced = f"(NEW.erased_at IS NULL OR NEW.erased_at IS {same} OLD.erased_at)"
    return f"({_differs(vendor, fixed)}) OR (({_differs(vendor, ERASED)}) AND {unannounced})"


def statements(vendor: str, when: str) -> list[str]:
    """Return what sets the trigger anew."""
    begin = f"BEFORE UPDATE OF {', '.join(COLUMNS)} ON knowledge_practiceversion FOR EACH ROW WHEN"
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER {NAME} ON knowledge_practiceversion",
            f"CREATE TRIGGER {NAME} {begin} ({when}) EXECUTE FUNCTION {NAME}()",
        ]
    return [
        f"DROP TRIGGER IF EXISTS {NAME}",
        f"CREATE TRIGGER {NAME} {begin} {when} BEGIN SELECT RAISE(ABORT, '{NAME}'); END",
    ]


def guard(apps: Any, schema_editor: Any) -> None:
    """Let erasures through."""
    for statement in statements(schema_editor.connection.vendor, condition(schema_editor.connection.vendor)):
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: Any) -> None:
    """Let nothing through."""
    vendor = schema_editor.connection.vendor
    for statement in statements(vendor, _differs(vendor, COLUMNS)):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """One column, one trigger."""

    dependencies = [("knowledge", "0008_yearly_and_translations")]

    operations = [
        migrations.AddField(
            model_name="practiceversion",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="a name was erased"),
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    ]
