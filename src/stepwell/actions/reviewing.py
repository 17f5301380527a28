"""A person's record as a counselor reads it: totals over everything, details in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from stepwell.actions import charts
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.hours.dose import Dose
from stepwell.domain.instruments.gad7 import GAD7
from stepwell.domain.instruments.instrument import Instrument
from stepwell.domain.instruments.phq9 import PHQ9
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.progress.trend import Point, Trend, find_trend
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import Episode
from stepwell.records.measures.models import CheckIn, DrugTestSample, Response, SampleStatus, SelfReportedUse
from stepwell.records.program.models import Site
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState

INSTRUMENTS: tuple[Instrument, ...] = (PHQ9, GAD7)
STRIP = 120
"""How many sessions one strip shows; earlier ones are on further pages."""
PEOPLE_PAGE = 50
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
class Line:
    """One instrument's totals over the weeks of the stay, and what became of them."""

    instrument: Instrument
    values: tuple[float | None, ...]
    trend: Trend | None


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


@dataclass(frozen=True)
class Listed:
    """Somebody in a list: the episode, hours of this week, when last seen."""

    chart: Chart
    episode: Episode | None
    week: int | None
    credited: int
    planned: int
    last_seen_on: date | None


@dataclass(frozen=True)
class People:
    """One page of people by name."""

    people: tuple[Listed, ...]
    page: int
    pages: int
    total: int


def zone_of(by: SignedIn) -> ZoneInfo:
    """The zone of the reader's (first) site; a reader without a site gets UTC."""
    name = (
        Site.objects.filter(pk__in=by.reader.site_ids).order_by("name").values_list("zone", flat=True).first()
    )
    return ZoneInfo(name or "UTC")


def week_of(episode: Episode | None, *, day: date) -> int | None:
    """The week of the stay a day is in, from 1; None before it starts, after it ended, or without a start."""
    if episode is None or episode.starts_on is None or not episode.is_open or day < episode.starts_on:
        return None
    return (day - episode.starts_on).days // 7 + 1


def dose_of_week(chart: Chart, *, day: date) -> Dose:
    """This week's minutes, planned and delivered; the floor is the program's, and 0 where there is none."""
    week = Week.of(day)
    rows = chart.attendances.filter(held_on__range=(week.monday, week.sunday))
    sums = rows.exclude(state=AttendanceState.NOT_EXPECTED).aggregate(
        planned=Sum("planned_minutes"), credited=Sum("credited_minutes")
    )
    episode = chart.find_episode()
    floor = episode.template.floor_minutes if episode and episode.template else 0
    return Dose(sums["planned"] or 0, sums["credited"] or 0, floor)


