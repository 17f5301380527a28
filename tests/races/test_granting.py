"""Two tabs that sign at once: one paper is in force, and the other tab is told to look again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from cast import TODAY, Cast
from stepwell.actions import charts, granting, inviting_supporters
from stepwell.actions.consenting import ChangedMeanwhile
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.terms import Category
from stepwell.records.consents.models import ConsentSignature
from stepwell.records.tenancy import scope

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
]
ON_A_FILE = "STEPWELL_TEST_SQLITE"
UNTIL = TODAY + timedelta(days=9)


@pytest.mark.skipif(
    connection.vendor != "postgresql" and ON_A_FILE not in os.environ,
    reason="in memory SQLite has one connection; the last test of this file runs it on a file",
)
def test_two_papers_signed_at_once_do_not_add_up(cast: Cast, at: datetime) -> None:
    own = charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)
    inviting_supporters.invite(
        own,
        given_name="Elena",
        family_name="",
        relation="sister",
        email=cast.elena_account.email,
        key="i",
        at=at,
    )

    refused = _at_once(cast, *(_sign(cast, item, at) for item in (Category.SCHEDULE, Category.ATTENDANCE)))

    assert [type(one) for one in refused] == [ChangedMeanwhile]
    assert ConsentSignature.objects.count() == 1
    [grant] = granting.list_grants(own, at=at)
    assert sum(grant.sees.values()) == 1


@pytest.mark.skipif(
    connection.vendor == "postgresql" or ON_A_FILE in os.environ, reason="the test above runs as it is"
)
def test_it_holds_on_sqlite_with_several_connections(tmp_path: Path) -> None:
    environment = {**os.environ, ON_A_FILE: str(tmp_path / "race.sqlite3")}
    environment.pop("PYTEST_XDIST_WORKER", None)
    asked = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", __file__]

    done = subprocess.run(
        asked, env=environment, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.startswith(".s"), done.stdout


def _sign(cast: Cast, item: Category, at: datetime) -> Callable[[], object]:
    by = cast.sign_in(cast.sam_account)

    def sign() -> object:
        own = charts.open_own(by, what="sharing", at=at)
        return granting.grant(own, cast.elena.pk, items=[item], until=UNTIL, key=item.value, at=at)

    return sign


def _at_once(cast: Cast, *taps: Callable[[], object]) -> list[Refusal]:
    """Each tap in a thread with a connection of its own, begun together; who was refused."""
    together = Barrier(len(taps))

    def run(tap: Callable[[], object]) -> Refusal | None:
        try:
            with scope.within(cast.organization.pk):
                together.wait(10)
                try:
                    tap()
                except Refusal as refusal:
                    return refusal
                return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(taps)) as pool:
        found = list(pool.map(run, taps))
    return [one for one in found if one is not None]
