"""How one concern asks for what another one gives, without importing it."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Port(Generic[T]):
    """Called, it gives what `fill` has put there. `editor.apps` fills all of them when Django starts."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._adapter: T | None = None

    def fill(self, adapter: T) -> None:
        self._adapter = adapter

    def __call__(self) -> T:
        if self._adapter is None:
            raise RuntimeError(f"nobody has filled the port for {self._name}: editor.apps has not been loaded")
        return self._adapter
