"""The people to look at first, and why: the facts of a whole caseload in a few queries.

The rules and their order are `domain.progress.attention`'s. Only those who are shown
are named in the trail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from stepwell.actions import charts, levels_kept
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes.lifecycle import IN_TREATMENT
from stepwell.domain.instruments.phq9 import PHQ9, SAFETY_ITEM
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.domain.progress.attention import Reason, RecentWeeks, list_reasons, rank
from stepwell.records.episodes.models import Episode
from stepwell.records.measures.models import CheckIn, Response
from stepwell.records.outreach.models import Task, TaskKind
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

TOP = 3
WEEKS_BACK = 4
DAYS_OF_CRAVING = 14
DAYS_OF_PHQ9 = 84
SITE_AT_MOST = 400
"""Who has no caseload looks at those of the site who started last."""

_MARKED = (*CAME, AttendanceState.MISSED)


@dataclass(frozen=True)
class Noticed:
    """Somebody to look at: why, and the numbers behind it (craving, or PHQ-9 where that is the reason)."""

    chart: Chart
    reasons: tuple[Reason, ...]
    craving: tuple[float | None, ...]
    phq9: tuple[int, ...]


@dataclass(frozen=True)
class Attention:
    """The first few, and of how many people they are."""

    people: tuple[Noticed, ...]
    of: int
    with_reasons: int


@dataclass
class _Facts:
    """What the queries found of one person."""

    starts_on: date | None
    floor: int | None
    came: int = 0
    marked: int = 0
    last_came_at: datetime | None = None
    missed_at: list[datetime] = field(default_factory=list)
    weeks: dict[date, int] = field(default_factory=dict)
    cravings: list[tuple[date, float | None]] = field(default_factory=list)
    last_check_in: date | None = None
    phq9: list[int] = field(default_factory=list)
    item9: int | None = None


@dataclass(frozen=True)
class Found:
    """Whom to look at and why, by key; and the facts about the caseload."""

    reasons: dict[UUID, tuple[Reason, ...]]
    facts: dict[UUID, _Facts]
    with_reasons: int


def look_first(by: SignedIn, *, today: date, at: datetime, top: int = TOP) -> Attention:
    """The few people of the reader's caseload to look at now, the most urgent first."""
    found = find_first(by, today=today, at=at, top=top)
    return show(found, charts.open_list(by, found.reasons, Purpose.TREATMENT, what="attention", at=at))


def find_first(by: SignedIn, *, today: date, at: datetime, top: int = TOP) -> Found:
    """Keys of those people, for a page that opens more lists at once; it names nobody."""
    facts = _caseload(by) if by.role is Role.COUNSELOR else {}
    if not facts:
        return Found({}, facts, 0)
    _read_attendance(facts, today=today, at=at)
    _read_check_ins(facts, today=today)
    _read_phq9(facts, today=today)
    ranked = rank((person, list_reasons(_recent(found, today=today))) for person, found in facts.items())
    return Found(dict(ranked[:top]), facts, len(ranked))


def show(found: Found, opened: Sequence[Chart]) -> Attention:
    """Those who were found, where their charts are among the opened ones."""
    by_person = {chart.person.pk: chart for chart in opened}
    people = tuple(
        _noticed(by_person[person], reasons, found.facts[person])
        for person, reasons in found.reasons.items()
        if person in by_person
    )
    return Attention(people, of=len(found.facts), with_reasons=found.with_reasons)


def _caseload(by: SignedIn) -> dict[UUID, _Facts]:
    sites = list(by.reader.site_ids)
    rows = _own_caseload(sites=sites, counselor=by.staff.pk) if by.staff else []
    return {
        person: _Facts(starts_on, floor) for person, starts_on, floor in rows or _latest_at_sites(sites=sites)
    }


def _stays(gap: Gaps) -> QuerySet[Episode, tuple[UUID, date | None, int | None]]:
    states = [state.value for state in IN_TREATMENT]
    here = Episode.objects.filter(is_open=True, state__in=states, site_id__in=gap.many("sites"))
    told: Any = here.annotate(floor=levels_kept.floor_told())
    return told.values_list("person_id", "starts_on", "floor")  # type: ignore[no-any-return]  # annotated


@composed.once
def _own_caseload(gap: Gaps) -> QuerySet[Episode, tuple[UUID, date | None, int | None]]:
    return _stays(gap).filter(counselor_id=gap.counselor)


@composed.once
def _latest_at_sites(gap: Gaps) -> QuerySet[Episode, tuple[UUID, date | None, int | None]]:
    return _stays(gap).order_by("-starts_on", "pk")[:SITE_AT_MOST]


def _read_attendance(facts: dict[UUID, _Facts], *, today: date, at: datetime) -> None:
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(WEEKS_BACK + 1)]
    sundays = {f"sunday_{back}": week + timedelta(days=6) for back, week in enumerate(mondays)}
    starts = {f"monday_{back}": week for back, week in enumerate(mondays)}
    people = list(facts)
    for row in _attended(people=people, since=mondays[-1], at=at, **starts, **sundays):
        found = facts[row["person_id"]]
        found.came, found.marked, found.last_came_at = row["came"], row["marked"], row["last_came_at"]
        found.weeks = {week: row[f"week_{back}"] or 0 for back, week in enumerate(mondays)}
    for person, starts_at in _missed(people=people, since=mondays[-1], at=at):
        if starts_at is not None:
            facts[person].missed_at.append(starts_at)


def _lately(gap: Gaps) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        person_id__in=gap.many("people"), held_on__gte=gap.since, starts_at__lte=gap.at
    )


