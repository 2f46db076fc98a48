"""The web process as the platform sees it: how it listens, says no, and stops."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from project.local.folder import ROOT
from project.local.stack import Stack
from project.serve import TCP_USER_TIMEOUT_MILLISECONDS, listen
from tests.local.processes import GIVEN


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Uses the servers of this run, where there are any: nothing is broken here."""
    with Stack.throw_away(given={name: os.environ[name] for name in GIVEN if name in os.environ}) as stack:
        yield stack


def test_a_dead_client_is_given_up_after_ten_seconds() -> None:
    with listen("127.0.0.1", 0) as listener:
        listener.listen()
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                option = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
                assert option == TCP_USER_TIMEOUT_MILLISECONDS


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_clean_stop_ends_with_0(stack: Stack, number: int) -> None:
    (replica,) = stack.start_replicas(1)
    assert replica.process.stop(stop_signal=number, seconds=20) == 0
    stack.stop_replicas()


def test_a_socket_from_another_origin_is_refused(stack: Stack) -> None:
    (replica,) = stack.start_replicas(1)
    address = f"ws://127.0.0.1:{replica.port}/ws/documents/00000000-0000-0000-0000-000000000000"
    with pytest.raises(InvalidStatus) as refused:
        connect(address, origin=Origin("https://evil.example.org")).close()
    assert refused.value.response.status_code == 403
    stack.stop_replicas()


def test_a_port_in_use_is_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert serve(PORT=str(port)) == (1, f"Can't listen on 127.0.0.1:{port}: Address already in use.\n")


@pytest.mark.parametrize("command", [["-m", "project.serve"], ["manage.py", "migrate"]], ids=" ".join)
def test_missing_settings_are_said_plainly(command: list[str]) -> None:
    code, said = run(command, SCRIPTORIUM_ENV="production", SECRET_KEY="", PUBLIC_ORIGINS="")
    assert code == 1
    assert "SECRET_KEY is not set" in said
    assert "Traceback" not in said


def serve(**variables: str) -> tuple[int, str]:
    return run(["-m", "project.serve"], **variables)


def run(command: list[str], **variables: str) -> tuple[int, str]:
    """The exit code and what was said of one that can't start."""
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "HOST": "127.0.0.1", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ended.returncode, ended.stdout + ended.stderr
