"""What a timetable asks of the database doesn't grow with people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.timetabling.by_hand import TUESDAY, WEEK, drafted, part_of
from cast import STARTED, ZONE, Cast, enroll_another
from stepwell.actions import enrolling, grouping, readers
from stepwell.actions.timetabling import clearing, drafts, gathering, publishing, solving, viewing, ways_in
from stepwell.actions.timetabling.made import Made
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance, AttendanceState


def _more(cast: Cast, number: int, at: datetime) -> None:
    by = readers.system(cast.organization.pk, name="test")
    for turn in range(number):
        person = enroll_another(cast, f"New{turn}", "Person", at=at)
        enrolling.tell_busy(
            person, kind="work", weekday=1, from_time=time(8), until_time=time(16), zone=ZONE, at=at
        )
        grouping.join(cast.group, person, from_on=STARTED, by=by, at=at)


def _queries(do: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        do()
    return len(asked)


def test_gathering_and_looking_ask_as_often_for_ten_as_for_two(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    few = drafted(cast, at)

    def asked(draft: object) -> list[int]:
        return [
            _queries(lambda: gathering.gather(by, [cast.riverside], WEEK, at=at)),
            _queries(lambda: viewing.view(by, draft, at=at)),  # type: ignore[arg-type]  # a key
            _queries(lambda: solving.progress_of(drafts.get_draft(by, draft), at=at)),  # type: ignore[arg-type]
            _queries(lambda: ways_in.who_needs_a_way_in(by, draft, at=at)),  # type: ignore[arg-type]  # a key
            _queries(lambda: publishing.touched_by(by, draft, at=at)),  # type: ignore[arg-type]  # a key
        ]

    before = asked(few)
    _more(cast, 8, at)

    many = drafted(cast, at, key="many")
    after = asked(many)

    assert len(viewing.view(by, many, at=at).groups) == 1
    assert [b - a for a, b in zip(before, after, strict=True)] == [0, 0, 0, 0, 0]
    assert max(before[1:3]) <= 9


def test_a_guest_gives_up_a_place_that_runs_into_the_new_week(cast: Cast, at: datetime) -> None:
    other = grouping.open_group(
        site=cast.riverside,
        room=cast.hill_room,
        service=cast.group_service,
        leader=cast.omar,
        title={"en": "Something else"},
        weekday=1,
        start_time=time(19),
        minutes=60,
        starts_on=STARTED,
        at=at,
    )
    grouping.plan_sessions(other, until=TUESDAY + timedelta(days=1), at=at)
    session = Session.objects.get(group=other, held_on=TUESDAY)
    row = Attendance.objects.create(
        session=session,
        person=cast.sam,
        episode=cast.sam_episode,
        starts_at=session.starts_at,
        held_on=TUESDAY,
    )
    part, made = part_of(drafted(cast, at)), Made()

    clearing.clear([part], WEEK.monday, made, by=cast.sign_in(cast.grace), at=at)

    row.refresh_from_db()
    assert row.state == AttendanceState.NOT_EXPECTED
    assert made.not_expected == [row.pk]


def test_two_sessions_at_once_that_are_ones_own_are_refused(cast: Cast, at: datetime) -> None:
    part = part_of(drafted(cast, at))
    own = Session.objects.get(group=cast.group, held_on=TUESDAY)
    alone = Session.objects.create(
        site=cast.riverside,
        title={"en": "Alone"},
        starts_at=own.starts_at,
        ends_at=own.ends_at,
        held_on=TUESDAY,
    )
    Attendance.objects.create(
        session=alone,
        person=cast.sam,
        episode=cast.sam_episode,
        starts_at=own.starts_at,
        held_on=TUESDAY,
    )

    with pytest.raises(publishing.CannotPublish):
        clearing.clear([part], WEEK.monday, Made(), by=cast.sign_in(cast.grace), at=at)
