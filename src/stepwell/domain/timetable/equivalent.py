"""Which session of the week does the same job as one that somebody can't come to.

Source: program policy, in one place. What counts as the same job is the service
(the skill or therapy) that the person's program is made of; every other rule is one
that the timetable keeps anyway (FORMAT, "Never"): language, a free place, free hours
with travel, nobody to be kept apart from, no clash, hours of a day, the leader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from stepwell.kernel.spans import Span

MOST_MINUTES_A_DAY = 300
"""What one day may hold where the person has not said otherwise: 5 hours. Program policy; no source."""

HOME_MINUTES = 30
"""From home, where video sessions are held, to the program, where nobody said otherwise. Program policy."""


class Hindrance(Enum):
    """Why a session is no answer. Only the first four are ever told, to the person whose own they are."""

    OWN_BUSY = "own_busy"
    OWN_SESSION = "own_session"
    LONG_DAY = "long_day"
    NO_WAY_THERE = "no_way_there"
    OTHER_JOB = "other_job"
    NOT_IN_PROGRAM = "not_in_program"
    LANGUAGE = "language"
    FULL = "full"
    KEPT_APART = "kept_apart"
    LEADER = "leader"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    BEGUN = "begun"
    SAME_SESSION = "same_session"


@dataclass(frozen=True)
class Offer:
    """A session of the week, as far as the rule needs it."""

    key: UUID
    span: Span
    on: date
    """The civil date at the site."""
    minutes: int
    """Clinical minutes, breaks excluded."""
    service: str
    language: str
    leader: UUID | None
    places: int
    people: frozenset[UUID]
    """Whoever is on its list and keeps a place."""
    topic: str = ""
    by_video: bool = False
    is_own_site: bool = True
    is_open: bool = True
    """It takes guests, and somebody there may write down who came."""


@dataclass(frozen=True)
class Keeps:
    """A stretch of time that keeps the person, and the minutes from there to the program."""

    span: Span
    travel_minutes: int = 0

    def around(self, offer: Offer) -> Span:
        """What of the day it takes: with the way there and back, unless the session is by video."""
        way = timedelta(minutes=0 if offer.by_video else self.travel_minutes)
        assert self.span.end is not None  # a busy time ends
        return Span(self.span.start - way, self.span.end + way)


@dataclass(frozen=True)
class Other:
    """Another session the person is expected at."""

    span: Span
    by_video: bool = False


@dataclass(frozen=True)
class Need:
    """Somebody who can't come to `given_up`, and what has to hold for them."""

    person: UUID
    given_up: Offer
    services: frozenset[str]
    """What the program is made of in this week; empty where no program is known."""
    languages: frozenset[str]
    busy: tuple[Keeps, ...] = ()
    others: tuple[Other, ...] = ()
    minutes_on: Mapping[date, int] = field(default_factory=dict)
    """Planned minutes of each day without the session given up."""
    apart: frozenset[UUID] = frozenset()
    avoided: frozenset[UUID] = frozenset()
    takes_video: bool = False
    most_minutes_a_day: int = MOST_MINUTES_A_DAY
    home_minutes: int = HOME_MINUTES


@dataclass(frozen=True)
class Opening:
    """A session that only the person's own time keeps closed, and the stretches that must be freed for it."""

    offer: Offer
    stretches: tuple[Span, ...]


def hindrances(need: Need, offer: Offer, *, at: datetime) -> frozenset[Hindrance]:
    """Every rule that speaks against this session; none: it does the same job.

    Nothing that isn't known to hold is taken to hold: a session without a leader's
    language or with a list nobody could keep has its hindrance.
    """
    return frozenset(rule for rule, speaks_against in _RULES.items() if speaks_against(need, offer, at))


def equivalents(need: Need, offers: Iterable[Offer], *, at: datetime) -> list[Offer]:
    """The sessions that do the same job, the closest first.

    The same topic before another, the way the person usually comes before the other,
    as many minutes, the same leader, the nearest in time, the earlier.
    """
    fit = [offer for offer in offers if not hindrances(need, offer, at=at)]
    return sorted(fit, key=lambda offer: _distance(need.given_up, offer))


