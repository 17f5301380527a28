"""A person's week and the weeks of a stay: sessions, hours, and what each day holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from stepwell.actions import levels_kept
from stepwell.actions.busy_times import as_busy
from stepwell.actions.charts import Chart
from stepwell.actions.week_facts import is_by_video
from stepwell.domain.hours.dose import Dose, Judgment, judge
from stepwell.domain.privacy.access import Part
from stepwell.domain.timetable.busy import Busy, LifeWords, clashes, life_words
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import BusyTime, Episode
from stepwell.records.schedule.models import SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState, Intent

JOIN_BEFORE = timedelta(minutes=15)
"""Program policy: the door of a video session opens this long before it starts."""

_AWAITED = (AttendanceState.EXPECTED.value, *(state.value for state in CAME))
_TIMED = Q(session__ends_at__isnull=False)
"""Sessions brought along may lack their hour (docs/decisions/0007): they count, and are in no day's list."""
_HELD = {*(state.value for state in CAME), AttendanceState.MISSED.value}


class DayHolds(Enum):
    """The one thing a day's dot says."""

    DONE = "done"
    COMING = "coming"
    PLANNED = "planned"
    OFF = "off"


@dataclass(frozen=True)
class Meeting:
    """One session of one person, in the site's civil time, as the person is told of it."""

    session_id: UUID
    title: dict[str, str]
    service: dict[str, str]
    starts: datetime
    ends: datetime
    leader: str
    room: str
    by_video: bool
    has_link: bool
    is_cancelled: bool
    state: str
    intent: str
    reason: str
    planned_minutes: int
    credited_minutes: int
    minutes_late: int
    minutes_left_early: int
    life: LifeWords | None

    @property
    def came(self) -> bool:
        return self.state in {state.value for state in CAME}

    def may_answer(self, *, at: datetime) -> bool:
        """Whether the person can still say that they come or can't."""
        return not self.is_cancelled and self.state == AttendanceState.EXPECTED.value and at < self.starts

    def is_on(self, *, at: datetime) -> bool:
        """It has begun and not ended."""
        return self.starts <= at < self.ends

    def may_join(self, *, at: datetime) -> bool:
        """Whether the video door is open: from 15 minutes before the start until the end."""
        return self.has_link and not self.is_cancelled and self.starts - JOIN_BEFORE <= at < self.ends


@dataclass(frozen=True)
class DayView:
    """One day with its sessions in order."""

    on: date
    meetings: tuple[Meeting, ...]
    holds: DayHolds
    is_today: bool


@dataclass(frozen=True)
class WeekView:
    """Seven days with their sessions, and the week's minutes. No floor without a program's shape."""

    week: Week
    zone: ZoneInfo
    days: tuple[DayView, ...]
    planned_minutes: int
    delivered_minutes: int
    floor_minutes: int | None
    judgment: Judgment | None
    is_over: bool

    @property
    def meetings(self) -> list[Meeting]:
        return [meeting for day in self.days for meeting in day.meetings]


@dataclass(frozen=True)
class Step:
    """A week of a stay: sessions come to, of those held so far; the excused ones stand apart."""

    number: int
    came: int
    held: int
    excused: int

    @property
    def share(self) -> float | None:
        """The part come to, or None where nothing was held."""
        return self.came / self.held if self.held else None


@dataclass(frozen=True)
class Steps:
    """The weeks of a stay up to now; its totals only grow."""

    weeks: int
    current: int
    steps: tuple[Step, ...]
    came: int
    held: int
    excused: int


def zone_of(chart: Chart) -> ZoneInfo:
    """The zone of the site where the person comes, or where they asked to come; UTC before either."""
    episode = chart.find_episode()
    if episode is not None:
        return ZoneInfo(episode.site.zone)
    asked = chart.enquiries.first() if chart.may_read(Part.ENQUIRY) else None
    return ZoneInfo(asked.site.zone if asked is not None else "UTC")