@composed.once
def _attended(gap: Gaps) -> QuerySet[Attendance, dict[str, Any]]:
    """One row for each person with a sum for each week: SQLite would ask Python for the week of every row."""
    weeks: dict[str, Any] = {
        f"week_{back}": Sum(
            "credited_minutes",
            filter=Q(held_on__range=(getattr(gap, f"monday_{back}"), getattr(gap, f"sunday_{back}"))),
        )
        for back in range(WEEKS_BACK + 1)
    }
    sums: Any = _lately(gap).values("person_id")
    return sums.annotate(  # type: ignore[no-any-return]  # annotations of a comprehension
        came=Count("pk", filter=Q(state__in=CAME)),
        marked=Count("pk", filter=Q(state__in=_MARKED)),
        last_came_at=Max("starts_at", filter=Q(state__in=CAME)),
        **weeks,
    ).order_by()


@composed.once
def _missed(gap: Gaps) -> QuerySet[Attendance, tuple[UUID, datetime | None]]:
    missed = _lately(gap).filter(state=AttendanceState.MISSED)
    return missed.values_list("person_id", "starts_at")


def _read_check_ins(facts: dict[UUID, _Facts], *, today: date) -> None:
    people = list(facts)
    for person, last in _last_check_ins(people=people, today=today):
        facts[person].last_check_in = last
    since = today - timedelta(days=DAYS_OF_CRAVING)
    for person, on, craving in _cravings(people=people, today=today, since=since):
        facts[person].cravings.append((on, craving))


def _check_ins(gap: Gaps) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(person_id__in=gap.many("people"), is_current=True, on__lte=gap.today)


@composed.once
def _last_check_ins(gap: Gaps) -> QuerySet[CheckIn, tuple[UUID, date]]:
    last: Any = _check_ins(gap).values_list("person_id").annotate(last=Max("on"))
    return last.order_by()  # type: ignore[no-any-return]  # the stubs lose the row of an annotated list


@composed.once
def _cravings(gap: Gaps) -> QuerySet[CheckIn, tuple[UUID, date, int | None]]:
    recent = _check_ins(gap).filter(on__gt=gap.since).order_by("on")
    return recent.values_list("person_id", "on", "craving")


def _read_phq9(facts: dict[UUID, _Facts], *, today: date) -> None:
    """Totals of this stay, and the latest answer to question nine unless its safety task was closed.

    A blank at question nine is no answer, so it takes back none that was given before.
    """
    since = today - timedelta(days=DAYS_OF_PHQ9)
    latest: dict[UUID, UUID] = {}
    for pk, person, on, total, answers in _answers(people=list(facts), since=since):
        found = facts[person]
        if found.starts_on and on < found.starts_on - timedelta(days=14):
            continue
        if total is not None:
            found.phq9.append(total)
        if len(answers) > SAFETY_ITEM and answers[SAFETY_ITEM] is not None:
            latest[person], found.item9 = pk, answers[SAFETY_ITEM]
    asked = [pk for person, pk in latest.items() if facts[person].item9]
    if asked:
        closed = Task.objects.filter(kind=TaskKind.SAFETY, about__in=asked, done_at__isnull=False)
        for person in closed.values_list("person_id", flat=True):
            facts[person].item9 = None


@composed.once
def _answers(gap: Gaps) -> QuerySet[Response, tuple[UUID, UUID, date, int | None, list[int | None]]]:
    recent = charts.responses_in_force(gap.many("people")).filter(
        instrument=PHQ9.key, answered_on__gt=gap.since
    )
    in_order = recent.order_by("answered_on", "answered_at")
    return in_order.values_list("pk", "person_id", "answered_on", "total", "answers")


def _recent(found: _Facts, *, today: date) -> RecentWeeks:
    first, last = _ends([craving for _, craving in found.cravings])
    last_came_at = found.last_came_at
    in_a_row = [missed for missed in found.missed_at if last_came_at is None or missed > last_came_at]
    return RecentWeeks(
        missed_in_a_row=len(in_a_row),
        attended_share=found.came / found.marked if found.marked else None,
        days_since_check_in=(today - found.last_check_in).days if found.last_check_in else None,
        craving_first=first,
        craving_last=last,
        phq9_totals=tuple(found.phq9),
        item9=found.item9,
        hours_short_weeks=_short_weeks(found, today=today),
        days_in_program=(today - found.starts_on).days + 1 if found.starts_on else 0,
    )


def _ends(cravings: Sequence[float | None]) -> tuple[float | None, float | None]:
    """Averages of the first and the last three ratings; neither when there are too few to tell apart."""
    known = [craving for craving in cravings if craving is not None]
    if len(known) < 4:
        return None, None
    size = min(3, len(known) // 2)
    return sum(known[:size]) / size, sum(known[-size:]) / size


def _short_weeks(found: _Facts, *, today: date) -> int:
    """Whole weeks of this stay, of the last four, below the floor; none where no program asks for hours."""
    starts_on, floor = found.starts_on, found.floor
    if starts_on is None or floor is None:
        return 0
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in range(1, WEEKS_BACK + 1)]
    whole = [week for week in weeks if week >= starts_on]
    return sum(found.weeks.get(week, 0) < floor for week in whole)


def _noticed(chart: Chart, reasons: tuple[Reason, ...], found: _Facts) -> Noticed:
    by_day: dict[date, float | None] = defaultdict(lambda: None, dict(found.cravings))
    days = sorted(by_day)
    span = range((days[-1] - days[0]).days + 1) if days else range(0)
    craving = tuple(by_day[days[0] + timedelta(days=day)] for day in span)
    return Noticed(chart, reasons, craving, tuple(found.phq9))
