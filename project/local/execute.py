"""Runs a command against throw-away servers."""

import os
import signal
import subprocess
from collections.abc import Sequence
from types import FrameType

from project.local.stack import Stack


class Ended(BaseException):
    """SIGINT or SIGTERM came before the command was there to take it."""


def execute(command: Sequence[str]) -> int:
    """Starts the servers, runs the command with their addresses, stops them; returns the command's exit code.

    Ctrl+C and SIGTERM end the command, and the servers after it.
    """
    child: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if not child:
            raise Ended(number)
        # A Ctrl+C at a terminal has reached the command already: it's in the same foreground group.
        if number != signal.SIGINT or not os.isatty(0):
            child[0].send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    try:
        with Stack.throw_away(given=os.environ) as stack:
            child.append(subprocess.Popen(command, env={**os.environ, **stack.environment}))
            stack.watchdog.register(child[0].pid, signal.SIGTERM, whole_group=False)
            code = child[0].wait()
            stack.watchdog.forget(child[0].pid)
    except Ended as ended:
        code = -int(ended.args[0])
    # A command that died of a signal: 128 + its number, as a shell says it.
    return code if code >= 0 else 128 - code
