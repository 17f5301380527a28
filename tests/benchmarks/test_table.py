"""What the timetable's benchmark says of its measurements."""

from __future__ import annotations

import json

from bench.timetable import asking, drawing, generating, moves, simple, table
from bench.timetable.measures import OURS, PLAIN, SIMPLE, TIMEFOLD, Measured
from bench.timetable.runs import Found, Run

from stepwell.domain.timetable import event_files, files


def _run(contestant: str, found: list[Found], bound: float | None = None, seconds: float = 300) -> Run:
    bounds = [] if bound is None else [(1.0, bound)]
    return Run(contestant, "gen-120", 120, seconds, found=found, bounds=bounds, said=[{"cpu": seconds}])


def _measured(ours: Found, *others: Run) -> Measured:
    simple_run = _run(SIMPLE, [Found(0.1, 10_000, 6_000, 0)], seconds=1)
    return Measured(quality=[_run(OURS, [ours], bound=990, seconds=60), simple_run, *others])


def _row(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {start}"))


def test_a_target_that_is_met_is_plain_and_one_that_is_missed_is_bold() -> None:
    good = table.markdown(_measured(Found(1.5, 995, 0, 0)))
    bad = table.markdown(_measured(Found(3.0, 1_500, 0, 0)))

    assert "| 0.50% |" in _row(good, "proven gap, 150")
    assert "| 1.5 CPU s |" in _row(good, "first legal plan at 120")
    assert "| **34.00%** |" in _row(bad, "proven gap, 150")
    assert "| **3.0 CPU s** |" in _row(bad, "first legal plan at 120")


def test_what_was_not_measured_is_said_to_be_so() -> None:
    assert "not measured" in _row(table.markdown(Measured()), "re-planning after any event")


def test_an_illegal_plan_counts_for_nothing() -> None:
    illegal = _run(TIMEFOLD, [Found(1.0, 500, 0, breaches=2)])

    text = table.markdown(_measured(Found(1.5, 995, 0, 0), illegal))

    assert "1 plans, none legal" in text


def test_a_share_is_of_the_time_the_other_really_used() -> None:
    plain = _run(PLAIN, [Found(30.0, 1_000, 0, 0)], bound=1_000)
    plain.said = [{"cpu": 30.0}]

    text = table.markdown(_measured(Found(3.0, 995, 0, 0), plain))

    assert "0.1000" in _row(text, "CPU to the five-minute quality of plain CP-SAT")


def test_who_never_gets_as_good_never_gets_there() -> None:
    plain = _run(PLAIN, [Found(30.0, 900, 0, 0)])

    text = table.markdown(_measured(Found(3.0, 995, 0, 0), plain))

    assert "**never**" in _row(text, "CPU to the five-minute quality of plain CP-SAT")


def test_the_gap_is_of_what_was_known_at_a_moment() -> None:
    run = Run(OURS, "p", 24, 60, found=[Found(1, 200, 0, 0), Found(5, 100, 0, 0)], bounds=[(3, 100)])

    assert run.gap(2) == 1.0
    assert run.gap(4) == 0.5
    assert run.cpu_to_gap(0.0) == 5


def test_a_told_plan_is_judged_and_not_believed() -> None:
    problem = generating.problem(24)
    group = simple.plan(problem).groups[0]
    doubled = files.write_plan(type(simple.plan(problem))(problem.name, (group, group)), {"objective": 0})
    run = Run(OURS, problem.name, 24, 1)

    asking.listen(run, json.dumps({"cpu": 1, "plan": json.loads(doubled)}), problem)

    assert run.found[0].breaches
    assert run.found[0].objective
    assert run.best is None


def test_a_contestant_answers_from_a_process_of_its_own() -> None:
    with asking.problems() as problems:
        name = problems.add(generating.problem(24))
        run = asking.ask(SIMPLE, problems[name], problems.file(name), seconds=30)

    assert run.best
    assert run.cpu > 0
    assert not run.failed


def test_a_contestant_that_is_not_there_says_so() -> None:
    assert "not installed" in asking.missing(PLAIN, "/bin/false")


def test_events_of_each_kind_can_be_read() -> None:
    problem = generating.problem(60)

    drawn = list(drawing.events(problem, simple.plan(problem)))

    assert [each["type"] for each in drawn] == ["facilitator_away", "busy", "admit", "leave", "room_closed"]
    for event in drawn:
        assert event_files.read_events(json.dumps(event).encode(), problem)


def test_a_move_that_can_be_undone_without_loss_is_needless() -> None:
    problem = generating.problem(60)
    before = simple.plan(problem)
    person, hour = next(iter(before.individual.items()))
    other = next(slot for slot in sorted(problem.participant[person].tele_avail) if slot != hour)
    after = type(before)(before.problem, before.groups, {**before.individual, person: other})

    assert moves.needless(problem, before, before) == (0, 0)
    assert moves.needless(problem, before, after)[0] == 1
