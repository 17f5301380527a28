"""What if: questions to a draft, each answered by solving a copy of it, several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling.copying import copy_draft
from stepwell.actions.timetabling.drafts import find_whole, get_draft, line_of, own_drafts, whole_of
from stepwell.actions.timetabling.laying_out import sum_figures
from stepwell.actions.timetabling.solving import MOST_SECONDS, UNSOLVED, queue
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import keeping, what_if
from stepwell.domain.timetable.life.figures import Figures
from stepwell.domain.timetable.life.what_if import Asked, Question, imagined
from stepwell.kernel.sentences import Sentence, gettext_noop, ngettext
from stepwell.records.program.models import Staff
from stepwell.records.timetable.models import Draft, DraftPart, DraftState

__all__ = ["Answer", "CannotAsk", "Difference", "Question", "WhatIf", "answers", "ask"]

NEW_ROOMS, NEW_LEADERS = 2, 2
"""Of a new site, where nobody said how many."""
MOST_ROOMS = 20
MOST_AT_ONCE = 6


class CannotAsk(Refusal):
    """The question makes no sense for this draft."""


@dataclass(frozen=True)
class WhatIf:
    """A question, with the number of members, people or rooms it is about, or the leader.

    `like` are those who shall lead at a new site, or rather somebody like each; None is the two with the
    most hours.
    """

    question: Question
    number: int | None = None
    leader_id: UUID | None = None
    like: tuple[UUID, ...] | None = None


@dataclass(frozen=True)
class Difference:
    """What would be other than in the draft: more is above zero."""

    placed: int
    people: int
    planned_minutes: int
    waiting: int
    """People without full hours."""
    groups: int
    leader_minutes: int


@dataclass(frozen=True)
class Answer:
    """One question and how far its answer is; no figures before it is solved."""

    draft_id: UUID
    sentence: Sentence
    state: DraftState
    figures: Figures | None
    minus: Difference | None


_WORDS = {
    Question.SATURDAY: gettext_noop("With a Saturday track"),
    Question.GROUPS_OF_8: gettext_noop("With groups of at most %(number)d"),
    Question.LEADER_AWAY: gettext_noop("Without %(leader)s"),
    Question.TEN_MORE: gettext_noop("With %(number)d more people"),
}
_NEW_SITE = ngettext(
    "With a new site: %(number)d room, and somebody like %(leaders)s",
    "With a new site: %(number)d rooms, and somebody like %(leaders)s",
)
_MORE_ROOMS = ngettext("With %(number)d more room", "With %(number)d more rooms")
_USUAL = {Question.GROUPS_OF_8: 8, Question.TEN_MORE: 10, Question.NEW_SITE: NEW_ROOMS}


def ask(
    by: SignedIn, draft_id: UUID, *, what: Sequence[WhatIf], seconds: int = 20, key: str, at: datetime
) -> list[UUID]:
    """Queue a copy of the draft for each question; the copies' keys. The draft itself stays as it is."""
    line = get_draft(by, draft_id)
    if not line.is_solved:
        raise CannotAsk(gettext_noop("Solve the week first, so that there is something to compare with."))
    if not 0 < len(what) <= MOST_AT_ONCE:
        raise CannotAsk(gettext_noop("Ask one to %(most)d questions at once."), most=MOST_AT_ONCE)
    parts = list(DraftPart.objects.filter(draft=draft_id).select_related("site").order_by("pk"))
    what = [_settled(parts, each) for each in what]
    changed = [_changed(parts, each) for each in what]
    return _write(by, draft_id, what, changed, seconds=seconds, key=key, at=at)


def _settled(parts: Sequence[DraftPart], question: WhatIf) -> WhatIf:
    """A new site's leaders by name; where nobody chose any, the two with the most hours."""
    if question.question is not Question.NEW_SITE or question.like is not None:
        return question
    problems = [keeping.read_problem(part.problem) for part in parts]
    largest = max(problems, key=lambda problem: len(problem.participants))
    like = tuple(UUID(each.id) for each in what_if.most_hours(largest, NEW_LEADERS))
    return replace(question, like=like)


