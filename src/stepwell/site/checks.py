"""What can be wrong with an installation, each said in one sentence when it starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connection

from stepwell.records.people import keyring
from stepwell.records.people.models import PersonKey
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization
from stepwell.site import newer_sqlite

TAG = "installation"


@register(TAG)
def the_database_role_is_held_by_row_security(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """On PostgreSQL a superuser sees every row of every organization, whatever the policies say."""
    if connection.vendor != "postgresql" or not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
        )
        row = cursor.fetchone()
    return [] if row is None else [Error(_ROLE.format(role=row[0]), id="stepwell.E001")]


_ROLE = (
    "The database role {role} is a superuser or bypasses row-level security, so nothing would keep "
    "organizations apart; connect with a plain role that owns the database."
)


@register(TAG)
def sqlite_may_be_written_by_many(**_: Any) -> list[CheckMessage]:
    """SQLite before 3.51.3 can damage its log when several processes write."""
    if not settings.ONE_WRITER_ONLY:
        return []
    in_use = ".".join(map(str, newer_sqlite.IN_USE))
    wanted = ".".join(map(str, newer_sqlite.SAFE_WAL))
    return [
        Warning(
            f"SQLite {in_use} is older than {wanted}, which is safe for many writers, so one writer runs.",
            id="stepwell.W001",
        )
    ]


@register(TAG)
def the_keyring_opens_this_database(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Writing with the wrong keyring would leave text that nobody can read again."""
    if not databases or not _has_tables():
        return []
    for organization in Organization.objects.order_by("pk"):
        with scope.within(organization.pk):
            key = PersonKey.objects.order_by("pk").values_list("ring_key", "wrapped").first()
        if key is not None and not _opens(key[0], bytes(key[1])):
            return [Error(_KEYRING.format(path=keyring.path()), id="stepwell.E002")]
    return []


_KEYRING = (
    "The keyring {path} doesn't belong to this database, so the texts in it can't be opened; "
    "put back the keyring that was kept with it."
)


def _opens(ring_key: str, wrapped: bytes) -> bool:
    try:
        keyring.current().unwrap(ring_key, wrapped)
    except keyring.SealBroken:
        return False
    return True


def _has_tables() -> bool:
    try:
        return PersonKey._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False
