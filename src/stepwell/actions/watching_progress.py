"""A person's scores and check-ins over the weeks, and what may be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count
from django.db.models.functions import TruncWeek

from stepwell.actions import weeks
from stepwell.actions.charts import Chart
from stepwell.domain.instruments import registry
from stepwell.domain.instruments.change import ChangeKind
from stepwell.domain.instruments.instrument import Instrument
from stepwell.domain.progress.trend import Point, Trend, find_trend
from stepwell.kernel.sentences import Sentence, gettext_noop
from stepwell.kernel.weeks import Week

MOST_WEEKS = 26


@dataclass(frozen=True)
class Given:
    """One form as it was handed in; no total where questions were left blank."""

    on: date
    total: int | None
    band: str
    blanks: int


@dataclass(frozen=True)
class ScoreLine:
    """One questionnaire over time, with the sentences that may be said of it."""

    instrument: Instrument
    given: tuple[Given, ...]
    trend: Trend | None
    sentences: tuple[Sentence, ...]

    @property
    def with_total(self) -> int:
        return sum(1 for one in self.given if one.total is not None)


@dataclass(frozen=True)
class WeekAverage:
    """The check-ins of one week, averaged, with how many days answered each."""

    monday: date
    craving: float | None
    craving_days: int
    mood: float | None
    mood_days: int
    days: int


@dataclass(frozen=True)
class Progress:
    """Everything a progress page shows."""

    scores: tuple[ScoreLine, ...]
    weeks: tuple[WeekAverage, ...]
    checked_in_days: int
    days_asked: int


_WORDS: dict[ChangeKind | str, str] = {
    "once": gettext_noop(
        "You answered the %(name)s once: %(last)s of %(most)s. Change can be told from the second time on."
    ),
    "none": gettext_noop("You have no %(name)s score yet."),
    ChangeKind.RELIABLE_GAIN: gettext_noop(
        "Your %(name)s went from %(first)s to %(last)s. That is more than the scale's own error."
    ),
    ChangeKind.RELIABLE_WORSENING: gettext_noop(
        "Your %(name)s went from %(first)s to %(last)s. That is more than the scale's own error, "
        "and worth a talk."
    ),
    ChangeKind.WITHIN_ERROR: gettext_noop(
        "Your %(name)s went from %(first)s to %(last)s. That is within the scale's own error, so "
        "it may be no change."
    ),
    "since_best": gettext_noop(
        "It was %(best)s at its lowest, and the rise since then is more than the scale's own error."
    ),
    "below": gettext_noop("It is now below %(cutoff)s, where the scale draws its line."),
    "above": gettext_noop("It is now at or above %(cutoff)s, where the scale draws its line."),
    "blanks": gettext_noop(
        "%(with_total)s of %(given)s forms have a score. The others had questions left blank, which is fine."
    ),
}


def progress_of(chart: Chart, *, at: datetime) -> Progress:
    """The scores and check-ins of the last half year, in three queries however many there are."""
    today = at.astimezone(weeks.zone_of(chart)).date()
    first = Week.of(today - timedelta(weeks=MOST_WEEKS - 1)).monday
    averages = _averages(chart, first, today)
    rows = list(chart.responses.order_by("answered_on", "answered_at"))
    scores = tuple(
        score_line(form, [_given(row.answers, row) for row in rows if row.instrument == key])
        for key, form in registry.INSTRUMENTS.items()
    )
    started = averages[0].monday if averages else today
    asked = (today - max(started, _started_on(chart) or started)).days + 1 if averages else 0
    return Progress(scores, averages, sum(week.days for week in averages), asked)


def score_line(form: Instrument, given: Sequence[Given]) -> ScoreLine:
    """One questionnaire's line; what is said of it never goes beyond its measurement error."""
    points = [Point(one.on, one.total) for one in given if one.total is not None]
    trend = find_trend(form, points)
    return ScoreLine(form, tuple(given), trend, tuple(_sentences(form, given, points, trend)))


def _sentences(
    form: Instrument, given: Sequence[Given], points: Sequence[Point], trend: Trend | None
) -> Iterable[Sentence]:
    facts: dict[str, str | int] = {"name": form.title, "most": form.maximum, "cutoff": form.cutoff}
    if trend is None:
        last = {"last": points[0].total} if points else {}
        yield Sentence(_WORDS["once" if points else "none"], {**facts, **last})
    else:
        facts |= {"first": trend.first.total, "last": trend.last.total, "best": trend.best.total}
        yield Sentence(_WORDS[trend.since_first.kind], facts)
        is_new = trend.since_first.kind is not ChangeKind.RELIABLE_WORSENING
        if is_new and trend.since_best.kind is ChangeKind.RELIABLE_WORSENING:
            yield Sentence(_WORDS["since_best"], facts)
        if trend.since_first.crosses_cutoff:
            yield Sentence(_WORDS["below" if trend.last.total < form.cutoff else "above"], facts)
    if len(points) < len(given):
        yield Sentence(_WORDS["blanks"], {"with_total": len(points), "given": len(given)})


def _given(answers: Sequence[int | None], row: Any) -> Given:
    return Given(row.answered_on, row.total, row.band, sum(1 for one in answers if one is None))


def _averages(chart: Chart, first: date, today: date) -> tuple[WeekAverage, ...]:
    rows = (
        chart.check_ins.filter(on__range=(first, today))
        .annotate(monday=TruncWeek("on"))
        .values("monday")
        .annotate(c=Avg("craving"), cd=Count("craving"), m=Avg("mood"), md=Count("mood"), n=Count("pk"))
        .order_by("monday")
    )
    found = {row["monday"]: row for row in rows}
    if not found:
        return ()
    start = min(found)
    mondays = [start + timedelta(days=7 * number) for number in range((today - start).days // 7 + 1)]
    return tuple(_average(monday, found.get(monday)) for monday in mondays)


def _average(monday: date, row: Mapping[str, Any] | None) -> WeekAverage:
    if row is None:
        return WeekAverage(monday, None, 0, None, 0, 0)
    return WeekAverage(monday, _one(row["c"]), row["cd"], _one(row["m"]), row["md"], row["n"])


def _one(value: float | None) -> float | None:
    return None if value is None else round(float(value), 1)


def _started_on(chart: Chart) -> date | None:
    episode = chart.find_episode()
    return episode.starts_on if episode else None
