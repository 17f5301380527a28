"""Row-level security on PostgreSQL, as a step of a migration.

The policy compares each row's organization with the one told by `scope.within`.
FORCE makes it hold for the owner of the table too; only a superuser is exempt,
which is why start-up refuses to run as one (see site/checks.py).
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

from stepwell.records.tenancy.scope import SETTING


class RowSecurity(Operation):
    """Rows of these models can be seen only by their organization."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        return (self.__class__.__name__, self.models, {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for table in self._tables(app_label, to_state):
            mine = f"organization_id = NULLIF(current_setting('{SETTING}', true), '')::uuid"
            schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
            schema_editor.execute(
                f'CREATE POLICY own_organization ON "{table}" USING ({mine}) WITH CHECK ({mine})'
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for table in self._tables(app_label, to_state):
            schema_editor.execute(f'DROP POLICY own_organization ON "{table}"')
            schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
            schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def _tables(self, app_label: str, state: Any) -> list[str]:
        return [state.apps.get_model(app_label, model)._meta.db_table for model in self.models]

    def describe(self) -> str:
        return f"Row-level security for {', '.join(self.models)}"
