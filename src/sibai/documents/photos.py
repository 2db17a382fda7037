"""Where a photo was taken does not go into the house: a phone writes it beside the picture (EXIF, XMP).

Nothing is encoded anew: the bytes of the place become zeros, the picture and its direction stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

EXIF, XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
ORDERS: Final[dict[bytes, Literal["little", "big"]]] = {b"II": "little", b"MM": "big"}
APP1, SCAN = 0xE1, 0xDA
PLACE = 0x8825
"""The tag of the block that tells the place."""
ENTRY = 12
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Bytes of a value, by its type."""
INLINE = 4


def without_place(jpeg: bytes) -> bytes:
    """A JPEG as it is, but for where it was taken. What cannot be read stays as it is."""
    made = bytearray(jpeg)
    for start, end in _segments(jpeg):
        if jpeg.startswith(EXIF, start):
            _blank_exif(made, start + len(EXIF), end)
        elif jpeg.startswith(XMP, start) and b"GPS" in jpeg[start:end]:
            made[start + len(XMP) : end] = b" " * (end - start - len(XMP))
    return bytes(made)


def _segments(jpeg: bytes) -> Iterator[tuple[int, int]]:
    """Where the contents of the APP1 segments begin and end, up to the picture itself."""
    place = 2
    while place + INLINE <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != SCAN:
        size = int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if jpeg[place + 1] == APP1:
            yield place + 4, min(place + 2 + size, len(jpeg))
        place += 2 + max(size, 2)


def _blank_exif(made: bytearray, start: int, end: int) -> None:
    """Zeros for the block of the place, its values among them."""
    order = ORDERS.get(bytes(made[start : start + 2]))
    if order is not None:
        block = _Block(made, start, end, order)
        block.blank_place()


@dataclass(frozen=True, slots=True)
class _Block:
    """The EXIF of a picture from `start` to `end`; nothing outside is read or written."""

    made: bytearray
    start: int
    end: int
    order: Literal["little", "big"]

    def number(self, at: int, length: int) -> int:
        """A whole number; 0 beyond the end."""
        return int.from_bytes(self.made[at : min(at + length, self.end)], self.order)

    def blank(self, first: int, length: int) -> None:
        """Zeros."""
        last = min(first + length, self.end)
        if self.start <= first < last:
            self.made[first:last] = bytes(last - first)

    def entries(self, at: int) -> Iterator[int]:
        """Where the entries of a directory begin."""
        after = at + 2 + ENTRY * self.number(at, 2)
        yield from range(at + 2, min(after, self.end - ENTRY + 1), ENTRY)

    def blank_place(self) -> None:
        """The directory that tells the place, and the values that it points to."""
        for entry in self.entries(self.start + self.number(self.start + 4, 4)):
            if self.number(entry, 2) == PLACE:
                self._blank_directory(self.start + self.number(entry + 8, 4))

    def _blank_directory(self, at: int) -> None:
        for entry in self.entries(at):
            length = SIZES.get(self.number(entry + 2, 2), 1) * self.number(entry + 4, 4)
            if length > INLINE:
                self.blank(self.start + self.number(entry + 8, 4), length)
        self.blank(at, 2 + ENTRY * self.number(at, 2) + 4)
