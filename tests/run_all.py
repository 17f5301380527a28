"""Everything a change must pass: `./run test`, or a part of it with `--only`.

Style, types and contracts run beside one another; then the suite on SQLite, the suite on
a PostgreSQL of its own, and the journeys in a real Chromium. A table at the end says how
long each took.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import temporary_postgresql

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CLOSING = re.compile(r"\d+ (passed|failed|error|skipped|deselected).* in [\d.]+s|no tests ran")
TREES = ("src", "tests", "bench")
RULES = ("src/stepwell/kernel", "src/stepwell/domain")
"""Where the worked numbers of the docstrings are tried."""
WITHOUT_A_DATABASE = ("--ignore=tests/domain", "--ignore=tests/kernel")
"""Rules that know no database are tried once."""


@dataclass(frozen=True)
class Result:
    """How one step ended."""

    step: str
    passed: bool
    seconds: float
    closing: str = ""


def main(words: Sequence[str] | None = None) -> int:
    options = _options(words)
    wanted = options.only or list(STEPS)
    if options.without_postgresql:
        wanted = [step for step in wanted if step != "postgresql"]
    with tempfile.TemporaryDirectory(prefix="stepwell-test-") as scratch:
        os.environ["STEPWELL_DATA"] = scratch
        os.environ["DJANGO_SETTINGS_MODULE"] = "stepwell.site.settings"
        os.environ.pop("STEPWELL_DATABASE_URL", None)
        os.environ["PYTHONPATH"] = str(ROOT / "src")
        os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
        os.chdir(ROOT)
        results = [*_side_by_side(s for s in STATIC if s in wanted)]
        results += [SUITES[step](step, options.pytest) for step in SUITES if step in wanted]
    return _tell(results)


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run test", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=list(STEPS), help="one step; may be said several times"
    )
    parser.add_argument("--without-postgresql", action="store_true", help="leave out the suite on PostgreSQL")
    parser.add_argument("pytest", nargs="*", help="after --: words for pytest, as in -- -k attendance")
    return parser.parse_args(words)


# Steps without a database


def _commands() -> dict[str, list[list[str]]]:
    templates = subprocess.run(
        ["git", "ls-files", "-z", "*.html"], capture_output=True, text=True, check=True
    )
    trees = [tree for tree in TREES if Path(tree).is_dir()]
    python = sys.executable
    return {
        "lint": [
            ["ruff", "check", "--output-format", "concise", "--quiet", *trees],
            ["ruff", "format", "--check", *trees],
            ["djade", "--check", "--target-version", "5.2", *filter(None, templates.stdout.split("\0"))],
        ],
        "types": [["mypy"]],
        "contracts": [
            ["lint-imports", "--no-cache"],
            [python, "-m", "django", "makemigrations", "--check", "--dry-run"],
        ],
    }


def _side_by_side(steps: Iterable[str]) -> list[Result]:
    commands = _commands()
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(lambda step: _run_commands(step, commands[step]), steps))


def _run_commands(step: str, commands: Iterable[Sequence[str]]) -> Result:
    began, passed = time.monotonic(), True
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            passed = False
            shown = " ".join(command[:3])
            print(f"\n--- {step}: {shown} …\n{done.stdout}{done.stderr}".rstrip(), flush=True)
    return Result(step, passed, time.monotonic() - began)


# Steps that run the suite


def _on_sqlite(step: str, more: Sequence[str]) -> Result:
    return _pytest(step, ["-m", "not journey and not race", "--doctest-modules", "tests", *RULES, *more])


def _on_postgresql(step: str, more: Sequence[str]) -> Result:
    began = time.monotonic()
    with ExitStack() as stack:
        try:
            url = stack.enter_context(temporary_postgresql.running())
        except temporary_postgresql.NoPostgreSQL as reason:
            print(reason, flush=True)
            return Result(step, False, time.monotonic() - began, str(reason))
        words = ["-m", "not journey and not embedded", "tests", *WITHOUT_A_DATABASE, *more]
        return _pytest(step, words, {"STEPWELL_DATABASE_URL": url}, began=began)


def _journeys(step: str, more: Sequence[str]) -> Result:
    return _pytest(step, ["-m", "journey", "tests", *more])


def _pytest(
    step: str, words: Sequence[str], settings: dict[str, str] | None = None, *, began: float | None = None
) -> Result:
    """Run a part of the suite on both cores, shown as it goes; its closing line is kept for the end."""
    began, closing = began or time.monotonic(), ""
    print(f"\n--- {step}", flush=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "-p",
        "no:cacheprovider",
        *words,
    ]
    environment = {**os.environ, **(settings or {})}
    environment.pop("DJANGO_SETTINGS_MODULE")  # pyproject names the tests' own
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            closing = line.strip(" =\n") if CLOSING.search(line) else closing
    return Result(step, running.returncode == 0, time.monotonic() - began, closing)


def _tell(results: Sequence[Result]) -> int:
    """The table, then pytest's closing lines once more, where whoever reads only the end finds them."""
    print("\nstep          result   seconds")
    for result in results:
        print(f"{result.step:13} {'passed' if result.passed else 'FAILED':8} {result.seconds:7.1f}")
    print(f"{'together':13} {'':8} {time.monotonic() - STARTED:7.1f}\n")
    for result in results:
        if result.closing:
            print(f"{result.step}: {result.closing}")
    sys.stdout.flush()
    return 0 if all(result.passed for result in results) else 1


STATIC = ("types", "lint", "contracts")
SUITES: dict[str, Callable[[str, Sequence[str]], Result]] = {
    "sqlite": _on_sqlite,
    "postgresql": _on_postgresql,
    "journeys": _journeys,
}
STEPS = (*STATIC, *SUITES)
STARTED = time.monotonic()

if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
