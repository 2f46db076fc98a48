"""The server's own start and stop. Servers without a lifespan (Daphne) get the runtime with the first connection."""

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, LifespanScope

from editor.realtime import runtime


async def lifespan(_scope: LifespanScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await runtime.running()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await runtime.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
