"""What the database knows of the size of its tables."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model


def count_rows_anew(*models: type[Model]) -> None:
    """Let PostgreSQL look at these tables, or at all of them, after many rows were written at once.

    Its own look comes a minute later, and until then it reads full tables as if they were empty: once for each row.
    """
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
