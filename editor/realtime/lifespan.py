"""The server's own start and stop. Servers without a lifespan (Daphne) get the runtime with the first connection."""

import gc

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, LifespanScope

from editor.realtime import runtime


async def lifespan(_scope: LifespanScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await runtime.running()
            _settle()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await runtime.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _settle() -> None:
    """What is loaded by now stays to the end: the garbage collector need not look through it again and again, while
    everybody waits for a tenth of a second.
    """
    gc.collect()
    gc.freeze()
