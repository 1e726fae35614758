"""A permalink is for ever: the key of a record cannot be changed, by whatever way."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER record_key_never_changes BEFORE UPDATE OF key ON core_record
FOR EACH ROW WHEN OLD.key <> NEW.key
BEGIN SELECT RAISE(ABORT, 'record_key_never_changes'); END
"""
POSTGRESQL = """
CREATE FUNCTION record_key_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'record_key_never_changes' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER record_key_never_changes BEFORE UPDATE OF key ON core_record
FOR EACH ROW WHEN (OLD.key IS DISTINCT FROM NEW.key) EXECUTE FUNCTION record_key_never_changes();
"""


def guard(apps: Any, schema_editor: Any) -> None:
    """Set the trigger."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps: Any, schema_editor: Any) -> None:
    """Take it away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION record_key_never_changes() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER record_key_never_changes")


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = [("core", "0002_records")]

    operations = [migrations.RunPython(guard, unguard, elidable=False)]
