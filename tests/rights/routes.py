"""All addresses of the site, found by walking the URL table, each with arguments that fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import get_converters

NOWHERE = {
    "uuid": UUID(int=0),
    "int": 999_999,
    "str": "nothing",
    "slug": "nothing",
    "path": "nothing",
}
"""Arguments that name nothing, by the kind that the address takes."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name and the kinds of its arguments by name."""

    name: str
    kinds: tuple[tuple[str, str], ...]

    def url(self, **known: object) -> str:
        """The address, with `known` arguments where they are given and ones that name nothing elsewhere."""
        return reverse(self.name, kwargs={name: known.get(name, NOWHERE[kind]) for name, kind in self.kinds})


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[Route]:
    """Every named address of the office site."""
    kinds_of = {converter: kind for kind, converter in get_converters().items()}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            kinds = tuple((name, kinds_of[kind]) for name, kind in entry.pattern.converters.items())
            yield Route(f"{space}{entry.name}", kinds)
