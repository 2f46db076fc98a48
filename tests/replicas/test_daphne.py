"""The application is plain ASGI: under Daphne, which knows no lifespan, it serves as well."""

import sys
from collections.abc import Iterator

import pytest

from project.local.folder import ROOT
from project.local.health import answers_ok
from project.local.ports import free_port
from project.local.process import Process
from project.local.replica import READY, READY_SECONDS
from project.local.stack import Stack
from tests.replicas.people import shared_document
from tests.sockets import SocketClient


@pytest.fixture
def daphne_port(stack: Stack) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "project.asgi:application"]
    log = stack.folder / "daphne.log"
    daphne = Process("daphne", command, watchdog=stack.watchdog, folder=ROOT, log=log)
    daphne.start()
    daphne.wait_until(lambda: answers_ok(port, READY), seconds=READY_SECONDS)
    yield port
    daphne.stop()


async def test_a_client_reads_and_writes_under_daphne(daphne_port: int) -> None:
    shared = await shared_document(2)
    async with (
        SocketClient([daphne_port], shared.document, shared.doors[0]) as writer,
        SocketClient([daphne_port], shared.document, shared.doors[1]) as reader,
    ):
        await writer.write("Hello")
        await writer.until(lambda: writer.journal == ["Hello"])
        await reader.until(lambda: reader.text == "Hello")
