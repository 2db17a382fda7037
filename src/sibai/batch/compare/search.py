"""One person's month explained: the first set of changes that gives what the sheet has, cell after cell.

The changes that were found are laid over the rules one after the other; what each moves a cell by is its part of the
cell's difference. A cell that nothing reproduces is taken from the sheet as it stands, and what that moves is without
evidence. Since every cell ends at the sheet's amount, the parts sum to the difference exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sibai.batch.compare.changes import Case, fit_together, further_items
from sibai.batch.compare.columns import CELLS
from sibai.batch.compare.setting import CAUSES, Change, Setting

AT_ONCE = 2
"""How many things may be otherwise for one cell; the sets of three would fit anything."""
MOST_ITEMS = 5
"""Of so many further items every choice is tried; of more, all together and the choices of the first."""
ORDER = tuple(column.name for column in CELLS)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change moves a cell by, in fen."""

    change: Change
    fen: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A cell of the sheet beside the rules' number: its difference is the sum of what moved it."""

    cell: str
    old: int
    by_rules: int
    moved: tuple[Moved, ...]

    @property
    def difference(self) -> int:
        """The sheet's less the rules', in fen."""
        return self.old - self.by_rules

    def part(self, cause: str) -> int:
        """What one cause moved the cell by."""
        return sum(each.fen for each in self.moved if each.change.cause == cause)

    @property
    def words(self) -> str:
        """What was otherwise, in a line."""
        told = dict.fromkeys(f"{CAUSES[each.change.cause]}：{each.change.words}" for each in self.moved)
        return "；".join(told)


def explain(case: Case) -> list[Explained]:
    """Every cell of the row, in the order in which one is made from the other."""
    cells = [cell for cell in ORDER if cell in case.olds]
    steps = list(_steps(case, cells))
    settings = [case.by_rules]
    for change in steps:
        settings.append(settings[-1].with_(change))
    found = []
    for cell in cells:
        values = [setting.number(cell) for setting in settings]
        moved = tuple(
            Moved(change, after - before)
            for change, before, after in zip(steps, values, values[1:], strict=False)
            if after != before
        )
        found.append(Explained(cell, case.olds[cell], values[0], moved))
    return found


def _steps(case: Case, cells: Sequence[str]) -> Iterator[Change]:
    """The changes that bring the rules to the sheet, in the order in which they were found."""
    setting = case.by_rules
    settled: dict[str, int] = {}
    for cell in cells:
        old = case.olds[cell]
        if setting.number(cell) != old:
            found = _first_that_fits(case, setting, cell, settled) or (_taken(cell, old),)
            setting = setting.with_(*found)
            yield from found
        settled[cell] = old


def _first_that_fits(case: Case, setting: Setting, cell: str, settled: Mapping[str, int]) -> tuple[Change, ...]:
    """The first set of changes under which the cell is the sheet's and those before it stay so; empty if none is.

    What the sheet tells itself comes first: its further items, as many as fit, then all of them with one change.
    """
    items = further_items(case, setting, cell)
    for some in _groups(items):
        moved = setting.with_(*some)
        if moved.number(cell) == case.olds[cell] and _holds(moved, settled):
            return some
    if items:
        with_items = setting.with_(*items)
        found = _alone(case, with_items, cell, settled)[0]
        if found:
            return (*items, *found)
    return _of_changes(case, setting, cell, settled)


def _groups(items: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """Some of the items, the most first."""
    few = items[:MOST_ITEMS]
    if len(items) > len(few):
        yield tuple(items)
    for count in range(len(few), 0, -1):
        yield from combinations(few, count)


def _alone(
    case: Case, setting: Setting, cell: str, settled: Mapping[str, int]
) -> tuple[tuple[Change, ...], list[tuple[Change, bool]]]:
    """The one change that does it, or none; and those that leave the earlier cells alone, whether they move this."""
    before, old = setting.number(cell), case.olds[cell]
    moves: list[tuple[Change, bool]] = []
    for change in _free(case, setting, cell):
        alone = setting.with_(change)
        if _holds(alone, settled):
            number = alone.number(cell)
            if number == old:
                return (change,), moves
            moves.append((change, number != before))
    return (), moves


def _of_changes(case: Case, setting: Setting, cell: str, settled: Mapping[str, int]) -> tuple[Change, ...]:
    """One change, or two at once: each must leave the earlier cells alone, one at least move this one by itself."""
    found, moves = _alone(case, setting, cell, settled)
    if found or not any(moved for _, moved in moves) or not case.effort.spend():
        return found
    old = case.olds[cell]
    for (first, one), (second, other) in combinations(moves, AT_ONCE):
        if (one or other) and fit_together((first, second)):
            both = setting.with_(first, second)
            if both.number(cell) == old and _holds(both, settled):
                return first, second
    return ()


def _free(case: Case, setting: Setting, cell: str) -> list[Change]:
    """What may still be tried: families not changed yet, no rounding of what the sheet's amount replaced."""
    families = {change.family for change in setting.changes}
    held = {change.held[0] for change in setting.changes if change.held}
    return [
        each
        for each in case.changes(cell)
        if each.family not in families and not (each.rounded and each.rounded[0] in held)
    ]


def _holds(setting: Setting, settled: Mapping[str, int]) -> bool:
    return all(setting.number(each) == amount for each, amount in settled.items())


def _taken(cell: str, old: int) -> Change:
    """The sheet's own amount, for which there is no evidence."""
    return Change("missing", f"sheet's {cell}", "没有一种做法能算出原表的数，按原表列入", held=(cell, old))
