"""A draft is made of jobs, one for each site, that can be watched and stopped."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from actions.timetabling.by_hand import TUESDAY, WEEK, drafted, gives, one_group, part_of, small_groups
from cast import Cast
from stepwell.actions.charts import NotHere
from stepwell.actions.timetabling import drafts, jobs, solving, viewing
from stepwell.actions.timetabling.found import Found, tell
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.plan import Plan
from stepwell.kernel.weeks import Week
from stepwell.records.audit.models import AccessLine
from stepwell.records.timetable.models import Draft, DraftPart, DraftState


def test_each_site_is_a_job_of_its_own_after_one_for_what_they_share(cast: Cast, at: datetime) -> None:
    sites = [cast.riverside.pk, cast.hill.pk]

    draft = solving.start_solving(cast.sign_in(cast.grace), site_ids=sites, week=WEEK, key="k", at=at)

    assert {part.site_id for part in DraftPart.objects.filter(draft=draft)} == set(sites)
    first = DBTaskResult.objects.get()
    first.task.func(*first.args_kwargs["args"])
    again = DBTaskResult.objects.exclude(pk=first.pk)
    assert {row.task_path for row in again} == {"stepwell.actions.timetabling.jobs.solve_part"}
    assert again.count() == 2


def test_the_same_key_is_the_same_draft(cast: Cast, at: datetime) -> None:
    by = cast.sign_in(cast.grace)
    first = solving.start_solving(by, site_ids=[cast.riverside.pk], week=WEEK, key="k", at=at)

    again = solving.start_solving(by, site_ids=[cast.riverside.pk], week=WEEK, key="k", at=at)

    assert again == first
    assert Draft.objects.count() == 1


def test_only_the_manager_of_the_site_makes_its_timetable(cast: Cast, at: datetime) -> None:
    for who in (cast.june, cast.priya, cast.ada):
        with pytest.raises(NotHere):
            solving.start_solving(cast.sign_in(who), site_ids=[cast.riverside.pk], week=WEEK, key="k", at=at)


def test_a_week_before_anybody_came_can_not_be_solved(cast: Cast, at: datetime) -> None:
    with pytest.raises(solving.CannotSolve):
        solving.start_solving(
            cast.sign_in(cast.grace), site_ids=[cast.riverside.pk], week=Week(2026, 5), key="k", at=at
        )


def test_the_trail_names_everybody_whose_life_went_into_it(cast: Cast, at: datetime) -> None:
    solving.start_solving(cast.sign_in(cast.grace), site_ids=[cast.riverside.pk], week=WEEK, key="k", at=at)

    line = AccessLine.objects.get(what="timetable")

    assert set(line.people) == {str(cast.sam.pk), str(cast.marcus.pk)}


def test_a_solved_draft_shows_its_groups_with_names(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)

    seen = viewing.view(cast.sign_in(cast.grace), draft, at=at)

    (group,) = seen.groups
    assert (group.day, group.starts.time(), group.ends.time()) == (TUESDAY, time(18), time(21))
    members = viewing.view_group(cast.sign_in(cast.grace), draft, group=group.key, at=at).group.members
    assert [member.name for member in members] == ["Marcus T.", "Sam R."]
    assert (group.people, group.members) == (2, ())
    assert (group.leader, group.room, group.is_new) == ("Priya N.", "Room 2", False)
    assert (seen.figures.placed, seen.figures.people, seen.figures.moved) == (0, 2, 0)
    assert seen.draft.state is DraftState.READY


def test_who_is_moved_is_counted_and_marked(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at, solve=one_group(cast, begin=time(17, 30)))

    seen = viewing.view(cast.sign_in(cast.grace), draft, at=at)

    assert (seen.figures.moved, seen.figures.here_before) == (2, 2)
    shown = viewing.view_group(cast.sign_in(cast.grace), draft, group=seen.groups[0].key, at=at)
    assert all(member.is_moved for member in shown.group.members)


def test_a_plan_that_breaks_a_rule_is_never_kept(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at, solve=one_group(cast, begin=time(9)))

    assert part_of(draft).state == DraftState.BROKEN
    assert part_of(draft).plan == ""


def test_a_stopped_draft_keeps_the_best_plan(cast: Cast, at: datetime) -> None:
    small_groups()
    by = cast.sign_in(cast.grace)
    draft = solving.start_solving(by, site_ids=[cast.riverside.pk], week=WEEK, key="k", at=at)

    solving.stop_solving(by, draft, at=at)
    jobs.solve_now(part_of(draft).pk, run=0, solve=one_group(cast), now=lambda: at)

    assert drafts.get_draft(by, draft).state is DraftState.STOPPED
    assert len(viewing.view(by, draft, at=at).groups) == 1


def test_progress_tells_objective_bound_and_gap(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)

    progress = solving.progress_of(drafts.get_draft(cast.sign_in(cast.grace), draft), at=at)

    assert progress.is_over
    assert progress.gap == pytest.approx(0.5, abs=0.01)
    assert progress.parts[0].points


def test_a_job_of_an_older_run_does_nothing(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)
    by = cast.sign_in(cast.grace)
    solving.solve_again(by, draft, key="again", at=at)

    assert not jobs.solve_now(part_of(draft).pk, run=0, solve=gives(_nothing), now=lambda: at)
    assert jobs.solve_now(part_of(draft).pk, run=1, solve=gives(_nothing), now=lambda: at)
    assert viewing.view(by, draft, at=at).groups == ()


def _nothing(problem: Problem) -> Plan:
    return Plan(problem.name)


def test_a_solver_that_breaks_down_leaves_a_broken_part(cast: Cast, at: datetime) -> None:
    def breaks(problem: Problem) -> Plan:
        raise ArithmeticError

    draft = drafted(cast, at, solve=gives(breaks))

    assert part_of(draft).state == DraftState.BROKEN


def test_a_draft_put_away_is_not_there_any_more(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)
    by = cast.sign_in(cast.grace)

    drafts.drop(by, draft, key="drop", at=at)

    assert drafts.list_drafts(by) == []
    with pytest.raises(NotHere):
        drafts.get_draft(by, draft)


def test_a_plan_is_there_to_be_seen_while_a_better_one_is_sought(cast: Cast, at: datetime) -> None:
    small_groups()
    by = cast.sign_in(cast.grace)
    draft = solving.start_solving(by, site_ids=[cast.riverside.pk], week=WEEK, key="k", at=at)
    part, problem = part_of(draft), keeping.read_problem(part_of(draft).problem)
    solved = one_group(cast)(problem, seconds=1)

    told = tell(Found(progress=[solved]), part, problem, after=0)

    assert told == 1
    assert len(viewing.view(by, draft, at=at).groups) == 1
    assert solving.progress_of(drafts.get_draft(by, draft), at=at).objective is not None


def test_a_solver_that_breaks_down_late_leaves_its_best_plan(cast: Cast, at: datetime) -> None:
    def solve(problem: Problem, **told: Any) -> jobs.Solved:
        told["on_progress"](one_group(cast)(problem, seconds=1))
        raise ArithmeticError

    draft = drafted(cast, at, solve=solve)

    assert part_of(draft).state == DraftState.READY
    assert len(viewing.view(cast.sign_in(cast.grace), draft, at=at).groups) == 1


def test_a_job_whose_worker_died_can_be_stopped(cast: Cast, at: datetime) -> None:
    draft = drafted(cast, at)
    by = cast.sign_in(cast.grace)
    DraftPart.objects.filter(draft=draft).update(state=DraftState.SOLVING, begun_at=at)

    solving.stop_solving(by, draft, at=at + timedelta(minutes=2))
    assert drafts.get_draft(by, draft).state is DraftState.SOLVING  # it may still be at work
    solving.stop_solving(by, draft, at=at + timedelta(minutes=4))

    assert drafts.get_draft(by, draft).state is DraftState.STOPPED
    assert not jobs.solve_now(part_of(draft).pk, run=0, solve=one_group(cast), now=lambda: at)
