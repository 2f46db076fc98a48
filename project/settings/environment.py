"""Reads settings out of environment variables and says plainly what is missing or wrong."""

import os
from collections.abc import Mapping, Sequence

from django.core.exceptions import ImproperlyConfigured


class Environment:
    """A view of the environment that collects every problem, so that an operator sees all of them at once."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """The variable's value; without a default an absent or empty one is a problem."""
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            self._problems.append(f"{name} is not set")
            return ""
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "true" if default else "false").lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value not in {"0", "false", "no", "off"}:
            self.problem(f"{name} must be true or false, not {value!r}")
        return False

    def number(self, name: str, default: int, *, minimum: int = 0) -> int:
        value = self.text(name, str(default))
        try:
            number = int(value)
        except ValueError:
            self.problem(f"{name} must be a whole number, not {value!r}")
            return default
        if number < minimum:
            self.problem(f"{name} must be at least {minimum}, not {number}")
        return number

    def words(self, name: str, default: str = "") -> list[str]:
        """A comma-separated list."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def choice(self, name: str, choices: Sequence[str], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.problem(f"{name} must be one of {', '.join(choices)}, not {value!r}")
            return default
        return value

    def problem(self, what: str) -> None:
        self._problems.append(what)

    def check(self) -> None:
        """Raises ImproperlyConfigured with every problem found so far."""
        if self._problems:
            raise ImproperlyConfigured("The environment is not complete: " + "; ".join(self._problems) + ".")


env = Environment(os.environ)
