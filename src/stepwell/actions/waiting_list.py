"""The waiting list of a site: everybody's place and why, what is due by law, and how long it may take.

Who waits are the enquiries in that state; they stand by when they asked. The place of one
person is told to them without anybody else's name, rule or reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions import charts, coming_next, priorities, seats, stepping
from stepwell.actions.charts import Chart
from stepwell.actions.coming_next import Coming
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.seats import TrackSeats
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.domain.waiting.deadlines import Deadlines, deadlines
from stepwell.domain.waiting.expected import NoHistory, Seat, Wait, expected_waits
from stepwell.domain.waiting.order import Place, Rule, Waiting, in_order
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import BusyTime, Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import Site
from stepwell.records.steps.models import NextStep

WHAT = "waiting_list"
HISTORY = 300
"""So many stays that ended, the latest, tell how long the next ones may last."""
INTERIM = "interim_help"
"""The key of the step that begins with what helps while waiting."""


@dataclass(frozen=True)
class Line:
    """Everybody who waits at a site, in order, with what their waiting depends on."""

    site: Site
    places: tuple[Place, ...]
    waits: Mapping[str, Wait] | None
    """None while no stay has ended here: then nothing can be said."""
    tracks: tuple[TrackSeats, ...]
    suited: Mapping[UUID, frozenset[UUID]]
    """For each person the tracks that suit their week."""


@dataclass(frozen=True)
class Waits:
    """Somebody on the list, for intake."""

    person: Person
    enquiry: Enquiry
    place: Place
    wait: Wait | None
    deadlines: Deadlines
    coming: Coming
    suits: tuple[TrackSeats, ...]
    has_told_hours: bool
    has_interim_help: bool

    @property
    def rule(self) -> Rule | None:
        """The rule of priority that they go by."""
        return self.place.rule

    def is_late(self, *, at: datetime) -> bool:
        """A day that the law sets for a seat is over, or the time for interim help."""
        due = self.deadlines.interim_by
        has_no_help = not self.has_interim_help and due is not None and due <= at
        by = self.deadlines.admit_by
        return has_no_help or (by is not None and self.enquiry.site.day_at(at) > by)


@dataclass(frozen=True)
class SiteList:
    """The list of one site and its seats, for intake."""

    site: Site
    people: tuple[Waits, ...]
    tracks: tuple[TrackSeats, ...]
    knows_stays: bool


@dataclass(frozen=True)
class OwnPlace:
    """What somebody who waits is told: their place, how long it may take, and what comes next."""

    enquiry: Enquiry
    place: Place
    wait: Wait | None
    rule: Rule | None
    coming: Coming
    deadlines: Deadlines
    suits: tuple[TrackSeats, ...]


def list_waiting(by: SignedIn, *, at: datetime) -> list[SiteList]:
    """The list of each site of the reader's. A line in the trail names everybody who is shown."""
    need_role(by, Role.INTAKE)
    sites = list(Site.objects.filter(pk__in=by.reader.site_ids, retired_at=None).order_by("name"))
    rows = _waiting_at(sites)
    keys = [row.person_id for row in rows]
    opened = charts.open_list(by, keys, Purpose.INTAKE, what=WHAT, at=at)
    known = _Known(rows, {chart.person.pk: chart.person for chart in opened}, at=at)
    lines = _lines(sites, rows, at=at)
    return [_for_intake(line, known, at=at) for line in lines]


def find_own_place(chart: Chart, *, at: datetime) -> OwnPlace | None:
    """The place of the person of the chart, or None for who doesn't wait. Nobody else is named or opened."""
    chart.need(Part.ENQUIRY)
    row = chart.enquiries.filter(is_open=True, state=State.WAITING.value).first()
    if row is None:
        return None
    line = _lines([row.site], _waiting_at([row.site]), at=at)[0]
    place = next(one for one in line.places if one.waiting.key == str(row.pk))
    return OwnPlace(
        enquiry=row,
        place=place,
        wait=line.waits.get(str(row.pk)) if line.waits is not None else None,
        rule=place.rule,
        coming=coming_next.of_enquiries([row], at=at)[row.pk],
        deadlines=_deadlines(row, place.waiting, _has_begun([row])),
        suits=_suits(line, row),
    )


class _Known:
    """What the lines of all sites need of everybody, asked once."""

    def __init__(self, rows: Sequence[Enquiry], people: Mapping[UUID, Person], *, at: datetime) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.people = people
        self.coming = coming_next.of_enquiries(rows, at=at)
        self.begun = _has_begun(rows)
        told = BusyTime.objects.filter(person__in=[row.person_id for row in rows], voided_at=None)
        self.told_hours = set(told.values_list("person_id", flat=True))


def _waiting_at(sites: Sequence[Site]) -> list[Enquiry]:
    rows = Enquiry.objects.filter(site__in=sites, is_open=True, state=State.WAITING.value)
    return list(rows.select_related("site", "owner").order_by("asked_at", "pk"))


