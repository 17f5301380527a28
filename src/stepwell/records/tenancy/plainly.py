"""Adding rows by a statement that is put together once, for the tables every page writes to.

The ORM composes each INSERT anew and makes an object of each row; for a list of fifty
names in the access trail that costs more than the rest of the page. The values go the way
the ORM's do: each field prepares its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db import connection

from stepwell.kernel.identifiers import new_id
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Scoped


def insert(
    table: type[Scoped], rows: Iterable[Mapping[str, Any]], *, shared: Mapping[str, Any] | None = None
) -> None:
    """Add rows to the open scope's organization: every column by name, but for `id` and `organization_id`.

    `shared` are the columns that every row has alike. A column that is left out is a KeyError; `id` may be
    given.
    """
    same = _same(table, shared or {})
    values = [_values(table, row, same) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(table), values)


def insert_if_new(table: type[Scoped], row: Mapping[str, Any]) -> bool:
    """Add one row unless one like it is there by a constraint of the table; whether it was added.

    Of two at once the later waits for the earlier to commit.
    """
    values = _values(table, row, _same(table, {}))
    with connection.cursor() as cursor:
        cursor.execute(f"{_statement(table)} ON CONFLICT DO NOTHING", values)
        return bool(cursor.rowcount == 1)


def _same(table: type[Scoped], shared: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in each row alike, prepared once."""
    told = {**shared, "organization_id": scope.organization_id()}
    fields = [field for field in table._meta.concrete_fields if field.attname in told]
    return {field.attname: field.get_db_prep_save(told[field.attname], connection) for field in fields}


def _values(table: type[Scoped], row: Mapping[str, Any], same: Mapping[str, Any]) -> list[Any]:
    return [
        same[field.attname]
        if field.attname in same
        else field.get_db_prep_save(_value(row, field.attname), connection=connection)
        for field in table._meta.concrete_fields
    ]


def _value(row: Mapping[str, Any], name: str) -> Any:
    return new_id() if name == "id" and "id" not in row else row[name]


@lru_cache
def _statement(table: type[Scoped]) -> str:
    quote = connection.ops.quote_name
    # No column here has a name of its own (db_column), so a field's name is its column's.
    columns = [quote(field.attname) for field in table._meta.concrete_fields]
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(table._meta.db_table)} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  # names of our own tables
