"""Problems of the timetable's benchmark are the same everywhere, and the simple plan keeps every rule."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.timetable import generating, simple

from stepwell.domain.timetable import files
from stepwell.domain.timetable.check import check

ROOT = Path(__file__).resolve().parents[2]


def test_the_same_numbers_give_the_same_problem_whatever_the_hash_seed() -> None:
    def made(hash_seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        command = [sys.executable, "-m", "bench.timetable.generating", "24", "--locked", "3"]
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    assert made("1") == made("2")


def test_another_seed_gives_another_problem() -> None:
    assert generating.problem(24).participants != generating.problem(24, seed=1).participants


def test_a_problem_survives_its_file() -> None:
    problem = generating.problem(24, locked=3)

    assert files.read_problem(files.write_problem(problem)) == problem


@pytest.mark.parametrize(("people", "locked"), [(24, 0), (60, 5), (120, 10)])
def test_the_simple_plan_keeps_every_rule_and_lock(people: int, locked: int) -> None:
    problem = generating.problem(people, locked=locked)

    judged = check(problem, simple.plan(problem))

    assert not judged.breaches
    assert len(problem.locked.groups) == locked


def test_last_week_and_pairs_kept_apart_are_there() -> None:
    problem = generating.problem(120)

    assert problem.previous.groups
    assert problem.previous.individual
    assert any(person.avoid for person in problem.participants)


def test_without_last_week_nobody_was_here_before() -> None:
    problem = generating.problem(24, last_week=False)

    assert not problem.previous.groups
    assert not problem.previous.individual
