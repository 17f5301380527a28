"""A seat is held for somebody until a day: to be offered, to come back to, or on the way back.

A held seat counts as taken for everybody else. Past its last day it holds nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import moving_enquiries, once, seats, stepping
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.actions.seats import TrackSeats
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.needs import Need
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.schedule.models import Group
from stepwell.records.waiting.models import Outcome, SeatHold, Track, TrackGroup, Why

LONGEST_DAYS = 90
"""So long a seat may be held at the most. Program policy."""


class NoSeat(Refusal):
    """No seat can be held like this."""


def find_held(person: Person, *, at: datetime) -> SeatHold | None:
    """The seat that is held for somebody now, or None."""
    rows = SeatHold.objects.filter(person=person, ended_at=None).select_related(
        "track__site", "track__template"
    )
    row = rows.first()
    if row is None or row.until_on < _today(row.track, at):
        return None
    return row


def hold(
    chart: Chart,
    about: Enquiry | Episode,
    *,
    why: Why,
    until: date,
    track_id: UUID | None = None,
    starts_on: date | None = None,
    at: datetime,
) -> SeatHold:
    """Hold a seat up to and including a day; one that was held before for the same person is let go.

    Inside the caller's transaction, with `about` locked. Without `track_id` it is the first track of
    the site, by title, that suits the person's week and has a seat. Raises NoSeat where there is none.
    """
    today = at.astimezone(ZoneInfo(about.site.zone)).date()
    if until < today or (until - today).days > LONGEST_DAYS:
        raise NoSeat(
            gettext_noop("A seat can be held from today on, for %(days)d days at most."), days=LONGEST_DAYS
        )
    if starts_on is not None and starts_on < today:
        raise NoSeat(gettext_noop("This day is over. Choose today or a later day."))
    _lock_groups(about.site_id)
    seats.let_go(chart.person.pk, outcome=Outcome.MOVED, at=at)
    found = _choose(chart, about, track_id, today)
    row = SeatHold.objects.create(
        track=found.track,
        person=chart.person,
        enquiry=about if isinstance(about, Enquiry) else None,
        episode=about if isinstance(about, Episode) else None,
        why=why,
        starts_on=starts_on,
        until_on=until,
        held_at=at,
        held_by=chart.by.account_id,
    )
    chart.note("held_seat", row.pk, at=at)
    return row


def hold_for_return(chart: Chart, enquiry: Enquiry, *, until: date, at: datetime) -> SeatHold | None:
    """A seat to come back to from a warm referral, where a track's program holds one so long and one is free.

    Inside the caller's transaction. None where the program holds none, or none suits.
    """
    today = at.astimezone(ZoneInfo(enquiry.site.zone)).date()
    tracks = seats.list_tracks([enquiry.site_id], on=today, but=chart.person.pk)
    suited = seats.suiting(tracks, [chart.person.pk], on=today)[chart.person.pk]
    for one in tracks:
        is_kept = (until - today).days <= min(one.track.template.seat_days, LONGEST_DAYS)
        if one.free and one.track.pk in suited and is_kept and until >= today:
            return hold(chart, enquiry, why=Why.REFERRAL, until=until, track_id=one.track.pk, at=at)
    return None


def let_go(chart: Chart, *, outcome: Outcome, at: datetime) -> bool:
    """The seat is held no longer. Inside the caller's transaction; False where none was held."""
    return seats.let_go(chart.person.pk, outcome=outcome, at=at)


@transaction.atomic(durable=True)
def offer(
    chart: Chart,
    enquiry: Enquiry,
    *,
    track_id: UUID,
    starts_on: date,
    until: date,
    seen: str = "",
    key: str,
    at: datetime,
) -> None:
    """This seat is offered, with its first day, and held until another: the person waits to start.

    Asked again while they wait to start, it is another seat or another day.
    """
    if not once.is_first_time(key, action="offer_seat", account_id=chart.by.account_id, at=at):
        return
    row = stepping.locked(chart, enquiry)
    moving_enquiries.check_seen(row, seen)
    hold(chart, row, why=Why.OFFER, until=until, track_id=track_id, starts_on=starts_on, at=at)
    if State(row.state) is State.PENDING:
        stepping.go_on(row, after="offered", by=chart.by, at=at)
    else:
        moving_enquiries.move(chart, row, to=State.PENDING, has={Need.SEAT}, at=at)


@transaction.atomic(durable=True)
def give_back(chart: Chart, enquiry: Enquiry, *, seen: str = "", key: str, at: datetime) -> None:
    """The offer wasn't taken: the seat is free again, and the person goes on waiting in their old place."""
    if not once.is_first_time(key, action="give_back_seat", account_id=chart.by.account_id, at=at):
        return
    row = stepping.locked(chart, enquiry)
    moving_enquiries.check_seen(row, seen)
    let_go(chart, outcome=Outcome.FREED, at=at)
    if State(row.state) is State.PENDING:
        moving_enquiries.move(chart, row, to=State.WAITING, at=at)


def offered(chart: Chart, enquiry: Enquiry, *, at: datetime) -> list[tuple[TrackSeats, bool]]:
    """The tracks of the site that have a seat free, and whether each suits the person's own hours."""
    on = at.astimezone(ZoneInfo(enquiry.site.zone)).date()
    tracks = [one for one in seats.list_tracks([enquiry.site_id], on=on, but=chart.person.pk) if one.free]
    suited = seats.suiting(tracks, [chart.person.pk], on=on)[chart.person.pk]
    found = [(one, one.track.pk in suited) for one in tracks]
    return sorted(found, key=lambda each: not each[1])


def _choose(chart: Chart, about: Enquiry | Episode, track_id: UUID | None, today: date) -> TrackSeats:
    tracks = seats.list_tracks([about.site_id], on=today)
    if track_id is not None:
        found = next((one for one in tracks if one.track.pk == track_id), None)
        if found is None or not found.free:
            raise NoSeat(gettext_noop("The last seat there was taken just now. Choose another one."))
        return found
    suited = seats.suiting(tracks, [chart.person.pk], on=today)[chart.person.pk]
    found = next((one for one in tracks if one.free and one.track.pk in suited), None)
    if found is None:
        raise NoSeat(gettext_noop("No seat that fits this person's week is free now."))
    return found


def _lock_groups(site_id: UUID) -> None:
    """Two who hold a seat of one site at once come in turn, and so does who joins one of its groups."""
    mine = TrackGroup.objects.filter(track__site=site_id).values("group_id")
    list(Group.objects.select_for_update(of=("self",)).filter(pk__in=mine).order_by("pk").only("pk"))


def _today(track: Track, at: datetime) -> date:
    return at.astimezone(ZoneInfo(track.site.zone)).date()
