"""Closing a day tells who comes and who leads; opening it again tells who was told, and puts sessions on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.timetabling.by_hand import TUESDAY
from cast import Cast, enroll_another
from stepwell.actions import composing, grouping, rosters
from stepwell.actions.composing import Letter
from stepwell.actions.timetabling import closing
from stepwell.actions.timetabling.closed_day import Reopened
from stepwell.records.audit.models import AccessLine
from stepwell.records.effects.models import OutboxRow
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState

BASE = "https://x.invalid"


def _close(cast: Cast, at: datetime) -> None:
    closing.close_site(cast.sign_in(cast.grace), cast.riverside.pk, on=TUESDAY, key="c", at=at)


def _open(cast: Cast, at: datetime) -> Reopened:
    return closing.open_again(cast.sign_in(cast.grace), cast.riverside.pk, on=TUESDAY, key="o", at=at)


def _send_all(at: datetime) -> None:
    OutboxRow.objects.filter(done_at=None).update(done_at=at, outcome="sent")


def _letter(kind: str, person: Person | None, at: datetime) -> composing.Letter | composing.NotSent:
    row = OutboxRow.objects.get(kind=kind, person_id=person.pk if person else None)
    found = composing.compose(row, base_url=BASE, at=at)
    assert not isinstance(found, composing.Later)
    return found


def _expected() -> set[str]:
    rows = Attendance.objects.filter(held_on=TUESDAY, state=AttendanceState.EXPECTED)
    return {row.person.given_name for row in rows.select_related("person")}


def test_everybody_expected_on_a_closed_day_is_told_in_neutral_words(cast: Cast, at: datetime) -> None:
    _close(cast, at)

    letter = _letter("canceled", cast.sam, at)

    assert isinstance(letter, Letter)
    assert letter.text.startswith("Your appointment on Tuesday, May 19 at 6 pm is canceled.")
    assert OutboxRow.objects.filter(kind="canceled").count() == 2
    assert set(AccessLine.objects.get(what="cancelled_session").people) == {
        str(cast.sam.pk),
        str(cast.marcus.pk),
    }


def test_it_waits_for_the_persons_safe_hours(cast: Cast, at: datetime) -> None:
    _close(cast, at)
    row = OutboxRow.objects.get(kind="canceled", person_id=cast.sam.pk)

    found = composing.compose(row, base_url=BASE, at=at + timedelta(hours=11))

    assert found == composing.Later(at + timedelta(hours=20))  # 8 am in Chicago


def test_who_leads_is_told_once_that_something_changed(cast: Cast, at: datetime) -> None:
    _close(cast, at)

    letter = _letter("day_closed", None, at)

    assert isinstance(letter, Letter)
    assert letter.to == "priya@test.stepwell.invalid"
    assert letter.text.startswith("Some of your appointments have changed.")
    after = _letter("day_closed", None, at + timedelta(days=8))
    assert after == composing.NO_LONGER_TRUE


def test_opening_again_puts_the_session_on_and_tells_who_was_told(cast: Cast, at: datetime) -> None:
    _close(cast, at)
    _send_all(at)

    found = _open(cast, at + timedelta(hours=1))

    assert found == Reopened(back=1, off=0)
    assert Session.objects.get(held_on=TUESDAY).status == SessionStatus.PLANNED
    assert Session.objects.get(held_on=TUESDAY).fills_room
    assert _expected() == {"Sam", "Marcus"}
    letter = _letter("changed", cast.sam, at + timedelta(hours=1))
    assert isinstance(letter, Letter)
    assert letter.text.startswith("Your appointment has changed. It is now on Tuesday, May 19 at 6 pm.")


def test_what_is_opened_again_at_once_is_told_to_nobody(cast: Cast, at: datetime) -> None:
    _close(cast, at)

    _open(cast, at)

    assert not OutboxRow.objects.filter(kind="changed").exists()
    assert _letter("canceled", cast.sam, at) == composing.NO_LONGER_TRUE
    closed = OutboxRow.objects.get(kind="day_closed", payload__about="closed")
    assert composing.compose(closed, base_url=BASE, at=at) == composing.NO_LONGER_TRUE


def test_opening_twice_is_opening_once(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    _close(cast, at)
    _open(cast, at)

    again = closing.open_again(by, cast.riverside.pk, on=TUESDAY, key="o2", at=at)

    assert again == Reopened(back=0, off=0)


def test_a_day_can_be_closed_after_it_was_opened_and_is_told_again(cast: Cast, at: datetime) -> None:
    _close(cast, at)
    _open(cast, at)

    number = closing.close_site(cast.sign_in(cast.grace), cast.riverside.pk, on=TUESDAY, key="c2", at=at)

    assert number == 1
    assert OutboxRow.objects.filter(kind="canceled", person_id=cast.sam.pk).count() == 2
    assert _expected() == set()


def test_a_session_whose_leader_is_taken_by_now_stays_off(cast: Cast, at: datetime) -> None:
    _close(cast, at)
    session = Session.objects.get(held_on=TUESDAY)
    assert session.starts_at is not None
    grouping.plan_individual(
        cast.marcus,
        site=cast.riverside,
        room=None,
        service=cast.individual,
        leader=cast.priya,
        starts_at=session.starts_at,
        minutes=50,
        by_video=True,
        at=at,
    )

    found = _open(cast, at)

    assert found == Reopened(back=0, off=1)
    session.refresh_from_db()
    assert session.status == SessionStatus.CANCELLED
    assert not session.fills_room


@pytest.mark.parametrize("has_left", [True, False])
def test_who_left_the_group_meanwhile_is_not_expected_again(cast: Cast, at: datetime, has_left: bool) -> None:
    _close(cast, at)
    if has_left:
        entry = RosterEntry.objects.get(group=cast.group, person=cast.marcus)
        rosters.end(entry, until_on=TUESDAY, by=cast.sign_in(cast.grace), at=at)

    _open(cast, at)

    assert _expected() == ({"Sam"} if has_left else {"Sam", "Marcus"})


def test_who_joined_while_the_day_was_closed_comes_too(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    _close(cast, at)
    lee = enroll_another(cast, "Lee", "Park", starts_on=at.date(), by=by, at=at)
    grouping.join(cast.group, lee, from_on=at.date(), by=by, at=at)

    _open(cast, at)

    assert _expected() == {"Sam", "Marcus", "Lee"}


def test_who_is_elsewhere_at_that_time_by_now_stays_there(cast: Cast, at: datetime) -> None:
    _close(cast, at)
    session = Session.objects.get(held_on=TUESDAY)
    assert session.starts_at is not None
    grouping.plan_individual(
        cast.sam,
        site=cast.hill,
        room=cast.hill_room,
        service=cast.individual,
        leader=cast.omar,
        starts_at=session.starts_at,
        minutes=50,
        at=at,
    )

    _open(cast, at)

    there = Attendance.objects.get(session=session, person=cast.sam)
    assert there.state == AttendanceState.NOT_EXPECTED
    assert Attendance.objects.get(session=session, person=cast.marcus).state == AttendanceState.EXPECTED


def test_a_day_that_is_over_puts_nothing_back(cast: Cast, at: datetime) -> None:
    _close(cast, at)

    found = _open(cast, at + timedelta(days=8))

    assert found == Reopened(back=0, off=0)
