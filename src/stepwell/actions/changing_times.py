"""A person's own times: told, changed for a day or for good, and what they leave of the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import busy_times, levels_kept, once, reaching, rosters, week_facts, weeks
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.timetable import equivalent
from stepwell.domain.timetable.busy import LONGEST_ROTA
from stepwell.domain.timetable.equivalent import Keeps, Offer
from stepwell.domain.timetable.reach import Chance, reachable_minutes
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import BusyKind, BusyTime, ComingWishes
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState

LOOK_AHEAD = timedelta(days=14)
"""How far sessions that no longer fit are looked for: as far as most are planned."""

ANSWER_WITHIN = timedelta(days=2)
"""By when the counselor looks at times that changed for good. Program policy."""

MOST_TRAVEL = 240


class NotATime(Refusal):
    """No stretch of time is meant, or a day that is over."""


@dataclass(frozen=True)
class Times:
    """A time as a person tells it: on weekdays, on one date, or on the days of a rota."""

    kind: str
    from_time: time
    until_time: time
    weekdays: tuple[int, ...] = ()
    on_date: date | None = None
    rota_days: int | None = None
    rota_on: tuple[int, ...] = ()
    first_on: date | None = None
    travel_minutes: int = 0

    def days(self) -> list[dict[str, Any]]:
        """The rows it makes."""
        if self.rota_days is not None:
            return [{"rota_days": self.rota_days, "rota_on": list(self.rota_on), "valid_from": self.first_on}]
        if self.on_date is not None:
            return [{"on_date": self.on_date}]
        return [{"weekday": weekday} for weekday in self.weekdays]


@dataclass(frozen=True)
class Reach:
    """What a week of the program leaves to somebody with these times."""

    week: Week
    possible: int
    sessions: int
    minutes: int
    floor_minutes: int | None

    @property
    def is_enough(self) -> bool:
        """The week's hours can be reached; without a floor there is nothing to reach."""
        return self.floor_minutes is None or self.minutes >= self.floor_minutes


@transaction.atomic(durable=True)
def tell(chart: Chart, times: Times, *, key: str, at: datetime) -> list[BusyTime]:
    """Keep a time that somebody can't come. The same told twice is told once."""
    if not once.is_first_time(key, action="tell_times", account_id=chart.by.account_id, at=at):
        return []
    return _write(chart, times, at=at)


@transaction.atomic(durable=True)
def change(chart: Chart, busy_id: UUID, times: Times, *, key: str, at: datetime) -> list[BusyTime]:
    """From today on a time is another. What it was until yesterday stays readable."""
    row = find_busy(chart, busy_id)
    if not once.is_first_time(key, action="change_times", account_id=chart.by.account_id, at=at):
        return []
    _end(row, on=at.astimezone(ZoneInfo(row.zone)).date(), at=at)
    new = _write(chart, times, at=at)
    _say_lasting(chart, new, at=at)
    return new


@transaction.atomic(durable=True)
def tell_day(
    chart: Chart, times: Times, *, instead: bool, lasting: bool, key: str, at: datetime
) -> list[BusyTime]:
    """One day is different: "my shift is 2 to 10 on Thursday", or from that day on each week.

    `instead` takes the usual times of the same kind off that day. What lasts ends them
    from that day on, and the counselor is asked to look at the weeks to come.
    """
    on = times.on_date
    if on is None or on < at.astimezone(weeks.zone_of(chart)).date():
        raise NotATime(gettext_noop("Choose today or a day that is still to come."))
    if not once.is_first_time(key, action="tell_day", account_id=chart.by.account_id, at=at):
        return []
    if instead or lasting:
        _make_way(chart, times.kind, on, lasting=lasting, at=at)
    if not lasting:
        return _write(chart, times, at=at)
    each_week = replace(times, on_date=None, weekdays=(on.weekday(),), first_on=on)
    new = _write(chart, each_week, at=at, valid_from=on)
    _say_lasting(chart, new, at=at)
    return new


