"""`sibai term`: what service each coordinator has used, and the last lawful day of the stint that is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from sibai.batch.commands.command import Asked, Done, blamed_cells, place_of, stop_on
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable
from sibai.batch.tables.schema import STINTS, TERMS
from sibai.measure import Single
from sibai.measure.choices import StintKind
from sibai.measure.explain import Step
from sibai.measure.law import EFFECTIVE, LAST_DAY, InForce

COLUMNS = ("start", "end", "kind")
TARGETS = ("months_used", "days_used", "last_lawful_day")


def term(asked: Asked) -> Done:
    """A row a code: months and days of ended stints, and the last lawful day of the open one.

    What counts as service and how long it may last is the law of the day on which the last stint starts.
    """
    start = asked.law.entries[EFFECTIVE].values[0].start
    faults, notices = Faults(), list[str]()
    table = asked.read(0, STINTS, faults, notices)
    rows_of = stints_by_code(table.frame)
    check_stints(table, rows_of, start, faults)
    stop_on(faults)
    asked.progress.step("计算")
    starts = table.frame.get_column("start").to_list()
    days = {code: max(start, starts[rows[-1]]) for code, rows in rows_of.items()}
    singles = {code: evaluation(table, rows, asked.law.on(days[code])) for code, rows in rows_of.items()}
    last_days = {code: last_day(single, table, rows_of[code]) for code, single in singles.items()}
    codes = list(rows_of)
    frame = pl.DataFrame(
        {
            "code": pl.Series(codes, dtype=pl.String),
            "months_used": pl.Series([singles[code].number("months_used") for code in codes], dtype=pl.Int64),
            "days_used": pl.Series([singles[code].number("days_used") for code in codes], dtype=pl.Int64),
            "last_lawful_day": pl.Series([last_days[code] for code in codes], dtype=pl.Date),
        }
    )
    return Done(
        frame=frame,
        schema=TERMS,
        law=asked.law.on(max(days.values(), default=start)),
        targets=TARGETS,
        notices=[*notices, *exhausted_notices(table, rows_of, last_days)],
        explain=lambda row: explain(singles[codes[row]], last_days[codes[row]]),
    )


def stints_by_code(frame: pl.DataFrame) -> dict[str, list[int]]:
    """The rows of each code in order of start, codes in the order of the file."""
    rows_of: dict[str, list[int]] = {}
    starts = frame.get_column("start").to_list()
    for row, code in enumerate(frame.get_column("code")):
        if code is not None:
            rows_of.setdefault(code, []).append(row)
    return {code: sorted(rows, key=lambda row: starts[row] or date.min) for code, rows in rows_of.items()}


def check_stints(table: ReadTable, rows_of: Mapping[str, list[int]], start: date, faults: Faults) -> None:
    """Stints run forwards, do not overlap, begin under the measure, and at most the last is open."""
    stints = list(table.frame.select(COLUMNS).iter_rows())
    for row, (first, last, kind) in enumerate(stints):
        if first and last and last < first:
            table.fault(row, "end", "止日早于起日，请核对", faults)
        if first and first < start and kind in (None, StintKind.COORDINATOR.value):
            table.fault(row, "start", f"协理员任职不能早于办法施行之日 {start}（第二十三条）", faults)
    blamed = blamed_cells(table, faults)
    for rows in rows_of.values():
        for before, after in pairwise(rows):
            if (table.rows[before], "end") not in blamed:
                check_pair(table, before, after, stints, faults)


def check_pair(table: ReadTable, before: int, after: int, stints: list[tuple[Any, ...]], faults: Faults) -> None:
    """Of two stints in a row the first has ended before the second begins."""
    (_, ended, _), (begins, _, _) = stints[before], stints[after]
    line = int(table.rows[before])
    if ended is None:
        table.fault(before, "end", "只有最后一段任职可以不填止日，请补上这一段的止日", faults)
    elif ended is not None and begins is not None and begins <= ended:
        table.fault(after, "start", f"与第{line}行的任职时间重叠，请核对", faults)


def evaluation(table: ReadTable, rows: list[int], law: Mapping[str, InForce]) -> Single:
    """One coordinator's stints."""
    part = table.frame[rows]
    facts: dict[str, Any] = {
        "start": part.get_column("start").to_list(),
        "end": part.get_column("end").to_list(),
        "kind": [None if kind is None else StintKind.numbered(kind) for kind in part.get_column("kind")],
    }

    def origin(name: str, index: int) -> Mapping[str, Any]:
        return place_of(table, {}, name, rows[index])

    return Single(law, facts, {"stint": [0] * len(rows)}, origin)


def last_day(single: Single, table: ReadTable, rows: list[int]) -> date | None:
    """The last lawful day of the open stint, if there is one that the cap concerns."""
    if table.frame.get_column("end")[rows[-1]] is not None or not single.number("cap_applies"):
        return None
    day = single.number("last_lawful_day")
    return day if isinstance(day, date) and day < LAST_DAY else None


def explain(single: Single, day: date | None) -> list[Step]:
    """How one coordinator's service was counted."""
    return [single.explain(name) for name in (TARGETS if day else TARGETS[:2])]


def exhausted_notices(
    table: ReadTable, rows_of: Mapping[str, list[int]], last_days: Mapping[str, date | None]
) -> list[str]:
    """Whose open stint starts after the last lawful day: nothing is left of the three years."""
    starts = table.frame.get_column("start")
    none_left = [code for code, day in last_days.items() if day is not None and day < starts[rows_of[code][-1]]]
    return [f"{code}：累计已满三年，最晚在岗日早于这一段的起日，不能再任（第九条）" for code in none_left]
