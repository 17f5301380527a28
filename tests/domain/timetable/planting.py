"""One fault for each rule, planted into a legal week that has a group and an individual hour.

Most are planted into the facts (the leader is suddenly away), some into the plan. What is planted breaks
the rule for certain; in a week of chance it may break another one as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from domain.timetable.small import (
    with_groups,
    with_leader,
    with_person,
    with_site,
    with_therapy,
    with_variant,
)
from stepwell.domain.timetable.facts import Facilitator, Participant, Problem, Site, SlotFacts, Therapy, Week
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Group, Plan

Planted = tuple[Problem, Plan]


@dataclass(frozen=True)
class Bed:
    """Where a fault is planted: a group, its first member, and somebody's individual hour."""

    problem: Problem
    plan: Plan
    group: Group
    hour: tuple[str, int] | None

    @property
    def therapy(self) -> Therapy:
        return self.problem.therapy[self.group.therapy]

    @property
    def leader(self) -> Facilitator:
        return self.problem.facilitator[self.group.facilitator]

    @property
    def member(self) -> Participant:
        return self.problem.participant[self.group.members[0]]

    @property
    def week(self) -> Laid:
        return Laid(self.problem, self.plan)

    def with_plan(self, plan: Plan) -> Planted:
        return self.problem, plan

    def with_problem(self, problem: Problem) -> Planted:
        return problem, self.plan


def within_block(bed: Bed) -> Planted:
    last = bed.group.slot + bed.therapy.slots - 1
    if bed.therapy.slots == 1:
        return bed.with_problem(with_therapy(bed.problem, bed.therapy.id, slots=len(bed.problem.slots) + 1))
    was = bed.problem.slots[last]
    other = SlotFacts(was.day, was.minute, "ev" if was.block != "ev" else "am")
    slots = (*bed.problem.slots[:last], other, *bed.problem.slots[last + 1 :])
    return bed.with_problem(replace(bed.problem, slots=slots))


def starts(bed: Bed) -> Planted:
    return bed.with_problem(replace(bed.problem, starts={bed.therapy.id: frozenset()}))


def gendered_variant(bed: Bed) -> Planted:
    problem = with_therapy(bed.problem, bed.therapy.id, gendered=False)
    return bed.with_problem(_for_one_gender(problem, bed))


def group_min(bed: Bed) -> Planted:
    return bed.with_problem(with_therapy(bed.problem, bed.therapy.id, min=len(bed.group.members) + 1))


def group_max(bed: Bed) -> Planted:
    return bed.with_problem(with_therapy(bed.problem, bed.therapy.id, max=len(bed.group.members) - 1))


def doubled_member(bed: Bed) -> Planted:
    doubled = replace(bed.group, members=(*bed.group.members, bed.member.id))
    others = tuple(group for group in bed.plan.groups if group != bed.group)
    return bed.with_plan(replace(bed.plan, groups=(*others, doubled)))


def max_parallel(bed: Bed) -> Planted:
    return bed.with_problem(replace(bed.problem, max_parallel=0))


def rooms(bed: Bed) -> Planted:
    return bed.with_problem(with_site(bed.problem, bed.group.site, rooms_less={bed.group.slot: 9}))


def leader_by_video(bed: Bed) -> Planted:
    problem = with_site(bed.problem, bed.group.site, tele=True)
    return bed.with_problem(with_leader(problem, bed.leader.id, tele=False))


def leader_clash(bed: Bed) -> Planted:
    free = [
        each for each in bed.problem.participants if bed.group not in bed.plan.groups or _absent(bed, each)
    ]
    person = (free or [bed.member])[0]
    problem = with_person(bed.problem, person.id, counselors=(bed.leader.id,))
    return problem, _with_hour(bed.plan, person.id, bed.group.slot)


def leader_free(bed: Bed) -> Planted:
    avail = bed.leader.avail - {bed.group.slot}
    return bed.with_problem(with_leader(bed.problem, bed.leader.id, avail=avail))


def leader_therapy(bed: Bed) -> Planted:
    leads = bed.leader.leads - {bed.therapy.id}
    return bed.with_problem(with_leader(bed.problem, bed.leader.id, leads=leads))


