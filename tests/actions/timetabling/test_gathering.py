"""Facts from the records become a problem of half hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from cast import TODAY, ZONE, Cast
from stepwell.actions import enrolling
from stepwell.actions.timetabling import gathering
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import SiteHoliday, StaffAbsence

WEEK = Week.of(TODAY).next()


def _gather(cast: Cast, at: datetime) -> gathering.Gathered:
    return gathering.gather(cast.sign_in(cast.grace), [cast.riverside], WEEK, at=at)[0]


def test_everybody_of_the_site_is_asked_for_and_nobody_else(cast: Cast, at: datetime) -> None:
    problem = _gather(cast, at).asked.problem

    assert set(problem.participant) == {str(cast.sam.pk), str(cast.marcus.pk)}
    assert set(problem.facilitator) == {str(cast.priya.pk)}


def test_the_week_of_the_program_becomes_half_hours(cast: Cast, at: datetime) -> None:
    sam = _gather(cast, at).asked.problem.participant[str(cast.sam.pk)]

    assert sam.min_hours == 18
    assert sam.need == {"group_cbt": 18}
    assert sam.min_days == 3


def test_a_shift_takes_its_half_hours(cast: Cast, at: datetime) -> None:
    enrolling.tell_busy(
        cast.sam, kind="court", weekday=1, from_time=time(18, 15), until_time=time(18, 30), zone=ZONE, at=at
    )
    gathered = _gather(cast, at)

    sam = gathered.asked.problem.participant[str(cast.sam.pk)]

    assert gathered.asked.grid.exactly(WEEK.monday + timedelta(days=1), time(18)) not in sam.avail
    assert gathered.asked.grid.exactly(WEEK.monday + timedelta(days=1), time(18, 30)) in sam.avail
    assert gathered.asked.grid.exactly(WEEK.monday + timedelta(days=1), time(15, 30)) not in sam.avail


def test_who_must_not_meet_is_told_to_the_solver_alone(cast: Cast, at: datetime) -> None:
    enrolling.keep_apart(cast.sam, cast.marcus, by=cast.sign_in(cast.june), at=at)

    assert _gather(cast, at).asked.problem.apart(str(cast.sam.pk), str(cast.marcus.pk))


def test_the_groups_that_stand_are_last_weeks(cast: Cast, at: datetime) -> None:
    previous = _gather(cast, at).asked.problem.previous

    assert [group.therapy for group in previous.groups] == ["group_cbt"]
    assert set(previous.groups[0].members) == {str(cast.sam.pk), str(cast.marcus.pk)}


def test_nobody_leads_while_away_and_nothing_is_held_on_a_closed_day(cast: Cast, at: datetime) -> None:
    tuesday = WEEK.monday + timedelta(days=1)
    starts_at = datetime.combine(tuesday, time(14), at.tzinfo)
    StaffAbsence.objects.create(
        staff=cast.priya, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), written_at=at
    )
    gathered = _gather(cast, at)

    leads = gathered.asked.problem.facilitator[str(cast.priya.pk)].avail

    assert gathered.asked.grid.exactly(tuesday, time(9)) not in leads
    assert gathered.asked.grid.exactly(tuesday, time(11)) in leads
    SiteHoliday.objects.create(site=cast.riverside, on_date=tuesday, written_at=at)
    assert _gather(cast, at).asked.problem.slots == ()
