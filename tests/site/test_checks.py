"""What start-up says of an installation that is not as it should be."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import Settings

from cast import Cast
from stepwell.records.people import keyring, sealing
from stepwell.records.people.keyring import Keyring
from stepwell.records.tenancy.models import Organization
from stepwell.site import checks

HERE = ["default"]


class Connected:
    """A PostgreSQL connection whose role is the one the catalog names, if any."""

    vendor = "postgresql"

    def __init__(self, exempt: str | None) -> None:
        self.exempt = exempt

    def cursor(self) -> Connected:
        return self

    def __enter__(self) -> Connected:
        return self

    def __exit__(self, *_: object) -> None: ...
    def execute(self, sql: str) -> None: ...
    def fetchone(self) -> tuple[str] | None:
        return (self.exempt,) if self.exempt else None


def test_an_installation_as_it_should_be_is_not_mentioned(organization: Organization) -> None:
    assert checks.the_keyring_opens_this_database(databases=HERE) == []
    assert checks.the_database_role_is_held_by_row_security(databases=HERE) == []


def test_old_sqlite_means_one_writer_and_says_so(settings: Settings) -> None:
    settings.ONE_WRITER_ONLY = True

    (said,) = checks.sqlite_may_be_written_by_many()

    assert "one writer" in str(said.msg)
    assert not said.is_serious(level=checks.Error("").level)


def test_new_sqlite_is_not_mentioned(settings: Settings) -> None:
    settings.ONE_WRITER_ONLY = False

    assert checks.sqlite_may_be_written_by_many() == []


@pytest.mark.parametrize(("exempt", "refused"), [("postgres", True), (None, False)])
def test_a_role_that_sees_past_row_security_is_refused(
    exempt: str | None, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "connection", Connected(exempt))

    said = checks.the_database_role_is_held_by_row_security(databases=HERE)

    assert [exempt in str(message.msg) for message in said if exempt] == [True] * refused


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no roles")
def test_the_tests_themselves_run_as_a_plain_role(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_a_keyring_of_another_database_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sealing.key_of(cast.sam)
    assert checks.the_keyring_opens_this_database(databases=HERE) == []
    monkeypatch.setattr(keyring, "current", Keyring("", {}).with_new_key)

    (said,) = checks.the_keyring_opens_this_database(databases=HERE)

    assert "doesn't belong to this database" in str(said.msg)
