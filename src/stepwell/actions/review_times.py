"""When the plans of stays are looked at again, and why: the facts of many in a few queries.

The rules are `domain.reviews.due`'s. For actions that have asked the rules of access.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max

from stepwell.actions import charts
from stepwell.actions.charts import Chart
from stepwell.domain.instruments import registry
from stepwell.domain.privacy.access import Part
from stepwell.domain.reviews.due import (
    Event,
    Measured,
    PayerRule,
    ReviewDue,
    ReviewFacts,
    Trigger,
    review_due,
)
from stepwell.records.episodes.models import Episode
from stepwell.records.reviews.models import PayerInterval, Review, ReviewEvent
from stepwell.records.sessions.models import Attendance, AttendanceState

USUAL_DAYS = 30
"""Where no program says it: every 30 days, as Nebraska asks of an IOP. Program policy elsewhere."""


def due_of(chart: Chart, *, at: datetime) -> ReviewDue | None:
    """When the plan of the person's open stay is looked at again; None where there is none."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    if episode is None or not episode.is_open:
        return None
    return due_of_episodes([episode], at=at).get(episode.pk)


def due_of_episodes(episodes: Sequence[Episode], *, at: datetime) -> dict[UUID, ReviewDue]:
    """The same for many, by the key of the stay: five queries. A stay without a first day has no review.

    `site` and `template` are read with the episodes.
    """
    stays = [each for each in episodes if each.starts_on is not None]
    if not stays:
        return {}
    read = _Read(stays, at)
    return {each.pk: review_due(read.facts(each), zone=ZoneInfo(each.site.zone)) for each in stays}


class _Read:
    """What the database holds of these stays, by stay or by person."""

    def __init__(self, stays: Sequence[Episode], at: datetime) -> None:
        keys = [each.pk for each in stays]
        people = [each.person_id for each in stays]
        ended = Review.objects.filter(episode__in=keys, closed_at__isnull=False)
        self._last = dict(ended.values_list("episode_id").annotate(Max("closed_at")).order_by())
        self._payers: dict[UUID, list[PayerRule]] = defaultdict(list)
        for row in PayerInterval.objects.filter(episode__in=keys, ended_at=None):
            self._payers[row.episode_id].append(PayerRule(row.name, row.days, row.since, "the payer's rule"))
        self._events: dict[UUID, list[Event]] = defaultdict(list)
        for told in ReviewEvent.objects.filter(episode__in=keys, voided_at=None, happened_at__lte=at):
            self._events[told.episode_id].append(Event(Trigger(told.trigger), told.happened_at))
        self._absent: dict[UUID, list[datetime]] = defaultdict(list)
        missed = Attendance.objects.filter(
            episode__in=keys, state=AttendanceState.MISSED, made_up_by=None, starts_at__lte=at
        )
        for key, starts_at in missed.values_list("episode_id", "starts_at"):
            if starts_at is not None:
                self._absent[key].append(starts_at)
        self._measures = _measures(people, at)

    def facts(self, stay: Episode) -> ReviewFacts:
        """What the rules ask about one stay."""
        assert stay.starts_on is not None  # asked before
        return ReviewFacts(
            began_on=stay.starts_on,
            program_days=stay.template.review_days if stay.template else USUAL_DAYS,
            last_review_at=self._last.get(stay.pk),
            payers=tuple(self._payers[stay.pk]),
            absent_at=tuple(self._absent[stay.pk]),
            events=tuple(self._events[stay.pk]),
            measures=tuple(
                each for each in self._measures[stay.person_id] if each.at.date() >= stay.starts_on
            ),
        )


def _measures(people: Sequence[UUID], at: datetime) -> dict[UUID, list[Measured]]:
    found: dict[UUID, list[Measured]] = defaultdict(list)
    rows = charts.responses_in_force(people).filter(
        instrument__in=list(registry.INSTRUMENTS), total__isnull=False, answered_at__lte=at
    )
    told = rows.order_by("answered_at").values_list("person_id", "instrument", "answered_at", "total")
    for person, key, answered_at, total in told:
        if total is not None:
            found[person].append(Measured(registry.get(key), answered_at, total))
    return found
