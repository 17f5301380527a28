"""A person's record as a counselor reads it: totals over everything, details in pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from stepwell.actions import charts, levels_kept
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.hours.dose import Dose
from stepwell.domain.instruments.cadence import USUAL_DAYS, Completion, completion
from stepwell.domain.instruments.gad7 import GAD7
from stepwell.domain.instruments.instrument import Instrument
from stepwell.domain.instruments.phq9 import PHQ9
from stepwell.domain.privacy.access import Part
from stepwell.domain.progress.trend import Point, Trend, find_trend
from stepwell.kernel.weeks import Week
from stepwell.records.measures.models import CheckIn, DrugTestSample, Response, SampleStatus, SelfReportedUse
from stepwell.records.program.models import Site
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gap, Gaps

INSTRUMENTS: tuple[Instrument, ...] = (PHQ9, GAD7)
STRIP = 120
"""How many sessions one strip shows; earlier ones are on further pages."""
SAMPLES_PAGE = 25
CHECK_IN_DAYS = 28
MOST_WEEKS = 26
RESPONSES_AT_MOST = 60
USE_AT_MOST = 30


@dataclass(frozen=True)
class SessionTotals:
    """Everything so far: of how many, and what is not known."""

    recorded: int
    came: int
    excused: int
    missed: int
    unrecorded: int
    ahead: int
    minutes: int


@dataclass(frozen=True)
class SessionPage:
    """Totals over all sessions and one page of them, in order."""

    totals: SessionTotals
    attendances: tuple[Attendance, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class StripMark:
    """One session in the strip: when, what became of it, how it is called in each language."""

    held_on: date | None
    state: str
    by_video: bool
    title: Mapping[str, str]


@dataclass(frozen=True)
class Strip:
    """Totals over all sessions and a mark for each of the latest, in order."""

    totals: SessionTotals
    marks: tuple[StripMark, ...]


@dataclass(frozen=True)
class Line:
    """One instrument's totals over the weeks of the stay, and what became of them."""

    instrument: Instrument
    values: tuple[float | None, ...]
    trend: Trend | None
    completion: Completion


@dataclass(frozen=True)
class Progress:
    """Lines on the same weeks; week 0 is the start."""

    weeks: int
    lines: tuple[Line, ...]
    measured: int


@dataclass(frozen=True)
class DayRated:
    """A check-in with its words opened."""

    check_in: CheckIn
    words: str


@dataclass(frozen=True)
class Occasion:
    """One day on which a test was taken, or could have been: a missed visit without a sample is absent."""

    on: date | None
    status: str
    remark: str
    sample: DrugTestSample | None


