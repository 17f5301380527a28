"""`stepwell start`: everything a program needs, in one command, until Ctrl-C."""

from __future__ import annotations

import argparse
import http.client
import os
import time
from contextlib import nullcontext
from pathlib import Path

from stepwell.interfaces.commands import folder, opening, ports, preparing
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.progress import say
from stepwell.interfaces.commands.supervising import Child, keep_alive, stopping_on_signals

HERE = "stepwell.interfaces.commands"
LATE_AFTER = 20.0
GIVES_UP_AFTER = 60.0

EXAMPLES = """
examples:
  stepwell start                           a demo program, in ./stepwell-data
  stepwell start --data ~/clinic --empty   a program of your own, with a link for its first manager
  stepwell start --data ~/clinic           the same, any other day
  stepwell start --over                    the demo from its beginning

The address of the first page is printed when it answers. Ctrl-C stops everything.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EXAMPLES
    parser.add_argument(
        "--port", type=int, metavar="N", help="where the first page answers (default: 8000 or next)"
    )
    new = parser.add_mutually_exclusive_group()
    new.add_argument(
        "--empty", action="store_true", help="begin without the demo, with a link for the first manager"
    )
    new.add_argument(
        "--over", action="store_true", help="forget all of a demo folder and load the demo again"
    )


def run(options: argparse.Namespace) -> int:
    """Runs until it is told to stop; then every process it started is gone."""
    root = folder.path()
    with folder.in_use_by_this_process(root):
        port = ports.choose(options.port)
        with ports.held(port):
            _prepare(root, empty=options.empty, over=options.over)
            _serve(root, port=port)
    return 0


def _serve(root: Path, *, port: int) -> None:
    """Web server and worker until told to stop; the address is told when the first page comes."""
    address = f"http://{ports.HOST}:{port}"
    doors = _doors(address)
    began = time.monotonic()
    first = FirstPage(port, log=root / "log" / "web.log", began=began)
    with stopping_on_signals() as stop:
        keep_alive(
            _children(root, port=port),
            stop=stop,
            is_ready=first.has_come,
            when_ready=lambda: _tell(doors, address, waited=time.monotonic() - began),
        )


def _prepare(root: Path, *, empty: bool, over: bool) -> None:
    """Tables, files, and in a new folder the demo."""
    opening.set_django_up()
    preparing.begin_again_if_cut_short(root)
    if over:
        preparing.start_over(root)
    is_new = not opening.has_tables()
    if is_new:
        preparing.mark_unfinished(root)
    with preparing.without_waiting_for_the_disk() if is_new else nullcontext():
        opening.open_data()
        from stepwell.actions import installing

        if not empty and not installing.has_organization():
            preparing.mark_unfinished(root)
            preparing.load_demo()
    preparing.mark_finished(root)
    preparing.lay_out_files()


def _doors(address: str) -> list[tuple[str, str]]:
    """Labels and links that sign somebody in: every role of a demo, or the first manager."""
    from stepwell.actions import installing, inviting
    from stepwell.kernel import clock

    at = clock.now()
    if inviting.find_demo() is not None:
        return inviting.demo_doors(base_url=address, at=at)
    if installing.somebody_can_sign_in():
        return []
    return [("First manager, works once", address + inviting.invite_first_manager(at=at))]


def _tell(doors: list[tuple[str, str]], address: str, *, waited: float) -> None:
    say(f"{waited:5.1f} s  Waited for the first page")
    width = max((len(label) for label, _ in doors), default=0)
    for label, link in doors:
        print(f"{label:{width}}  {link}", flush=True)
    print(f"{address}/", flush=True)
    say("Ctrl-C stops it.")


class FirstPage:
    """Waits for the first page: says once that it is late, and gives up on one that only shows errors."""

    def __init__(self, port: int, *, log: Path, began: float) -> None:
        self._port, self._log, self._began = port, log, began
        self._is_told = False

    def has_come(self) -> bool:
        """True when the page comes without an error of the server. A CommandError when none will."""
        status = ask(self._port)
        if status is not None and status < 500:
            return True
        waited = time.monotonic() - self._began
        if status is not None and waited > GIVES_UP_AFTER:
            raise CommandError(f"The first page shows an error; the reason is at the end of {self._log}.")
        if waited > LATE_AFTER and not self._is_told:
            say(f"The first page doesn't come; the reason is at the end of {self._log}. Still waiting.")
            self._is_told = True
        return False


def ask(port: int) -> int | None:
    """The status of the first page, or None when nobody answers."""
    asked = http.client.HTTPConnection(ports.HOST, port, timeout=3)
    try:
        asked.request("GET", "/")
        return asked.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asked.close()


def _children(root: Path, *, port: int) -> list[Child]:
    from django.conf import settings

    log = root / "log"
    one_writer = ["--one-writer"] if settings.ONE_WRITER_ONLY else []
    sink = {"STEPWELL_BASE_URL": os.environ.get("STEPWELL_BASE_URL") or f"http://{ports.HOST}:{port}"}
    if settings.OWN_MAIL_SINK:
        sink["STEPWELL_SINK_PORT"] = str(ports.free_or_any(settings.EMAIL_PORT))
    return [
        Child("web server", f"{HERE}.serving", ["--port", str(port), *one_writer], log / "web.log", sink),
        Child("worker", f"{HERE}.main", ["worker"], log / "worker.log", sink),
    ]