def _lines(sites: Sequence[Site], rows: Sequence[Enquiry], *, at: datetime) -> list[Line]:
    rules = priorities.list_rules()
    grounds = priorities.grounds_of(rows)
    stays = _stays(sites)
    today = min((site.day_at(at) for site in sites), default=at.date())
    tracks = seats.list_tracks(sites, on=today)
    suited = seats.suiting(tracks, [row.person_id for row in rows], on=today)
    begun = _begun_on(tracks)
    found = []
    for site in sites:
        mine = [row for row in rows if row.site_id == site.pk]
        here = tuple(one for one in tracks if one.track.site_id == site.pk)
        waiting = [Waiting(str(row.pk), row.asked_at, frozenset(grounds.get(row.pk, ()))) for row in mine]
        places = in_order(waiting, rules)
        waits = _waits(mine, places, here, suited, stays.get(site.pk, ()), begun, on=today)
        found.append(Line(site, places, waits, here, suited))
    return found


def _waits(
    rows: Sequence[Enquiry],
    places: Sequence[Place],
    tracks: Sequence[TrackSeats],
    suited: Mapping[UUID, frozenset[UUID]],
    stays: Sequence[int],
    begun: Mapping[UUID, date],
    *,
    on: date,
) -> Mapping[str, Wait] | None:
    """The simulation of the domain, over the seats of the narrowest group of each track."""
    people = {str(row.pk): row.person_id for row in rows}
    pools: dict[UUID, set[UUID]] = defaultdict(set)
    taken: dict[str, UUID] = {}
    all_seats: list[Seat] = []
    for one in tracks:
        if one.narrowest not in pools:
            for seat in _seats_of(one, begun, on=on):
                taken[seat.key] = one.narrowest
                all_seats.append(seat)
        pools[one.narrowest].add(one.track.pk)

    def fits(who: str, seat: str) -> bool:
        return not pools[taken[seat]].isdisjoint(suited.get(people[who], frozenset()))

    line = [place.waiting.key for place in places]
    try:
        return expected_waits(line, all_seats, stays=stays, fits=fits, seed=on.toordinal())
    except NoHistory:
        return None


def _seats_of(one: TrackSeats, begun: Mapping[UUID, date], *, on: date) -> list[Seat]:
    """Free seats, those somebody has and for how long, and those that are held: taken from today on."""
    found = [
        Seat(f"{one.narrowest}/{entry.pk}", max((on - begun.get(entry.person_id, entry.from_on)).days, 0))
        for entry in one.entries
    ]
    held = max(one.seats - one.taken - one.free, 0)
    found += [Seat(f"{one.narrowest}/held {number}", 0) for number in range(held)]
    return found + [Seat(f"{one.narrowest}/free {number}") for number in range(one.free)]


def _begun_on(tracks: Sequence[TrackSeats]) -> dict[UUID, date]:
    people = {entry.person_id for one in tracks for entry in one.entries}
    rows = Episode.objects.filter(person__in=people, is_open=True, starts_on__isnull=False)
    return {person: day for person, day in rows.values_list("person_id", "starts_on") if day is not None}


def _stays(sites: Iterable[Site]) -> dict[UUID, list[int]]:
    """The lengths in days of the latest stays that ended at each site."""
    rows = Episode.objects.filter(site__in=list(sites), is_open=False, starts_on__isnull=False)
    rows = rows.filter(ends_on__isnull=False).order_by("-ends_on", "pk")
    found: dict[UUID, list[int]] = defaultdict(list)
    for site_id, starts_on, ends_on in rows.values_list("site_id", "starts_on", "ends_on")[:HISTORY]:
        if starts_on is not None and ends_on is not None and ends_on > starts_on:
            found[site_id].append((ends_on - starts_on).days)
    return found


def _has_begun(rows: Sequence[Enquiry]) -> set[UUID]:
    """For whom what helps while waiting has begun."""
    done = NextStep.objects.filter(enquiry__in=rows, what=INTERIM, outcome=stepping.DONE)
    return {key for key in done.values_list("enquiry_id", flat=True) if key is not None}


def _deadlines(row: Enquiry, waiting: Waiting, begun: set[UUID]) -> Deadlines:
    return deadlines(waiting, has_interim_help=row.pk in begun, zone=ZoneInfo(row.site.zone))


def _suits(line: Line, row: Enquiry) -> tuple[TrackSeats, ...]:
    return tuple(one for one in line.tracks if one.track.pk in line.suited.get(row.person_id, frozenset()))


def _for_intake(line: Line, known: _Known, *, at: datetime) -> SiteList:
    people = []
    for place in line.places:
        row = known.rows[place.waiting.key]
        if row.person_id not in known.people:
            continue
        people.append(
            Waits(
                person=known.people[row.person_id],
                enquiry=row,
                place=place,
                wait=line.waits.get(place.waiting.key) if line.waits is not None else None,
                deadlines=_deadlines(row, place.waiting, known.begun),
                coming=known.coming[row.pk],
                suits=_suits(line, row),
                has_told_hours=row.person_id in known.told_hours,
                has_interim_help=row.pk in known.begun,
            )
        )
    return SiteList(line.site, tuple(people), line.tracks, line.waits is not None)
