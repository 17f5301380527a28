"""Measures the timetable's solver beside a simple plan, plain CP-SAT and Timefold, and writes the table.

    python -m bench.timetable                   everything: about 25 minutes on two quiet cores
    python -m bench.timetable --quick           24 and 60 people, ten seconds each: to try a change
    python -m bench.timetable --only replan     one measurement: quality, growth, replan, explain or sites

Each contestant runs in a process of its own, with one thread and so many CPU seconds: those of the process
and of all it starts. Each plan is judged by `check` and by nothing else. The full run
writes docs/operate/timetable-speed.md; every run leaves its numbers in bench/results/, also when it is
stopped with Ctrl-C. CP-SAT and Timefold come with `pip install --group bench`, Timefold needs Java 17.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.timetable import asking, extent, measures, table
from bench.timetable.asking import ROOT
from stepwell.domain.timetable import files

MEASURES = ("quality", "growth", "replan", "explain", "sites")
PAGE = ROOT / "docs" / "operate" / "timetable-speed.md"


def main(words: Sequence[str] | None = None) -> int:
    options = _options(words)
    much = extent.QUICK if options.quick else extent.FULL
    given = _given(options.problems, options.sizes)
    if given:
        much = replace(much, sizes=tuple(map(_people, given)))
    elif options.sizes:
        much = replace(much, sizes=tuple(options.sizes))
    wanted = options.only or MEASURES
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    cpu = much.seconds(wanted)
    minutes, wall = max(1, cpu / 60), max(1, cpu / options.workers / 60)
    asking.say(f"{', '.join(wanted)}: up to {minutes:.0f} CPU minutes, about {wall:.0f} on quiet cores.")
    for contestant in asking.NEEDS:
        why = asking.missing(contestant, options.python)
        if why:
            asking.say(f"Without {contestant}: {why}. Its column stays empty.")
    results = ROOT / "bench" / "results" / f"timetable-{'quick' if options.quick else 'full'}.json"
    with asking.problems() as problems:
        bench = measures.Bench(
            problems, much, given=given, python=options.python, workers=options.workers, results=results
        )
        stopped = _measure(bench, wanted)
    print(table.markdown(bench.measured))
    if not (stopped or options.quick or options.only or options.sizes or options.problems) and options.write:
        PAGE.write_text(table.page(bench.measured), encoding="utf-8")
    return 130 if stopped else 0


def _measure(bench: measures.Bench, wanted: Sequence[str]) -> bool:
    """True when it was stopped; what was measured until then is kept."""
    try:
        for name in wanted:
            asking.say(f"-- {name}")
            bench.run(name)
    except KeyboardInterrupt:
        asking.say("Stopped. What was measured so far:")
        bench.keep()
        return True
    return False


def _given(folder: Path | None, sizes: Sequence[int] | None) -> list[Path]:
    """The problem files of a folder; those of these sizes only, where sizes are named."""
    if folder is None:
        return []
    found = sorted(each for each in folder.glob("*.json") if not each.name.endswith("-plan.json"))
    if not sizes:
        return found
    return [
        each
        for each in found
        if any(each.stem.endswith(f"{letter}{size}") for letter in "sml" for size in sizes)
    ]


def _people(file: Path) -> int:
    return len(files.read_problem(file.read_bytes()).participants)


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.timetable", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, ten seconds each")
    parser.add_argument("--only", nargs="+", choices=MEASURES)
    parser.add_argument("--sizes", type=int, nargs="+", help="other numbers of people, for quality")
    parser.add_argument("--problems", type=Path, metavar="DIR", help="problem files to use for quality")
    parser.add_argument("--workers", type=int, default=2, help="contestants at once, each on its own core")
    parser.add_argument("--python", default=sys.executable, help="the one that has ortools and timefold")
    parser.add_argument(
        "--write", action=argparse.BooleanOptionalAction, default=True, help=f"write {PAGE.relative_to(ROOT)}"
    )
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
