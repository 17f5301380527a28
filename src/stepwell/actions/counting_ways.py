"""How people come through the gates, who stays, and what is ahead: counts for those who run the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions import following_up, journeys, leaving, moving_enquiries, seats, viewing_weeks
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.seats import TrackSeats
from stepwell.domain.aftercare.follow_ups import Reached
from stepwell.domain.episodes.lifecycle import IN_TREATMENT
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.funnel.gates import Gate, Journey, Passage, by, passage, where_lost
from stepwell.domain.funnel.retention import DAYS, Retention, per_week, retention
from stepwell.domain.privacy.access import Role
from stepwell.domain.reviews import outcome
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import Episode, EpisodeState
from stepwell.records.program.models import ProgramTemplate

SINCE_DAYS = (90, 180, 365)
LONGEST_STAY = timedelta(days=max(DAYS))
"""So far before the chosen time the stays are looked at, too: otherwise nobody could have stayed so long."""
WEEKS_BEHIND, WEEKS_AHEAD = 4, 8
SAID: Mapping[str, str] = MappingProxyType(
    {
        **moving_enquiries.REASONS,
        **leaving.REASONS,
        **{code: words for reasons in outcome.REASONS.values() for code, words in reasons.items()},
    }
)
"""What people said when they left, by code, in words."""


@dataclass(frozen=True)
class Lost:
    """Who left after one gate, and what they said; an empty reason was not told."""

    after: Gate | None
    why: str
    count: int


@dataclass(frozen=True)
class Through:
    """The two large stretches of the way for one source or program."""

    key: str
    title: object
    to_start: Passage
    to_end: Passage

    @property
    def parts(self) -> tuple[Passage, Passage]:
        """Both stretches, in their order."""
        return self.to_start, self.to_end


@dataclass(frozen=True)
class Counted:
    """Everything on the page."""

    since: date
    passages: tuple[Passage, ...]
    by_source: tuple[Through, ...]
    by_program: tuple[Through, ...]
    lost: tuple[Lost, ...]
    retained: tuple[Retention, ...]
    followed: tuple[Reached, ...]
    journeys: int


@dataclass(frozen=True)
class Ahead:
    """A week behind or ahead: starts and graduations, as they were or as they are planned."""

    week: Week
    starts: int
    graduations: int
    is_ahead: bool


@dataclass(frozen=True)
class Capacity:
    """The weeks around now; who is past the planned end, or has no program to plan by, is told apart."""

    weeks: tuple[Ahead, ...]
    past_plan: int
    without_plan: int
    tracks: tuple[TrackSeats, ...]
    """The tracks of these sites with the seats that are free today."""


def count(
    by_whom: SignedIn, *, days: int, site: UUID | None = None, program: UUID | None = None, at: datetime
) -> Counted:
    """The gates, the reasons and the retention of everybody who began in so many days."""
    need_role(by_whom, Role.MANAGER)
    sites = [key for key in by_whom.reader.site_ids if site is None or key == site]
    zone = _zone(by_whom)
    since = at - timedelta(days=days)
    ways = journeys.gather(sites, since=since - LONGEST_STAY, program=program)
    today = at.astimezone(zone).date()
    titles: dict[str, object] = {str(row.pk): row.title for row in ProgramTemplate.objects.all()}
    found = [each for each in ways.journeys if min(each.reached.values()) >= since]
    return Counted(
        since.astimezone(zone).date(),
        tuple(passage(found, start, end) for start, end in pairwise(Gate)),
        _through(found, lambda each: each.source, {}),
        _through(found, lambda each: each.program, titles),
        _lost(found),
        retention(ways.stays, on=today),
        following_up.figures(by_whom, on=today),
        len(found),
    )


def capacity(by_whom: SignedIn, *, site: UUID | None = None, at: datetime) -> Capacity:
    """Starts and graduations by week: behind as they were, ahead as they are planned."""
    need_role(by_whom, Role.MANAGER)
    sites = [key for key in by_whom.reader.site_ids if site is None or key == site]
    today = at.astimezone(_zone(by_whom)).date()
    weeks = _weeks(today)
    began, ended = _were(sites, weeks[0].monday)
    starts, ends, past, without = _planned(sites, today)
    behind = per_week(began, weeks), per_week(ended, weeks)
    ahead = per_week(starts, weeks), per_week(ends, weeks)
    now = Week.of(today)
    lines = tuple(
        Ahead(week, behind[0][n] + ahead[0][n], behind[1][n] + ahead[1][n], week > now)
        for n, week in enumerate(weeks)
    )
    return Capacity(lines, past, without, tuple(seats.list_tracks(sites, on=today)))


def _weeks(today: date) -> list[Week]:
    first = today - timedelta(weeks=WEEKS_BEHIND)
    return [Week.of(first + timedelta(weeks=number)) for number in range(WEEKS_BEHIND + WEEKS_AHEAD + 1)]


def _were(sites: Iterable[UUID], since: date) -> tuple[list[date], list[date]]:
    rows = EpisodeState.objects.filter(episode__site__in=list(sites), from_on__gte=since)
    treated = {state.value for state in IN_TREATMENT}
    stays = Episode.objects.filter(site__in=list(sites), starts_on__gte=since, states__state__in=treated)
    began = [day for _, day in stays.values_list("pk", "starts_on").distinct() if day is not None]
    ended = rows.filter(state=State.GRADUATED.value).values_list("from_on", flat=True)
    return began, list(ended)


def _planned(sites: Iterable[UUID], today: date) -> tuple[list[date], list[date], int, int]:
    """Days of planned starts, days of planned ends, how many are past theirs, how many have none."""
    rows = Episode.objects.filter(site__in=list(sites), is_open=True).select_related("template")
    starts, ends, past, without = [], [], 0, 0
    for row in rows:
        state, starts_on = State(row.state), row.starts_on
        if state is State.PENDING and starts_on is not None and starts_on >= today:
            starts.append(starts_on)
        if state not in IN_TREATMENT | {State.PENDING, State.HOLD}:
            continue
        if row.template is None or starts_on is None:
            without += 1
            continue
        end = starts_on + timedelta(weeks=row.template.weeks)
        past += end < today
        ends += [end] if end >= today else []
    return starts, ends, past, without


def _through(
    found: Iterable[Journey], key: Callable[[Journey], str], titles: Mapping[str, object]
) -> tuple[Through, ...]:
    groups = by(found, key)
    lines = [
        Through(
            name,
            titles.get(name, name),
            passage(ways, Gate.ENQUIRY, Gate.ADMISSION),
            passage(ways, Gate.ADMISSION, Gate.GRADUATION),
        )
        for name, ways in groups.items()
    ]
    return tuple(sorted(lines, key=lambda one: (-one.to_start.of - one.to_end.of, one.key)))


def _lost(found: Iterable[Journey]) -> tuple[Lost, ...]:
    counted: Counter[tuple[Gate | None, str]] = where_lost(found)
    lines = [Lost(gate, why, number) for (gate, why), number in counted.items()]
    return tuple(sorted(lines, key=lambda one: (one.after or 0, -one.count, one.why)))


def _zone(by_whom: SignedIn) -> ZoneInfo:
    sites = viewing_weeks.sites_of(by_whom)
    return ZoneInfo(sites[0].zone if sites else "UTC")
