"""The organization whose rows may be read now.

A query outside a scope raises, so that a forgotten filter is an error and never
another organization's data. On PostgreSQL the same scope is told to the database,
where row-level security holds it a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection

_current: ContextVar[UUID | None] = ContextVar("stepwell_organization", default=None)

SETTING = "stepwell.organization"


class OutsideScope(RuntimeError):
    """Rows of an organization were asked for while no organization was chosen."""


def organization_id() -> UUID:
    """The organization of the scope that is open, or OutsideScope."""
    current = _current.get()
    if current is None:
        raise OutsideScope(
            "No organization is chosen: open a scope with tenancy.scope.within(organization_id)."
        )
    return current


def find_organization_id() -> UUID | None:
    """The organization of the scope that is open, or None."""
    return _current.get()


@contextmanager
def within(organization: UUID) -> Iterator[None]:
    """Read and write the rows of one organization, until the block ends."""
    before = _current.get()
    token = _current.set(organization)
    _tell_database(organization)
    try:
        yield
    finally:
        _current.reset(token)
        _tell_database(before)


@contextmanager
def standing_in(organization: UUID) -> Iterator[None]:
    """Write queries in an organization's name without asking them: the database is not told."""
    token = _current.set(organization)
    try:
        yield
    finally:
        _current.reset(token)


def _tell_database(organization: UUID | None) -> None:
    if connection.vendor != "postgresql":
        return
    if connection.needs_rollback:
        return  # the rollback that must follow restores the setting too
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, str(organization or "")])
