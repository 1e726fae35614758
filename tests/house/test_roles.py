"""The table of roles in the documentation is that of the code."""

from pathlib import Path

import pytest

from core.management.commands.describe_roles import document

pytestmark = pytest.mark.sqlite


def test_the_table_of_roles_is_made_from_the_code() -> None:
    written = Path(__file__).resolve().parent.parent.parent / "docs" / "roles.md"
    assert written.read_text() == document(), "Write it anew: manage.py describe_roles > docs/roles.md"
