"""Who needs a way in: what somebody lacks in a draft, why, and what can be tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stepwell.actions import once
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling.copying import copy_draft
from stepwell.actions.timetabling.drafts import find_draft
from stepwell.actions.timetabling.laying_out import cost_fields, keep_plan
from stepwell.actions.timetabling.naming import Names, names_of
from stepwell.actions.timetabling.shortages import fix_key, fixes_of
from stepwell.actions.timetabling.viewing import list_parts, open_names
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.explain import Fix as Change
from stepwell.domain.timetable.explain import explain_person
from stepwell.domain.timetable.facts import Week
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.life.grid import SLOT_MINUTES
from stepwell.kernel.sentences import Gap, Sentence, gettext_noop, ngettext
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps
from stepwell.records.timetable.models import DraftPart, DraftState


class NoSuchFix(Refusal):
    """The draft has changed since, and this would no longer help."""


@dataclass(frozen=True)
class Fix:
    """A change that was tried and breaks no rule. `change` is what the week would cost more or less."""

    key: str
    sentence: Sentence
    also_helps: tuple[str, ...]
    change: int


@dataclass(frozen=True)
class WayIn:
    """Somebody who lacks something. Nothing in `because` while it was not looked into yet."""

    person_id: UUID
    name: str
    site: str
    planned_minutes: int
    floor_minutes: int
    missing: tuple[Sentence, ...]
    because: tuple[Sentence, ...]
    fixes: tuple[Fix, ...]
    no_fix: Sentence | None


EXPLAINED = 3
SHOWN = 12
"""How many people are named at once; the rest is counted by the figures."""

MISSING: Mapping[str, tuple[str, str]] = {
    "unmet_hour": ngettext("%(amount)s hour below the floor.", "%(amount)s hours below the floor."),
    "therapy_short": ngettext(
        "%(amount)s hour of %(service)s short.", "%(amount)s hours of %(service)s short."
    ),
    "day_short": ngettext("%(amount)s day short.", "%(amount)s days short."),
    "indiv_missing": ngettext("No time alone with the counselor.", "No time alone with the counselor."),
}
BECAUSE: Mapping[str, str] = {
    "member_free": gettext_noop("The groups that would help are at times when the person can't come."),
    "family_free": gettext_noop("The family can't come when family groups are held."),
    "individual_free": gettext_noop("The person isn't free when a counselor is."),
    "counselor_free": gettext_noop("The counselor has no time when the person does."),
    "member_clash": gettext_noop("The groups that would help run into each other."),
    "leader_clash": gettext_noop("Those who could lead have other sessions then."),
    "leader_free": gettext_noop("Nobody who could lead is there at those times."),
    "leader_hours": gettext_noop("Those who could lead would have more hours than their most."),
    "leader_therapy": gettext_noop("Nobody there may lead this service."),
    "leader_language": gettext_noop("Nobody who could lead speaks the language."),
    "leader_site": gettext_noop("Those who could lead are at another site that day."),
    "leader_by_video": gettext_noop("Those who could lead do not lead by video."),
    "rooms": gettext_noop("All rooms are in use at those times."),
    "max_parallel": gettext_noop("There are as many groups like it at those times as may be."),
    "group_max": gettext_noop("The groups that would help are full."),
    "group_min": gettext_noop("Too few others could come to a group that would help."),
    "member_hours": gettext_noop("The person would have more hours in the week than their most."),
    "member_hours_day": gettext_noop("The person would have more hours on one day than their most."),
    "member_language": gettext_noop("The groups that would help are in another language."),
    "member_gender": gettext_noop("The groups that would help are held for others."),
    "same_gender": gettext_noop("The person asked for another kind of group for this service."),
    "member_site": gettext_noop("The groups that would help are at another site."),
    "needed_or_open": gettext_noop("The groups that would help aren't open to all."),
    "therapy_once_a_day": gettext_noop("The same service is held at most once a day for a person."),
    "travel": gettext_noop("There is no time for the way between a session by video and one in person."),
    "within_block": gettext_noop("No group is held across the end of a block of the day."),
    "starts": gettext_noop("Groups may not begin at the times that would help."),
    "locked_group": gettext_noop("A group that is locked would have to change."),
    "locked_individual": gettext_noop("A time alone that is locked would have to change."),
}
_OTHERWISE = gettext_noop("The groups that would help can't take this person.")
_NO_FIX = gettext_noop("No single group, hour or rule would change it; all of them were looked at.")
_OPEN = (
    gettext_noop("Open %(service)s on Monday at %(time)s with %(leader)s."),
    gettext_noop("Open %(service)s on Tuesday at %(time)s with %(leader)s."),
    gettext_noop("Open %(service)s on Wednesday at %(time)s with %(leader)s."),
    gettext_noop("Open %(service)s on Thursday at %(time)s with %(leader)s."),
    gettext_noop("Open %(service)s on Friday at %(time)s with %(leader)s."),
    gettext_noop("Open %(service)s on Saturday at %(time)s with %(leader)s."),
    gettext_noop("Open %(service)s on Sunday at %(time)s with %(leader)s."),
)
_MOVE = gettext_noop("Change the person's own groups; nobody else's week changes.")
_FREE = (
    gettext_noop("If they could be free on Monday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If they could be free on Tuesday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If they could be free on Wednesday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If they could be free on Thursday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If they could be free on Friday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If they could be free on Saturday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If they could be free on Sunday from %(time)s to %(until)s, it would fit."),
)
_THERE = (
    gettext_noop("If %(leader)s could be there on Monday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If %(leader)s could be there on Tuesday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If %(leader)s could be there on Wednesday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If %(leader)s could be there on Thursday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If %(leader)s could be there on Friday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If %(leader)s could be there on Saturday from %(time)s to %(until)s, it would fit."),
    gettext_noop("If %(leader)s could be there on Sunday from %(time)s to %(until)s, it would fit."),
)
_RELAX: Mapping[str, str] = {
    "member_hours": gettext_noop("Let the person have more hours in the week than their most."),
    "member_hours_day": gettext_noop("Let the person have more hours on one day than their most."),
    "group_max": gettext_noop("Give one more seat in a group than its most."),
    "group_min": gettext_noop("Hold a group with fewer members than its least."),
    "rooms": gettext_noop("Find one more room for that time."),
    "max_parallel": gettext_noop("Hold one more group of its kind at the same time."),
    "leader_hours": gettext_noop("Let a leader lead more hours than their most."),
    "locked_group": gettext_noop("Unlock a group."),
    "locked_individual": gettext_noop("Unlock a time alone."),
}
_GIVE_WAY = gettext_noop("Let one rule give way a little.")
_OF_LEADERS = ("leader_free", "counselor_free")
_OF_PEOPLE = ("member_free", "family_free", "individual_free")


def who_needs_a_way_in(by: SignedIn, draft_id: UUID, *, at: datetime) -> list[WayIn]:
    """The people who lack most, with what was found out when the plan was made; a line names those shown."""
    find_draft(by, draft_id)
    parts = list_parts(draft_id)
    return list_needs(by, parts, names_of(parts), at=at)


def list_needs(by: SignedIn, parts: Iterable[DraftPart], names: Names, *, at: datetime) -> list[WayIn]:
    """The same for parts that were found for this reader, in their order; as few as it takes are read."""
    rows = list(islice(_told(parts), SHOWN))
    others = {key for _, told in rows for fix in (told["why"] or {}).get("fixes", ()) for key in fix["gains"]}
    wanted = {told["person"] for _, told in rows} | others
    people = open_names(by, wanted, at=at) if wanted else {}
    words = _Words(people, names.staff, {key: row.title for key, row in names.services.items()})
    return [words.way_in(part, told) for part, told in rows if told["person"] in people]


@dataclass(frozen=True)
class _Part:
    """As much of a part as is told of those who lack something."""

    site: str
    ways_in: list[dict[str, Any]]
    minutes: Mapping[str, int]
    """What the plan gives everybody."""
    floors: Mapping[str, int]
    slots: Sequence[tuple[int, int]]


def _told(parts: Iterable[DraftPart]) -> Iterator[tuple[_Part, Mapping[str, Any]]]:
    for part in parts:
        for row in _with_ways_in(part=part.pk):
            found = _Part(*row)
            yield from ((found, told) for told in found.ways_in)


@composed.once
def _with_ways_in(gap: Gaps) -> QuerySet[DraftPart, tuple[Any, ...]]:
    """The database takes the few figures out: the rest of a plan is ten times as long."""
    rows = DraftPart.objects.filter(pk=gap.part)
    return rows.values_list("site__name", "ways_in", "laid_out__minutes", "facts__floors", "facts__slots")


@dataclass(frozen=True)
class _Words:
    """Keys in words."""

    people: Mapping[str, str]
    leaders: Mapping[str, str]
    services: Mapping[str, Mapping[str, str]]

    def way_in(self, part: _Part, told: Mapping[str, Any]) -> WayIn:
        person, why = told["person"], told["why"]
        told_fixes = [self.fix(part, each) for each in (why or {}).get("fixes", ())]
        fixes = tuple({each.sentence: each for each in reversed(told_fixes)}.values())[::-1]
        return WayIn(
            person_id=UUID(person),
            name=self.people[person],
            site=part.site,
            planned_minutes=part.minutes.get(person, 0),
            floor_minutes=part.floors.get(person, 0),
            missing=tuple(self.missing(each) for each in told["missing"]),
            because=tuple(
                dict.fromkeys(
                    Sentence(BECAUSE.get(rule, _OTHERWISE)) for rule in (why or {}).get("rules", ())
                )
            ),
            fixes=fixes,
            no_fix=Sentence(_NO_FIX) if why is not None and not fixes else None,
        )

    def missing(self, told: Mapping[str, Any]) -> Sentence:
        one, many = MISSING[told["kind"]]
        counts_hours = told["kind"] in {"unmet_hour", "therapy_short"}
        amount = told["missing"] * SLOT_MINUTES / 60 if counts_hours else told["missing"]
        gaps: dict[str, Gap] = {"amount": f"{amount:g}", "service": self.service(told["therapy"])}
        wanted = {name: value for name, value in gaps.items() if f"%({name})s" in one}
        return Sentence(one, wanted, many=many, number=1 if amount == 1 else 2)

    def service(self, key: str | None) -> Gap:
        return self.services.get(key or "") or (key or "")

    def fix(self, part: _Part, told: Mapping[str, Any]) -> Fix:
        helped = tuple(self.people[key] for key in told["gains"] if key in self.people)
        return Fix(told["key"], self.sentence(part, told), helped, told["change"])

    def sentence(self, part: _Part, told: Mapping[str, Any]) -> Sentence:
        loosened = told["loosened"][0] if told["loosened"] else None
        if loosened is not None and loosened["slots"] and loosened["rule"] in _OF_LEADERS:
            words, at = _when(part, loosened["slots"], _THERE)
            return Sentence(words, {"leader": self.leaders.get(loosened["of"], ""), **at})
        if loosened is not None and loosened["slots"] and loosened["rule"] in _OF_PEOPLE:
            return Sentence(*_when(part, loosened["slots"], _FREE))
        if loosened is not None:
            return Sentence(_RELAX.get(loosened["rule"], _GIVE_WAY))
        if told["opens"]:
            opens = told["opens"]
            words, at = _when(part, [opens["slot"]], _OPEN)
            gaps: dict[str, Gap] = {
                "service": self.service(opens["therapy"]),
                "leader": self.leaders.get(opens["leader"], ""),
            }
            return Sentence(words, {**gaps, **at})
        return Sentence(_MOVE)


def _when(part: _Part, slots: Sequence[int], words: Sequence[str]) -> tuple[str, dict[str, Gap]]:
    """The sentence for the day of the first of some slots, and from when until when on the site's wall."""
    told = part.slots
    last = slots[0]
    while last + 1 in slots and told[last + 1][0] == told[slots[0]][0]:
        last += 1
    day, first = told[slots[0]]
    gaps: dict[str, Gap] = {"time": _clock(first), "until": _clock(told[last][1] + SLOT_MINUTES)}
    return words[day], {name: value for name, value in gaps.items() if f"%({name})s" in words[day]}


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def try_it(by: SignedIn, draft_id: UUID, *, person_id: UUID, fix: str, key: str, at: datetime) -> UUID:
    """A copy of the draft with one change made and locked, ready to be set beside the first."""
    row = find_draft(by, draft_id)
    parts = list(DraftPart.objects.filter(draft=draft_id).select_related("site", "draft"))
    part = next((each for each in parts if str(person_id) in each.facts["floors"]), None)
    change = _find(part, str(person_id), fix) if part is not None else None
    if part is None or change is None:
        raise NoSuchFix(
            gettext_noop("The week has changed since. Look at it again and try what it shows now.")
        )
    problem = replace(change.problem, locked=_locked(change, str(person_id)))
    fields = {
        **keep_plan(part, problem, change.plan, ways_in=EXPLAINED),
        **cost_fields(part, problem, costs_of(problem, change.plan)),
        "problem": keeping.write(problem),
        "bound": None if change.loosened else part.bound,
        "state": DraftState.READY,
    }
    question = {"tries": fix, "person": str(person_id)}
    return _try(by, row.pk, part, fields, question=question, key=key, at=at)


