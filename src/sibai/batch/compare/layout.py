"""Where things stand in a pay sheet as people make it: a title, a header of one or two rows, people, a foot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from sibai.batch.compare.columns import AMOUNTS, ITEMS, WHO, likely, named, named_under
from sibai.batch.tables.grid import Grid, Tag

LOOKED_AT = 20
"""Rows from the top in which the header must stand."""
LONGEST_HEADER = 20
TOTALS = re.compile(r"(?:本页|本表|全县|全镇)?(?:合计|小计|总计|共计|累计)(?:[:：].*)?")
TOTALS_OF = re.compile(r"[^\d]{0,12}(?:合计|小计|总计|共计)")
"""A total with the name of what it is of, where the row begins."""
FOOT = re.compile(r"(?:制表|填表|填报|经办|审核|审批|复核|负责|备注|说明|注[:：]|单位|签字|盖章|日期|大写|出纳|会计)")
LABELLED = re.compile(r"[^\d:：]{1,12}[:：]")
"""A line below the list, such as 镇长：; it has no amounts."""
NUMBER = re.compile(r"[-+]?[\d,.]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet: the place of each known column, its header, and the rows under it."""

    places: Mapping[str, int]
    headers: Mapping[str, str]
    top: int
    """The row in which the header begins."""
    header_row: int
    """The row in which it ends."""
    first: int
    """The first row below the header."""
    last: int
    """The last row before the next title and header, or of the sheet."""
    above: tuple[str, ...] = ()
    """What stands above the header: the title."""
    items: tuple[tuple[str, str, int], ...] = ()
    """Further items of pay that the rules do not know: kind, header, place."""
    unknown: tuple[str, ...] = ()
    """Headers that nobody knows."""
    twice: tuple[str, ...] = ()
    """Columns whose header stands there twice."""


def find_layouts(grid: Grid) -> list[Layout]:
    """The lists of a sheet, one below the other: each header is a row (or two) that names somebody and an amount."""
    found: list[Layout] = []
    for row in _rows_of_headers(grid):
        if (not found and row > LOOKED_AT) or (found and row < found[-1].first):
            continue
        made = _laid_out(grid, row)
        if made.places.keys() & WHO and made.places.keys() & AMOUNTS:
            found.append(made)
    ends = [*(_title_begins(grid, before, after) - 1 for before, after in pairwise(found))]
    above = [1, *(end + 1 for end in ends)]
    if not found:
        return []
    return [
        replace(each, last=last, above=tuple(_texts_between(grid, top, each.top - 1)))
        for each, top, last in zip(found, above, [*ends, grid.last_row], strict=True)
    ]


def _rows_of_headers(grid: Grid) -> list[int]:
    """Rows in which some cell is called as a person's column is."""
    short = ((row, cell.text) for (row, _), cell in grid.cells.items() if len(cell.text) <= LONGEST_HEADER)
    return sorted({row for row, text in short if _names_somebody(text)})


@cache
def _names_somebody(text: str) -> bool:
    return named(text) in WHO


def _title_begins(grid: Grid, before: Layout, after: Layout) -> int:
    """The first row above a further header that has nobody's amounts: there the list before it has ended."""
    amounts = [before.places[name] for name in before.places if name in AMOUNTS]
    row = after.top
    while row > before.first and not any(_is_number(text) for text in _texts(grid, row - 1, amounts)):
        row -= 1
    return row


def _texts_between(grid: Grid, first: int, last: int) -> Iterator[str]:
    for row in range(first, last + 1):
        yield from _texts(grid, row, range(1, grid.last_column + 1))


