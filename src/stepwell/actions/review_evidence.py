"""The evidence of a review, gathered when it opens and kept with it as it was.

Numbers, days and keys alone: what somebody wrote stays sealed where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Q, Sum
from django.db.models.functions import Coalesce

from stepwell.actions import levels_kept, plan_evidence, plans_kept
from stepwell.actions.charts import Chart
from stepwell.domain.instruments import registry
from stepwell.domain.instruments.change import ChangeKind
from stepwell.domain.plans.nodes import Objective, Standing
from stepwell.domain.plans.served import Total
from stepwell.domain.reviews.due import ReviewDue, Trigger
from stepwell.domain.reviews.suggestion import Found, Suggestion, suggest
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import Episode
from stepwell.records.measures.models import Use
from stepwell.records.reviews.models import Review
from stepwell.records.sessions.models import CAME, AttendanceState

MOST_WEEKS = 8


def gather(chart: Chart, episode: Episode, due: ReviewDue, *, at: datetime) -> dict[str, Any]:
    """What is known since the last review, or since the beginning."""
    today = episode.site.day_at(at)
    since = since_of(episode, today)
    found: dict[str, Any] = {"since": since.isoformat(), "until": today.isoformat()}
    found["weeks"] = _weeks(chart, episode, since, today)
    found["sessions"] = _sessions(chart, episode, since, at)
    found["check_ins"] = _check_ins(chart, since, today)
    found["tests"] = _tests(chart, since, today)
    plans = plans_kept.plans_of(chart)
    kept = plans.shown
    evidence = plan_evidence.evidence_of(chart, plans, kept, at=at) if kept is not None else None
    found["measures"] = _measures(chart, episode)
    found["plan"] = kept.number if kept is not None else None
    found["objectives"] = _objectives(evidence)
    found["gaps"] = [[gap.rule, gap.node] for gap in evidence.gaps] if evidence else []
    pointed = suggested(found, due)
    found["suggested"] = pointed.outcome.value
    found["because"] = pointed.because.template
    return found


def since_of(episode: Episode, today: date) -> date:
    """The day after the last review, or the first day of the stay."""
    last = Review.objects.filter(episode=episode, closed_at__isnull=False).order_by("-closed_at").first()
    if last is not None and last.closed_at is not None:
        return min(today, episode.site.day_at(last.closed_at))
    return min(today, episode.starts_on or today)


def suggested(found: dict[str, Any], due: ReviewDue) -> Suggestion:
    """What this evidence points to."""
    planned, credited = found["sessions"]["planned"], found["sessions"]["credited"]
    kinds = {one["change"] for one in found["measures"]}
    standings = [one["standing"] for one in found["objectives"]]
    triggers = {each.value: each for each in Trigger}
    return suggest(
        Found(
            triggers={triggers[reason.key] for reason in due.reasons if reason.key in triggers},
            came_share=credited / planned if planned else None,
            is_worse=ChangeKind.RELIABLE_WORSENING.value in kinds,
            is_better=ChangeKind.RELIABLE_GAIN.value in kinds,
            objectives_open=standings.count(Standing.OPEN.value),
            objectives_met=standings.count(Standing.MET.value),
            gaps=len(found["gaps"]),
        )
    )


def _weeks(chart: Chart, episode: Episode, since: date, today: date) -> list[dict[str, Any]]:
    """Minutes planned and delivered in each week that is touched, the latest eight."""
    mondays: list[date] = []
    week = Week.of(since)
    while week.monday <= today:
        mondays.append(week.monday)
        week = week.next()
    mondays = mondays[-MOST_WEEKS:]
    floors = levels_kept.floors(episode, mondays)
    rows = chart.attendances.filter(episode=episode, held_on__range=(mondays[0], today))
    rows = rows.exclude(state=AttendanceState.NOT_EXPECTED)
    sums = {monday: [0, 0] for monday in mondays}
    for on, planned, credited in rows.values_list("held_on", "planned_minutes", "credited_minutes"):
        if on is not None:
            place = sums[on - timedelta(days=on.weekday())]
            place[0], place[1] = place[0] + planned, place[1] + credited
    return [
        {"monday": monday.isoformat(), "planned": own[0], "credited": own[1], "floor": floors[monday]}
        for monday, own in sums.items()
    ]


def _sessions(chart: Chart, episode: Episode, since: date, at: datetime) -> dict[str, int]:
    rows = chart.attendances.filter(episode=episode, held_on__gte=since, starts_at__lte=at)
    found: dict[str, int] = rows.aggregate(
        came=Count("pk", filter=Q(state__in=CAME)),
        missed=Count("pk", filter=Q(state=AttendanceState.MISSED)),
        excused=Count("pk", filter=Q(state=AttendanceState.EXCUSED)),
        planned=Coalesce(Sum("planned_minutes", filter=~Q(state=AttendanceState.NOT_EXPECTED)), 0),
        credited=Coalesce(Sum("credited_minutes"), 0),
    )
    return found


def _check_ins(chart: Chart, since: date, today: date) -> dict[str, Any]:
    rows = chart.check_ins.filter(on__range=(since, today))
    middle = since + (today - since) / 2
    found = rows.aggregate(
        days=Count("pk"),
        craving_first=Avg("craving", filter=Q(on__lte=middle)),
        craving_last=Avg("craving", filter=Q(on__gt=middle)),
        mood_first=Avg("mood", filter=Q(on__lte=middle)),
        mood_last=Avg("mood", filter=Q(on__gt=middle)),
        use_days=Count("pk", filter=Q(use=Use.YES)),
    )
    return {name: _one(value) for name, value in found.items()} | {"asked": (today - since).days + 1}


def _one(value: float | None) -> float | None:
    return round(float(value), 1) if isinstance(value, float) else value


def _tests(chart: Chart, since: date, today: date) -> dict[str, int]:
    rows = chart.drug_test_samples.filter(collected_on__range=(since, today))
    found: dict[str, int] = rows.aggregate(
        tested=Count("pk", filter=Q(status="tested"), distinct=True),
        positive=Count("pk", filter=Q(results__result="positive", status="tested"), distinct=True),
        absent=Count("pk", filter=Q(status="absent"), distinct=True),
    )
    return found


def _measures(chart: Chart, episode: Episode) -> list[dict[str, Any]]:
    """Of each instrument the first and the last total of the stay, and whether that is more than error."""
    began = (episode.starts_on or date.min) - timedelta(days=14) if episode.starts_on else date.min
    by_key: dict[str, list[Total]] = {key: [] for key in registry.INSTRUMENTS}
    rows = chart.responses.filter(
        instrument__in=list(by_key), total__isnull=False, answered_on__gte=began
    ).order_by("answered_on", "answered_at")
    for key, on, total in rows.values_list("instrument", "answered_on", "total"):
        by_key[key].append(Total(on, total or 0))
    return [_measure(key, totals) for key, totals in by_key.items() if totals]


def _measure(key: str, totals: Sequence[Total]) -> dict[str, Any]:
    first, last = totals[0], totals[-1]
    change = registry.get(key).change(first.total, last.total) if len(totals) > 1 else None
    return {
        "instrument": key,
        "first": first.total,
        "first_on": first.on.isoformat(),
        "last": last.total,
        "last_on": last.on.isoformat(),
        "change": change.kind.value if change else "",
    }


def _objectives(evidence: plan_evidence.Evidence | None) -> list[dict[str, Any]]:
    """Keys and standings; the words are read from the plan, which is never overwritten."""
    if evidence is None:
        return []
    return [
        {
            "key": each.key,
            "standing": each.standing.value,
            "target_on": each.target_on.isoformat() if each.target_on else "",
        }
        for each in evidence.facts.plan.of(Objective)
    ]
