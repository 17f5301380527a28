"""Two who publish at once: one week of a site has one timetable."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import connection

from actions.timetabling.by_hand import TUESDAY, drafted, one_group
from cast import Cast, enroll_another
from races.at_once import refused_at_once
from stepwell.actions import grouping
from stepwell.actions.timetabling import moving, publishing, viewing
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.timetable.models import Publication, PublishedSite

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_two_timetables_for_one_week_become_one(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    one = drafted(cast, at, solve=one_group(cast, begin=time(17)))
    other = drafted(cast, at, key="other", solve=one_group(cast, begin=time(17, 30)))

    refused = refused_at_once(
        cast,
        lambda: publishing.publish(by, one, key="p1", at=at),
        lambda: publishing.publish(by, other, key="p2", at=at),
    )

    assert PublishedSite.objects.filter(ended_at=None).count() == 1
    assert Publication.objects.count() == 2 - len(refused)
    _one_session_on_tuesday()


def test_the_same_press_twice_publishes_once(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=time(17)))

    refused_at_once(cast, *(lambda: publishing.publish(by, draft, key="p", at=at) for _ in range(2)))

    assert Publication.objects.count() == 1
    assert Group.objects.count() == 2
    _one_session_on_tuesday()


def test_two_hands_on_one_draft_never_overwrite_each_other(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (group,) = viewing.view(by, draft, at=at).groups

    refused = refused_at_once(
        cast,
        *(
            lambda start=start: moving.move_group(
                by, draft, group=group.key, day=TUESDAY, start=start, key=str(start), at=at
            )
            for start in (time(17), time(17, 30))
        ),
    )

    assert len(refused) == 1
    (after,) = viewing.view(by, draft, at=at).groups
    assert after.starts.time() in {time(17), time(17, 30)}


def test_joining_a_group_while_it_is_published_loses_nobody_a_seat(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at, solve=one_group(cast, begin=time(17)))
    nadia = enroll_another(
        cast,
        "New",
        "Person",
        starts_on=TUESDAY + timedelta(days=60),
        state=EpisodeState.PENDING,
        by=by,
        at=at,
    )

    refused = refused_at_once(
        cast,
        lambda: publishing.publish(by, draft, key="p", at=at),
        lambda: grouping.join(cast.group, nadia, from_on=TUESDAY, by=by, at=at),
    )

    open_entries = RosterEntry.objects.filter(until_on=None)
    assert not open_entries.filter(group__ends_on__isnull=False, group__ends_on__lte=TUESDAY).exists()
    joined = RosterEntry.objects.filter(person=nadia).exists()
    assert Publication.objects.exists() or joined  # who joined first changed what the draft was solved for
    assert len(refused) <= 1


def _one_session_on_tuesday() -> None:
    sessions = Session.objects.filter(held_on=TUESDAY).exclude(status=SessionStatus.CANCELLED)
    assert sessions.count() == 1
    expected = Attendance.objects.filter(held_on=TUESDAY, state=AttendanceState.EXPECTED)
    assert expected.count() == 2
