"""`sibai sample`: the month's spot check, drawn so that anybody with the frame and the seed can redraw it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from sibai.batch.commands.checks import check_unique
from sibai.batch.commands.command import Asked, BadInput, Done, place_of, stop_on
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable
from sibai.batch.tables.schema import DRAWN, FRAME
from sibai.measure import Single
from sibai.measure.dates import month_last
from sibai.measure.explain import Step
from sibai.measure.law import InForce
from sibai.measure.numbers import Ratio
from sibai.measure.spotcheck import draw

OPTIONS = {"month": "--month", "seed": "--seed", "asked_rate": "--rate"}
"""Facts that stand on the command line."""


def sample(asked: Asked, month: date, seed: str, rate: str | None) -> Done:
    """The whole frame with each record's order in its village and whether it is in the sample."""
    law = asked.law.on(month_last(month))
    check_seed(seed)
    asked_rate = None if rate is None else parse_rate(rate)
    size_of(law, 0, asked_rate)
    faults, notices = Faults(), list[str]()
    table = asked.read(0, FRAME, faults, notices)
    check_unique(table, ["village", "record"], "同一村的记录编号", faults)
    stop_on(faults)
    asked.progress.step("计算")
    villages: dict[str, list[int]] = {}
    for row, village in enumerate(table.frame.get_column("village")):
        villages.setdefault(village, []).append(row)
    orders, drawn = [0] * table.frame.height, [False] * table.frame.height
    records = table.frame.get_column("record").to_list()
    for village, rows in villages.items():
        size = size_of(law, len(rows), asked_rate)
        order = draw(f"{month:%Y-%m}", seed, village, [records[row] for row in rows])
        for row, place in zip(rows, order, strict=True):
            orders[row], drawn[row] = place, place <= size
    frame = table.frame.select("village", "record").with_columns(
        pl.Series("order", orders, dtype=pl.Int64), pl.Series("sampled", drawn, dtype=pl.Boolean)
    )
    context = {"month": month, "seed": seed, "asked_rate": asked_rate}
    return Done(
        frame=frame,
        schema=DRAWN,
        law=law,
        targets=("sampled",),
        notices=notices,
        explain=lambda row: explain(table, villages[table.frame.get_column("village")[row]], row, law, context),
    )


def size_of(law: Mapping[str, InForce], records: int, rate: Ratio | None) -> int:
    """The size of one village's sample; RateTooLow for a rate below the measure's."""
    return int(Single(law, {"records": records, "asked_rate": rate}).number("sample_size"))


def explain(
    table: ReadTable, rows: list[int], row: int, law: Mapping[str, InForce], context: Mapping[str, Any]
) -> list[Step]:
    """How one record got its place: the tickets of its whole village."""
    frame = table.frame[rows]
    facts = {
        **context,
        "village": frame.get_column("village")[0],
        "records": len(rows),
        "record": frame.get_column("record").to_list(),
    }

    def origin(name: str, index: int) -> Mapping[str, Any]:
        if name in OPTIONS:
            return {"file": "命令行", "column": OPTIONS[name]}
        if name == "records":
            return {"file": table.path, "column": "该村的行数"}
        return place_of(table, {}, name, rows[index])

    return [Single(law, facts, {"person": [0] * len(rows)}, origin).explain("sampled", rows.index(row))]


def parse_rate(text: str) -> Ratio:
    """The rate as the user wrote it, taken exactly; BadInput for what is no rate between 0 and 1."""
    try:
        ratio = Ratio.parse(text)
    except (ValueError, ZeroDivisionError):
        ratio = None
    if ratio is None or not text.replace(".", "", 1).isdecimal() or ratio.numerator > ratio.denominator:
        raise BadInput([f"--rate: “{text[:20]}”不是0到1之间的小数，写成 0.10 这样"])
    return ratio


def check_seed(seed: str) -> None:
    """A seed is one line of text without control characters, so that the ticket text has one meaning."""
    if not seed or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in seed):
        raise BadInput(["--seed: 种子不能为空，也不能有换行等控制字符"])
