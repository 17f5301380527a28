"""Two who tap the last place at once: one has it, and the other is told in one clear sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from cast import TODAY, Cast
from stepwell.actions import charts, enrolling, grouping, swapping
from stepwell.actions.refusals import Refusal
from stepwell.actions.swapping import Gone
from stepwell.domain.privacy.access import Role
from stepwell.records.people.models import Account
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Group, Session
from stepwell.records.sessions.models import Attendance, Swap
from stepwell.records.tenancy import scope

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
]
ON_A_FILE = "STEPWELL_TEST_SQLITE"
at_once_only = pytest.mark.skipif(
    connection.vendor != "postgresql" and ON_A_FILE not in os.environ,
    reason="in memory SQLite has one connection; the last test of this file runs them on a file",
)


def last_place(cast: Cast, at: datetime) -> Session:
    """A group of the same service with room for one."""
    Site.objects.update(swap_policy="at_once")
    began = at - timedelta(weeks=1)
    group = grouping.open_group(
        site=cast.riverside,
        room=cast.room,
        service=cast.group_service,
        leader=cast.priya,
        title={"en": "Thursday CBT", "es": "TCC del jueves"},
        weekday=3,
        start_time=time(18),
        minutes=180,
        starts_on=TODAY - timedelta(days=7),
        at=began,
    )
    Group.objects.filter(pk=group.pk).update(max_members=1)
    grouping.plan_sessions(group, until=TODAY + timedelta(days=7), at=began)
    return Session.objects.get(group=group, held_on=TODAY + timedelta(days=2))


@at_once_only
def test_the_last_place_goes_to_one_of_two(cast: Cast, at: datetime) -> None:
    session = last_place(cast, at)
    marcus = enrolling.give_account(
        cast.marcus, email="marcus@test.stepwell.invalid", role=Role.PARTICIPANT, language="en", at=at
    )

    refused = _at_once(cast, *(_tap(cast, who, session, at) for who in (cast.sam_account, marcus)))

    assert [type(one) for one in refused] == [Gone]
    assert "last place" in str(refused[0])
    assert Swap.objects.count() == 1
    assert Attendance.objects.filter(session=session, state="expected").count() == 1
    assert Attendance.objects.filter(session=cast.today, state="expected").count() == 1


@at_once_only
def test_one_person_on_two_phones_takes_one_place(cast: Cast, at: datetime) -> None:
    session = last_place(cast, at)

    refused = _at_once(cast, *(_tap(cast, cast.sam_account, session, at) for _ in range(2)))

    assert refused == []
    assert Swap.objects.count() == 1


@pytest.mark.skipif(
    connection.vendor == "postgresql" or ON_A_FILE in os.environ, reason="the tests above run as they are"
)
def test_both_hold_on_sqlite_with_several_connections(tmp_path: Path) -> None:
    environment = {**os.environ, ON_A_FILE: str(tmp_path / "race.sqlite3")}
    environment.pop("PYTEST_XDIST_WORKER", None)
    asked = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", __file__]

    done = subprocess.run(
        asked, env=environment, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.startswith("..s"), done.stdout


def _tap(cast: Cast, account: Account, session: Session, at: datetime) -> Callable[[], object]:
    by = cast.sign_in(account)

    def tap() -> object:
        own = charts.open_own(by, what="swap", at=at)
        return swapping.take(own, session_id=cast.today.pk, takes_id=session.pk, reason="work", key="", at=at)

    return tap


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