def find_busy(chart: Chart, busy_id: UUID) -> BusyTime:
    """One of the person's own times, or NotHere."""
    row = chart.busy_times.filter(pk=busy_id).first()
    if row is None:
        raise NotHere("There is no such time.")
    return row


def usual_on(chart: Chart, kind: str, on: date) -> list[BusyTime]:
    """What of this kind usually begins on a day."""
    rows = chart.busy_times.filter(kind=kind, on_date=None)
    return [row for row in rows if busy_times.as_busy(row).starts_on(on)]


def _make_way(chart: Chart, kind: str, on: date, *, lasting: bool, at: datetime) -> None:
    for row in usual_on(chart, kind, on):
        if lasting and row.weekday is not None:
            _end(row, on=on, at=at)
        else:
            row.skipped_on = sorted({*row.skipped_on, on.isoformat()})
            row.save(update_fields=["skipped_on"])
        chart.note("busy_times", row.pk, at=at)


def _end(row: BusyTime, *, on: date, at: datetime) -> None:
    """It no longer holds from a day on; what never began is taken back."""
    if row.on_date is not None or (row.valid_from is not None and row.valid_from >= on):
        row.voided_at = at
        row.save(update_fields=["voided_at"])
    else:
        row.valid_until = on if row.valid_until is None else min(on, row.valid_until)
        row.save(update_fields=["valid_until"])


def _write(chart: Chart, times: Times, *, at: datetime, **facts: Any) -> list[BusyTime]:
    _refuse_unfit(times)
    zone = str(weeks.zone_of(chart))
    rows = []
    for day in times.days():
        told = {"valid_from": None, **day, **facts}
        row, is_new = BusyTime.objects.get_or_create(
            person=chart.person,
            kind=times.kind,
            from_time=times.from_time,
            until_time=times.until_time,
            travel_minutes=times.travel_minutes,
            zone=zone,
            voided_at=None,
            valid_until=None,
            **told,
        )
        if is_new:
            chart.note("busy_times", row.pk, at=at)
        rows.append(row)
    return rows


def _refuse_unfit(times: Times) -> None:
    if times.kind not in BusyKind.values:
        raise NotATime(gettext_noop("Choose what keeps you."))
    if not 0 <= times.travel_minutes <= MOST_TRAVEL:
        raise NotATime(gettext_noop("The way takes 0 to %(most)d minutes."), most=MOST_TRAVEL)
    if not times.days():
        raise NotATime(gettext_noop("Choose the days."))
    if times.rota_days is None:
        return
    if times.first_on is None or not 2 <= times.rota_days <= LONGEST_ROTA:
        raise NotATime(gettext_noop("Say on which day the shifts begin, and after how many days again."))
    if not times.rota_on or not set(times.rota_on) <= set(range(times.rota_days)):
        raise NotATime(gettext_noop("Choose the days on which you work."))


def _say_lasting(chart: Chart, rows: Sequence[BusyTime], *, at: datetime) -> None:
    if rows and clashing(chart, at=at):
        reaching.open_change_task(chart, about=rows[0].pk, due_at=at + ANSWER_WITHIN, at=at)


@transaction.atomic(durable=True)
def wish(chart: Chart, *, by_video: bool, home_minutes: int, at: datetime) -> ComingWishes:
    """Whether and from where the person can come by video. A wish is no history: the last one counts."""
    wishes, _ = ComingWishes.objects.update_or_create(
        person=chart.person,
        defaults={"by_video": by_video, "home_minutes": home_minutes},
    )
    chart.note("coming_wishes", wishes.pk, at=at)
    return wishes


def wishes_of(chart: Chart) -> ComingWishes | None:
    """How the person can come, where they said so."""
    return busy_times.wishes_of([chart.person.pk]).get(chart.person.pk)


