from typing import Any

from django.db import migrations

ROOM = """
ALTER TABLE schedule_session ADD CONSTRAINT a_room_holds_one_session_at_a_time
EXCLUDE USING gist (room_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
WHERE (fills_room)
"""
LEADER = """
ALTER TABLE schedule_session ADD CONSTRAINT a_leader_leads_one_session_at_a_time
EXCLUDE USING gist (leader_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
WHERE (leader_id IS NOT NULL AND starts_at IS NOT NULL AND status <> 'cancelled' AND external_id = '')
"""


def forwards(apps: Any, schema_editor: Any) -> None:
    """SQLite has one writer at a time, so the action's own look before it writes is enough there."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(ROOM)
        schema_editor.execute(LEADER)


def backwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE schedule_session DROP CONSTRAINT a_room_holds_one_session_at_a_time")
        schema_editor.execute("ALTER TABLE schedule_session DROP CONSTRAINT a_leader_leads_one_session_at_a_time")


class Migration(migrations.Migration):
    dependencies = [("schedule", "0002_row_security")]
    operations = [migrations.RunPython(forwards, backwards)]
