"""`stepwell backup FILE`: everything in one encrypted file, also while the program runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from stepwell.interfaces.commands import opening
from stepwell.interfaces.commands.errors import CommandError
from stepwell.kernel import clock

NAME = "backup"
HELP = "write everything into one encrypted file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="where the backup goes; its key is written beside it"
    )
    parser.add_argument("--replace", action="store_true", help="write over FILE if it is there")


def run(options: argparse.Namespace) -> int:
    """The backup is written, read back, and its counts printed."""
    from django.conf import settings

    from stepwell.actions.keeping.backing_up import CannotBackUp, back_up

    file = options.file.expanduser().absolute()
    if not file.parent.is_dir():
        raise CommandError(f"There is no folder {file.parent}.")
    opening.refuse_newer()
    root, url = settings.DATA.root, settings.DATABASE_URL
    try:
        made = back_up(file, root=root, database_url=url, replace=options.replace, at=clock.now())
    except CannotBackUp as error:
        raise CommandError(str(error)) from None
    held = [f"{made.people} people"] if made.people is not None else []
    held += [f"{made.lines} lines of the access trail"] if made.lines is not None else []
    held += [f"{made.parts} files", f"{made.size} bytes"]
    print(f"Backed up and read back: {', '.join(held)} in {made.file}")
    print(f"Recovery key: {made.key_file}")
    print("Keep the key apart from the backup: who has both reads everything, who has no key reads nothing.")
    return 0
