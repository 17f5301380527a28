"""Measures the pages people wait for, beside a bare Django view, and writes the table.

    python -m bench.pages           64, 2,000 and 20,000 people on SQLite and PostgreSQL: a quarter of an hour
    python -m bench.pages --quick   64 and 2,000 people, a second for each measurement: to try a change

For each database and size: a scratch data folder is filled, the product's own server and a bare
view are started over it with the same settings, and each is asked from another process by 1, 8
and 32 at once. A page that fails is told in its row, and the rest goes on. The full run writes
docs/operate/speed.md; every run leaves its numbers in bench/results/.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench import places, tables
from bench.places import Place, Server
from bench.tables import BARE, Cell

SIZES = (64, 2_000, 20_000)
AT_ONCE = (1, 8, 32)
MOST = 20_000
RESULTS = places.ROOT / "bench" / "results"
BARE_REQUESTS = [{"method": "GET", "path": "/"}]


def main(words: Sequence[str] | None = None) -> int:
    options = _options(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers and folders go with it
    cells = []
    for database in options.databases:
        for people in options.people:
            for cell in _size_or_failure(database, people, options):
                _say(tables.line(cell))
                cells.append(cell)
            RESULTS.mkdir(exist_ok=True)
            RESULTS.joinpath("latest.json").write_text(json.dumps([asdict(cell) for cell in cells], indent=1))
    print(tables.markdown(cells))
    if not options.quick and options.write:
        told = tables.page(cells, disk=places.disk())
        Path(places.ROOT / "docs" / "operate" / "speed.md").write_text(told, encoding="utf-8")
    return 1 if any(cell.failed for cell in cells) else 0


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.pages", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="64 and 2,000 people, a second for each measurement"
    )
    parser.add_argument("--people", type=int, nargs="+", help="other sizes")
    parser.add_argument("--databases", nargs="+", choices=places.DATABASES, default=places.DATABASES)
    parser.add_argument("--at-once", type=int, nargs="+", default=AT_ONCE)
    parser.add_argument("--seconds", type=float, help="for each measurement")
    parser.add_argument("--pages", nargs="+", help="only pages whose name holds one of these words")
    parser.add_argument(
        "--write", action=argparse.BooleanOptionalAction, default=True, help="write docs/operate/speed.md"
    )
    options = parser.parse_args(words)
    options.people = options.people or (SIZES[:2] if options.quick else SIZES)
    options.seconds = options.seconds or (1.0 if options.quick else 2.5)
    return options


def _size_or_failure(database: str, people: int, options: argparse.Namespace) -> Iterator[Cell]:
    try:
        yield from _at_size(database, people, options)
    except Exception as error:  # whatever it is, other sizes and databases can still be measured
        yield _failed(database, people, "everything that was left", 0, error)


def _at_size(database: str, people: int, options: argparse.Namespace) -> Iterator[Cell]:
    with places.made(database) as place, ExitStack() as stack:
        filled = place.run("bench.prepare", str(people))
        _say(f"{database}, {people} people: written in {filled['seconds']:.0f} s")
        counts, plan = filled["queries"], filled["plan"]
        product = stack.enter_context(place.serving("stepwell.interfaces.commands.serving", "--port"))
        bare = stack.enter_context(place.serving("bench.bare"))
        wanted = {name: requests for name, requests in plan.items() if _is_wanted(name, options.pages)}
        for requests in wanted.values():  # no worker draws a page for the first time while it is timed
            with suppress(subprocess.CalledProcessError):
                _ask(place, product, requests, 8, 1.0)
        for at_once in options.at_once:
            found, beside = [], []
            for name, requests in wanted.items():
                # The bare view before each page, because others may use the machine too.
                beside.append(_ask(place, bare, BARE_REQUESTS, at_once, options.seconds / 3))
                try:
                    answer = _ask(place, product, requests, at_once, options.seconds)
                    found.append(_cell(database, people, name, at_once, counts.get(name, 1), answer))
                except (PageFailed, subprocess.CalledProcessError) as error:
                    found.append(_failed(database, people, name, at_once, error))
            yield _cell(database, people, BARE, at_once, 1, _together(beside))
            yield from found


class PageFailed(Exception):
    """A page that answers with an error is not measured."""


def _failed(database: str, people: int, page: str, at_once: int, error: Exception) -> Cell:
    because = " ".join(str(error).split())[:200] or type(error).__name__
    return Cell(database, people, page, at_once, 0.0, 0.0, 0.0, 0.0, 0, failed=because)


def _is_wanted(name: str, words: Sequence[str] | None) -> bool:
    return not words or any(word.lower() in name.lower() for word in words)


def _ask(
    place: Place, server: Server, requests: list[dict[str, Any]], at_once: int, seconds: float
) -> dict[str, Any]:
    before = server.cpu_seconds()
    given = {"port": server.port, "requests": requests, "at_once": at_once, "seconds": seconds, "most": MOST}
    answer: dict[str, Any] = place.run("bench.load", given=given)
    answer["cpu"] = server.cpu_seconds() - before
    return answer


def _together(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    statuses: Counter[str] = Counter()
    for answer in answers:
        statuses.update(answer["statuses"])
    latencies = [seconds for answer in answers for seconds in answer["latencies"]]
    sums = {key: sum(answer[key] for answer in answers) for key in ("span", "cpu", "warm")}
    return {"latencies": latencies, "statuses": statuses, **sums}


def _cell(database: str, people: int, page: str, at_once: int, queries: int, answer: dict[str, Any]) -> Cell:
    wrong = {
        status: times for status, times in answer["statuses"].items() if not status.startswith(("2", "3"))
    }
    if wrong or not answer["latencies"]:
        raise PageFailed(f"answered {wrong}" if wrong else "answered nothing in time")
    latencies = [seconds * 1000 for seconds in answer["latencies"]]
    cuts = quantiles(latencies, n=100, method="inclusive") if len(latencies) > 1 else latencies * 99
    asked = len(latencies) + answer["warm"]
    return Cell(
        database=database,
        people=people,
        page=page,
        at_once=at_once,
        p50=cuts[49],
        p95=cuts[94],
        a_second=len(latencies) / answer["span"],
        cpu=1000 * answer["cpu"] / max(1, asked),
        queries=queries,
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