def _find(part: DraftPart, person: str, key: str) -> Change | None:
    problem, plan = keeping.read_problem(part.problem), keeping.read_plan(part.plan)
    if person not in problem.participant:
        return None
    found = fixes_of(explain_person(problem, plan, person))
    return next((each for each in found if fix_key(each) == key), None)


@transaction.atomic(durable=True)
def _try(
    by: SignedIn,
    draft_id: UUID,
    part: DraftPart,
    fields: Mapping[str, Any],
    *,
    question: Mapping[str, str],
    key: str,
    at: datetime,
) -> UUID:
    note, is_new = once.claim(key, action="try_timetable", account_id=by.account_id, at=at)
    if not is_new:
        return UUID(note.result["draft"])
    copy = copy_draft(by, draft_id, question=question, at=at)
    DraftPart.objects.filter(draft=copy, site=part.site).update(**fields)
    note.result = {"draft": str(copy)}
    note.save(update_fields=["result"])
    return copy


def _locked(change: Change, person: str) -> Week:
    """What the change gave the person is kept when the copy is solved again."""
    locked = change.problem.locked
    given = [each for each in change.plan.groups if _is_given(change, each.place, person)]
    known = {(each.place, each.facilitator) for each in given}
    others = [each for each in locked.groups if (each.place, each.facilitator) not in known]
    alone = dict(locked.individual)
    if change.hour is not None:
        alone[person] = change.hour
    return Week((*others, *(replace(each, members=(person,)) for each in given)), alone)


def _is_given(change: Change, place: tuple[str, str, str, int], person: str) -> bool:
    opened = change.opens.place if change.opens else None
    return place == opened or place in {each.place for each in change.joins}
