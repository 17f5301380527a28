"""A review is due at the earliest of what the program, the payers and events ask for.

Source: issue of the way through (plan review and its triggers). How soon a
review follows its trigger is program policy awaiting a source. Which day it is
depends on the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from stepwell.domain.instruments.change import ChangeKind
from stepwell.domain.instruments.instrument import Instrument
from stepwell.kernel.sentences import Sentence, gettext_noop

ABSENCES, ABSENCE_DAYS = 3, 14
"""Three absences in 14 days ask for a review."""

SOURCE = "program policy: what asks for a review before its time"


class Kind(Enum):
    """Who asks for the review."""

    PROGRAM = "program"
    PAYER = "payer"
    TRIGGER = "trigger"


class Trigger(Enum):
    """What asks for a review before its time; the values are stored."""

    ABSENCES = "absences"
    WORSENING = "worsening"
    LAPSE = "lapse"
    """An unexpected test together with a return to use."""
    SAFETY = "safety"
    """A suicide screening of moderate risk or more."""
    PREGNANCY = "pregnancy"
    ARREST = "arrest"
    HOUSING_LOSS = "housing_loss"
    REQUEST = "request"


DAYS_ALLOWED: Mapping[Trigger, int] = MappingProxyType(
    {
        Trigger.SAFETY: 0,
        Trigger.LAPSE: 2,
        Trigger.ABSENCES: 2,
        Trigger.PREGNANCY: 3,
        Trigger.ARREST: 3,
        Trigger.HOUSING_LOSS: 3,
        Trigger.REQUEST: 3,
        Trigger.WORSENING: 7,
    }
)
"""Days from the trigger to the review: program policy."""


TOLD = tuple(each for each in Trigger if each not in {Trigger.ABSENCES, Trigger.WORSENING})
"""Triggers that somebody tells. The others are found in the absences and totals."""


@dataclass(frozen=True)
class Event:
    """Something that was told and asks for a review."""

    trigger: Trigger
    at: datetime

    def __post_init__(self) -> None:
        if self.trigger not in TOLD:
            raise ValueError(f"{self.trigger.value} is found in the facts and not told.")


@dataclass(frozen=True)
class Measured:
    """One total of an instrument."""

    instrument: Instrument
    at: datetime
    total: int


@dataclass(frozen=True)
class PayerRule:
    """A payer that wants a review, or a physician's word, again after so many days since a day."""

    name: str
    days: int
    since: date
    source: str


@dataclass(frozen=True)
class ReviewFacts:
    """What is known since the episode began; what the last review saw asks for nothing more."""

    began_on: date
    program_days: int
    last_review_at: datetime | None = None
    payers: tuple[PayerRule, ...] = ()
    absent_at: tuple[datetime, ...] = ()
    """Sessions missed and not made up, by their start."""
    events: tuple[Event, ...] = ()
    measures: tuple[Measured, ...] = ()


@dataclass(frozen=True)
class Reason:
    """One thing that asks for a review by a day."""

    kind: Kind
    key: str
    since_on: date
    """The day of what happened, or from which an interval counts."""
    due_on: date
    sentence: Sentence
    source: str


@dataclass(frozen=True)
class ReviewDue:
    """The day, what asks for that day, and everything that asks for one, the earliest first."""

    due_on: date
    reasons: tuple[Reason, ...]

    @property
    def because(self) -> tuple[Reason, ...]:
        """The reasons that ask for this very day."""
        return tuple(each for each in self.reasons if each.due_on == self.due_on)


_WORDS = {
    Trigger.LAPSE: gettext_noop("A return to use."),
    Trigger.SAFETY: gettext_noop("A safety screening needs a closer look."),
    Trigger.PREGNANCY: gettext_noop("A pregnancy was told."),
    Trigger.ARREST: gettext_noop("An arrest."),
    Trigger.HOUSING_LOSS: gettext_noop("The place to live was lost."),
    Trigger.REQUEST: gettext_noop("The person asked for it."),
    Trigger.WORSENING: gettext_noop("%(scale)s rose by more than measurement error."),
    Trigger.ABSENCES: gettext_noop("%(count)d days missed within %(days)d days."),
}


