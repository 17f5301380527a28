"""A counselor's day: the sessions in order, and who is expected at one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from stepwell.actions import attending, charts
from stepwell.actions.attending import get_session
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.actions.reminding import missed_key
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.records.effects.models import OutboxRow
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState, Intent
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

BEFORE = 4
"""How many of a person's sessions before this one a line shows."""

_BACK = timedelta(days=28)
_SENT = "sent"


@dataclass(frozen=True)
class Counted:
    """A session with who came of how many, and the person's name where it is one person's."""

    session: Session
    expected: int
    came: int
    marked: int
    with_name: str = ""
    still_expected: int = 0
    signed: int = 0
    """How many of its notes are signed."""

    @property
    def all_signed(self) -> bool:
        """Everyone who came has a signed note."""
        return 0 < self.came <= self.signed

    @property
    def unmarked(self) -> int:
        """Of how many nobody has said yet whether they came."""
        return self.expected - self.marked


@dataclass(frozen=True)
class Lost:
    """A session somebody missed or was excused from: as much of it as is chosen by."""

    pk: UUID
    held_on: date | None
    state: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One person on a roster: what is known, what was said ahead, what was done about a miss."""

    chart: Chart
    attendance: Attendance
    words: str
    texted_at: datetime | None
    came_before: int
    sessions_before: int
    to_make_up: tuple[Lost, ...] = ()
    """Sessions of the last four weeks the person missed or was excused from, not yet made up elsewhere."""

    @property
    def cannot_come(self) -> bool:
        """The person said ahead that they can't make it."""
        return self.attendance.intent == Intent.CANNOT

    @property
    def is_coming(self) -> bool:
        return self.attendance.intent == Intent.COMING

    @property
    def is_expected(self) -> bool:
        return self.attendance.state == AttendanceState.EXPECTED


@dataclass(frozen=True)
class Roster:
    """A session and everyone expected at it, by name."""

    session: Session
    lines: list[Line]
    is_open: bool
    of_sessions: int = 0

    @property
    def charts(self) -> list[Chart]:
        return [line.chart for line in self.lines]

    @property
    def came(self) -> int:
        return sum(line.attendance.state in CAME for line in self.lines)

    @property
    def still_expected(self) -> int:
        return sum(line.is_expected for line in self.lines)

    @property
    def saved_at(self) -> datetime | None:
        """When the last answer was written."""
        return max((row.seen_at for row in self._rows if row.seen_at), default=None)

    @property
    def _rows(self) -> list[Attendance]:
        return [line.attendance for line in self.lines]


@dataclass(frozen=True)
class Expected:
    """A session and the rows of those expected there, by person."""

    session: Session
    attendances: dict[UUID, Attendance]


@dataclass(frozen=True)
class LedGroup:
    """A group, how many belong to it on a day, and where its curriculum stands."""

    group: Group
    members: int
    topics: int
    next_session: Session | None = field(default=None)


def sessions_of_day(by: SignedIn, *, day: date, at: datetime) -> list[Counted]:
    """The reader's sessions of a day in order, in a number of queries that doesn't grow."""
    if by.staff is None:
        return []
    return with_names(by, _of_day(leader=by.staff.pk, day=day), at=at)


@composed.once
def _of_day(gap: Gaps) -> QuerySet[Session]:
    rows = counted(Session.objects.filter(leader_id=gap.leader, held_on=gap.day))
    return rows.exclude(status=SessionStatus.CANCELLED).order_by("starts_at", "pk")


def count(session: Session) -> Counted:
    """Who came of how many, now."""
    sums = _counts.first(session=session.pk) or (0, 0, 0, 0)
    expected, came, marked, still_expected = sums
    return Counted(session, expected, came, marked, still_expected=still_expected)


@composed.once
def _counts(gap: Gaps) -> QuerySet[Attendance, tuple[int, int, int, int]]:
    rows: Any = _expected(gap).order_by().values("session_id")
    return rows.annotate(  # type: ignore[no-any-return]  # the stubs lose the row of an annotated list
        expected=Count("pk"),
        came=Count("pk", filter=Q(state__in=CAME)),
        marked=Count("pk", filter=Q(state__in=attending.MARKS)),
        still_expected=Count("pk", filter=Q(state=AttendanceState.EXPECTED)),
    ).values_list("expected", "came", "marked", "still_expected")


def next_day(by: SignedIn, *, day: date) -> date | None:
    """The next day after this one on which the reader leads something."""
    rows = Session.objects.filter(leader=by.staff, held_on__gt=day).exclude(status=SessionStatus.CANCELLED)
    return rows.order_by("held_on").values_list("held_on", flat=True).first() if by.staff else None


