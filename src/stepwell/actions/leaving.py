"""Somebody leaves, also against advice, and a way back stays open: a seat held, and one tap.

How long is the program's own number (`seat_days`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.actions import enquiring, enrolling, grouping, holding_seats, moving_levels, once, reaching
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.coming_back import begins_with
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.needs import Need
from stepwell.domain.privacy.access import Part
from stepwell.kernel.decisions import Refuse
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import Leave, WayBack
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.waiting.models import Outcome, TrackGroup, Why

USUAL_SEAT_DAYS = 30
"""Where no program says how long a seat is held. Program policy."""
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "stopped_coming": gettext_noop("Stopped coming"),
        "against_advice": gettext_noop("Left against advice"),
        "own_wish": gettext_noop("Chose to end"),
        "work_or_school": gettext_noop("Work or school"),
        "family": gettext_noop("Something in the family"),
        "money": gettext_noop("Insurance or cost"),
        "not_helpful": gettext_noop("It did not help"),
    }
)
"""Coded reasons: where people leave and what they said."""


class NoWayBack(Refusal):
    """There is nothing to come back to."""


@dataclass(frozen=True)
class Door:
    """How somebody can come back now."""

    how: str
    """"seat": one tap and the seat is theirs; "ask": one tap and intake calls; "return": from a leave."""
    seat_until: date | None = None
    returns_on: date | None = None


@transaction.atomic(durable=True)
def leave(chart: Chart, *, reason: str, is_way_told: bool, key: str, at: datetime) -> WayBack | None:
    """The stay ends because the person left; their seat is held, and the way back is open from now on.

    Refused until somebody says that the person was told of it. The same `key` again
    changes nothing.
    """
    if not once.is_first_time(key, action="leave_program", account_id=chart.by.account_id, at=at):
        return WayBack.objects.filter(person=chart.person).order_by("-told_at").first()
    chart.need(Part.EPISODE)
    if reason not in REASONS:
        raise moving_levels.CannotMove(gettext_noop("Choose a reason."))
    episode = moving_levels.locked(chart)
    today = episode.site.day_at(at)
    has = {Need.WAY_BACK_TOLD} if is_way_told else set()
    groups = _groups_of(episode)
    moving_levels.move(chart, episode, State.LEFT, has=has, reason=reason, on=today, at=at)
    Leave.objects.filter(episode=episode, ended_on=None).update(ended_on=today)
    days = episode.template.seat_days if episode.template else USUAL_SEAT_DAYS
    row = WayBack.objects.create(
        person=chart.person,
        episode=episode,
        seat_until=today + timedelta(days=days or -1),  # a program that holds none holds it no day
        told_at=at,
        told_by=chart.by.account_id,
    )
    if days:
        _hold(chart, episode, groups, row.seat_until, at=at)
        told = {"way_back": str(row.pk)}
        reaching.queue(
            "way_back", key=f"way_back:{row.pk}", person_id=chart.person.pk, payload=told, due_at=at, at=at
        )
    chart.note("way_back", row.pk, at=at)
    return row


def door_of(chart: Chart, *, at: datetime) -> Door | None:
    """How the person can come back now; None for who is here, and for who went on from here."""
    chart.need(Part.EPISODE)
    episode = chart.find_episode()
    if episode is None:
        return None
    if State(episode.state) in {State.HOLD, State.LAPSED}:
        leave = Leave.objects.filter(episode=episode, ended_on=None).first()
        return Door("return", returns_on=leave.returns_on if leave else None)
    if State(episode.state) is not State.LEFT or _is_asking(chart):
        return None
    row = WayBack.objects.filter(episode=episode, taken_at=None).first()
    zone = ZoneInfo(episode.site.zone)
    held = row.seat_until if row else None
    state = begins_with(State.LEFT, seat_held_until=held, at=at, zone=zone)
    return Door("seat", seat_until=held) if state is State.PENDING else Door("ask")


@transaction.atomic(durable=True)
def come_back(chart: Chart, *, key: str, at: datetime) -> str:
    """One tap: back from a leave, into the held seat, or asked again; which of them it was.

    A new stay begins, and the old one keeps its end. Twice is once.
    """
    if not once.is_first_time(key, action="way_back", account_id=chart.by.account_id, at=at):
        return ""
    found = chart.find_episode()
    left = _locked(found) if found is not None else None
    chart.read_again()
    door = door_of(chart, at=at)
    if door is None or left is None:
        raise NoWayBack(gettext_noop("You are on your way already. Call the program if you have a question."))
    if door.how == "return":
        moving_levels.write_return(chart, moving_levels.locked(chart), at=at)
    elif door.how == "seat":
        _take_seat(chart, left, at=at)
    else:
        enquiring.begin_again(chart, left.site, at=at)
    return door.how


def _take_seat(chart: Chart, left: Episode, *, at: datetime) -> None:
    row = WayBack.objects.select_for_update(of=("self",)).get(episode=left)
    zone = ZoneInfo(left.site.zone)
    state = begins_with(State(left.state), seat_held_until=row.seat_until, at=at, zone=zone)
    if isinstance(state, Refuse) or state is not State.PENDING or row.taken_at is not None:
        raise NoWayBack(gettext_noop("This was taken already. Look again at your first page."))
    groups = _former_groups(left)
    starts_on = _first_day(groups, at=at, zone=zone)
    held = holding_seats.find_held(chart.person, at=at)
    if held is not None and held.why == Why.WAY_BACK:
        holding_seats.let_go(chart, outcome=Outcome.TAKEN, at=at)
    new = enrolling.begin_episode(
        chart,
        site=left.site,
        template=left.template,
        counselor=left.counselor,
        starts_on=starts_on,
        state=state,
        at=at,
        by=chart.by,
    )
    WayBack.objects.filter(pk=row.pk).update(taken_at=at, led_to=new)
    _join(chart, groups, starts_on=starts_on, at=at)
    chart.note("way_back", row.pk, at=at, taken=True)


def _join(chart: Chart, groups: list[Group], *, starts_on: date, at: datetime) -> None:
    """Into the groups that can still take them; the others are for intake to arrange."""
    for group in groups:
        try:
            with transaction.atomic():
                grouping.add_member(group, chart.person, from_on=starts_on, by=chart.by, at=at)
        except Refusal:
            continue


def _first_day(groups: list[Group], *, at: datetime, zone: ZoneInfo) -> date:
    """The day of their next session in those groups, from tomorrow on; tomorrow where there is none."""
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    ahead = Session.objects.filter(
        group__in=groups, held_on__gte=tomorrow, status=SessionStatus.PLANNED
    ).order_by("held_on")
    return ahead.values_list("held_on", flat=True).first() or tomorrow


def _hold(chart: Chart, episode: Episode, groups: set[UUID], until: date, *, at: datetime) -> None:
    """The seat of their own track, or else of one that fits; where there is none, the way back stays open."""
    for track_id in (*_own_tracks(groups), None):
        try:
            with transaction.atomic():
                holding_seats.hold(chart, episode, why=Why.WAY_BACK, until=until, track_id=track_id, at=at)
        except holding_seats.NoSeat:
            continue
        return


def _own_tracks(groups: set[UUID]) -> list[UUID]:
    """Tracks of which the person was in every group."""
    parts: dict[UUID, set[UUID]] = {}
    of_theirs = TrackGroup.objects.filter(group__in=groups).values("track")
    rows = TrackGroup.objects.filter(track__in=of_theirs, track__retired_at=None)
    for track, group in rows.values_list("track_id", "group_id"):
        parts.setdefault(track, set()).add(group)
    return [track for track, own in parts.items() if own <= groups]


def _groups_of(episode: Episode) -> set[UUID]:
    rows = RosterEntry.objects.filter(person=episode.person_id, until_on=None)
    return set(rows.values_list("group_id", flat=True))


def _former_groups(left: Episode) -> list[Group]:
    """The groups that the person was in when they left, where they still meet."""
    rows = RosterEntry.objects.filter(person=left.person_id, until_on__gte=left.ends_on)
    groups = Group.objects.filter(pk__in=rows.values("group"), ends_on=None)
    return list(groups.order_by("pk"))


def _is_asking(chart: Chart) -> bool:
    return Enquiry.objects.filter(person=chart.person, is_open=True).exists()


def _locked(episode: Episode) -> Episode:
    rows = Episode.objects.select_for_update(of=("self",)).select_related("site", "template", "counselor")
    return rows.get(pk=episode.pk)
