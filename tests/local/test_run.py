import json
import signal
import socket
from pathlib import Path

import psycopg
import pytest

from project.local.health import answers_ok
from project.local.ports import free_port
from tests.local.processes import DEADLINE_SECONDS, Started
from tests.waiting import wait_until

SIGN_IN = "Sign in as ada@example.org"
DEMO = "You can sign in as ada@example.org"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "r").mkdir()
    return tmp_path / "r"


@pytest.fixture
def port() -> int:
    return free_port()


def run(folder: Path, port: int, **variables: str) -> Started:
    return Started("run", str(folder), folder=folder, PORT=str(port), **variables)


def database(folder: Path) -> psycopg.Connection[tuple[str]]:
    port = (folder / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[3]
    password = json.loads((folder / "passwords.json").read_text())["postgres"]
    return psycopg.connect(f"postgres://app:{password}@127.0.0.1:{port}/scriptorium", autocommit=True)


def test_a_port_that_is_taken_is_said_plainly(folder: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        started = run(folder, port)
        assert started.end() == 1
    assert started.text().startswith(f"Port {port} on 127.0.0.1 can't be used: Address already in use.")
    assert started.text().count("\n") == 1


@pytest.mark.parametrize("variables", [{"PORT": "eighty"}, {"REPLICAS": "0"}])
def test_a_number_that_is_none_is_said_plainly(folder: Path, variables: dict[str, str]) -> None:
    started = Started("run", str(folder), folder=folder, **variables)
    assert started.end() == 1
    assert "must be a number" in started.text()
    assert "Traceback" not in started.text()


def test_what_dies_is_started_again_and_data_survives_kill_9_and_nothing_else_does(folder: Path) -> None:
    port = free_port(also=(1, 2))
    killed = run(folder, port, REPLICAS="2")
    killed.wait_for(SIGN_IN)
    for line in ("project.serve", "procrastinate worker", "valkey-server"):
        assert any(line in left for left in killed.left()), line
    for name, line in (("app-1", "project.serve"), ("worker", "procrastinate worker")):
        killed.kill(line)
        killed.wait_for(f"{name} ended with exit code -9; starting it again in 1 s.")
    wait_until(lambda: answers_ok(port + 1, "/readyz"), "ready again", DEADLINE_SECONDS)
    assert answers_ok(port, "/healthz")
    with database(folder) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'words' AS text")
    killed.process.kill()
    killed.end()

    again = run(folder, port)
    again.wait_for(SIGN_IN)
    assert not killed.left_of_itself()
    with database(folder) as connection:
        assert connection.execute("SELECT text FROM kept").fetchone() == ("words",)
    assert DEMO in killed.text()
    assert DEMO not in again.text(), "the demonstration is made on the first run only"

    twice = run(folder, free_port())
    assert twice.end() == 1
    assert twice.text() == f"Scriptorium runs already in this folder (process {again.process.pid}).\n"

    again.process.send_signal(signal.SIGINT)
    assert again.end() == 0
    assert not again.left()
