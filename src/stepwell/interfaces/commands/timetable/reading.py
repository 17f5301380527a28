"""Files named on the command line, read and written; every refusal is one sentence with the file's name."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from stepwell.domain.timetable import files
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.given import content_of, refusal
from stepwell.interfaces.commands.progress import say
from stepwell.kernel.strict_json import FileRefused

_ANY_MAY_WRITE = 0o222


def add_problem(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json", help="the week to be solved")


def add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", type=Path, metavar="PLAN.json", help="a plan for it")


def problem_from(file: Path) -> Problem:
    """The problem in a file."""
    content = content_of(file)
    try:
        return files.read_problem(content)
    except FileRefused as error:
        raise refusal(file, error) from None


def plan_from(file: Path, problem: Problem) -> Plan:
    """The plan in a file; one that says it is for another problem is read, and said."""
    content = content_of(file)
    try:
        plan = files.read_plan(content, problem)
    except FileRefused as error:
        raise refusal(file, error) from None
    if plan.problem != problem.name:
        say(f'{file} says it is a plan for "{plan.problem}", not for "{problem.name}".')
    return plan


def may_write(file: Path) -> None:
    """Raise CommandError, before any work is done, when a file can't be written there."""
    if file.is_dir():
        raise CommandError(f"{file} is a folder, not a file.")
    folder = file.absolute().parent
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}.")
    may = os.access(folder, os.W_OK) if _is_usual(file) else os.access(file, os.W_OK)
    if not may or (file.exists() and not file.stat().st_mode & _ANY_MAY_WRITE):
        raise CommandError(f"{file} can't be written: permission denied.")


def may_replace(file: Path, *others: Path | None) -> None:
    """Raise CommandError when writing the file would lose one that is read, or another that is written."""
    for other in others:
        if other is not None and _is_usual(file) and file.resolve() == other.resolve():
            raise CommandError(
                f"{file} is named twice; what is in it would be lost. Name another file to write."
            )


def write(file: Path, content: bytes) -> None:
    """The content is there as a whole, or what was there before is."""
    try:
        if _is_usual(file):
            _replace(file.resolve(), content)
        else:
            file.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{file} can't be written: {error.strerror or error}.") from None


def _replace(file: Path, content: bytes) -> None:
    made = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with made.open("xb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _is_usual(file: Path) -> bool:
    """True of a file, also of one to be made; false of /dev/null and its kind."""
    return file.is_file() or not file.exists()
