"""What was cited stays as it was: the text, number and day of a version cannot be changed, by whatever way."""

from typing import Any

from django.db import migrations

COLUMNS = ("record_id", "language", "number", "published_at", "digest", "content")
SQLITE = f"""
CREATE TRIGGER practice_version_never_changes BEFORE UPDATE OF {", ".join(COLUMNS)} ON knowledge_practiceversion
FOR EACH ROW WHEN {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in COLUMNS)}
BEGIN SELECT RAISE(ABORT, 'practice_version_never_changes'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION practice_version_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'practice_version_never_changes' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER practice_version_never_changes
BEFORE UPDATE OF {", ".join(COLUMNS)} ON knowledge_practiceversion
FOR EACH ROW WHEN ({" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in COLUMNS)})
EXECUTE FUNCTION practice_version_never_changes();
"""


def guard(apps: Any, schema_editor: Any) -> None:
    """Set the trigger."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps: Any, schema_editor: Any) -> None:
    """Take it away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION practice_version_never_changes() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER practice_version_never_changes")


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = [("knowledge", "0005_practice_versions")]

    operations = [migrations.RunPython(guard, unguard, elidable=False)]
