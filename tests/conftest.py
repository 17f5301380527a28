"""What every test stands on: one organization, its scope open, and one cast.

SQLite in memory by default; STEPWELL_DATABASE_URL chooses PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

import cast as the_cast
from stepwell.actions import founding
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers() -> Iterator[None]:
    """Between transactional tests SQLite's append-only triggers step aside for the flush alone.

    PostgreSQL needs nothing: the flush is a TRUNCATE there, which row triggers don't see.
    """
    if connection.vendor != "sqlite":
        yield
        return
    flush: Callable[..., None] = connection.ops.execute_sql_flush

    def flush_without_triggers(sql_list: Iterable[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers: list[Any] = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        flush(sql_list)
        with connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)

    connection.ops.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign]  # for the tests alone
    yield
    connection.ops.execute_sql_flush = flush  # type: ignore[method-assign]  # as it was


@pytest.fixture
def at() -> datetime:
    """A Tuesday at noon in Chicago; the cast lives around it."""
    return the_cast.AT


@pytest.fixture
def organization(db: None, at: datetime) -> Iterator[Organization]:
    """The organization of the cast with nothing in it yet, its scope open."""
    found = founding.found_organization("Stepwell Test Program", is_demo=True, at=at)
    with scope.within(found.pk):
        yield found


@pytest.fixture
def cast(organization: Organization, at: datetime) -> the_cast.Cast:
    """Everybody the tests tell of; the scope of their organization stays open."""
    return the_cast.assemble(organization, at=at)
