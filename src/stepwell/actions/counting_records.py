"""Counts of an installation's records, for comparing with the source they came from. No person is read."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from stepwell.records.episodes.models import Episode
from stepwell.records.measures.models import DrugTestResult
from stepwell.records.sessions.models import CAME, Attendance, AttendanceState
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

UNNAMED = "(no trial)"


def count_records() -> dict[str, Any]:
    """Sessions by trial and what became of them, positive results by analyte, people by trial.

    Over all organizations of the installation. Records that didn't come from a trial
    are counted under the title of their program.
    """
    counts: dict[str, dict[str, Any]] = {"sessions": {}, "positive": {}, "people": {}}
    for organization in Organization.objects.order_by("created_at"):
        with scope.within(organization.pk):
            _count_sessions(counts["sessions"])
            _count_people(counts["people"])
            positive = DrugTestResult.objects.filter(result="positive").order_by()
            for analyte, number in positive.values_list("analyte").annotate(n=Count("pk")):
                counts["positive"][analyte] = counts["positive"].get(analyte, 0) + number
    return counts


def _count_sessions(counts: dict[str, Any]) -> None:
    came = {state.value for state in CAME}
    rows = Attendance.objects.exclude(
        state__in=[AttendanceState.EXPECTED, AttendanceState.NOT_EXPECTED]
    ).order_by()
    grouped = rows.values_list("episode__background__trial", "episode__template__title__en", "state")
    for trial, title, state, number in grouped.annotate(n=Count("pk")):
        of_trial = counts.setdefault(_name(trial, title), {"attended": 0, "missed": 0, "unrecorded": 0})
        word = "attended" if state in came else state
        of_trial[word] = of_trial.get(word, 0) + number


def _count_people(counts: dict[str, Any]) -> None:
    rows: QuerySet[Episode] = Episode.objects.order_by()
    grouped = rows.values_list("background__trial", "template__title__en")
    for trial, title, number in grouped.annotate(n=Count("person_id", distinct=True)):
        name = _name(trial, title)
        counts[name] = counts.get(name, 0) + number


def _name(trial: str | None, title: str | None) -> str:
    return trial or title or UNNAMED
