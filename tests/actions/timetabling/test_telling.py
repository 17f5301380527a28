"""Wishes, absences and closed days, told and taken back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from actions.timetabling.by_hand import TUESDAY, WEEK
from cast import Cast
from stepwell.actions import changing_times, charts
from stepwell.actions.charts import NotHere
from stepwell.actions.timetabling import closing, closures, gathering, telling
from stepwell.actions.timetabling.telling import WishedBlock, Wishes
from stepwell.domain.privacy.access import Purpose
from stepwell.records.program.models import StaffAbsence
from stepwell.records.schedule.models import Session, SessionStatus

LATE = WishedBlock(None, time(19), time(21), dislike=2)


def _own(cast: Cast, at: datetime) -> charts.Chart:
    return charts.open_own(cast.sign_in(cast.sam_account), what="busy_times", at=at)


def _tell(chart: charts.Chart, *blocks: WishedBlock, key: str, at: datetime) -> None:
    telling.tell_wishes(chart, mode="tele", same_gender=False, gender="", blocks=blocks, key=key, at=at)


def test_wishes_are_told_and_the_last_ones_count(cast: Cast, at: datetime) -> None:
    chart = _own(cast, at)
    _tell(chart, LATE, WishedBlock(1, time(9), time(12), dislike=1), key="a", at=at)

    _tell(chart, LATE, key="b", at=at)

    assert telling.wishes_of(chart) == Wishes("tele", False, "", (LATE,))


def test_the_most_in_a_day_stays_when_it_is_not_told(cast: Cast, at: datetime) -> None:
    chart = _own(cast, at)
    told = {"mode": "either", "same_gender": False, "gender": "", "blocks": ()}
    telling.tell_wishes(chart, **told, most_minutes_a_day=180, key="a", at=at)

    telling.tell_wishes(chart, **told, key="b", at=at)
    before = telling.wishes_of(chart)
    telling.tell_wishes(chart, **told, most_minutes_a_day=None, key="c", at=at)

    assert before is not None
    assert before.most_minutes_a_day == 180
    assert telling.wishes_of(chart) == Wishes("either", False, "", ())


def test_who_would_rather_come_by_video_is_offered_video(cast: Cast, at: datetime) -> None:
    chart = _own(cast, at)
    assert changing_times.wishes_of(chart) is None

    _tell(chart, key="a", at=at)

    wishes = changing_times.wishes_of(chart)
    assert wishes is not None
    assert wishes.by_video


def test_wishes_reach_the_problem(cast: Cast, at: datetime) -> None:
    _tell(_own(cast, at), LATE, WishedBlock(1, time(9), time(10), family=True), key="a", at=at)

    gathered = gathering.gather(cast.sign_in(cast.grace), [cast.riverside], WEEK, at=at)[0]

    sam = gathered.asked.problem.participant[str(cast.sam.pk)]
    assert sam.mode == "tele"
    assert {gathered.asked.grid.clock(slot) for slot in sam.pref} == {
        time(19),
        time(19, 30),
        time(20),
        time(20, 30),
    }
    assert len(sam.family_avail) == 2


def test_a_time_that_ends_before_it_starts_is_no_wish(cast: Cast, at: datetime) -> None:
    with pytest.raises(telling.NotAWish):
        _tell(_own(cast, at), WishedBlock(1, time(12), time(9), dislike=1), key="a", at=at)


def test_privacy_reads_no_wishes(cast: Cast, at: datetime) -> None:
    chart = charts.open_for(cast.sign_in(cast.ada), cast.sam.pk, Purpose.OVERSIGHT, what="trail", at=at)

    with pytest.raises(NotHere):
        telling.wishes_of(chart)


def test_a_closed_day_calls_its_sessions_off_and_no_other(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)

    number = closing.close_site(by, cast.riverside.pk, on=TUESDAY, key="c", at=at)

    assert number == 1
    assert Session.objects.get(held_on=TUESDAY).status == SessionStatus.CANCELLED
    cast.today.refresh_from_db()
    assert cast.today.status == SessionStatus.PLANNED
    assert [day.on for day in closures.list_closed_days(by, after=TUESDAY, at=at)] == [TUESDAY]


def test_closing_twice_is_closing_once_and_it_can_be_opened_again(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    closing.close_site(by, cast.riverside.pk, on=TUESDAY, key="c", at=at)
    closing.close_site(by, cast.riverside.pk, on=TUESDAY, key="d", at=at)

    closing.open_again(by, cast.riverside.pk, on=TUESDAY, key="o", at=at)

    assert [day.on for day in closures.list_closed_days(by, after=TUESDAY, at=at)] == []


def test_an_absence_is_noted_once_and_taken_back(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    span = {"starts_at": at + timedelta(days=1), "ends_at": at + timedelta(days=2)}

    first = closing.note_absence(by, cast.priya.pk, **span, key="a", at=at)

    assert closing.note_absence(by, cast.priya.pk, **span, key="a", at=at) == first
    closing.void_absence(by, first, at=at)
    assert StaffAbsence.objects.get().voided_at == at
    with pytest.raises(closing.NotASpanOfTime):
        closing.note_absence(by, cast.priya.pk, starts_at=at, ends_at=at, key="b", at=at)


def test_only_a_manager_closes_sites_and_rooms(cast: Cast, at: datetime) -> None:
    june = cast.sign_in(cast.june)

    with pytest.raises(NotHere):
        closing.close_site(june, cast.riverside.pk, on=TUESDAY, key="c", at=at)
    with pytest.raises(NotHere):
        closing.close_room(june, cast.room.pk, starts_at=at, ends_at=at + timedelta(hours=1), key="r", at=at)


def test_a_closed_room_is_no_room_for_groups(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    starts_at = at + timedelta(days=7)
    closing.close_room(
        by, cast.room.pk, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), key="r", at=at
    )

    gathered = gathering.gather(by, [cast.riverside], WEEK, at=at)[0]

    site = gathered.asked.problem.site[str(cast.riverside.pk)]
    closed = [slot for slot in range(len(gathered.asked.problem.slots)) if site.rooms_at(slot) == 0]
    assert [gathered.asked.grid.clock(slot) for slot in closed] == [time(12), time(12, 30)]
