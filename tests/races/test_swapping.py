"""Two who tap the last place at once: one has it, and the other is told in one clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from cast import TODAY, Cast
from races.at_once import needs_connections, refused_at_once, run_on_a_file, runs_them_on_a_file
from stepwell.actions import charts, enrolling, grouping, swapping
from stepwell.actions.swapping import Gone
from stepwell.domain.privacy.access import Role
from stepwell.records.people.models import Account
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Group, Session
from stepwell.records.sessions.models import Attendance, Swap

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
]


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


@needs_connections
def test_the_last_place_goes_to_one_of_two(cast: Cast, at: datetime) -> None:
    session = last_place(cast, at)
    marcus = enrolling.give_account(
        cast.marcus, email="marcus@test.stepwell.invalid", role=Role.PARTICIPANT, language="en", at=at
    )

    refused = refused_at_once(cast, *(_tap(cast, who, session, at) for who in (cast.sam_account, marcus)))

    assert [type(one) for one in refused] == [Gone]
    assert "last place" in str(refused[0])
    assert Swap.objects.count() == 1
    assert Attendance.objects.filter(session=session, state="expected").count() == 1
    assert Attendance.objects.filter(session=cast.today, state="expected").count() == 1


@needs_connections
def test_one_person_on_two_phones_takes_one_place(cast: Cast, at: datetime) -> None:
    session = last_place(cast, at)

    refused = refused_at_once(cast, *(_tap(cast, cast.sam_account, session, at) for _ in range(2)))

    assert refused == []
    assert Swap.objects.count() == 1


@runs_them_on_a_file
def test_both_hold_on_sqlite_with_several_connections(tmp_path: Path) -> None:
    assert run_on_a_file(__file__, tmp_path).startswith("..s")


def _tap(cast: Cast, account: Account, session: Session, at: datetime) -> Callable[[], object]:
    by = cast.sign_in(account)

    def tap() -> object:
        own = charts.open_own(by, what="swap", at=at)
        return swapping.take(own, session_id=cast.today.pk, takes_id=session.pk, reason="work", key="", at=at)

    return tap