def openings(need: Need, offers: Iterable[Offer], *, at: datetime) -> list[Opening]:
    """Sessions that would do, were the person free then; the least to free first.

    Only what is the person's own to change is told. That a session is full, or who is
    in it, is nobody's business here.
    """
    found = [
        Opening(offer, tuple(_in_the_way(need, offer)))
        for offer in offers
        if hindrances(need, offer, at=at) == {Hindrance.OWN_BUSY}
    ]
    return sorted(found, key=lambda one: (_shared_minutes(one), _distance(need.given_up, one.offer)))


def _distance(given_up: Offer, offer: Offer) -> tuple[object, ...]:
    return (
        not (given_up.topic and offer.topic == given_up.topic),
        offer.by_video != given_up.by_video,
        not offer.is_own_site,
        abs(offer.minutes - given_up.minutes),
        offer.leader != given_up.leader,
        abs(offer.span.start - given_up.span.start),
        offer.span.start,
        offer.key,
    )


def _in_the_way(need: Need, offer: Offer) -> list[Span]:
    return [keeps.span for keeps in need.busy if keeps.around(offer).overlaps(offer.span)]


def _shared_minutes(opening: Opening) -> int:
    return sum(span.minutes for span in opening.stretches)


def _is_kept_busy(need: Need, offer: Offer, _at: datetime) -> bool:
    return bool(_in_the_way(need, offer))


def _is_at_another(need: Need, offer: Offer, _at: datetime) -> bool:
    return any(other.span.overlaps(offer.span) for other in need.others)


def _makes_a_long_day(need: Need, offer: Offer, _at: datetime) -> bool:
    return need.minutes_on.get(offer.on, 0) + offer.minutes > need.most_minutes_a_day


def _leaves_no_way(need: Need, offer: Offer, _at: datetime) -> bool:
    """From a session by video, at home, to one in a room takes time, and the other way round."""
    way = timedelta(minutes=need.home_minutes)
    assert offer.span.end is not None  # a session ends
    with_way = Span(offer.span.start - way, offer.span.end + way)
    return any(other.by_video != offer.by_video and other.span.overlaps(with_way) for other in need.others)


def _is_full(need: Need, offer: Offer, _at: datetime) -> bool:
    return len(offer.people - {need.person}) >= offer.places


def _is_elsewhere(need: Need, offer: Offer, _at: datetime) -> bool:
    """In a room only at the person's own site; by video only for who wishes it, or comes so already."""
    if offer.by_video:
        return not (need.takes_video or need.given_up.by_video)
    return not offer.is_own_site


_RULES: Mapping[Hindrance, Callable[[Need, Offer, datetime], bool]] = {
    Hindrance.OWN_BUSY: _is_kept_busy,
    Hindrance.OWN_SESSION: _is_at_another,
    Hindrance.LONG_DAY: _makes_a_long_day,
    Hindrance.NO_WAY_THERE: _leaves_no_way,
    Hindrance.OTHER_JOB: lambda need, offer, _at: offer.service != need.given_up.service,
    Hindrance.NOT_IN_PROGRAM: lambda need, offer, _at: (
        bool(need.services) and offer.service not in need.services
    ),
    Hindrance.LANGUAGE: lambda need, offer, _at: offer.language not in need.languages,
    Hindrance.FULL: _is_full,
    Hindrance.KEPT_APART: lambda need, offer, _at: bool(need.apart & offer.people),
    Hindrance.LEADER: lambda need, offer, _at: offer.leader is None or offer.leader in need.avoided,
    Hindrance.CLOSED: lambda need, offer, _at: not offer.is_open,
    Hindrance.ELSEWHERE: _is_elsewhere,
    Hindrance.BEGUN: lambda need, offer, at: offer.span.start <= at,
    Hindrance.SAME_SESSION: lambda need, offer, _at: (
        offer.key == need.given_up.key or need.person in offer.people
    ),
}
