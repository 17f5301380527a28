"""`stepwell worker`: does the work that waits, until it is told to stop."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

NAME = "worker"
HELP = "do the work that waits: reminders, messages, tasks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    parser.add_argument(
        "--lease",
        type=_seconds,
        default=120,
        metavar="SECONDS",
        help="how long one worker may take for one message before another takes it (default: 120)",
    )
    parser.add_argument(
        "--every", type=_seconds, default=1, metavar="SECONDS", help="how often to look (default: 1)"
    )


def run(options: argparse.Namespace) -> int:
    """Go round until SIGTERM or SIGINT."""
    from django.conf import settings

    from stepwell.interfaces.commands.lifeline import end_with_parent
    from stepwell.interfaces.jobs import mailsink
    from stepwell.interfaces.jobs.worker import Worker

    end_with_parent()
    sink = None
    if settings.OWN_MAIL_SINK:
        try:
            sink = mailsink.start(
                folder=settings.DATA.mail, host=settings.EMAIL_HOST, port=settings.EMAIL_PORT
            )
        except OSError:
            print("Another program listens for mail here already; messages go there.", file=sys.stderr)
    if sink is not None:
        print(
            f"Messages are kept in {settings.DATA.mail}; STEPWELL_SMTP_URL names a server.", file=sys.stderr
        )
    worker = Worker(lease=timedelta(seconds=options.lease), every=options.every)
    worker.listen()
    try:
        if options.once:
            worker.once()
        else:
            print("The worker is at work. Ctrl-C ends it.", file=sys.stderr, flush=True)
            worker.run()
    finally:
        if sink is not None:
            sink.stop()
    return 0


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value <= 86400:
        raise argparse.ArgumentTypeError("give a number of seconds above 0")
    return value
