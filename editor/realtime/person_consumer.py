"""The socket of a person: one for each open page, which is told what to look at again."""

import asyncio
from typing import Any
from uuid import uuid4

import structlog
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable

from editor.collab.protocol import CloseCode
from editor.collab.registry import NotOpen
from editor.realtime.floods import address_of_client, floods
from editor.realtime.handshake import Denied, greet_person
from editor.realtime.measuring import note_closed
from editor.realtime.person_sockets import PersonSocket
from editor.realtime.principals import Principal
from editor.realtime.runtime import running
from editor.realtime.socket_consumer import SEND_TIMEOUT, SocketConsumer

log = structlog.get_logger(__name__)


class PersonConsumer(SocketConsumer):
    """Says hints (JSON objects with a `type`), and takes nothing: whoever sends something is cut off."""

    _kind = "person"

    async def __call__(self, scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        self._receive, self._send = receive, send
        self._log = log.bind(connection=uuid4().hex[:12])
        message: Any = await receive()
        if message["type"] != "websocket.connect":
            return
        self._address = address_of_client(scope)
        if not floods().may_knock(self._address):
            await self._ask_for_patience(scope)
            return
        try:
            principal = await greet_person(scope)
        except Denied as denied:
            self._log.info("person_handshake", outcome=denied.outcome, close_code=denied.code)
            await self._turn_away(denied.code)
            return
        await self._accept()
        await self._serve(principal)

    async def _serve(self, principal: Principal) -> None:
        code: CloseCode | None = CloseCode.FAULT
        try:
            with floods().connection(principal.reader.pk, self._address):
                runtime = await running()
                async with runtime.people.socket(principal) as socket:
                    code = await self._exchange(socket)
        except NotOpen as error:
            code = error.code
        except Exception:  # noqa: BLE001 — the consumer's edge: logged, and the client gets 1011 instead of nothing
            self._log.exception("person_connection_failed")
        finally:
            if code is None:
                note_closed(self._kind, None)
            else:
                await self._close(code)

    async def _exchange(self, socket: PersonSocket) -> CloseCode | None:
        """The code to close with; None where the client has gone."""
        tasks = [asyncio.create_task(work(socket)) for work in (self._read, self._write)]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            return socket.close_code
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, socket: PersonSocket) -> None:
        message: Any = await self._receive()
        if message["type"] != "websocket.disconnect":
            socket.close(CloseCode.MALFORMED)

    async def _write(self, socket: PersonSocket) -> None:
        while hints := await socket.take():
            try:
                for hint in hints:
                    async with asyncio.timeout(SEND_TIMEOUT):
                        await self._send({"type": "websocket.send", "bytes": None, "text": hint})
            except TimeoutError:
                socket.close(CloseCode.OVERLOADED)
                return
            except Exception as error:  # noqa: BLE001 — the client has gone; servers tell so in different words
                self._log.info("client_gone", problem=type(error).__name__)
                return
