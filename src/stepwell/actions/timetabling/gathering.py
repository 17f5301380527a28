"""The facts of a week from the records: one `Gathered` for each site, to be solved by itself.

Read in a fixed number of queries, however many people there are. One line in the trail names them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.actions import charts
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.gathered_leaders import gather_leaders
from stepwell.actions.timetabling.gathered_people import gather_people, list_stays
from stepwell.actions.timetabling.gathered_places import deal_rooms, gather_closed, gather_rooms
from stepwell.actions.timetabling.gathered_services import Offered, gather_services
from stepwell.actions.timetabling.gathered_shared import Mixed, busy_in, gather_shared, list_mixed
from stepwell.actions.timetabling.gathered_standing import Standing, gather_standing
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.timetable.life import stamping, told
from stepwell.domain.timetable.life.problem import VIDEO, Asked, ask, busy_minutes, variant_id
from stepwell.domain.timetable.life.shared import Shared
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import Site

WHAT = "timetable"
"""What the trail says was opened."""


@dataclass(frozen=True)
class Gathered:
    """One site's week as told and as asked, and what the pages need beside the problem."""

    site: Site
    told: told.SiteWeek
    asked: Asked
    facts: dict[str, Any]
    shares: tuple[Shared, ...] = ()
    """Groups that go on with people of sites that aren't gathered; they are not yet in what is asked."""


def gather(by: SignedIn, sites: Sequence[Site], week: Week, *, at: datetime) -> list[Gathered]:
    """The facts of these sites' week, each site for itself; what they share has been dealt out.

    People the reader may not see are left out, as if they weren't there.
    """
    stays = list_stays(sites, week)
    opened = charts.open_list(by, [stay.person_id for stay in stays], Purpose.OPERATIONS, what=WHAT, at=at)
    seen = {chart.person.pk: chart for chart in opened}
    stays = [stay for stay in stays if stay.person_id in seen]
    offered = gather_services()
    mixed = list_mixed(sites, week, offered)
    standing = gather_standing(sites, week, offered, shared=[each.group.pk for each in mixed])
    closed = gather_closed(sites, week)
    leaders = gather_leaders(sites, week, offered, standing)
    people = gather_people(opened, stays, week, offered, standing, leaders)
    rooms = gather_rooms(sites, week, standing)
    video = deal_rooms(sites, week, standing, people)
    here = {site.pk: people.get(site.pk, ()) for site in sites}
    shares = gather_shared(mixed, week, offered, here)
    return [
        _of_site(
            site,
            told.SiteWeek(
                site=str(site.pk),
                zone=ZoneInfo(site.zone),
                week=week,
                services=offered.services,
                people=people.get(site.pk, ()),
                leaders=leaders.get(site.pk, ()),
                rooms=(*rooms.get(site.pk, ()), *video.get(site.pk, ())),
                closed=frozenset(closed.get(site.pk, ())),
                held_before=standing.held_before(site.pk),
                hours_before=standing.hours_before(site.pk),
                hour_minutes=offered.hour_minutes,
            ),
            offered,
            standing,
            mixed,
            shares,
        )
        for site in sites
    ]


def _of_site(
    site: Site,
    week: told.SiteWeek,
    offered: Offered,
    standing: Standing,
    mixed: Sequence[Mixed],
    shares: Sequence[Shared],
) -> Gathered:
    asked = ask(week)
    asked = replace(asked, problem=busy_in(asked.problem, asked.grid, str(site.pk), mixed, shares))
    facts = {
        "services": {key: service.minutes for key, service in offered.by_key.items()},
        "limits": {each.id: [each.min, each.max] for each in asked.problem.therapies},
        "sizes": {service.key: [service.least, service.most] for service in week.services},
        "leaders": [leader.key for leader in week.leaders],
        "slots": [[slot.day, slot.minute] for slot in asked.problem.slots],
        "hour_minutes": week.hour_minutes,
        "floors": {person.key: person.floor_minutes for person in week.people},
        "own": {person.key: person.counselors[0] for person in week.people if person.counselors},
        "no_hour": [person.key for person in week.people if not person.wants_hour],
        "stamp": stamping.stamp(week),
        "busy_minutes": sum(busy_minutes(asked.grid, person) for person in week.people),
        "closed": sorted(day.isoformat() for day in week.closed),
        "rooms": [_room(room) for room in week.rooms],
        "room_before": [
            [list(place), room] for place, room in _room_before(site, week, asked, standing).items()
        ],
    }
    return Gathered(site, week, asked, facts, tuple(shares))


def _room(room: told.Room) -> dict[str, Any]:
    closed = [[span.start.isoformat(), span.end.isoformat()] for span in room.closed if span.end]
    return {"key": room.key, "seats": room.seats, "is_video": room.is_video, "closed": closed}


def _room_before(
    site: Site, week: told.SiteWeek, asked: Asked, standing: Standing
) -> dict[tuple[str, str, str, int], str]:
    """The room of each place of last week."""
    rooms = {}
    for group in standing.groups:
        minute = group.start_time.hour * 60 + group.start_time.minute
        slot = asked.grid.find(group.weekday, minute)
        if group.site_id == site.pk and slot is not None:
            where = VIDEO if group.room.is_video else str(site.pk)
            variant = variant_id(group.language, group.gender)
            rooms[group.service.key, variant, where, slot] = str(group.room_id)
    return rooms
