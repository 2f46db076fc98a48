"""What a system must offer to be measured."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.sync.dialects import Dialect


@dataclass(frozen=True, slots=True)
class Place:
    """A document, and each person's way into it: the headers of a handshake."""

    document: str
    doors: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class History:
    """The updates of a document in order, what they come to, and the client ids in them."""

    updates: Sequence[bytes]
    state: bytes
    clients: Sequence[int]


class System(ABC):
    """One that runs between `start` and `stop`, which may be called again and again."""

    name: str
    title: str
    dialect: Dialect
    ports: Sequence[int]

    @abstractmethod
    def start(self, settings: Mapping[str, str] | None = None) -> None:
        """Returns when all of it is ready. `settings` are our own program's; others don't know them."""

    @abstractmethod
    def stop(self) -> None:
        """Also after some of it has died."""

    @abstractmethod
    def make_places(self, documents: int, people: int) -> list[Place]:
        """Fresh documents, empty, with so many people in each."""

    @abstractmethod
    def kill_first(self) -> None:
        """kill -9 of the first server; `stop` still works afterwards."""

    @abstractmethod
    def store(self, content: History) -> Place | None:
        """A document that is in storage and open nowhere, as if it had been written long ago; None without storage."""

    @abstractmethod
    def servers(self) -> list[int]:
        """The processes that people are connected to."""

    @abstractmethod
    def others(self) -> list[int]:
        """All else that works for them: the database, the bus, jobs."""