@dataclass(frozen=True)
class SamplePage:
    """Drug tests: three different things counted apart, and one page of occasions, the latest first."""

    tested: int
    no_test: int
    absent: int
    occasions: tuple[Occasion, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class UseReported:
    """Days on which the person said they used. A day without a row says nothing."""

    days: int
    latest: tuple[SelfReportedUse, ...]


def zone_of(by: SignedIn) -> ZoneInfo:
    """The zone of the reader's (first) site; a reader without a site gets UTC."""
    name = _zones.first(sites=list(by.reader.site_ids))
    return ZoneInfo(name or "UTC")


@composed.once
def _zones(gap: Gaps) -> QuerySet[Site, str]:
    sites = Site.objects.filter(pk__in=gap.many("sites"))
    return sites.order_by("name").values_list("zone", flat=True)[:1]


class Stayed(Protocol):
    """A stay, as a row or as a list shows it."""

    @property
    def is_open(self) -> bool: ...

    @property
    def starts_on(self) -> date | None: ...


def week_of(episode: Stayed | None, *, day: date) -> int | None:
    """The week of the stay a day is in, from 1; None before it starts, after it ended, or without a start."""
    if episode is None or episode.starts_on is None or not episode.is_open or day < episode.starts_on:
        return None
    return (day - episode.starts_on).days // 7 + 1


def dose_of_week(chart: Chart, *, day: date) -> Dose:
    """This week's minutes, planned and delivered; the floor is the program's, and 0 where there is none."""
    week = Week.of(day)
    chart.need(Part.ATTENDANCE)
    sums = hours_of(people=[chart.person.pk], monday=week.monday, sunday=week.sunday)
    _, credited, planned = next(iter(sums), (None, 0, 0))
    episode = chart.find_episode()
    floor = levels_kept.floor(episode, on=week.monday) if episode else None
    return Dose(planned or 0, credited or 0, floor or 0)


@composed.once
def hours_of(gap: Gaps) -> QuerySet[Attendance, tuple[UUID, int | None, int | None]]:
    """Minutes of a week for each person: credited, planned."""
    rows = Attendance.objects.filter(
        person_id__in=gap.many("people"), held_on__range=(gap.monday, gap.sunday)
    )
    sums: Any = rows.exclude(state=AttendanceState.NOT_EXPECTED).values_list("person_id")
    return sums.annotate(  # type: ignore[no-any-return]  # the stubs lose the row of an annotated list
        credited=Sum("credited_minutes"), planned=Sum("planned_minutes")
    ).order_by()


def sessions_so_far(chart: Chart, *, page: int = 1, at: datetime) -> SessionPage:
    """Totals over every session, and 120 of them; page 1 is the latest."""
    totals, count = _totals(chart, at=at)
    pages = max(1, -(-count // STRIP))
    page = min(max(1, page), pages)
    latest = _latest_first(chart.person.pk).select_related("session", "session__leader")
    shown = tuple(reversed(latest[(page - 1) * STRIP : page * STRIP]))
    return SessionPage(totals, shown, page, pages)


def strip_so_far(chart: Chart, *, at: datetime) -> Strip:
    """Totals over every session, and what the strip of the latest 120 shows of each."""
    totals, _ = _totals(chart, at=at)
    latest = [StripMark(*row) for row in _strip(person=chart.person.pk)]
    return Strip(totals, tuple(reversed(latest)))


def _totals(chart: Chart, *, at: datetime) -> tuple[SessionTotals, int]:
    """The totals, and how many sessions there are to show."""
    chart.need(Part.ATTENDANCE)
    came, excused, missed, unrecorded, ahead, never, minutes = (
        _sums.first(person=chart.person.pk, at=at) or (0,) * 7
    )
    recorded = came + excused + missed
    totals = SessionTotals(recorded, came, excused, missed, unrecorded, ahead, minutes or 0)
    return totals, recorded + never


@composed.once
def _sums(gap: Gaps) -> QuerySet[Attendance, tuple[int, int, int, int, int, int, int | None]]:
    theirs = Attendance.objects.filter(person_id=gap.person).exclude(state=AttendanceState.NOT_EXPECTED)
    still_open = Q(state=AttendanceState.EXPECTED, starts_at__lte=gap.at)
    sums: Any = theirs.order_by().values("person_id")
    return sums.annotate(  # type: ignore[no-any-return]  # the stubs lose the row of an annotated list
        came=Count("pk", filter=Q(state__in=CAME)),
        excused=Count("pk", filter=Q(state=AttendanceState.EXCUSED)),
        missed=Count("pk", filter=Q(state=AttendanceState.MISSED)),
        unrecorded=Count("pk", filter=Q(state=AttendanceState.UNRECORDED) | still_open),
        ahead=Count("pk", filter=Q(state=AttendanceState.EXPECTED, starts_at__gt=gap.at)),
        never=Count("pk", filter=Q(state=AttendanceState.UNRECORDED)),
        minutes=Sum("credited_minutes"),
    ).values_list("came", "excused", "missed", "unrecorded", "ahead", "never", "minutes")


def _latest_first(person: UUID | Gap) -> QuerySet[Attendance]:
    theirs = Attendance.objects.filter(person_id=person)
    past = theirs.exclude(state=AttendanceState.NOT_EXPECTED).exclude(state=AttendanceState.EXPECTED)
    return past.order_by(F("starts_at").desc(nulls_last=True), "-pk")


@composed.once
def _strip(gap: Gaps) -> QuerySet[Attendance, tuple[date | None, str, bool, Any]]:
    marks = _latest_first(gap.person).values_list("held_on", "state", "by_video", "session__title")
    return marks[:STRIP]


def progress(chart: Chart, *, day: date) -> Progress:
    """PHQ-9 and GAD-7 over the weeks of the stay; a week without answers leaves a gap."""
    episode = chart.find_episode()
    chart.need(Part.MEASURES)
    since = episode.starts_on - timedelta(days=14) if episode and episode.starts_on else date.min
    points: dict[str, list[Point]] = {}
    given: dict[str, list[tuple[date, bool]]] = {}
    for key, on, total in _scores(people=[chart.person.pk], since=since):
        given.setdefault(key, []).append((on, total is not None))
        if total is not None:
            points.setdefault(key, []).append(Point(on, total))
    days = [point.on for own in points.values() for point in own]
    start = (episode.starts_on if episode else None) or min(days, default=day)
    weeks = min(MOST_WEEKS, max(1, _place(start, max([*days, start]))))
    every = episode.template.ask_days if episode and episode.template else USUAL_DAYS
    until = min(day, episode.ends_on) if episode and episode.ends_on else day
    lines = [
        _line(
            one,
            points[one.key],
            start,
            weeks,
            completion(given[one.key], since=start, until=until, every=every),
        )
        for one in INSTRUMENTS
        if one.key in points
    ]
    return Progress(weeks, tuple(lines), len(days))


@composed.once
def _scores(gap: Gaps) -> QuerySet[Response, tuple[str, date, int | None]]:
    rows = charts.responses_in_force(gap.many("people")).filter(
        instrument__in=[one.key for one in INSTRUMENTS], answered_on__gte=gap.since
    )
    return rows.order_by("answered_on", "answered_at").values_list("instrument", "answered_on", "total")


def _line(instrument: Instrument, points: Sequence[Point], start: date, weeks: int, told: Completion) -> Line:
    values: list[float | None] = [None] * (weeks + 1)
    for point in points:
        values[min(weeks, _place(start, point.on))] = point.total
    return Line(instrument, tuple(values), find_trend(instrument, points), told)


def _place(start: date, on: date) -> int:
    """Week 0 is the first day and before; the days after it belong to week 1.

    >>> _place(date(2026, 3, 2), date(2026, 3, 2)), _place(date(2026, 3, 2), date(2026, 3, 9))
    (0, 1)
    """
    return max(0, -(-(on - start).days // 7))


def responses(chart: Chart) -> list[Response]:
    """Answers in force, the latest first."""
    return list(chart.responses.order_by("-answered_on", "-answered_at")[:RESPONSES_AT_MOST])


def check_ins(chart: Chart, *, day: date) -> list[DayRated]:
    """The check-ins of the last four weeks in order, their words opened."""
    since = day - timedelta(days=CHECK_IN_DAYS - 1)
    chart.need(Part.CHECK_INS)
    rows = _rated(person=chart.person.pk, since=since, day=day)
    return [DayRated(row, chart.read(bytes(row.words)) if row.words else "") for row in rows]


@composed.once
def _rated(gap: Gaps) -> QuerySet[CheckIn]:
    theirs = CheckIn.objects.filter(person_id=gap.person, is_current=True)
    return theirs.filter(on__range=(gap.since, gap.day)).order_by("on")


def drug_tests(chart: Chart, *, page: int = 1) -> SamplePage:
    """Occasions of testing in one order of time: tested, attended without a test, absent.

    Undated ones come last. Visits missed count where records brought along tell of samples:
    elsewhere a session is no occasion of testing.
    """
    samples = chart.drug_test_samples
    sums = samples.aggregate(
        tested=Count("pk", filter=Q(status=SampleStatus.TESTED)),
        no_test=Count("pk", filter=Q(status=SampleStatus.NO_TEST)),
        absent=Count("pk", filter=Q(status=SampleStatus.ABSENT)),
    )
    if not any(sums.values()):
        return SamplePage(**sums, occasions=(), page=1, pages=1)
    away = _missed_without_sample(chart)
    sums["absent"] += away.count()
    pages = max(1, -(-sum(sums.values()) // SAMPLES_PAGE))
    page = min(max(1, page), pages)
    keys = samples.order_by().annotate(day=Coalesce("collected_on", NO_DAY)).values_list("day", "id")
    visits = away.order_by().annotate(day=Coalesce("held_on", NO_DAY)).values_list("day", "id")
    both = keys.union(visits, all=True).order_by("-day", "-id")
    shown = [pk for _, pk in both[(page - 1) * SAMPLES_PAGE : page * SAMPLES_PAGE]]
    found = {one.pk: _of_sample(one) for one in samples.filter(pk__in=shown).prefetch_related("results")}
    found |= {one.pk: _of_visit(one) for one in chart.attendances.filter(pk__in=shown)}
    return SamplePage(**sums, occasions=tuple(found[pk] for pk in shown), page=page, pages=pages)


NO_DAY = Value(date.min, output_field=DateField())


def _missed_without_sample(chart: Chart) -> QuerySet[Attendance]:
    that_day = chart.drug_test_samples.filter(collected_on=OuterRef("held_on"))
    visits = chart.attendances.exclude(session__external_id="")
    return visits.filter(~Exists(that_day), state=AttendanceState.MISSED)


def _of_sample(sample: DrugTestSample) -> Occasion:
    return Occasion(sample.collected_on, sample.status, sample.remark, sample)


def _of_visit(visit: Attendance) -> Occasion:
    return Occasion(visit.held_on, SampleStatus.ABSENT.value, visit.remark, None)


def reported_use(chart: Chart) -> UseReported:
    """Days of use the person reported, counted over all, with the latest few."""
    days = chart.reported_use.aggregate(n=Count("on", distinct=True))["n"]
    latest = tuple(chart.reported_use.order_by("-on", "substance")[:USE_AT_MOST]) if days else ()
    return UseReported(days, latest)