def counted(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with how many are expected, came, and are marked."""
    wanted = ~Q(attendances__state=AttendanceState.NOT_EXPECTED) & Q(attendances__isnull=False)
    return rows.select_related("room", "site", "group", "service").annotate(
        expected=Count("attendances", filter=wanted),
        came=Count("attendances", filter=Q(attendances__state__in=CAME)),
        marked=Count("attendances", filter=Q(attendances__state__in=attending.MARKS)),
        signed=Count("attendances__note", filter=Q(attendances__note__signed_at__isnull=False)),
    )


def with_names(by: SignedIn, sessions: Sequence[Session], *, at: datetime) -> list[Counted]:
    """Sessions of `counted`, with the name where it is one person's; one line in the trail names those."""
    alone = [session.pk for session in sessions if session.group_id is None]
    pairs = dict(_rows(alone).values_list("session_id", "person_id")) if alone else {}
    opened = charts.open_list(by, pairs.values(), Purpose.TREATMENT, what="today", at=at) if pairs else []
    names = {chart.person.pk: chart.person.short_name for chart in opened}
    return [
        Counted(
            session=session,
            expected=session.expected,  # type: ignore[attr-defined]  # annotated by counted
            came=session.came,  # type: ignore[attr-defined]  # annotated by counted
            marked=session.marked,  # type: ignore[attr-defined]  # annotated by counted
            signed=session.signed,  # type: ignore[attr-defined]  # annotated by counted
            with_name=names.get(pairs.get(session.pk, session.pk), ""),
        )
        for session in sessions
    ]


def _rows(sessions: Sequence[UUID]) -> QuerySet[Attendance]:
    return Attendance.objects.filter(session__in=sessions).exclude(state=AttendanceState.NOT_EXPECTED)


def roster(by: SignedIn, session_id: UUID, *, at: datetime) -> Roster:
    """A session at one of the reader's sites and everyone expected there; one line names them all."""
    expected = find_expected(by, session_id)
    opened = charts.open_list(by, expected.attendances, Purpose.TREATMENT, what="roster", at=at)
    return roster_of(expected, opened, at=at)


def find_expected(by: SignedIn, session_id: UUID) -> Expected:
    """Keys of everyone expected at a session at one of the reader's sites; it names nobody."""
    session = get_session(by, session_id)
    return Expected(session, {row.person_id: row for row in _at_session(session=session_id)})


def _expected(gap: Gaps) -> QuerySet[Attendance]:
    return Attendance.objects.filter(session_id=gap.session).exclude(state=AttendanceState.NOT_EXPECTED)


@composed.once
def _at_session(gap: Gaps) -> QuerySet[Attendance]:
    return _expected(gap)


def roster_of(expected: Expected, opened: Sequence[Chart], *, at: datetime) -> Roster:
    """The roster of those whose charts are among the opened ones."""
    session = expected.session
    lines = _lines(session, opened, expected.attendances)
    topics = len(session.group.topics) if session.group else 0
    return Roster(session, lines, attending.is_open(session, at=at), topics)


def attendance_of(chart: Chart, session_id: UUID) -> Attendance:
    """What is known of one person at one session, from a chart that is open already."""
    chart.need(Part.ATTENDANCE)
    asked = {"person": chart.person.pk, "session": session_id}
    row = _with_session.first(**asked, sites=list(chart.by.reader.site_ids))
    if row is None:
        raise charts.NotHere("Nobody expects this person here.")
    return row


@composed.once
def _with_session(gap: Gaps) -> QuerySet[Attendance]:
    rows = _expected(gap).filter(person_id=gap.person, session__site_id__in=gap.many("sites"))
    return rows.select_related("session")


def line_of(chart: Chart, session_id: UUID) -> Line:
    """One person's line, from a chart that is open already."""
    session = get_session(chart.by, session_id)
    row = attending.find_expected(chart, session_id)
    lines = _lines(session, [chart], {row.person_id: row} if row else {})
    if not lines:
        raise charts.NotHere("Nobody expects this person here.")
    return lines[0]


def _lines(session: Session, opened: Sequence[Chart], attendances: dict[UUID, Attendance]) -> list[Line]:
    wanted = [chart for chart in opened if chart.person.pk in attendances]
    rows = [attendances[chart.person.pk] for chart in wanted]
    for row in rows:
        row.session = session
    people = [row.person_id for row in rows]
    texted, before, lost = _texted(session, rows), _before(session, people), _lost(session, people)
    lines = [
        Line(
            chart=chart,
            attendance=row,
            words=chart.read(bytes(row.reason_words)) if row.reason_words else "",
            texted_at=texted.get(row.pk),
            came_before=sum(before[row.person_id]),
            sessions_before=len(before[row.person_id]),
            to_make_up=tuple(lost[row.person_id]),
        )
        for chart, row in zip(wanted, rows, strict=True)
    ]
    return sorted(
        lines, key=lambda line: (line.chart.person.short_name.casefold(), str(line.chart.person.pk))
    )


def _texted(session: Session, rows: Sequence[Attendance]) -> dict[UUID, datetime]:
    """When each was sent a message about a missed start."""
    if session.starts_at is None:
        return {}
    by_key = {missed_key(row): row.pk for row in rows}
    return {by_key[key]: done_at for key, done_at in _sent(keys=list(by_key)) if done_at}


@composed.once
def _sent(gap: Gaps) -> QuerySet[OutboxRow, tuple[str, datetime | None]]:
    sent = OutboxRow.objects.filter(key__in=gap.many("keys"), outcome=_SENT, done_at__isnull=False)
    return sent.values_list("key", "done_at")


def _before(session: Session, people: Sequence[UUID]) -> dict[UUID, list[bool]]:
    """For each person whether they came to the latest sessions before this one, four at most."""
    came: dict[UUID, list[bool]] = defaultdict(list)
    if session.starts_at is None:
        return came
    asked = {"people": list(people), "session": session.pk, "starts_at": session.starts_at}
    for person_id, state in _latest(**asked, since=session.starts_at - _BACK):
        came[person_id].append(state in CAME)
    return came


@composed.once
def _latest(gap: Gaps) -> QuerySet[Attendance, tuple[UUID, str]]:
    past = _weeks_before(gap).filter(state__in=attending.MARKS).exclude(session_id=gap.session)
    place = Window(RowNumber(), partition_by=F("person_id"), order_by=F("starts_at").desc())
    return past.annotate(place=place).filter(place__lte=BEFORE).values_list("person_id", "state")


def _weeks_before(gap: Gaps) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        person_id__in=gap.many("people"), starts_at__lt=gap.starts_at, starts_at__gte=gap.since
    )


