"""Which video groups several sites hold together: decided once, before each site is solved by itself.

What the sites' standing groups leave open, for people who come by video or whose own site is too small for
what they need, is a week of its own (`together.py`): with the people of all sites, with the video rooms, and
with a part of the time of those who lead by video. The same solver solves it in a moment. Groups of it with
people of two sites or more become shared groups; the others are left for their site to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC

from stepwell.domain.timetable.facts import Participant, Problem, Slot
from stepwell.domain.timetable.life.quotas import Claim, deal_seats
from stepwell.domain.timetable.life.shared import Shared, run_of, share_at, with_shared
from stepwell.domain.timetable.life.together import SiteWeek, Together
from stepwell.domain.timetable.locks import possible_locks
from stepwell.domain.timetable.plan import Group, Plan

Solve = Callable[[Problem], Plan]


def decide(weeks: Sequence[SiteWeek], solve: Solve) -> list[Shared]:
    """The video groups these sites share, each of which every one of its sites can hold as it is told.

    `solve` gives a legal plan for a problem; better plans make better groups, and none is needed: without a
    plan of groups nothing is shared and each site goes on alone.
    """
    together = Together(weeks)
    if len({together.site_of[person.id] for person in together.people}) < 2 or not together.rooms:
        return []
    plan = solve(together.problem())
    found: list[Shared] = []
    for number, group in enumerate(sorted(plan.groups, key=lambda each: (-len(each.members), each.place))):
        share = _Sharing(together).share(group, f"g{number + 1}", found)
        if share is not None:
            found.append(share)
    return _that_hold(weeks, found)


def _that_hold(weeks: Sequence[SiteWeek], shares: Sequence[Shared]) -> list[Shared]:
    """Those that break no rule at any of their sites, beside what is locked there already."""
    broken: set[str] = set()
    for week in weeks:
        problem = with_shared(week.problem, week.grid, week.site, shares, week.rooms)
        _, dropped = possible_locks(problem)
        gone = {one.group.site for one in dropped if one.group is not None}
        broken |= {key for key in map(share_at, gone) if key is not None}
    return [share for share in shares if share.key not in broken]


class _Sharing:
    """A group of all sites' week as one that sites share."""

    def __init__(self, together: Together) -> None:
        self.all = together

    def share(self, group: Group, key: str, known: Sequence[Shared]) -> Shared | None:
        """The group as one of several sites; None where it can't be one."""
        therapy = next(iter(self.all.weeks.values())).problem.therapy[group.therapy]
        starts = self.all.starts[group.slot].astimezone(UTC)
        variant = next(each for each in self.all.variants() if each.id == group.variant)
        share = Shared(
            key=key,
            host="",
            service=group.therapy,
            language=variant.lang,
            gender=variant.gender or "",
            starts=starts,
            slots=therapy.slots,
            leader=group.facilitator,
            room=self._room(group, therapy.slots, known),
            seats={},
        )
        host = next((week.site for week in self.all.weeks.values() if _is_host(week, share)), None)
        weeks = self.all.weeks.values()
        claims = [self._claim(week, share, group, is_host=week.site == host) for week in weeks]
        wanting = [claim for claim in claims if claim.surely or claim.site == host]
        limits = next(iter(self.all.weeks.values())).limits[group.therapy]
        if host is None or not share.room or sum(bool(claim.surely) for claim in wanting) < 2:
            return None
        seats = deal_seats(wanting, *limits)
        if seats is None:
            return None
        full = replace(share, host=host, seats=seats, before=self._members_before(group))
        return self._apart(full)

    def _room(self, group: Group, slots: int, known: Sequence[Shared]) -> str:
        """Last week's video room if it is free, or the first that is; "" where none is for the whole time."""
        wanted = set(range(group.slot, group.slot + slots))
        taken = {
            share.room
            for share in known
            if wanted & set(range(at := self.all.number[share.starts], at + share.slots))
        }
        free = [key for key, slots in self.all.rooms.items() if key not in taken and slots >= wanted]
        before = (
            week.room_before.get(held.place)
            for week in self.all.weeks.values()
            for held in week.problem.previous.groups
            if self.all.is_mixed(held)
            and (held.therapy, held.variant) == (group.therapy, group.variant)
            and week.grid.starts[held.slot] == self.all.starts[group.slot]
        )
        return next((key for key in before if key in free), next(iter(sorted(free)), ""))

    def _claim(self, week: SiteWeek, share: Shared, group: Group, *, is_host: bool) -> Claim:
        slots = run_of(week.problem, week.grid, share)
        if slots is None:
            return Claim(week.site, (), 0, is_host)
        able = [
            each.id
            for each in week.problem.participants
            if self.all.site_of[each.id] == week.site and _may_sit(week.problem, each, share, slots)
        ]
        before = set(self._members_before(group))
        members = [
            key for key in sorted(group.members, key=lambda key: (key not in before, key)) if key in able
        ]
        likely = sum(week.problem.participant[key].mode == "tele" for key in able)
        return Claim(week.site, tuple(members), max(0, likely - len(members)), is_host)

    def _members_before(self, group: Group) -> tuple[str, ...]:
        found = (
            each.members
            for each in self.all.previous()
            if (each.therapy, each.variant, each.slot) == (group.therapy, group.variant, group.slot)
        )
        return next(found, ())

    def _apart(self, share: Shared) -> Shared:
        """Of two people of different sites who are kept apart, only one may sit here: who surely does, or
        else who is of the earlier site."""
        order = [share.host, *sorted(site for site in share.seats if site != share.host)]
        kept = {person for seats in share.seats.values() for person in seats.kept}
        shut: dict[str, list[str]] = {}
        for one, other in self._pairs(order):
            if self.all.site_of[one] == self.all.site_of[other]:
                continue  # the site's own rules see to them
            _, second = sorted(
                (one, other), key=lambda who: (who not in kept, order.index(self.all.site_of[who]))
            )
            shut.setdefault(self.all.site_of[second], []).append(second)
        seats = {
            site: replace(each, not_for=tuple(sorted(set(shut.get(site, ())))))
            for site, each in share.seats.items()
        }
        return replace(share, seats=seats)

    def _pairs(self, sites: Sequence[str]) -> set[tuple[str, str]]:
        """Everybody of these sites who is kept apart from somebody of them."""
        found: set[tuple[str, str]] = set()
        for site in sites:
            for person in self.all.weeks[site].problem.participants:
                for other in person.avoid:
                    if self.all.site_of.get(other) in sites and self.all.site_of[person.id] == site:
                        found.add((min(person.id, other), max(person.id, other)))
        return found


def _is_host(week: SiteWeek, share: Shared) -> bool:
    """Whether the leader is at this site then."""
    slots, leader = run_of(week.problem, week.grid, share), week.problem.facilitator.get(share.leader)
    return slots is not None and leader is not None and leader.avail.issuperset(slots)


def _may_sit(problem: Problem, person: Participant, share: Shared, slots: Sequence[Slot]) -> bool:
    therapy = problem.therapy[share.service]
    return (
        (therapy.open or person.need.get(share.service, 0) > 0)
        and share.language in person.langs
        and (not share.gender or share.gender == person.gender)
        and not (not share.gender and share.service in person.same_gender)
        and share.leader not in person.avoid_fac
        and person.tele_avail.issuperset(slots)
        and (not therapy.family or person.family_avail.issuperset(slots))
    )
