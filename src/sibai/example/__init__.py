"""The sample year of 白河县: its 122 real villages, with people and events invented and marked 演示数据."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import polars as pl

from sibai.batch.commands.command import Asked
from sibai.batch.commands.deliver import told
from sibai.batch.commands.settle import settle_year
from sibai.example.year import YEAR, write_sample_year
from sibai.measure.choices import Grade
from sibai.measure.values import show_hundredths

FOLDER = Path("out") / "演示数据"
WIDTHS = (10, 26, 8, 8, 8, 10, 10)
HEADINGS = ("镇", "村（社区）", "加分", "减分", "得分", "档次", "绩效工资")
TEXT_COLUMNS = (0, 1, 5)


def show_sample_year(folder: Path = FOLDER) -> None:
    """Write the sample year's two tables, settle them, print the result and one explanation."""
    staff, events = write_sample_year(folder)
    done = settle_year(Asked([str(staff), str(events)]), YEAR)
    villages = pl.read_csv(staff, infer_schema=False)
    print(f"演示数据：白河县{YEAR}年度，122个真实的村和社区，人员和事项都是编造的（{folder}）\n")
    print(line(HEADINGS))
    for place, row in zip(villages.iter_rows(named=True), done.frame.iter_rows(named=True), strict=True):
        share = "" if row["share"] is None else show_hundredths(row["share"])
        points = [show_hundredths(row[name]) for name in ("bonus", "deduction", "score")]
        print(line((place["town"], place["village"], *points, Grade.numbered(row["grade"]).label, share)))
    shares = done.frame.get_column("share")
    print(f"\n参加分配 {shares.count()} 人，绩效工资合计 {show_hundredths(int(shares.sum()))} 元\n")
    example = most_eventful(events, done.frame)
    print(f"编号 {done.frame.get_column('code')[example]} 的每个数是怎么来的：\n")
    print("\n".join(told(done.explain(example))))
    for notice in done.notices:
        print(notice, file=sys.stderr)


def line(cells: tuple[str, ...]) -> str:
    """One row of the table; Chinese letters are two columns wide on a terminal."""
    padded = []
    for position, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True)):
        blanks = " " * max(0, width - columns_of(cell))
        padded.append(cell + blanks if position in TEXT_COLUMNS else blanks + cell)
    return "  ".join(padded).rstrip()


def columns_of(text: str) -> int:
    """How many columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def most_eventful(events: Path, frame: pl.DataFrame) -> int:
    """The row of the coordinator with the most kinds of events, who makes the best example."""
    kinds = pl.read_csv(events, infer_schema=False).group_by("code").agg(pl.col("item").n_unique().alias("kinds"))
    ranked = frame.with_row_index("row").join(kinds, on="code").sort("kinds", "code", descending=[True, False])
    return int(ranked.get_column("row")[0])
