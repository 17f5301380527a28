"""`stepwell restore FILE`: lays a backup out in a data folder, all of it or nothing."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from stepwell.interfaces.commands import folder
from stepwell.interfaces.commands.errors import CommandError

NAME = "restore"
HELP = "lay a backup out in an empty data folder"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup made by `stepwell backup`")
    parser.add_argument(
        "--key-file", type=Path, metavar="KEY", help="the recovery key, if it isn't beside FILE"
    )
    parser.add_argument(
        "--over", action="store_true", help="set what the data folder holds aside, and restore in its place"
    )


def run(options: argparse.Namespace) -> int:
    """Django stays out of it: its settings would make keys in the folder that is to be filled."""
    from stepwell.actions.keeping.restoring import CannotRestore, restore

    root = folder.path()
    url = os.environ.get("STEPWELL_DATABASE_URL", "")
    try:
        with folder.in_use_by_this_process(root):
            done = restore(
                options.file, root=root, key_file=options.key_file, over=options.over, database_url=url
            )
    except CannotRestore as error:
        raise CommandError(str(error)) from None
    print(f"Restored {done.parts} files of the backup made {done.made_at} in {done.root}")
    if done.people is not None:
        print(f"{done.people} people, {done.lines} lines of the access trail")
    if done.set_aside is not None:
        print(f"What was there before is in {done.set_aside}")
    print("Check the trail with: stepwell audit verify")
    return 0
