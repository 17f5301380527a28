"""`stepwell keys rotate`: a new key in force, and every person's key wrapped with it."""

from __future__ import annotations

import argparse
import sys

from stepwell.interfaces.commands import opening
from stepwell.interfaces.commands.errors import CommandError
from stepwell.kernel import clock

NAME = "keys"
HELP = "put a new key in force"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["rotate"], help="make a new key and wrap every person's key with it")
    parser.add_argument(
        "--drop-now",
        action="store_true",
        help="take old keys out of the ring at once: for a ring that leaked, with everything else stopped",
    )


def run(options: argparse.Namespace) -> int:
    """Progress on stderr; it can be stopped and run again."""
    from django.db import DatabaseError

    from stepwell.actions.keeping.rotating import rotate
    from stepwell.records.people.keyring import SealBroken

    def tell(done: int, total: int) -> None:
        print(f"{done} of {total} keys wrapped anew", file=sys.stderr, flush=True)

    opening.refuse_newer()
    try:
        done = rotate(at=clock.now(), drop_now=options.drop_now, progress=tell)
    except SealBroken as error:
        raise CommandError(str(error)) from None
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"The database can't be read ({reason}); restore a backup of it.") from None
    begun = "Went on with" if done.is_resumed else "In force now:"
    print(f"{begun} {done.active}; {done.rewrapped} people's keys wrapped anew")
    if done.dropped:
        print(f"Taken out of the ring: {', '.join(done.dropped)}")
    if done.kept:
        print(f"Still in the ring: {', '.join(done.kept)}; run this again after a day to take them out")
    return 0
