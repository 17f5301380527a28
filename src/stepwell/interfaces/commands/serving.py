"""The web server, as the process that `stepwell start` keeps alive."""

from __future__ import annotations

import argparse
import os

from stepwell.interfaces.commands.lifeline import end_with_parent
from stepwell.interfaces.commands.ports import HOST

APPLICATION = "stepwell.site.wsgi:application"
THREADS = 4
"""Of each of the two processes. Measured on two busy cores with 32 at once: with one thread each, and with
one process of four, p95 of a tap and a check-in was about twice as long or more; two threads and four could
not be told apart, and four leave one free while others wait for the disk."""


def serve(*, port: int, one_writer: bool) -> None:
    """Answer on this machine until told to stop. With one writer, one thread answers everybody."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        APPLICATION,
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1 if one_writer else min(2, os.cpu_count() or 1),
        blocking_threads=1 if one_writer else THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=4,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--one-writer", action="store_true")
    options = words.parse_args()
    end_with_parent()
    serve(port=options.port, one_writer=options.one_writer)


if __name__ == "__main__":
    main()
