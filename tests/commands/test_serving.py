"""`sibai serve` where it cannot listen says so and opens nothing; its rounds outlive no server."""

import os
import socket

import pytest

from sibai.server import rounds
from sibai.server.serving import unlistenable


@pytest.mark.parametrize("port", [-1, 0, 65536, 99999])
def test_a_port_that_does_not_exist_is_named(port: int) -> None:
    assert unlistenable("127.0.0.1", port).startswith("--port")


@pytest.mark.parametrize("host", ["999.1.1.1", "", "县", "203.0.113.9"])
def test_an_address_that_is_not_this_machines_is_named(host: str) -> None:
    assert unlistenable(host, 48731).startswith("--host")


def test_a_port_that_another_program_uses_is_not_shared() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert "已经有程序在用" in unlistenable("127.0.0.1", port)
    assert unlistenable("127.0.0.1", port) == ""


def test_rounds_of_a_server_that_fell_before_they_woke_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "one_round", lambda: pytest.fail("a round without its server"))
    assert rounds.keep_rounds(os.getpid()) == 0
