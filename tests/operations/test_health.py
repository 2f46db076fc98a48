"""What load balancers ask."""

from contextlib import closing
from socket import create_server

import pytest
from django.test import AsyncClient
from pytest_django import Settings

from editor.operations import readiness


@pytest.fixture
def closed_port() -> int:
    """A port on which nobody answers any more."""
    with closing(create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
    return port


async def ready(query: str = "") -> tuple[int, dict[str, str | bool]]:
    answer = await AsyncClient().get(f"/readyz{query}")
    return answer.status_code, answer.json()


async def test_alive_asks_nobody(settings: Settings, closed_port: int) -> None:
    settings.DATABASE_URL = f"postgres://app@127.0.0.1:{closed_port}/app"
    answer = await AsyncClient().get("/healthz", headers={"Cookie": "session=something"})
    assert answer.status_code == 200


async def test_ready_when_all_answer() -> None:
    assert await ready() == (200, {"postgres": "ok", "redis": "ok", "s3": "ok"})


@pytest.mark.parametrize("broken", ["postgres", "redis", "s3"])
async def test_not_ready_without_one_of_them_and_it_says_which(
    settings: Settings, closed_port: int, broken: str
) -> None:
    settings.DATABASE_URL = _moved(settings.DATABASE_URL, closed_port, broken == "postgres")
    settings.REDIS_URL = _moved(settings.REDIS_URL, closed_port, broken == "redis")
    settings.S3_ENDPOINT_URL = _moved(settings.S3_ENDPOINT_URL, closed_port, broken == "s3")
    status, answers = await ready()
    assert status == 503
    assert {name for name, answer in answers.items() if answer != "ok"} == {broken}


async def test_a_caller_can_say_what_it_needs(settings: Settings, closed_port: int) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{closed_port}/0"
    assert (await ready("?needs=postgres"))[0] == 200
    assert (await ready("?needs=postgres,redis"))[0] == 503


async def test_not_ready_while_draining(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_draining", False)  # so that it is put back afterwards
    readiness.set_draining()
    assert await ready("?needs=postgres") == (503, {"draining": True})


def _moved(url: str, port: int, moved: bool) -> str:
    head, _, rest = url.rpartition(":")
    return f"{head}:{port}/{rest.partition('/')[2]}" if moved else url