_Changed = Mapping[UUID, Asked]
"""The changed problems by site; a site the question doesn't touch is left out."""


@transaction.atomic(durable=True)
def _write(
    by: SignedIn,
    draft_id: UUID,
    what: Sequence[WhatIf],
    changed: Sequence[_Changed],
    *,
    seconds: int,
    key: str,
    at: datetime,
) -> list[UUID]:
    note, is_new = once.claim(key, action="ask_what_if", account_id=by.account_id, at=at)
    if not is_new:
        return [UUID(each) for each in note.result["drafts"]]
    found = []
    for question, problems in zip(what, changed, strict=True):
        copy = copy_draft(by, draft_id, question={"asks": _told(question)}, at=at)
        for part in DraftPart.objects.filter(draft=copy, site__in=problems).select_related("site"):
            _put(part, problems[part.site_id], limit=max(1, min(seconds, MOST_SECONDS)))
            queue(part)
        found.append(copy)
    note.result = {"drafts": [str(each) for each in found]}
    note.save(update_fields=["result"])
    return found


def _told(question: WhatIf) -> dict[str, Any]:
    return {
        "question": question.question.value,
        "number": question.number or _USUAL.get(question.question),
        "leader": str(question.leader_id) if question.leader_id else None,
        "like": None if question.like is None else [str(each) for each in question.like],
    }


def _put(part: DraftPart, asked: Asked, *, limit: int) -> None:
    """The changed problem, with as much of the draft's plan as it allows to begin with, and its facts."""
    problem = asked.problem
    start = what_if.start_from(keeping.read_problem(part.problem), keeping.read_plan(part.plan), problem)
    facts = part.facts
    for key in asked.imagined:
        if key in problem.participant:
            floor = problem.participant[key].min_hours * problem.slot_minutes
            facts["floors"][key] = floor
            if not problem.participant[key].counselors:
                facts["no_hour"].append(key)
        else:
            facts["leaders"].append(key)
    seats = max((room["seats"] for room in facts["rooms"]), default=12)
    facts["rooms"] += [
        {"key": imagined(turn), "seats": seats, "is_video": False, "closed": []}
        for turn in range(asked.rooms)
    ]
    facts["slots"] = [[slot.day, slot.minute] for slot in problem.slots]
    facts["limits"] = {each.id: [each.min, each.max] for each in problem.therapies}
    facts["room_before"] = _rooms_before(part, problem)
    DraftPart.objects.filter(pk=part.pk).update(
        problem=keeping.write(problem),
        facts=facts,
        plan=keeping.write(start),
        limit=limit,
        **UNSOLVED,
    )


def _rooms_before(part: DraftPart, problem: Problem) -> list[Any]:
    """The rooms of last week's places, whose slots a question may have counted anew."""
    before = keeping.read_problem(part.problem)
    number = {(slot.day, slot.minute): n for n, slot in enumerate(problem.slots)}
    found = []
    for (service, variant, site, slot), room in part.facts["room_before"]:
        facts = before.slots[slot]
        found.append([[service, variant, site, number[facts.day, facts.minute]], room])
    return found


def _changed(parts: Sequence[DraftPart], question: WhatIf) -> dict[UUID, Asked]:
    problems = {part.site_id: keeping.read_problem(part.problem) for part in parts}
    match question.question:
        case Question.SATURDAY:
            return {site: what_if.saturday(problem) for site, problem in problems.items()}
        case Question.GROUPS_OF_8:
            most = question.number or _USUAL[Question.GROUPS_OF_8]
            if most < 1:
                raise CannotAsk(gettext_noop("A group has at least one member."))
            return {site: what_if.groups_of(problem, most) for site, problem in problems.items()}
        case Question.LEADER_AWAY:
            return _without(problems, str(question.leader_id))
        case Question.TEN_MORE:
            return _with_more(problems, question.number or _USUAL[Question.TEN_MORE])
        case Question.NEW_SITE:
            return _new_site(problems, question)


def _without(problems: Mapping[UUID, Problem], leader: str) -> dict[UUID, Asked]:
    found = {
        site: what_if.leader_away(problem, leader)
        for site, problem in problems.items()
        if leader in problem.facilitator
    }
    if not found:
        raise CannotAsk(gettext_noop("This leader isn't in the week. Choose another one."))
    return found