def _lost(session: Session, people: Sequence[UUID]) -> dict[UUID, list[Lost]]:
    """For each person the sessions of the weeks before that this one may make up for, the latest first."""
    found: dict[UUID, list[Lost]] = defaultdict(list)
    if session.starts_at is None:
        return found
    asked = {"people": list(people), "session": session.pk, "starts_at": session.starts_at}
    for person_id, *columns in _not_made_up(**asked, since=session.starts_at - _BACK):
        found[person_id].append(Lost(*columns))
    return found


@composed.once
def _not_made_up(gap: Gaps) -> QuerySet[Attendance, tuple[Any, ...]]:
    theirs = Attendance.objects.filter(person_id__in=gap.many("people"), makes_up_for__isnull=False)
    elsewhere = theirs.exclude(session_id=gap.session).values("makes_up_for_id")
    lost = _weeks_before(gap).filter(state__in=(AttendanceState.MISSED, AttendanceState.EXCUSED))
    in_order = lost.exclude(pk__in=elsewhere).order_by("-starts_at", "pk")
    return in_order.values_list("person_id", "pk", "held_on", "state", "session__title")


def my_groups(by: SignedIn, *, day: date, at: datetime) -> list[LedGroup]:
    """The groups the reader leads that go on, with their next session; it names nobody."""
    if by.staff is None:
        return []
    groups = list(
        Group.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), leader=by.staff)
        .select_related("site", "room", "service")
        .order_by("weekday", "start_time", "pk")
    )
    on_roster = RosterEntry.objects.filter(
        Q(until_on=None) | Q(until_on__gt=day), group__in=groups, from_on__lte=day
    )
    members = dict(on_roster.values_list("group").annotate(n=Count("person", distinct=True)).order_by())
    upcoming = Session.objects.filter(group__in=groups, ends_at__gt=at, starts_at__lt=at + _BACK)
    upcoming = upcoming.exclude(status=SessionStatus.CANCELLED).order_by("-starts_at")
    following = {session.group_id: session for session in upcoming}
    return [
        LedGroup(group, members.get(group.pk, 0), len(group.topics), following.get(group.pk))
        for group in groups
    ]
