"""Where things stand in a pay sheet as people make it: a title, a header of one or two rows, people, a foot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sibai.batch.compare.columns import AMOUNTS, WHO, named
from sibai.batch.tables.grid import Grid, Tag
from sibai.batch.tables.wording import FIRST_YEAR, LAST_YEAR

LOOKED_AT = 20
"""Rows from the top in which the header must stand."""
TITLE_MONTH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月", re.ASCII)
MONTH_FORMS = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})月?份?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})", re.ASCII),
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月]\d{1,2}日?", re.ASCII),
)
TOTALS = re.compile(r"(?:本页|本表|全县|全镇)?(?:合计|小计|总计|共计|累计)(?:[:：].*)?")
FOOT = re.compile(r"(?:制表|填表|填报|经办|审核|审批|复核|负责|备注|说明|注[:：]|单位|签字|盖章|日期|大写|出纳|会计)")


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet: the place of each known column, its header, and the rows under it."""

    places: Mapping[str, int]
    headers: Mapping[str, str]
    header_row: int
    first: int
    """The first row below the header."""
    unknown: tuple[str, ...] = ()
    """Headers that nobody knows."""
    twice: tuple[str, ...] = ()
    """Columns whose header stands there twice."""


def find_layout(grid: Grid) -> Layout | None:
    """The header of a sheet: the first row (or two) that names somebody and an amount. None without one."""
    for row in range(1, min(LOOKED_AT, grid.last_row) + 1):
        made = _laid_out(grid, row)
        if made.places.keys() & WHO and made.places.keys() & AMOUNTS:
            return made
    return None


def _laid_out(grid: Grid, row: int) -> Layout:
    depth = 2 if _goes_on(grid, row) else 1
    places: dict[str, int] = {}
    headers: dict[str, str] = {}
    unknown, twice = [], []
    for place in range(1, grid.last_column + 1):
        said = _header(grid, row, place, depth)
        name = next((found for each in said if (found := named(each))), None)
        if name is None:
            unknown += said[:1]
        elif name in places:
            twice.append(name)
        else:
            places[name], headers[name] = place, _told(said, name)
    return Layout(places, headers, row + depth - 1, row + depth, tuple(unknown), tuple(twice))


def _told(said: list[str], name: str) -> str:
    """The header as a fault names it."""
    return next(" ".join(each.split()) for each in said if named(each) == name)


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether the row below still belongs to the header: this one says who, that one names columns beside it."""
    below = {place: cell for place in range(1, grid.last_column + 1) if (cell := grid.cells.get((row + 1, place)))}
    if any(cell.tag is not Tag.TEXT or _is_number(cell.text) for cell in below.values()):
        return False
    who = [place for place in range(1, grid.last_column + 1) if named(_text(grid, row, place)) in WHO]
    known = any(named(each) for place in below for each in _header(grid, row, place, 2)[:2])
    return bool(who) and known and not any(place in below for place in who)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d,.]+", text.strip(), re.ASCII))


def _header(grid: Grid, row: int, place: int, depth: int) -> list[str]:
    """What a column is called: of two rows both together, the lower, the upper; the most precise first."""
    upper = _text(grid, row, place)
    if depth == 1:
        return [upper] if upper else []
    lower = grid.cells[row + 1, place].text.strip() if (row + 1, place) in grid.cells else ""
    return [each for each in (f"{upper}{lower}" if lower else "", lower, upper if not lower else "") if each]


def _text(grid: Grid, row: int, place: int) -> str:
    """The text of a cell, or of the merged area that covers it."""
    cell = grid.cells.get((row, place))
    if cell is None and (area := grid.covered.get((row, place))):
        cell = grid.cells.get((area.top, area.left))
    return cell.text.strip() if cell else ""


def title_month(grid: Grid, layout: Layout) -> date | None:
    """The month that the title above the header tells, else the name of the sheet; None where neither does."""
    above = [cell.text for (row, _), cell in sorted(grid.cells.items()) if row < layout.header_row]
    for text in (*above, grid.sheet):
        found = TITLE_MONTH.search(unicodedata.normalize("NFKC", text))
        month = _month(found[1], found[2]) if found else month_of(text)
        if month is not None:
            return month
    return None


def month_of(text: str) -> date | None:
    """A month as people write it: 2026-05, 2026年5月, 202605, or a day in it; None for anything else."""
    written = unicodedata.normalize("NFKC", text).strip()
    found = next((match for form in MONTH_FORMS if (match := form.fullmatch(written))), None)
    return _month(found[1], found[2]) if found else None


def _month(year: str, month: str) -> date | None:
    right = FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12
    return date(int(year), int(month), 1) if right else None


def people_rows(grid: Grid, layout: Layout) -> tuple[list[int], list[int]]:
    """The rows of people, and rows with amounts of nobody; blank rows, totals, feet, headers are left out."""
    who = [layout.places[name] for name in layout.places if name in WHO]
    amounts = [layout.places[name] for name in layout.places if name in AMOUNTS]
    people, nobody = [], []
    for row in range(layout.first, grid.last_row + 1):
        texts = _texts(grid, row, range(1, grid.last_column + 1))
        told = _texts(grid, row, who)
        if not texts or _beside(texts, told):
            continue
        if told:
            people.append(row)
        elif any((row, place) in grid.cells for place in amounts):
            nobody.append(row)
    return people, nobody


def _texts(grid: Grid, row: int, places: Iterable[int]) -> list[str]:
    return [grid.cells[row, place].text.strip() for place in places if (row, place) in grid.cells]


def _beside(texts: list[str], told: list[str]) -> bool:
    """Whether a row is no person's: a total, a line below the list, the header once more on the next page."""
    total = any(TOTALS.fullmatch(re.sub(r"\s", "", text)) for text in texts)
    foot = bool(FOOT.match(texts[0])) or any(FOOT.match(text) for text in told)
    return total or foot or (bool(told) and all(named(text) in WHO for text in told))
