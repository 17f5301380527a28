"""Tables whose rows are never changed and never deleted, held by the database itself."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

_SQLITE = """
CREATE TRIGGER {table}_never_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION stepwell_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END $$
"""

_POSTGRESQL = """
CREATE TRIGGER {table}_never_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW EXECUTE FUNCTION stepwell_refuse_change()
"""


class AppendOnly(Operation):
    """Rows of these models can be added; the database refuses to change or delete them."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        return (self.__class__.__name__, self.models, {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        on_postgresql = schema_editor.connection.vendor == "postgresql"
        if on_postgresql:
            schema_editor.execute(_POSTGRESQL_FUNCTION, params=None)
        statement = _POSTGRESQL if on_postgresql else _SQLITE
        for table in self._tables(app_label, to_state):
            for verb in ("update", "delete"):
                sql = statement.format(table=table, verb=verb, VERB=verb.upper())
                schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        on = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for table in self._tables(app_label, to_state):
            for verb in ("update", "delete"):
                schema_editor.execute(
                    f"DROP TRIGGER {table}_never_{verb}" + on.format(table=table), params=None
                )

    def _tables(self, app_label: str, state: Any) -> list[str]:
        return [state.apps.get_model(app_label, model)._meta.db_table for model in self.models]

    def describe(self) -> str:
        return f"Rows of {', '.join(self.models)} are only ever added"
