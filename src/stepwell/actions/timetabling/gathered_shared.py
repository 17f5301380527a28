"""Video groups that go on with people of sites that aren't planned now: nothing but members may change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions.timetabling.gathered_services import Offered
from stepwell.actions.timetabling.going_on import entries_in, groups_in
from stepwell.domain.timetable.facts import Participant, Problem, Slot
from stepwell.domain.timetable.life import told
from stepwell.domain.timetable.life.grid import SLOT_MINUTES, Grid
from stepwell.domain.timetable.life.problem import slots_of
from stepwell.domain.timetable.life.quotas import Claim, deal_seats
from stepwell.domain.timetable.life.shared import Seats, Shared, run_of
from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import Episode, KeepApart
from stepwell.records.program.models import Site, SiteHoliday
from stepwell.records.schedule.models import Group


@dataclass(frozen=True)
class Mixed:
    """A video group that people of these sites and of others are in, by the site of their stay."""

    group: Group
    members: Mapping[UUID, Sequence[UUID]]

    @property
    def everybody(self) -> list[UUID]:
        """All its members."""
        return [person for some in self.members.values() for person in some]


def list_mixed(sites: Sequence[Site], week: Week, offered: Offered) -> list[Mixed]:
    """The video groups of the week with members of these sites and of sites that aren't among them."""
    groups = groups_in(week, offered).filter(room__is_video=True)
    entries = entries_in(week, groups)
    seats = list(entries.order_by("person_id").values_list("group_id", "person_id").distinct())
    stays = dict(
        Episode.objects.filter(person__in=entries.values("person"), is_open=True).values_list(
            "person_id", "site_id"
        )
    )
    closed = set(
        SiteHoliday.objects.filter(voided_at=None, on_date__range=(week.monday, week.sunday)).values_list(
            "site_id", "on_date"
        )
    )
    here = {site.pk for site in sites}
    found = []
    for group in groups.order_by("pk"):
        members: dict[UUID, list[UUID]] = {}
        for group_id, person in seats:
            if group_id == group.pk and person in stays:
                members.setdefault(stays[person], []).append(person)
        are_elsewhere = members.keys() - here or group.site_id not in here
        if (
            members.keys() & here
            and are_elsewhere
            and (group.site_id, week.days[group.weekday]) not in closed
        ):
            found.append(Mixed(group, members))
    return found


def gather_shared(
    mixed: Sequence[Mixed], week: Week, offered: Offered, people: Mapping[UUID, Sequence[told.Person]]
) -> list[Shared]:
    """These groups as shared ones: the seats of other sites' members are taken, nothing else may change.

    `people` are those who are planned now, by site. A group that doesn't fit into half hours is left out.
    """
    others = {
        each.group.pk: {
            person for site, some in each.members.items() if site not in people for person in some
        }
        for each in mixed
    }
    shut = _kept_apart(others)
    found = []
    for each in mixed:
        group, there = each.group, others[each.group.pk]
        seats = _seats(each, offered, people, len(there), shut.get(group.pk, set()))
        starts = at_site(week.days[group.weekday], group.start_time, ZoneInfo(group.site.zone))
        slots = slots_of(group.minutes)
        if starts.minute % SLOT_MINUTES or slots != slots_of(offered.by_key[group.service.key].minutes):
            continue
        found.append(
            Shared(
                key=f"s{group.pk.hex}",
                host=str(group.site_id),
                service=group.service.key,
                language=group.language,
                gender=group.gender,
                starts=starts.astimezone(UTC),
                slots=slots,
                leader=str(group.leader_id),
                room=str(group.room_id),
                seats=seats,
                before=tuple(sorted(map(str, each.everybody))),
                others=len(there),
                group=str(group.pk),
            )
        )
    return found


def _seats(
    mixed: Mixed,
    offered: Offered,
    people: Mapping[UUID, Sequence[told.Person]],
    others: int,
    shut: Collection[UUID],
) -> dict[str, Seats]:
    """What these sites have: their members now, and what is free of the group's most."""
    service = offered.by_key[mixed.group.service.key]
    claims = []
    for site, some in people.items():
        known = {person.key for person in some}
        surely = tuple(sorted(str(each) for each in mixed.members.get(site, ()) if str(each) in known))
        claims.append(Claim(str(site), surely, is_host=site == mixed.group.site_id))
    here = others + sum(len(claim.surely) for claim in claims)
    found = deal_seats(claims, min(service.least, here), max(service.most, here), others=others) or {}
    return {
        site: replace(seats, not_for=tuple(sorted({str(each) for each in shut} - set(seats.kept))))
        for site, seats in found.items()
    }


def busy_in(
    problem: Problem, grid: Grid, site: str, mixed: Iterable[Mixed], shares: Iterable[Shared]
) -> Problem:
    """The problem, with the time of those groups taken that this site can't hold as shared ones.

    Their members from here stay in them, and nobody else joins.
    """
    held = {
        share.group for share in shares if site in share.seats and run_of(problem, grid, share) is not None
    }
    taken: dict[str, list[Span]] = {}
    for each in mixed:
        if str(each.group.pk) not in held:
            for person in each.everybody:
                taken.setdefault(str(person), []).append(_span(each.group, grid.week))
    people = tuple(
        _without(each, grid.touched_by(taken[each.id])) if each.id in taken else each
        for each in problem.participants
    )
    return replace(problem, participants=people) if taken else problem


def _span(group: Group, week: Week) -> Span:
    starts = at_site(week.days[group.weekday], group.start_time, ZoneInfo(group.site.zone))
    return Span(starts, starts.astimezone(UTC) + timedelta(minutes=group.minutes))


def _without(person: Participant, slots: frozenset[Slot]) -> Participant:
    return replace(person, avail=person.avail - slots, tele_avail=person.tele_avail - slots)


def _kept_apart(others: Mapping[UUID, set[UUID]]) -> dict[UUID, set[UUID]]:
    """By group, everybody who is kept apart from one of its members of other sites. Told to nobody."""
    apart: dict[UUID, set[UUID]] = {}
    if others:
        rows = KeepApart.objects.filter(voided_at=None)
        for first, second in rows.values_list("first_id", "second_id"):
            apart.setdefault(first, set()).add(second)
            apart.setdefault(second, set()).add(first)
    return {key: {o for p in some for o in apart.get(p, ())} for key, some in others.items()}
