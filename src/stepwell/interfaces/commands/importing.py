"""`stepwell import DIR`: bring a program's records along."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stepwell.domain.exchange import folder as exchange
from stepwell.interfaces.commands.errors import CommandError
from stepwell.kernel import clock

NAME = "import"
HELP = "bring people, sessions and tests along from a folder of CSV files (docs/exchange.md)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="the folder that holds person.csv or person.csv.gz"
    )
    parser.add_argument(
        "--organization", default="Imported records", metavar="NAME", help="whose records these are"
    )
    parser.add_argument(
        "--anchor",
        default="2020-01-01",
        metavar="DATE",
        help="the date that day 0 means (default 2020-01-01)",
    )
    parser.add_argument(
        "--zone", default="America/New_York", help="time zone of the sites (default America/New_York)"
    )


def run(options: argparse.Namespace) -> int:
    """Read and check everything, then write in batches; a report on stdout."""
    from stepwell.interfaces.commands.opening import look_over, open_data

    anchor, zone = _anchor(options.anchor), _zone(options.zone)
    name = " ".join(options.organization.split())
    if not name or len(name) > 200:
        raise CommandError("--organization needs a name of 1 to 200 characters.")
    try:
        folder = exchange.read(options.folder, anchor=anchor, progress=_tell_reading)
    except exchange.Damaged as fault:
        raise CommandError(f"{fault} Nothing was written.") from None
    open_data()
    from stepwell.actions.importing.folder import find_or_found, take_folder  # tables need the opened data

    at = clock.now()
    organization = find_or_found(name, at=at)
    try:
        report = take_folder(organization, folder, zone=zone, at=at, progress=_tell_writing)
    except KeyboardInterrupt:
        print(
            "\nStopped. Whoever is written is written wholly; run the same command again to go on.",
            file=sys.stderr,
        )
        return 130
    look_over()  # the tables are no longer what the counts of the start were of
    print(f"Brought along into {organization.name}:")
    _print_counts("taken", report.taken)
    _print_counts("here already or told twice", report.not_new)
    _print_counts("kept with a remark", report.remarks)
    _print_counts("left", report.left)
    return 0


def _anchor(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--anchor needs a date like 2020-01-01, not {text!r}.") from None


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CommandError(f"--zone needs a time zone like America/Chicago, not {text!r}.") from None


def _tell_reading(name: str, rows: int) -> None:
    print(f"Reading {name}: {rows:,} rows", file=sys.stderr, flush=True)


def _tell_writing(done: int, of: int) -> None:
    if done % 250 == 0 or done == of:
        print(f"Writing: {done:,} of {of:,} people", file=sys.stderr, flush=True)


def _print_counts(title: str, counts: Counter[str]) -> None:
    shown = [(what, number) for what, number in counts.items() if number]
    if shown:
        print(f"  {title}:")
        for what, number in shown:
            print(f"    {number:>9,}  {what}")
