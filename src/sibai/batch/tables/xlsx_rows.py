"""Rows of a sheet that are written just as every program writes them, recognised at a glance.

The guard looks at each cell through the XML parser, which takes most of the time of a large workbook. A row that one
regular expression proves ordinary (cells under the headers, from left to right, each with a plain value, no formula,
no error) needs no second look: it is replaced by an empty row of its number before the parser sees it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

WIDEST = 64
"""Columns beyond which the expression would grow too large; wider sheets are looked at cell by cell."""

ROW_END = b"</row>"
LONGEST = 1 << 22
"""Bytes without the end of a row beyond which nothing is held back."""

ATTRIBUTES = rb'(?: [A-Za-z0-9:]++="[^"<>&]*+")*+'
VALUES = (
    rb'(?: s="[0-9]++")?+(?:/>|(?: t="[nsb]")?+><v>[0-9.eE+-]++</v></c>'
    rb'| t="str"><v>[^<>&\s][^<>&]*+</v></c>'
    rb'| t="inlineStr"><is><t(?: xml:space="preserve")?+>[^<>&\s][^<>&]*+</t></is></c>)'
)


class OrdinaryRows:
    """Takes the ordinary rows out of a stream of XML; `found` is told each row number that holds a value."""

    def __init__(self, letters: list[str], found: Callable[[int], None]) -> None:
        cells = b"".join(rb'(?><c r="%s(?P=row)"%s)?+' % (each.encode(), VALUES) for each in letters)
        self.row = re.compile(rb'<row r="(?P<row>[0-9]++)"%s>%s</row>' % (ATTRIBUTES, cells))
        self.found = found
        self.rest = b""

    def without(self, piece: bytes) -> bytes:
        """The stream so far less its ordinary rows; what follows the last whole row is held back."""
        whole = self.rest + piece
        end = whole.rfind(ROW_END) + len(ROW_END)
        if end < len(ROW_END):
            end = len(whole) if len(whole) > LONGEST else 0
        self.rest = whole[end:]
        return self.row.sub(self._empty, whole[:end])

    def last(self) -> bytes:
        """What was held back."""
        rest, self.rest = self.rest, b""
        return rest

    def _empty(self, match: re.Match[bytes]) -> bytes:
        number = match["row"]
        if b"</c>" in match[0]:
            self.found(int(number))
        return b'<row r="%s"/>' % number