def review_due(facts: ReviewFacts, *, zone: ZoneInfo) -> ReviewDue:
    """The day by which the plan is looked at again, with every reason.

    >>> zone = ZoneInfo("America/New_York")
    >>> missed = tuple(datetime(2026, 3, day, 18, tzinfo=zone) for day in (2, 9, 11))
    >>> due = review_due(ReviewFacts(date(2026, 3, 1), 14, absent_at=missed), zone=zone)
    >>> due.due_on.isoformat(), [str(reason.sentence) for reason in due.because]
    ('2026-03-13', ['3 days missed within 14 days.'])
    """
    reasons = [
        *_intervals(facts, zone),
        *_events(facts, zone),
        *_absences(facts, zone),
        *_worsening(facts, zone),
    ]
    reasons.sort(key=lambda each: (each.due_on, each.kind.value, each.key))
    return ReviewDue(reasons[0].due_on, tuple(reasons))


def _intervals(facts: ReviewFacts, zone: ZoneInfo) -> Iterator[Reason]:
    last = facts.last_review_at
    since = facts.began_on if last is None else last.astimezone(zone).date()
    words = gettext_noop("The program looks at each plan every %(days)d days.")
    yield _interval(
        Kind.PROGRAM, "program", since, facts.program_days, Sentence(words, {"days": facts.program_days})
    )
    words = gettext_noop("%(payer)s asks for it every %(days)d days.")
    for payer in facts.payers:
        told = Sentence(words, {"payer": payer.name, "days": payer.days})
        yield _interval(Kind.PAYER, payer.name, payer.since, payer.days, told, payer.source)


def _interval(
    kind: Kind, key: str, since: date, days: int, sentence: Sentence, source: str = "program policy"
) -> Reason:
    return Reason(kind, key, since, since + timedelta(days=days), sentence, source)


def _events(facts: ReviewFacts, zone: ZoneInfo) -> Iterator[Reason]:
    for event in facts.events:
        if _is_new(facts, event.at):
            yield _triggered(event.trigger, event.at.astimezone(zone).date(), {})


def _absences(facts: ReviewFacts, zone: ZoneInfo) -> Iterator[Reason]:
    """The first time that three days were missed within 14; two sessions of one day are one day missed."""
    days = sorted({at.astimezone(zone).date() for at in facts.absent_at if _is_new(facts, at)})
    for first, last in zip(days, days[ABSENCES - 1 :], strict=False):
        if (last - first).days < ABSENCE_DAYS:
            yield _triggered(Trigger.ABSENCES, last, {"count": ABSENCES, "days": ABSENCE_DAYS})
            return


def _worsening(facts: ReviewFacts, zone: ZoneInfo) -> Iterator[Reason]:
    """Of each instrument the first new total that is reliably worse than the best before it."""
    lines: dict[str, list[Measured]] = {}
    for each in sorted(facts.measures, key=lambda measured: measured.at):
        lines.setdefault(each.instrument.key, []).append(each)
    for line in lines.values():
        worse = _first_worse(facts, line)
        if worse is not None:
            params = {"scale": worse.instrument.title}
            yield _triggered(Trigger.WORSENING, worse.at.astimezone(zone).date(), params)


def _first_worse(facts: ReviewFacts, line: Sequence[Measured]) -> Measured | None:
    best = line[0].total
    for each in line[1:]:
        is_worse = each.instrument.change(best, each.total).kind is ChangeKind.RELIABLE_WORSENING
        if is_worse and _is_new(facts, each.at):
            return each
        best = min(best, each.total)
    return None


def _triggered(trigger: Trigger, on: date, params: Mapping[str, str | int]) -> Reason:
    due_on = on + timedelta(days=DAYS_ALLOWED[trigger])
    return Reason(Kind.TRIGGER, trigger.value, on, due_on, Sentence(_WORDS[trigger], params), SOURCE)


def _is_new(facts: ReviewFacts, at: datetime) -> bool:
    return facts.last_review_at is None or at > facts.last_review_at
