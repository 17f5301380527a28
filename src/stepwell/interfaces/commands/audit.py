"""`stepwell audit verify`: whether the access trail is whole, or which line is the first that isn't."""

from __future__ import annotations

import argparse
import sys

from stepwell.interfaces.commands.errors import CommandError

NAME = "audit"
HELP = "check that the access trail is whole"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=["verify"], help="read the whole trail and compare it with its anchors"
    )


def run(options: argparse.Namespace) -> int:
    """One line for each organization. 0 when all are whole, 1 when one isn't."""
    from django.db import DatabaseError

    from stepwell.actions.keeping.verifying import UnreadableTrail, verify_trails

    whole = True
    try:
        for verdict in verify_trails():
            print(verdict.sentence, flush=True)
            whole = whole and verdict.is_whole
    except UnreadableTrail as error:
        raise CommandError(str(error)) from None
    except DatabaseError:
        raise CommandError(
            "The trail can't be read: the database is damaged or isn't one of Stepwell's."
        ) from None
    if not whole:
        print(
            "A broken trail is an incident: keep the data folder as it is, and compare a backup.",
            file=sys.stderr,
        )
    return 0 if whole else 1
