"""`stepwell report counts`: how many records there are, as JSON."""

from __future__ import annotations

import argparse
import json

NAME = "report"
HELP = "print counts of sessions, positive results and people as JSON"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=["counts"], help="counts: sessions, positive results and people by trial"
    )


def run(options: argparse.Namespace) -> int:
    """Plain integers under "sessions", "positive" and "people"."""
    from stepwell.interfaces.commands.opening import open_data

    open_data(must_exist=True)
    from stepwell.actions.counting_records import count_records  # tables need the opened data

    print(json.dumps(count_records(), ensure_ascii=False, indent=1))
    return 0
