"""Which port the first page answers on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.progress import say

HOST = "127.0.0.1"
USUAL = 8000
TRIED = 50


def choose(wanted: int | None) -> int:
    """The port that was asked for, or the first free one from 8000 on; a CommandError when it is taken."""
    if wanted is not None:
        if not 1 <= wanted <= 65535:
            raise CommandError(f"--port needs a number from 1 to 65535, not {wanted}.")
        if not is_free(wanted):
            raise CommandError(f"Port {wanted} is in use or not allowed; choose another one with --port N.")
        return wanted
    for port in range(USUAL, USUAL + TRIED):
        if is_free(port):
            if port != USUAL:
                say(f"Port {USUAL} is in use, so this runs on port {port}.")
            return port
    raise CommandError(f"Ports {USUAL} to {USUAL + TRIED - 1} are all in use; choose one with --port N.")


def is_free(port: int) -> bool:
    """True when this process could listen on the port now."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


@contextmanager
def held(port: int) -> Iterator[None]:
    """Keep others from choosing the port while the program is being prepared and runs.

    The web server's workers share the port among themselves (SO_REUSEPORT), so two
    programs could share it too, each answering half of the requests. A socket that is
    bound and never listens gets no request, and makes `is_free` say no to everybody else.
    """
    with socket.socket() as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            place.bind((HOST, port))
        except OSError:
            raise CommandError(f"Port {port} was taken just now; start again.") from None
        yield


def free_or_any(wanted: int) -> int:
    """The wanted port, or one that nobody uses now."""
    if is_free(wanted):
        return wanted
    with socket.socket() as attempt:
        attempt.bind((HOST, 0))
        return int(attempt.getsockname()[1])
