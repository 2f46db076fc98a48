"""The web process: `python -m project.serve` answers HTTP and WebSockets on $HOST:$PORT.

uvicorn from here instead of from its command line, for what that one can't do: TCP_USER_TIMEOUT on the listening socket
(a client that stopped reading is freed after 10 seconds), draining before sockets are closed, and exit code 0 after a
clean stop. Also for daphne and other ASGI servers: nothing that the application needs is done here.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from types import FrameType

import django
import uvicorn
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from project.http import HttpProtocol
from project.websockets import WebSocketProtocol

log = logging.getLogger(__name__)

TCP_USER_TIMEOUT_MILLISECONDS = 10_000
PING_SECONDS = 20
# Platforms kill a process 30 seconds after SIGTERM, some after 20: the three phases end before.
DRAIN_SECONDS = 8
CLOSE_SECONDS = 8
LAST_SECONDS = 19
# A thread that computes lets the event loop have the interpreter after so long. Python's own 5 ms are long for the
# keystrokes that wait, and they wait for them each time that the loop has looked for news.
SWITCH_SECONDS = 0.0005


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _exit_cleanly)
    try:
        listener = listen(settings.HOST, settings.PORT)
    except OSError as problem:
        sys.exit(f"Can't listen on {settings.HOST}:{settings.PORT}: {problem.strerror}.")
    sys.setswitchinterval(SWITCH_SECONDS)
    log.info("listening", extra={"host": settings.HOST, "port": settings.PORT})
    Server(configuration()).run(sockets=[listener])


def configuration() -> uvicorn.Config:
    return uvicorn.Config(
        "project.asgi:application",
        lifespan="on",
        http=HttpProtocol,
        ws=WebSocketProtocol,
        ws_max_size=settings.COLLAB["max_frame_bytes"],
        ws_per_message_deflate=False,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        timeout_graceful_shutdown=CLOSE_SECONDS,
        proxy_headers=False,  # project/proxies.py reads them, under any server
        server_header=False,
        access_log=False,
        log_config=None,
    )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; what it sets holds for the connections it accepts, too."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, TCP_USER_TIMEOUT_MILLISECONDS)
    if listener.family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


class Server(uvicorn.Server):
    """Stops in this order: not ready any more, what waits is committed and acknowledged, sockets close with 1012."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        last_resort = threading.Timer(LAST_SECONDS, _exit_at_once)
        last_resort.daemon = True
        last_resort.start()
        await drain()
        await super().shutdown(sockets)
        log.info("stopped")


async def drain() -> None:
    """Returns after DRAIN_SECONDS at the latest; what isn't committed then stays with the browsers."""
    from editor.operations import readiness  # noqa: PLC0415 - models load before these
    from editor.realtime import runtime  # noqa: PLC0415

    readiness.set_draining()

    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            await runtime.drain()
    except TimeoutError:
        log.warning("drain_took_too_long")


def _exit_cleanly(_number: int, _frame: FrameType | None) -> None:
    """uvicorn raises the signal again when it has finished, and would die of it."""
    sys.exit(0)


def _exit_at_once() -> None:
    """Something hangs (a thread, a dead client's buffer). Nothing acknowledged is lost by leaving."""
    log.error("stop_took_too_long")
    os._exit(1)


if __name__ == "__main__":
    main()
