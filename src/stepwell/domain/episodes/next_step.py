"""What comes next for somebody, whose it is, and until when: nobody in care is ever without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.episodes.needs import Mover
from stepwell.domain.episodes.steps import CLOSING, STEPS, Start, Step
from stepwell.kernel.civil import at_site
from stepwell.kernel.sentences import Sentence


@dataclass(frozen=True)
class EpisodeFacts:
    """What is known of an episode; None where it is not known or not so.

    `done` are the keys of steps that are done and need not be done again in
    this state. `last_contact_at` is when somebody last spoke with the person,
    and while contact has lapsed, when somebody last tried.
    """

    state: EpisodeState
    since: datetime
    requested_at: datetime | None = None
    screening_at: datetime | None = None
    screened_at: datetime | None = None
    last_contact_at: datetime | None = None
    returns_on: date | None = None
    starts_on: date | None = None
    review_due_on: date | None = None
    contact_due_on: date | None = None
    year_ends_on: date | None = None
    seat_held_until: date | None = None
    done: frozenset[str] = frozenset()

    def start_of(self, start: Start) -> datetime | date | None:
        """When a clock started, or None while it has not.

        Who asked at a time that isn't known asked when the state began. A
        screening that took place is no longer to come, and a contact before
        the state began says nothing about it.
        """
        return {
            Start.STATE: self.since,
            Start.REQUEST: self.requested_at or self.since,
            Start.SCREENING: None if self.screened_at else self.screening_at,
            Start.SCREENED: self.screened_at,
            Start.LAST_CONTACT: self._contact_since(),
            Start.RETURN: self.returns_on,
            Start.FIRST_DAY: self.starts_on,
            Start.REVIEW: self.review_due_on,
            Start.AFTERCARE: self.contact_due_on,
            Start.YEAR_OVER: self.year_ends_on,
            Start.SEAT_HELD: self.seat_held_until,
        }[start]

    def _contact_since(self) -> datetime | None:
        last = self.last_contact_at
        return last if last is not None and last > self.since else None


@dataclass(frozen=True)
class NextStep:
    """The one thing that comes next."""

    key: str
    sentence: Sentence
    owner: Mover
    due_at: datetime
    is_overdue: bool
    source: str


def next_step(facts: EpisodeFacts, *, at: datetime, zone: ZoneInfo) -> NextStep | None:
    """What is due first, whose it is and until when; None only where an episode is over.

    >>> new_york = ZoneInfo("America/New_York")
    >>> asked = datetime(2026, 3, 7, 23, 30, tzinfo=new_york)
    >>> step = next_step(EpisodeFacts(EpisodeState.ENQUIRY, asked), at=asked, zone=new_york)
    >>> step.key, step.owner.value, step.due_at.isoformat()
    ('offer_screening', 'intake', '2026-03-08T04:30:00-04:00')

    Those are 240 minutes, though the clock on the wall moves by five hours:
    it is the night in which the clocks go forward.
    """
    holding = [
        (start, step)
        for step in STEPS[facts.state]
        if (start := facts.start_of(step.start)) is not None and not (step.once and step.key in facts.done)
    ]
    pressing = [each for each in holding if not each[1].otherwise] or holding
    told = [_told(step, _due_at(step, start, zone), at) for start, step in pressing]
    return min(told, key=lambda each: each.due_at.timestamp(), default=None)


def _told(step: Step, due: datetime, at: datetime) -> NextStep:
    overdue = due.timestamp() <= at.timestamp()
    return NextStep(step.key, Sentence(step.words), step.owner, due, overdue, step.source)


def _due_at(step: Step, start: datetime | date, zone: ZoneInfo) -> datetime:
    if not isinstance(start, datetime):
        return at_site(start + timedelta(days=step.days), CLOSING, zone)
    if step.minutes is not None:
        return (start.astimezone(UTC) + timedelta(minutes=step.minutes)).astimezone(zone)
    return at_site(start.astimezone(zone).date() + timedelta(days=step.days), CLOSING, zone)
