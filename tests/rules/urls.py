"""Every URL that the project answers, as the URL configuration has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    name: str
    namespace: str
    parameters: frozenset[str]

    def url(self, **values: UUID | int | str) -> str:
        return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


def all_routes() -> list[Route]:
    return list(_routes(get_resolver().url_patterns, "", frozenset()))


def _routes(patterns: list[Any], namespace: str, parameters: frozenset[str]) -> Iterator[Route]:
    for pattern in patterns:
        mine = parameters | frozenset(pattern.pattern.converters) | frozenset(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, pattern.namespace or namespace, mine)
        elif isinstance(pattern, URLPattern):
            yield Route(pattern.name or str(pattern.pattern), namespace, mine)
