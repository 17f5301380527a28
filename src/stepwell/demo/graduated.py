"""How somebody of the demo graduates: everything the program asks for, answered by their counselor."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stepwell.actions import charts, continuing_plans, graduating, readers
from stepwell.actions.charts import Chart
from stepwell.domain.privacy.access import Purpose
from stepwell.records.episodes.models import Episode

ANSWERS = (
    ("goals", "taken_along", "Sleeping through; the rest goes on with the evening circle."),
    ("prevention_practiced", "met", "Went through a hard evening step by step, twice."),
    ("medication", "goes_on", "Dr. Amadi at Lakeside, next refill is booked."),
    ("naloxone", "given", ""),
)
PLAN = {
    "goals": "Keep the job, and be home for dinner.",
    "support": "The Tuesday circle, my brother, and calls from here.",
    "signs": "I stop answering the phone, and I skip breakfast.",
    "helps": "A walk, then a call before the evening starts.",
    "call": "My brother, then the program. At night 988.",
}


def open_chart(episode: Episode, *, at: datetime) -> Chart:
    """The record as the counselor of this stay opens it."""
    assert episode.counselor is not None  # everybody of the demo has one
    assert episode.counselor.account is not None  # hired with one
    by = readers.of(episode.counselor.account)
    return charts.open_for(by, episode.person_id, Purpose.TREATMENT, what="graduation", at=at)


def graduate(episode: Episode, *, on: date, at: datetime) -> None:
    """Every criterion answered, the plan written, and the act."""
    chart = open_chart(episode, at=at)
    told = f"demo-graduate-{episode.pk}"
    for criterion, code, words in ANSWERS:
        graduating.write_answer(
            chart, episode, criterion=criterion, code=code, words=words, key=f"{told}-{criterion}", at=at
        )
    graduating.write_answer(
        chart,
        episode,
        criterion="early_visit",
        code="booked",
        on=on + timedelta(days=4),
        words="Dr. Amadi, Lakeside Clinic",
        key=f"{told}-visit",
        at=at,
    )
    continuing_plans.write(chart, episode, words=PLAN, key=f"{told}-plan", at=at)
    graduating.graduate(
        chart,
        episode,
        on=on,
        reason="goals_taken_along",
        wish="To keep what I have, and to have somebody call now and then.",
        key=told,
        at=at,
    )
