"""Waiting for the first page: what is said while it doesn't come, and when the waiting ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from stepwell.interfaces.commands import start
from stepwell.interfaces.commands.errors import CommandError

LOG = Path("somewhere/log/web.log")


class Server(HTTPServer):
    """Answers every page with one status."""

    status = 200


class Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answers) as one:
        Thread(target=one.serve_forever, daemon=True).start()
        yield one
        one.shutdown()


def test_a_page_that_comes_is_there_and_nothing_is_said(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _waited(server.server_port, seconds=70).has_come()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("seconds", "times"), [(10, 0), (30, 1)])
def test_where_the_reason_is_is_said_once_after_a_while(
    server: Server, capsys: pytest.CaptureFixture[str], seconds: int, times: int
) -> None:
    server.status = 500
    page = _waited(server.server_port, seconds=seconds)

    assert not page.has_come()
    assert not page.has_come()

    assert capsys.readouterr().err.count(str(LOG)) == times


def test_a_page_that_shows_only_errors_for_a_minute_ends_the_start(server: Server) -> None:
    server.status = 500

    with pytest.raises(CommandError, match=r"the reason is at the end of somewhere/log/web\.log"):
        _waited(server.server_port, seconds=61).has_come()


def test_a_slow_machine_is_waited_for(server: Server) -> None:
    server.shutdown()
    server.server_close()

    assert not _waited(server.server_port, seconds=61).has_come()


def _waited(port: int, *, seconds: float) -> start.FirstPage:
    return start.FirstPage(port, log=LOG, began=time.monotonic() - seconds)