def sessions_so_far(chart: Chart, *, page: int = 1, at: datetime) -> SessionPage:
    """Totals over every session, and 120 of them; page 1 is the latest."""
    rows = chart.attendances.exclude(state=AttendanceState.NOT_EXPECTED)
    past = rows.exclude(state=AttendanceState.EXPECTED)
    sums = rows.aggregate(
        came=Count("pk", filter=Q(state__in=CAME)),
        excused=Count("pk", filter=Q(state=AttendanceState.EXCUSED)),
        missed=Count("pk", filter=Q(state=AttendanceState.MISSED)),
        unrecorded=Count("pk", filter=Q(state=AttendanceState.UNRECORDED) | _open_past(at)),
        ahead=Count("pk", filter=Q(state=AttendanceState.EXPECTED, starts_at__gt=at)),
        never=Count("pk", filter=Q(state=AttendanceState.UNRECORDED)),
        minutes=Sum("credited_minutes"),
    )
    never = sums.pop("never")
    recorded = sums["came"] + sums["excused"] + sums["missed"]
    totals = SessionTotals(recorded=recorded, **{**sums, "minutes": sums["minutes"] or 0})
    count = recorded + never
    pages = max(1, -(-count // STRIP))
    page = min(max(1, page), pages)
    in_order = past.order_by(F("starts_at").desc(nulls_last=True), "-pk")
    latest = in_order.select_related("session", "session__leader")
    shown = tuple(reversed(latest[(page - 1) * STRIP : page * STRIP]))
    return SessionPage(totals, shown, page, pages)


def _open_past(at: datetime) -> Q:
    return Q(state=AttendanceState.EXPECTED, starts_at__lte=at)


def progress(chart: Chart, *, day: date) -> Progress:
    """PHQ-9 and GAD-7 over the weeks of the stay; a week without answers leaves a gap."""
    episode = chart.find_episode()
    rows = chart.responses.filter(instrument__in=[one.key for one in INSTRUMENTS], total__isnull=False)
    if episode and episode.starts_on:
        rows = rows.filter(answered_on__gte=episode.starts_on - timedelta(days=14))
    given = rows.order_by("answered_on", "answered_at").values_list("instrument", "answered_on", "total")
    points: dict[str, list[Point]] = {}
    for key, on, total in given:
        if total is not None:
            points.setdefault(key, []).append(Point(on, total))
    days = [point.on for own in points.values() for point in own]
    start = (episode.starts_on if episode else None) or min(days, default=day)
    weeks = min(MOST_WEEKS, max(1, _place(start, max([*days, start]))))
    lines = [_line(one, points[one.key], start, weeks) for one in INSTRUMENTS if one.key in points]
    return Progress(weeks, tuple(lines), len(days))


def _line(instrument: Instrument, points: Sequence[Point], start: date, weeks: int) -> Line:
    values: list[float | None] = [None] * (weeks + 1)
    for point in points:
        values[min(weeks, _place(start, point.on))] = point.total
    return Line(instrument, tuple(values), find_trend(instrument, points))


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
    rows = chart.check_ins.filter(on__range=(since, day)).order_by("on")
    return [DayRated(row, chart.read(bytes(row.words)) if row.words else "") for row in rows]


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


class Whose(StrEnum):
    """Whose people a list shows."""

    MINE = "mine"
    SITES = "all"
    ENDED_TOO = "ended"


def people(
    by: SignedIn, *, text: str = "", whose: Whose = Whose.SITES, page: int = 1, day: date, at: datetime
) -> People:
    """Participants at the reader's sites by name, 50 a page; one line in the trail names that page.

    Who is looked for by name is found also after the stay has ended.
    """
    only_open = whose is not Whose.ENDED_TOO and not text
    keys = charts.find_people(by, Purpose.TREATMENT, text=text, only_open=only_open)
    if whose is Whose.MINE:
        mine = Episode.objects.filter(counselor=by.staff, is_open=True)
        keys = keys.filter(pk__in=mine.values("person_id"))
    total = keys.count()
    pages = max(1, -(-total // PEOPLE_PAGE))
    page = min(max(1, page), pages)
    wanted = list(keys[(page - 1) * PEOPLE_PAGE : page * PEOPLE_PAGE])
    opened = charts.open_list(by, wanted, Purpose.TREATMENT, what="people", at=at)
    return People(tuple(_listed(opened, day=day, at=at)), page, pages, total)


def usual_people(by: SignedIn) -> Whose:
    """Whom the list shows first: one's own people, or who is in the program, or else everyone there was."""
    here = Episode.objects.filter(site_id__in=by.reader.site_ids, is_open=True)
    if by.staff is not None and here.filter(counselor=by.staff).exists():
        return Whose.MINE
    return Whose.SITES if here.exists() else Whose.ENDED_TOO


def _listed(opened: Sequence[Chart], *, day: date, at: datetime) -> list[Listed]:
    keys = [chart.person.pk for chart in opened]
    week = Week.of(day)
    rows = Episode.objects.filter(person_id__in=keys).select_related("site", "template", "counselor")
    in_order = sorted(rows, key=lambda row: (row.is_open, row.starts_on or date.min))
    episodes = {row.person_id: row for row in in_order}
    attendances = Attendance.objects.filter(person_id__in=keys)
    this_week = attendances.filter(held_on__range=(week.monday, week.sunday)).exclude(
        state=AttendanceState.NOT_EXPECTED
    )
    sums = this_week.values("person_id").annotate(
        credited=Sum("credited_minutes"), planned=Sum("planned_minutes")
    )
    hours = {row["person_id"]: (row["credited"] or 0, row["planned"] or 0) for row in sums.order_by()}
    came = attendances.filter(state__in=CAME, held_on__lte=day).values_list("person_id")
    seen = dict(came.annotate(last=Max("held_on")).order_by())
    return [
        Listed(
            chart=chart,
            episode=episodes.get(chart.person.pk),
            week=week_of(episodes.get(chart.person.pk), day=day),
            credited=hours.get(chart.person.pk, (0, 0))[0],
            planned=hours.get(chart.person.pk, (0, 0))[1],
            last_seen_on=seen.get(chart.person.pk),
        )
        for chart in opened
    ]