def clashing(chart: Chart, *, at: datetime) -> list[Attendance]:
    """Sessions ahead that the person is expected at and their own times keep them from, in order."""
    day = at.astimezone(weeks.zone_of(chart)).date()
    days = [day + timedelta(days=number) for number in range(LOOK_AHEAD.days)]
    keeps = busy_times.keeps_in(chart.busy_times, days)
    rows = chart.attendances.filter(
        state=AttendanceState.EXPECTED,
        starts_at__gt=at,
        held_on__range=(days[0], days[-1]),
        session__status=SessionStatus.PLANNED,
        session__ends_at__isnull=False,
    )
    found = rows.select_related("session__room", "session__service").order_by("starts_at")
    return [row for row in found if _kept_from(row, keeps)]


def _kept_from(row: Attendance, keeps: Sequence[Keeps]) -> bool:
    offer = _as_offer(row.session, by_video=row.by_video or week_facts.is_by_video(row.session))
    return any(one.around(offer).overlaps(offer.span) for one in keeps)


def reach_of(
    chart: Chart, *, more: Times | None = None, without: UUID | None = None, at: datetime
) -> Reach | None:
    """How many of the program's sessions fit a week, and the most hours they give; None without a program.

    The week after this one, or this one where no more is planned. `more` and `without`
    tell what a change would do before it is made.
    """
    episode = chart.find_episode()
    if episode is None or not episode.is_open:
        return None
    wishes, zone = wishes_of(chart), weeks.zone_of(chart)
    phases = week_facts.phases_of([episode.template_id]).get(episode.template_id or UUID(int=0), [])
    languages = chart.person.languages or ["en"]
    this_week = Week.at(at, zone)
    for week in (this_week.next(), this_week):
        services = week_facts.services_of(episode, phases, week.monday)
        found = week_facts.sessions_in(week, at=at).filter(group__language__in=languages)
        here = found.filter(site=episode.site) if not (wishes and wishes.by_video) else found
        offers = [
            _as_offer(one, by_video=week_facts.is_by_video(one))
            for one in here
            if one.service is not None and (not services or one.service.key in services)
            if one.site_id == episode.site_id or week_facts.is_by_video(one)
        ]
        if offers:
            break
    rows = [row for row in chart.busy_times if row.pk != without]
    rows += _unsaved(chart, more, str(zone)) if more else []
    keeps = busy_times.keeps_in(rows, week.days)
    fits = [one for one in offers if not any(kept.around(one).overlaps(one.span) for kept in keeps)]
    most = (wishes and wishes.most_minutes_a_day) or equivalent.MOST_MINUTES_A_DAY
    return Reach(
        week=week,
        possible=len(fits),
        sessions=len(offers),
        minutes=reachable_minutes(
            (Chance(one.on, one.span, one.service, one.minutes) for one in fits), most_minutes_a_day=most
        ),
        floor_minutes=levels_kept.floor(episode, on=week.monday),
    )


def _unsaved(chart: Chart, times: Times, zone: str) -> list[BusyTime]:
    _refuse_unfit(times)
    return [
        BusyTime(
            person=chart.person,
            kind=times.kind,
            from_time=times.from_time,
            until_time=times.until_time,
            travel_minutes=times.travel_minutes,
            zone=zone,
            **day,
        )
        for day in times.days()
    ]


def _as_offer(session: Session, *, by_video: bool) -> Offer:
    assert session.starts_at is not None
    assert session.held_on is not None  # sessions without a time are never asked for
    return Offer(
        key=session.pk,
        span=Span(session.starts_at, session.ends_at),
        on=session.held_on,
        minutes=rosters.minutes_of(session),
        service=session.service.key if session.service else "",
        language="",
        leader=session.leader_id,
        places=0,
        people=frozenset(),
        by_video=by_video,
    )


def kinds_keeping(chart: Chart, row: Attendance) -> list[str]:
    """Which kinds of the person's own times run into a session of theirs."""
    session = row.session
    if session.starts_at is None or session.ends_at is None:
        return []
    return weeks.busy_during(chart, Span(session.starts_at, session.ends_at))
