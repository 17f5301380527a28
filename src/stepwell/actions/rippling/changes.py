"""What is to change, and how the calendar would be after it. Nothing is written here."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.actions.charts import Chart
from stepwell.kernel.civil import at_site
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import Room, SiteHoliday, Staff
from stepwell.records.schedule.models import Group, Session, SessionStatus


class Kind(StrEnum):
    """What can change. The last two are of a series alone."""

    MOVE = "move"
    CANCEL = "cancel"
    RESIZE = "resize"
    LEADER = "leader"
    ROOM = "room"
    ADD = "add"
    REMOVE = "remove"


OF_A_SESSION = (Kind.MOVE, Kind.RESIZE, Kind.LEADER, Kind.ROOM, Kind.CANCEL)


@dataclass(frozen=True)
class Change:
    """One change of a series from a day on, or of one session, with the facts that its kind asks for."""

    kind: Kind
    from_on: date
    group: Group | None = None
    session: Session | None = None
    """Where it is one session that changes; its series stays."""
    weekday: int | None = None
    start_time: time | None = None
    minutes: int | None = None
    places: int | None = None
    leader: Staff | None = None
    room: Room | None = None
    person: Chart | None = None
    reason: str = ""
    """A code, kept in the trail."""

    @property
    def is_of_series(self) -> bool:
        return self.session is None

    @property
    def subject(self) -> Group | Session:
        """The session that changes, or else the series."""
        found = self.session or self.group
        assert found is not None  # a change is of one of the two
        return found


@dataclass(frozen=True)
class Turn:
    """One session as it is, and as it would be; None where it is not held."""

    before: Session
    after: Session | None


@dataclass(frozen=True)
class Laid:
    """Every session that the change touches, and those that can't follow it."""

    turns: tuple[Turn, ...]
    staying: tuple[Session, ...] = ()
    """Their new hour has passed already, or the site is closed then: they stay as they are."""

    @property
    def first_at(self) -> datetime | None:
        """When the first of them begins, before or after."""
        both = [one for turn in self.turns for one in (turn.before, turn.after) if one is not None]
        return min((one.starts_at for one in both if one.starts_at is not None), default=None)


def lay(change: Change, *, at: datetime) -> Laid:
    """The sessions that have not begun, as the change would leave them."""
    sessions = _ahead(change, at=at)
    if change.kind is Kind.CANCEL:
        return Laid(tuple(Turn(one, None) for one in sessions))
    if change.kind in (Kind.ADD, Kind.REMOVE):
        return Laid(tuple(Turn(one, one) for one in sessions))
    turns = [Turn(one, after) for one in sessions if (after := _changed(one, change)) is not None]
    if change.kind is not Kind.MOVE:
        return Laid(tuple(turns))
    closed = _closed(turns)
    stays = [turn for turn in turns if _is_past(turn, at=at) or (turn.after and turn.after.held_on in closed)]
    return Laid(tuple(one for one in turns if one not in stays), tuple(turn.before for turn in stays))


def _ahead(change: Change, *, at: datetime) -> list[Session]:
    rows = Session.objects.filter(status=SessionStatus.PLANNED, starts_at__gt=at, ends_at__isnull=False)
    if change.session is not None:
        rows = rows.filter(pk=change.session.pk)
    else:
        rows = rows.filter(group=change.group, held_on__gte=change.from_on)
    rows = rows.select_related("site", "room", "leader", "service", "group")
    return list(rows.order_by("starts_at", "pk"))


def _changed(session: Session, change: Change) -> Session | None:
    """A copy as the change leaves it, or None where it would be the same.

    Of a series, what was given another leader or room for one day keeps them.
    """
    group = change.group if change.is_of_series else None
    after = copy.copy(session)
    if change.kind is Kind.MOVE:
        assert change.weekday is not None
        assert change.start_time is not None
        put_at(after, change.weekday, change.start_time)
    elif change.kind is Kind.RESIZE and change.minutes is not None:
        make_long(after, change.minutes)
    elif change.kind is Kind.LEADER and (group is None or session.leader_id == group.leader_id):
        after.leader = change.leader
    elif change.kind is Kind.ROOM and (group is None or session.room_id == group.room_id):
        assert change.room is not None
        put_in(after, change.room)
    return after if _facts(after) != _facts(session) else None


def put_at(session: Session, weekday: int, start_time: time) -> None:
    """Another day of the same week, or another hour of the same day, in the civil time of the site."""
    assert session.held_on is not None
    assert session.starts_at is not None
    length = session.ends_at - session.starts_at if session.ends_at else timedelta()
    day = Week.of(session.held_on).days[weekday]
    session.starts_at = at_site(day, start_time, ZoneInfo(session.site.zone))
    session.ends_at, session.held_on = session.starts_at + length, day


def make_long(session: Session, minutes: int) -> None:
    """So many minutes from its beginning; a break that no longer fits is left out."""
    assert session.starts_at is not None
    session.ends_at = session.starts_at + timedelta(minutes=minutes)
    session.breaks = fitting(session.breaks, minutes)


def fitting(breaks: Sequence[Sequence[int]], minutes: int) -> list[list[int]]:
    """The breaks that end within so many minutes.

    >>> fitting([[90, 15], [150, 15]], 120)
    [[90, 15]]
    """
    return [[after, long] for after, long in breaks if after + long < minutes]


def put_in(session: Session, room: Room) -> None:
    """A room with seats, or the video room with its link."""
    session.room, session.by_video = room, room.is_video
    session.video_link = room.video_link if room.is_video else ""
    session.fills_room = not room.is_video


def _facts(session: Session) -> tuple[Any, ...]:
    place = session.leader_id, session.room_id, session.by_video, session.video_link
    return (*place, session.starts_at, session.ends_at, [list(one) for one in session.breaks])


def _is_past(turn: Turn, *, at: datetime) -> bool:
    return turn.after is not None and turn.after.starts_at is not None and turn.after.starts_at <= at


def _closed(turns: Sequence[Turn]) -> set[date]:
    """Days on which the site is closed."""
    sites = {turn.before.site_id for turn in turns}
    rows = SiteHoliday.objects.filter(site__in=sites, voided_at=None)
    return set(rows.values_list("on_date", flat=True))


def of_group(change: Change) -> dict[str, Any]:
    """The fields of the series that change with it; none for one session, or for people."""
    group = change.group
    if group is None or not change.is_of_series:
        return {}
    if change.kind is Kind.MOVE:
        return _moved(group, change)
    if change.kind is Kind.RESIZE:
        minutes = change.minutes or group.minutes
        places = change.places or group.max_members
        return {
            "minutes": minutes,
            "breaks": fitting(group.breaks, minutes),
            "max_members": places,
            "min_members": min(group.min_members, places),
        }
    if change.kind is Kind.CANCEL:
        return {"ends_on": max(change.from_on, group.starts_on)}
    found = {Kind.LEADER: ("leader_id", change.leader), Kind.ROOM: ("room_id", change.room)}
    if change.kind not in found:
        return {}
    field, row = found[change.kind]
    assert row is not None
    return {field: row.pk}


def _moved(group: Group, change: Change) -> dict[str, Any]:
    """Trap: topics are counted from the first week, so it has to stay the same on any weekday."""
    found: dict[str, Any] = {"weekday": change.weekday, "start_time": change.start_time}
    if change.weekday != group.weekday:
        first = group.starts_on + timedelta(days=(group.weekday - group.starts_on.weekday()) % 7)
        found["starts_on"] = Week.of(first).monday
    return found
