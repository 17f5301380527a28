"""Questions are answered by copies; the draft itself stays as it is."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.timetabling.by_hand import drafted, gives, one_group, part_of
from cast import Cast
from stepwell.actions.timetabling import drafts, jobs, publishing, viewing, what_if
from stepwell.actions.timetabling.what_if import Question, WhatIf
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.plan import Plan
from stepwell.records.timetable.models import DraftPart, DraftState

ALL = [
    WhatIf(Question.SATURDAY),
    WhatIf(Question.GROUPS_OF_8),
    WhatIf(Question.TEN_MORE),
    WhatIf(Question.NEW_SITE),
]


def _nothing(problem: Problem) -> Plan:
    return Plan(problem.name)


def test_several_questions_are_answered_at_once(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    what = [*ALL, WhatIf(Question.LEADER_AWAY, leader_id=cast.priya.pk)]

    copies = what_if.ask(by, draft, what=what, key="w", at=at)

    for copy in copies:
        jobs.solve_now(part_of(copy).pk, run=0, solve=gives(_nothing), now=lambda: at)
    answers = what_if.answers(by, draft)
    assert [str(answer.sentence) for answer in answers] == [
        "With a Saturday track",
        "With groups of at most 8",
        "With 10 more people",
        "With a new site: 2 rooms, and somebody like Priya N.",
        "Without Priya N.",
    ]
    assert all(answer.state is DraftState.READY for answer in answers)
    assert all(answer.minus is not None and answer.minus.groups == -1 for answer in answers)


def test_ten_more_people_are_counted_among_those_without_full_hours(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (copy,) = what_if.ask(by, draft, what=[WhatIf(Question.TEN_MORE)], key="w", at=at)
    jobs.solve_now(part_of(copy).pk, run=0, solve=gives(_nothing), now=lambda: at)

    (answer,) = what_if.answers(by, draft)

    assert answer.minus is not None
    assert (answer.minus.people, answer.minus.waiting) == (10, 10)


def test_before_it_is_solved_an_answer_has_no_figures(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    what_if.ask(by, draft, what=[WhatIf(Question.SATURDAY)], key="w", at=at)

    (answer,) = what_if.answers(by, draft)

    assert (answer.state, answer.figures, answer.minus) == (DraftState.WAITING, None, None)


def test_the_same_key_asks_once(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)

    first = what_if.ask(by, draft, what=ALL, key="w", at=at)

    assert what_if.ask(by, draft, what=ALL, key="w", at=at) == first
    assert DraftPart.objects.count() == 1 + len(ALL)


def test_a_saturday_track_opens_hours_that_were_not_there(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (copy,) = what_if.ask(by, draft, what=[WhatIf(Question.SATURDAY)], key="w", at=at)

    problem = keeping.read_problem(part_of(copy).problem)

    assert {slot.day for slot in problem.slots} == {1, 5}
    assert {problem.slots[group.slot].minute for group in problem.previous.groups} == {18 * 60}


def test_an_answer_is_no_timetable_to_publish_and_is_not_listed(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    (copy,) = what_if.ask(by, draft, what=[WhatIf(Question.GROUPS_OF_8)], key="w", at=at)
    jobs.solve_now(part_of(copy).pk, run=0, solve=one_group(cast), now=lambda: at)

    with pytest.raises(publishing.CannotPublish):
        publishing.publish(by, copy, key="p", at=at)

    assert [line.draft_id for line in drafts.list_drafts(by)] == [draft]
    assert len(viewing.view(by, copy, at=at).groups) == 1


def test_a_leader_who_is_not_there_can_not_be_missed(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)

    with pytest.raises(what_if.CannotAsk):
        what_if.ask(by, draft, what=[WhatIf(Question.LEADER_AWAY, leader_id=cast.omar.pk)], key="w", at=at)


def test_an_answer_is_sought_from_the_draft_on(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    begun: list[Plan | None] = []

    def solve(problem: Problem, *, start: Plan | None = None, **_: object) -> jobs.Solved:
        begun.append(start)
        return gives(lambda _: start or Plan(""))(problem, seconds=1)

    what = [WhatIf(Question.SATURDAY), WhatIf(Question.LEADER_AWAY, leader_id=cast.priya.pk)]
    for copy in what_if.ask(by, draft, what=what, key="w", at=at):
        jobs.solve_now(part_of(copy).pk, run=0, solve=solve, now=lambda: at)

    saturday, away = begun
    assert saturday is not None
    assert [len(group.members) for group in saturday.groups] == [2]
    assert away is not None
    assert away.groups == ()
    assert {answer.minus.groups for answer in what_if.answers(by, draft) if answer.minus} == {0, -1}


def test_a_new_site_has_the_rooms_and_leaders_that_are_chosen(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)
    before = keeping.read_problem(part_of(draft).problem)
    what = [
        WhatIf(Question.NEW_SITE, number=3, like=(cast.priya.pk,)),
        WhatIf(Question.NEW_SITE, number=1, like=()),
    ]

    copies = what_if.ask(by, draft, what=what, key="w", at=at)

    found = [keeping.read_problem(part_of(copy).problem) for copy in copies]
    home = str(cast.riverside.pk)
    assert [each.site[home].rooms - before.site[home].rooms for each in found] == [3, 1]
    assert [len(each.facilitators) - len(before.facilitators) for each in found] == [1, 0]
    (new,) = [each for each in found[0].facilitators if each.id not in before.facilitator]
    assert new.avail == before.facilitator[str(cast.priya.pk)].avail
    assert [str(answer.sentence) for answer in what_if.answers(by, draft)] == [
        "With a new site: 3 rooms, and somebody like Priya N.",
        "With 1 more room",
    ]


def test_a_new_site_without_a_room_or_with_a_stranger_is_refused(cast: Cast, at: datetime) -> None:
    by, draft = cast.sign_in(cast.grace), drafted(cast, at)

    for question in (
        WhatIf(Question.NEW_SITE, number=0, like=(cast.priya.pk,)),
        WhatIf(Question.NEW_SITE, number=2, like=(cast.omar.pk,)),
    ):
        with pytest.raises(what_if.CannotAsk):
            what_if.ask(by, draft, what=[question], key="w", at=at)