def _laid_out(grid: Grid, row: int) -> Layout:
    depth = 2 if _goes_on(grid, row) else 1
    places: dict[str, int] = {}
    headers: dict[str, str] = {}
    unknown: list[tuple[int, str]] = []
    twice, items = [], []
    for place in range(1, grid.last_column + 1):
        upper, lower = _header(grid, row, place, depth)
        name, told = named_under(upper, lower), " ".join((lower or upper).split())
        if name in ITEMS:
            items.append((name, told, place))
        elif name is None:
            unknown += [(place, f"{upper}{lower}")] if upper or lower else []
        elif name in places:
            twice.append(name)
        else:
            places[name], headers[name] = place, told
    for place, text in list(unknown):
        name = likely(text)
        below = grid.cells.get((row + depth, place))
        if name is not None and name not in places and (below is None or _is_number(below.text)):
            places[name], headers[name] = place, " ".join(text.split())
            unknown.remove((place, text))
    first = row + depth
    told_unknown = tuple(text for _, text in unknown)
    return Layout(places, headers, row, first - 1, first, first, (), tuple(items), told_unknown, tuple(twice))


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether the row below still belongs to the header: this one says who, that one names columns beside it."""
    below = {place: cell for place in range(1, grid.last_column + 1) if (cell := grid.cells.get((row + 1, place)))}
    if any(cell.tag is not Tag.TEXT or _is_number(cell.text) for cell in below.values()):
        return False
    who = [place for place in range(1, grid.last_column + 1) if named(_text(grid, row, place)) in WHO]
    known = any(named_under(*_header(grid, row, place, 2)) for place in below)
    return bool(who) and known and not any(place in below for place in who)


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text.strip()))


def _header(grid: Grid, row: int, place: int, depth: int) -> tuple[str, str]:
    """What a column is called, in the upper row and in the lower; blank where there is none.

    A group of columns whose upper cells are not merged is called by the first of them.
    """
    upper, below = _text(grid, row, place), _below(grid, row, place, depth)
    before = place - 1
    while below and not upper and before and _below(grid, row, before, depth):
        upper, before = _text(grid, row, before), before - 1
    return upper, below


def _below(grid: Grid, row: int, place: int, depth: int) -> str:
    cell = grid.cells.get((row + 1, place)) if depth > 1 else None
    return cell.text.strip() if cell else ""


def _text(grid: Grid, row: int, place: int) -> str:
    """The text of a cell, or of the merged area that covers it."""
    cell = grid.cells.get((row, place))
    if cell is None and (area := grid.covered.get((row, place))):
        cell = grid.cells.get((area.top, area.left))
    return cell.text.strip() if cell else ""


def people_rows(grid: Grid, layout: Layout) -> tuple[list[int], list[int]]:
    """The rows of people, and rows with amounts of nobody; rows without amounts, totals, feet, headers are left out."""
    who = [layout.places[name] for name in layout.places if name in WHO]
    amounts = [layout.places[name] for name in layout.places if name in AMOUNTS]
    before = range(1, min(amounts, default=1))
    people: list[int] = []
    nobody: list[int] = []
    for row in range(layout.first, layout.last + 1):
        texts = _texts(grid, row, range(1, grid.last_column + 1))
        told, paid = _texts(grid, row, who), _texts(grid, row, amounts)
        if not paid and not any((row, place) in grid.odd for place in amounts):
            continue
        if _beside(texts, [*_texts(grid, row, before), *told], told, paid):
            continue
        (people if told else nobody).append(row)
    return people, nobody


def _texts(grid: Grid, row: int, places: Iterable[int]) -> list[str]:
    return [grid.cells[row, place].text.strip() for place in places if (row, place) in grid.cells]


def _beside(texts: list[str], before: list[str], told: list[str], paid: list[str]) -> bool:
    """Whether a row is no person's: a total, a line below the list, the header once more on the next page.

    `before`: what stands left of the amounts; a remark may speak of totals.
    """
    if not texts:
        return False
    tight = [re.sub(r"\s", "", text) for text in texts]
    total = any(TOTALS.fullmatch(re.sub(r"\s", "", text)) for text in before) or bool(TOTALS_OF.fullmatch(tight[0]))
    foot = bool(FOOT.match(texts[0])) or any(FOOT.match(text) for text in told)
    label = any(LABELLED.match(text) for text in tight) and not any(_is_number(text) for text in paid)
    return total or foot or label or (bool(told) and all(named(text) in WHO for text in told))