def _with_more(problems: Mapping[UUID, Problem], number: int) -> dict[UUID, Asked]:
    """So many more in all, at each site by the people who come there; the largest takes what is over."""
    if not 0 < number <= 500:
        raise CannotAsk(gettext_noop("Ask for 1 to 500 more people."))
    total = sum(len(problem.participants) for problem in problems.values()) or 1
    shares = {site: number * len(problem.participants) // total for site, problem in problems.items()}
    largest = max(problems, key=lambda site: (len(problems[site].participants), site))
    shares[largest] += number - sum(shares.values())
    return {site: what_if.more_people(problems[site], share) for site, share in shares.items() if share}


def _new_site(problems: Mapping[UUID, Problem], question: WhatIf) -> dict[UUID, Asked]:
    """Beside the largest site, led by somebody like the chosen leaders of any site, in the same hours."""
    rooms = _USUAL[Question.NEW_SITE] if question.number is None else question.number
    if not 0 < rooms <= MOST_ROOMS:
        raise CannotAsk(gettext_noop("A new site has 1 to %(most)d rooms."), most=MOST_ROOMS)
    largest = max(problems, key=lambda site: (len(problems[site].participants), site))
    here = problems[largest]
    leaders = [
        what_if.at_home_in(problem.facilitator[str(key)], problem, here)
        for key in question.like or ()
        for problem in problems.values()
        if str(key) in problem.facilitator and problem.facilitator[str(key)].site_by_day
    ]
    if len(leaders) < len(question.like or ()):
        raise CannotAsk(gettext_noop("This leader isn't in the week. Choose another one."))
    return {largest: what_if.more_rooms(here, rooms, leaders)}


def answers(by: SignedIn, draft_id: UUID) -> list[Answer]:
    """Every question that was asked of this draft, in the order they were asked."""
    base = sum_figures(find_whole(by, draft_id).parts)
    copies = own_drafts(by).filter(copy_of=draft_id, question__has_key="asks")
    rows = list(copies.order_by("made_at", "pk"))
    asked = [row.question["asks"] for row in rows]
    leaders = {told["leader"] for told in asked} - {None} | {
        key for told in asked for key in told.get("like") or ()
    }
    names = {str(row.pk): str(row) for row in Staff.objects.filter(pk__in=leaders)}
    return [_answer(row, base, names) for row in rows]


def _answer(row: Draft, base: Figures, names: Mapping[str, str]) -> Answer:
    whole = whole_of(row)
    line = line_of(whole)
    figures = sum_figures(whole.parts) if line.is_solved else None
    return Answer(
        draft_id=row.pk,
        sentence=_sentence(row.question["asks"], names),
        state=line.state,
        figures=figures,
        minus=_difference(figures, base) if figures else None,
    )


def _sentence(told: Mapping[str, Any], names: Mapping[str, str]) -> Sentence:
    question = Question(told["question"])
    if question is Question.NEW_SITE:
        return _of_new_site(told, names)
    words = _WORDS[question]
    gaps = {"number": told["number"], "leader": names.get(told["leader"] or "", "")}
    return Sentence(words, {name: value for name, value in gaps.items() if f"%({name})" in words})


def _of_new_site(told: Mapping[str, Any], names: Mapping[str, str]) -> Sentence:
    rooms, like = told["number"] or NEW_ROOMS, told.get("like")
    if not like:
        one, many = _MORE_ROOMS
        return Sentence(one, {"number": rooms}, many=many, number=rooms)
    one, many = _NEW_SITE
    leaders = ", ".join(names.get(key, "") for key in like)
    return Sentence(one, {"number": rooms, "leaders": leaders}, many=many, number=rooms)


def _difference(new: Figures, old: Figures) -> Difference:
    return Difference(
        placed=new.placed - old.placed,
        people=new.people - old.people,
        planned_minutes=new.planned_minutes - old.planned_minutes,
        waiting=(new.people - new.placed) - (old.people - old.placed),
        groups=new.groups - old.groups,
        leader_minutes=new.leader_minutes - old.leader_minutes,
    )