def leader_language(bed: Bed) -> Planted:
    langs = bed.leader.langs - {bed.problem.variant[bed.group.variant].lang}
    return bed.with_problem(with_leader(bed.problem, bed.leader.id, langs=langs))


def leader_site(bed: Bed) -> Planted:
    problem = with_site(bed.problem, bed.group.site, tele=False)
    return bed.with_problem(with_leader(problem, bed.leader.id, site_by_day={}))


def leader_hours(bed: Bed) -> Planted:
    most = bed.week.hours_led(bed.leader.id) - 1
    return bed.with_problem(with_leader(bed.problem, bed.leader.id, max_hours=most))


def member_clash(bed: Bed) -> Planted:
    return bed.with_plan(_with_hour(bed.plan, bed.member.id, bed.group.slot))


def member_free(bed: Bed) -> Planted:
    key = "tele_avail" if bed.problem.site[bed.group.site].tele else "avail"
    free = getattr(bed.member, key) - {bed.group.slot}
    return bed.with_problem(with_person(bed.problem, bed.member.id, **{key: free}))


def family_free(bed: Bed) -> Planted:
    problem = with_therapy(bed.problem, bed.therapy.id, family=True)
    free = bed.member.family_avail - {bed.group.slot}
    return bed.with_problem(with_person(problem, bed.member.id, family_avail=free))


def member_site(bed: Bed) -> Planted:
    problem = with_site(bed.problem, bed.group.site, tele=False)
    problem = replace(problem, sites=(*problem.sites, Site("S-other", False, 1)))
    return bed.with_problem(with_person(problem, bed.member.id, site="S-other"))


def member_language(bed: Bed) -> Planted:
    return bed.with_problem(with_person(bed.problem, bed.member.id, langs=frozenset({"fr"})))


def member_gender(bed: Bed) -> Planted:
    problem = with_therapy(bed.problem, bed.therapy.id, gendered=True)
    return bed.with_problem(with_person(_for_one_gender(problem, bed), bed.member.id, gender=None))


def same_gender(bed: Bed) -> Planted:
    problem = with_variant(bed.problem, bed.group.variant, gender=None)
    return bed.with_problem(with_person(problem, bed.member.id, same_gender=frozenset({bed.therapy.id})))


def needed_or_open(bed: Bed) -> Planted:
    problem = with_therapy(bed.problem, bed.therapy.id, open=False)
    need = {therapy: hours for therapy, hours in bed.member.need.items() if therapy != bed.therapy.id}
    return bed.with_problem(with_person(problem, bed.member.id, need=need))


def member_hours(bed: Bed) -> Planted:
    most = bed.week.hours_of(bed.member.id) - 1
    return bed.with_problem(with_person(bed.problem, bed.member.id, max_hours=most))


def member_hours_day(bed: Bed) -> Planted:
    most = max(bed.week.hours_by_day(bed.member.id).values()) - 1
    return bed.with_problem(with_person(bed.problem, bed.member.id, max_hours_day=most))


def therapy_once_a_day(bed: Bed) -> Planted:
    day = bed.problem.slots[bed.group.slot].day
    later = max(slot for slot, facts in enumerate(bed.problem.slots) if facts.day == day)
    return bed.with_plan(with_groups(bed.plan, replace(bed.group, slot=later)))


def kept_apart(bed: Bed) -> Planted | None:
    if len(bed.group.members) < 2:
        return None
    apart = frozenset({bed.group.members[1]})
    return bed.with_problem(with_person(bed.problem, bed.member.id, avoid=apart))


def leader_to_avoid(bed: Bed) -> Planted:
    return bed.with_problem(with_person(bed.problem, bed.member.id, avoid_fac=frozenset({bed.leader.id})))


def travel(bed: Bed) -> Planted | None:
    if bed.problem.site[bed.group.site].tele:
        return None
    after = bed.group.slot + bed.therapy.slots
    same_day = (
        after < len(bed.problem.slots) and bed.problem.slots[after].day == bed.problem.slots[after - 1].day
    )
    if not same_day:
        return None
    problem = bed.problem
    if "TELE" not in problem.site:
        problem = replace(problem, sites=(*problem.sites, Site("TELE", True, 9)))
    others = [each.id for each in problem.therapies if each.id != bed.therapy.id]
    therapy = (others or [bed.therapy.id])[0]
    return problem, with_groups(bed.plan, replace(bed.group, therapy=therapy, site="TELE", slot=after))


