"""Tries a large update in a process of its own first, one that may be killed.

An update that is read and found in order can still keep pycrdt busy for seconds, with the interpreter locked, or use
much memory: it depends on what the document already has. For each struct, pycrdt walks from its origin to its right
origin, 0.13 µs a step, and a hostile one can have it walk through a whole text. For each range that is deleted it cuts
a text in two, and moves all that stands behind. So what has many structs or deletes many ranges, or might take many
steps, is applied to a copy first, and refused if that takes long.
"""

import asyncio
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

MANY_STRUCTS = 3_000
MANY_STEPS = 2_000_000
FEW_STRUCTS = 8
APPLY_SECONDS, APPLY_SECONDS_PER_MEGABYTE = 0.2, 0.1  # of the processor

_ROOT = Path(__file__).resolve().parents[2]
_LENGTH_BYTES = 8
_MEMORY_BYTES = 1024**3


def may_be_worth_a_trial(structs: int, deleted: int) -> bool:
    """For an update of that many structs and ranges of deletions, on top of whatever."""
    return structs > FEW_STRUCTS or structs + deleted > MANY_STRUCTS


def is_worth_a_trial(structs: int, deleted: int, known_structs: int) -> bool:
    """For an update of that many structs and ranges of deletions, on top of that many structs."""
    return structs + deleted > MANY_STRUCTS or (structs > FEW_STRUCTS and structs * known_structs > MANY_STEPS)


class Trial:
    """One at a time: a replica has other things to do."""

    def __init__(self, seconds: float = 5.0, memory_bytes: int = _MEMORY_BYTES) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._turn = asyncio.Semaphore(1)

    async def survives(self, state: bytes, update: bytes) -> bool:
        """Can the update be applied on top of the state, and what comes out be walked, stored and loaded, in time?"""
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "editor.collab.trial",
                str(self._memory_bytes),
                cwd=_ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(self._seconds):
                    await process.communicate(b"".join((len(state).to_bytes(_LENGTH_BYTES), state, update)))
            except TimeoutError:
                return False
            finally:
                if process.returncode is None:
                    process.kill()
                await process.wait()
            return process.returncode == 0


def exercise(state: bytes, update: bytes) -> None:
    """All that is ever done with a document, on a copy. Raises, panics, doesn't return or ends the process where that
    would go wrong.
    """
    doc, body = _load(state)
    with _ending_after(APPLY_SECONDS + len(update) / 1e6 * APPLY_SECONDS_PER_MEGABYTE):
        doc.apply_update(update)
    _walk(doc, body)
    _walk(*_load(doc.get_update()))


@contextmanager
def _ending_after(seconds: float) -> Iterator[None]:
    """The system ends this process after so much of the processor's time. So long nobody else would be served."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)


def _load(state: bytes) -> tuple[Doc[Any], XmlFragment]:
    doc: Doc[Any] = Doc()
    doc["title"] = Text()
    doc["default"] = body = XmlFragment()
    doc.apply_update(state)
    return doc, body


def _walk(doc: Doc[Any], body: XmlFragment) -> None:
    str(doc["title"])
    str(body)
    nodes: list[XmlFragment | XmlElement] = [body]
    while nodes:
        for child in nodes.pop().children:
            if isinstance(child, XmlElement):
                child.attributes.get("id")
                nodes.append(child)
            elif isinstance(child, XmlText):
                child.attributes.get("id")
                child.diff()


def _main() -> None:
    memory_bytes = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given = sys.stdin.buffer.read()
    begin = _LENGTH_BYTES + int.from_bytes(given[:_LENGTH_BYTES])
    exercise(given[_LENGTH_BYTES:begin], given[begin:])


if __name__ == "__main__":
    _main()
