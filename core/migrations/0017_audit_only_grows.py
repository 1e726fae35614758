"""What was audited stays: no entry can be changed or deleted, row by row."""

from typing import Any

from django.db import migrations

NAMES = {"UPDATE": "audit_entry_never_changes", "DELETE": "audit_entry_is_never_deleted"}
FUNCTION = """
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_NAME, ERRCODE = 'check_violation';
END $$
"""


def sqlite(act: str) -> str:
    """Return the statement that makes the trigger of an act on SQLite."""
    name = NAMES[act]
    return f"CREATE TRIGGER {name} BEFORE {act} ON core_auditentry BEGIN SELECT RAISE(ABORT, '{name}'); END"


def postgresql(act: str) -> str:
    """Return the same on PostgreSQL."""
    return (
        f"CREATE TRIGGER {NAMES[act]} BEFORE {act} ON core_auditentry FOR EACH ROW EXECUTE FUNCTION audit_only_grows()"
    )


def guard(apps: Any, schema_editor: Any) -> None:
    """Set the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(FUNCTION)
    for act in NAMES:
        schema_editor.execute(postgresql(act) if is_postgresql else sqlite(act))


def unguard(apps: Any, schema_editor: Any) -> None:
    """Take them away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION audit_only_grows() CASCADE")
        return
    for name in NAMES.values():
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    """Two triggers."""

    dependencies = [("core", "0016_audit")]

    operations = [migrations.RunPython(guard, unguard, elidable=False)]