def week_of(chart: Chart, week: Week, *, at: datetime) -> WeekView:
    """The person's sessions and hours of one week, in the site's civil time."""
    zone = zone_of(chart)
    today = at.astimezone(zone).date()
    rows = chart.attendances_and_sessions.filter(_TIMED, held_on__range=(week.monday, week.sunday))
    meetings = _meetings(chart, _shown(rows), zone)
    days = tuple(_day(day, meetings, today) for day in week.days)
    counted = [meeting for meeting in meetings if not meeting.is_cancelled]
    planned = sum(meeting.planned_minutes for meeting in counted)
    delivered = sum(meeting.credited_minutes for meeting in counted)
    episode = chart.find_episode()
    floor = levels_kept.floor(episode, on=week.monday) if episode else None
    is_over = today > week.sunday
    to_come = sum(
        m.planned_minutes for m in counted if m.state == AttendanceState.EXPECTED.value and m.ends > at
    )
    return WeekView(
        week=week,
        zone=zone,
        days=days,
        planned_minutes=planned,
        delivered_minutes=delivered,
        floor_minutes=floor,
        judgment=_judged(planned, delivered, floor, is_over=is_over, to_come=to_come),
        is_over=is_over,
    )


def find_next(chart: Chart, *, at: datetime) -> Meeting | None:
    """The session that is on now or comes next, unless the program cancelled it."""
    rows = chart.attendances_and_sessions.filter(session__ends_at__gt=at, state__in=_AWAITED)
    rows = rows.exclude(session__status=SessionStatus.CANCELLED).order_by("starts_at")[:1]
    return next(iter(_meetings(chart, rows, zone_of(chart))), None)


def find_meeting(chart: Chart, session_id: UUID) -> Meeting | None:
    """One session the person belongs to, or None for any other."""
    rows = chart.attendances_and_sessions.filter(_TIMED, session_id=session_id)
    return next(iter(_meetings(chart, _shown(rows), zone_of(chart))), None)


def find_video_link(chart: Chart, session_id: UUID, *, at: datetime) -> str | None:
    """The address of a video session, for its members, while its door is open; else None."""
    row = _shown(chart.attendances_and_sessions.filter(_TIMED, session_id=session_id)).first()
    meeting = next(iter(_meetings(chart, [row], zone_of(chart))), None) if row else None
    if row is None or meeting is None or not meeting.may_join(at=at):
        return None
    return _link(row)


