"""The compact protocol of Thrift, read only: in it Parquet writes its footer and the head of every page."""

from __future__ import annotations

from typing import Any

DEEPEST = 12
TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, SET, STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
INTEGERS = frozenset({4, 5, 6})


class Malformed(Exception):
    """Bytes that are no Thrift structure."""


class Reader:
    """Reads structures from bytes, from a place on; `place` is then where the structure ends."""

    def __init__(self, data: Any, place: int, end: int) -> None:
        self.data = data
        self.place = place
        self.end = end

    def structure(self, depth: int = 0) -> dict[int, Any]:
        """The fields of a structure by number."""
        if depth > DEEPEST:
            raise Malformed
        fields: dict[int, Any] = {}
        number = 0
        while head := self.byte():
            step = head >> 4
            number = number + step if step else self.integer()
            fields[number] = self.value(head & 15, depth)
        return fields

    def byte(self) -> int:
        """The next byte."""
        if not 0 <= self.place < self.end:
            raise Malformed
        self.place += 1
        return int(self.data[self.place - 1])

    def unsigned(self) -> int:
        """A number of seven bits a byte, the lowest first."""
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7
            if shift > 63:
                raise Malformed

    def integer(self) -> int:
        """A number whose lowest bit is its sign."""
        number = self.unsigned()
        return (number >> 1) ^ -(number & 1)

    def value(self, kind: int, depth: int) -> Any:
        """A field's value; of doubles nothing is wanted but their length."""
        if kind in (TRUE, FALSE):
            return kind == TRUE
        if kind in INTEGERS:
            return self.integer()
        if kind == STRUCT:
            return self.structure(depth + 1)
        if kind in (LIST, SET):
            return self.elements(depth + 1)
        if kind == BINARY:
            return self.taken(self.unsigned())
        if kind in (BYTE, DOUBLE):
            return self.taken(1 if kind == BYTE else 8)
        raise Malformed

    def elements(self, depth: int) -> list[Any]:
        """A list; its elements that are truths take a byte each."""
        head = self.byte()
        size, kind = head >> 4, head & 15
        size = self.unsigned() if size == 15 else size
        if size > self.end - self.place or depth > DEEPEST:
            raise Malformed
        kind = BYTE if kind in (TRUE, FALSE) else kind
        return [self.value(kind, depth) for _ in range(size)]

    def taken(self, size: int) -> bytes:
        """So many bytes."""
        if size > self.end - self.place:
            raise Malformed
        self.place += size
        return bytes(self.data[self.place - size : self.place])