def individual_free(bed: Bed) -> Planted | None:
    if bed.hour is None:
        return None
    person, slot = bed.hour
    free = bed.problem.participant[person].tele_avail - {slot}
    return bed.with_problem(with_person(bed.problem, person, tele_avail=free))


def individual_counselor(bed: Bed) -> Planted | None:
    if bed.hour is None:
        return None
    return bed.with_problem(with_person(bed.problem, bed.hour[0], counselors=()))


def counselor_free(bed: Bed) -> Planted | None:
    if bed.hour is None:
        return None
    person, slot = bed.hour
    counselor = bed.week.hours[person].counselor
    assert counselor is not None
    free = bed.problem.facilitator[counselor].avail - {slot}
    return bed.with_problem(with_leader(bed.problem, counselor, avail=free))


def locked_group(bed: Bed) -> Planted:
    fuller = replace(bed.group, members=(*bed.group.members, _absentee(bed)))
    return bed.with_problem(replace(bed.problem, locked=Week((fuller,), {})))


def locked_individual(bed: Bed) -> Planted | None:
    if bed.hour is None:
        return None
    person, slot = bed.hour
    other = slot - 1 if slot else slot + 1
    return bed.with_problem(replace(bed.problem, locked=Week((), {person: other})))


Planter = Callable[[Bed], Planted | None]

PLANTERS: Mapping[str, tuple[Planter, int]] = {
    "within_block": (within_block, 1),
    "starts": (starts, 0),
    "gendered_variant": (gendered_variant, 1),
    "group_min": (group_min, 2),
    "group_max": (group_max, 0),
    "doubled_member": (doubled_member, 0),
    "max_parallel": (max_parallel, 0),
    "rooms": (rooms, 0),
    "leader_by_video": (leader_by_video, 2),
    "leader_clash": (leader_clash, 0),
    "leader_free": (leader_free, 0),
    "leader_therapy": (leader_therapy, 0),
    "leader_language": (leader_language, 0),
    "leader_site": (leader_site, 0),
    "leader_hours": (leader_hours, 0),
    "member_clash": (member_clash, 2),
    "member_free": (member_free, 2),
    "family_free": (family_free, 3),
    "member_site": (member_site, 0),
    "member_language": (member_language, 0),
    "member_gender": (member_gender, 1),
    "same_gender": (same_gender, 0),
    "needed_or_open": (needed_or_open, 0),
    "member_hours": (member_hours, 0),
    "member_hours_day": (member_hours_day, 0),
    "therapy_once_a_day": (therapy_once_a_day, 0),
    "kept_apart": (kept_apart, 0),
    "leader_to_avoid": (leader_to_avoid, 0),
    "travel": (travel, 3),
    "individual_free": (individual_free, 0),
    "individual_counselor": (individual_counselor, 0),
    "counselor_free": (counselor_free, 0),
    "locked_group": (locked_group, 0),
    "locked_individual": (locked_individual, 0),
}
"""How to plant a fault of each rule, and the group of the small week into which it goes alone."""


def _for_one_gender(problem: Problem, bed: Bed) -> Problem:
    gender = problem.variant[bed.group.variant].gender or "f"
    return with_variant(problem, bed.group.variant, gender=gender)


def _with_hour(plan: Plan, person: str, slot: int) -> Plan:
    cover = {who: by for who, by in plan.covered_by.items() if who != person}
    return replace(plan, individual={**plan.individual, person: slot}, covered_by=cover)


def _absent(bed: Bed, person: Participant) -> bool:
    """True when the person has nothing in the group's slots, and no individual hour."""
    slots = set(bed.problem.covered(bed.group.slot, bed.therapy.slots))
    busy = {slot for held in bed.week.seats_of(person.id) for slot in held.slots}
    return person.id not in bed.plan.individual and not busy & slots


def _absentee(bed: Bed) -> str:
    return next((each.id for each in bed.problem.participants if each.id not in bed.group.members), "nobody")
