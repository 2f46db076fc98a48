import signal
import sys
from pathlib import Path

import pytest

from tests.local.processes import DEADLINE_SECONDS, Started
from tests.waiting import wait_until

SHOW = (
    "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], os.environ['S3_ENDPOINT_URL'], flush=True)"
)
WAIT = "import time; print('started', flush=True); time.sleep(600)"


def nothing_left(started: Started, folder: Path) -> bool:
    return not started.left() and not list(folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "t").mkdir()
    return tmp_path / "t"


def test_the_command_gets_servers_and_its_exit_code_is_passed_on(folder: Path) -> None:
    started = Started("exec", "--", sys.executable, "-c", f"{SHOW}; raise SystemExit(7)", folder=folder)
    assert started.end() == 7
    assert started.text().count("127.0.0.1") == 3
    assert nothing_left(started, folder)


def test_servers_that_are_given_are_used(folder: Path) -> None:
    given = "postgres://somebody@127.0.0.1:1/theirs"
    started = Started("exec", "--", sys.executable, "-c", SHOW, folder=folder, DATABASE_URL=given)
    assert started.end() == 0
    assert started.text().startswith(given)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_command_and_the_servers(folder: Path, number: int, code: int) -> None:
    # The command dies of the signal itself; Python would turn SIGINT into a traceback and exit code 1, or 130.
    command = f"import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); {WAIT}"
    started = Started("exec", "--", sys.executable, "-c", command, folder=folder)
    started.wait_for("started")
    started.process.send_signal(number)
    assert started.end() == code
    assert nothing_left(started, folder)


def test_kill_9_leaves_neither_processes_nor_files(folder: Path) -> None:
    started = Started("exec", "--", sys.executable, "-c", WAIT, folder=folder)
    started.wait_for("started")
    started.process.kill()
    started.end()
    wait_until(lambda: nothing_left(started, folder), "nothing left", DEADLINE_SECONDS)


def test_a_command_that_is_not_there_is_said_plainly(folder: Path) -> None:
    started = Started("exec", "--", "no-such-command", folder=folder)
    assert started.end() == 1
    assert "no-such-command" in started.text()
    assert "Traceback" not in started.text()
    assert nothing_left(started, folder)
