"""A port belongs to one program."""

from __future__ import annotations

import socket

import pytest

from stepwell.interfaces.commands import ports
from stepwell.interfaces.commands.errors import CommandError

pytestmark = pytest.mark.embedded


def any_port() -> int:
    with socket.socket() as probe:
        probe.bind((ports.HOST, 0))
        return int(probe.getsockname()[1])


def test_a_port_that_is_held_is_free_for_nobody_else() -> None:
    port = any_port()
    with ports.held(port):
        assert not ports.is_free(port)
        with pytest.raises(CommandError, match=f"Port {port} is in use"):
            ports.choose(port)
    assert ports.is_free(port)


def test_the_server_of_the_same_program_can_listen_on_the_held_port() -> None:
    port = any_port()
    with ports.held(port), socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind((ports.HOST, port))
        server.listen()
        with socket.create_connection((ports.HOST, port), timeout=2):
            pass


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match="needs a number from 1 to 65535"):
        ports.choose(port)