def steps_of(chart: Chart, *, at: datetime) -> Steps | None:
    """The weeks of the latest stay, from its first day on, with the share of held sessions come to.

    None before a stay has a first day. Sessions the program cancelled, and those nobody
    wrote down, are in no denominator.
    """
    episode = chart.find_episode()
    if episode is None or episode.starts_on is None:
        return None
    zone = ZoneInfo(episode.site.zone)
    first = episode.starts_on
    until = at.astimezone(zone).date()
    if episode.ends_on and not episode.is_open:
        until = min(until, episode.ends_on - timedelta(days=1))
    current = max(0, (until - first).days // 7 + 1)
    rows = chart.attendances.filter(episode=episode, held_on__isnull=False, starts_at__lte=at)
    counted = rows.values_list("held_on", "state").annotate(number=Count("pk")).order_by()
    by_week: dict[int, Counter[str]] = {}
    for held_on, state, number in counted:
        by_week.setdefault((held_on - first).days // 7 + 1, Counter())[state] += number
    steps = tuple(_step(number, by_week.get(number, Counter())) for number in range(1, current + 1))
    return Steps(
        weeks=_length(episode, first, current),
        current=current,
        steps=steps,
        came=sum(step.came for step in steps),
        held=sum(step.held for step in steps),
        excused=sum(step.excused for step in steps),
    )


def _step(number: int, states: Counter[str]) -> Step:
    came = sum(states[state.value] for state in CAME)
    held = sum(states[state] for state in _HELD)
    return Step(number=number, came=came, held=held, excused=states[AttendanceState.EXCUSED.value])


def _length(episode: Episode, first: date, current: int) -> int:
    if episode.template is not None:
        return max(episode.template.weeks, current)
    return current


def _shown(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """What the person is told of: all but sessions of a group they left."""
    left = rows.filter(state=AttendanceState.NOT_EXPECTED).exclude(session__status=SessionStatus.CANCELLED)
    return rows.exclude(pk__in=left.values("pk")).order_by("starts_at")


def _meetings(chart: Chart, rows: Iterable[Attendance], zone: ZoneInfo) -> list[Meeting]:
    found = list(rows)
    busy = _busy(chart.busy_times) if found else []
    return [_meeting(row, busy, zone) for row in found]


def _meeting(row: Attendance, busy: Sequence[tuple[Busy, ZoneInfo]], zone: ZoneInfo) -> Meeting:
    session = row.session
    assert session.starts_at is not None  # rows without a time are left out
    assert session.ends_at is not None
    return Meeting(
        session_id=session.pk,
        title=session.title,
        service=session.service.title if session.service else {},
        starts=session.starts_at.astimezone(zone),
        ends=session.ends_at.astimezone(zone),
        leader=session.leader.given_name if session.leader else "",
        room=session.room.name if session.room and not session.room.is_video else "",
        by_video=row.by_video or is_by_video(row.session),
        has_link=bool(_link(row)),
        is_cancelled=session.status == SessionStatus.CANCELLED,
        state=row.state,
        intent=row.intent,
        reason=row.reason,
        planned_minutes=row.planned_minutes,
        credited_minutes=row.credited_minutes,
        minutes_late=row.minutes_late,
        minutes_left_early=row.minutes_left_early,
        life=_life(busy, Span(session.starts_at, session.ends_at)),
    )


def _link(row: Attendance) -> str:
    session = row.session
    if not (row.by_video or is_by_video(row.session)):
        return ""
    return session.video_link or (session.room.video_link if session.room else "")


def _busy(rows: Iterable[BusyTime]) -> list[tuple[Busy, ZoneInfo]]:
    return [(as_busy(row), ZoneInfo(row.zone)) for row in rows]


def busy_during(chart: Chart, session: Span) -> list[str]:
    """The kinds of busy times that this stretch of time runs into, as they are kept."""
    rows = chart.busy_times.order_by("kind")
    found = [row.kind for row in rows if clashes(as_busy(row), session, ZoneInfo(row.zone))]
    return list(dict.fromkeys(found))


def _life(busy: Sequence[tuple[Busy, ZoneInfo]], session: Span) -> LifeWords | None:
    by_zone: dict[ZoneInfo, list[Busy]] = {}
    for one, zone in busy:
        by_zone.setdefault(zone, []).append(one)
    found = (life_words(some, session, zone) for zone, some in by_zone.items())
    return next((words for words in found if words is not None), None)


def _day(day: date, meetings: Sequence[Meeting], today: date) -> DayView:
    own = tuple(meeting for meeting in meetings if meeting.starts.date() == day)
    return DayView(
        on=day, meetings=own, holds=_holds([m for m in own if not m.is_cancelled]), is_today=day == today
    )


def _holds(meetings: Sequence[Meeting]) -> DayHolds:
    """What is still ahead goes before what is done, so that a day is done when all of it is."""
    ahead = [meeting for meeting in meetings if meeting.state == AttendanceState.EXPECTED.value]
    if ahead:
        coming = all(meeting.intent == Intent.COMING for meeting in ahead)
        return DayHolds.COMING if coming else DayHolds.PLANNED
    return DayHolds.DONE if any(meeting.came for meeting in meetings) else DayHolds.OFF


def _judged(
    planned: int, delivered: int, floor: int | None, *, is_over: bool, to_come: int
) -> Judgment | None:
    if floor is None:
        return None
    return judge(Dose(planned, delivered, floor), week_is_over=is_over, still_to_come=to_come)
