from typing import Any

from django.db import migrations

SCREENER = """
ALTER TABLE enquiries_screening ADD CONSTRAINT screenings_of_one_screener_do_not_overlap
EXCLUDE USING gist (staff_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
WHERE (voided_at IS NULL)
"""


def forwards(apps: Any, schema_editor: Any) -> None:
    """SQLite has one writer at a time, so the action's own look before it writes is enough there."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(SCREENER)


def backwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE enquiries_screening DROP CONSTRAINT screenings_of_one_screener_do_not_overlap"
        )


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
