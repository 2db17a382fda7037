"""What no single cell shows: codes that stand twice, events that lack what their item needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable
from sibai.measure.choices import Item
from sibai.measure.law import InForce
from sibai.measure.score import POINTS_BY_LEVEL, POINTS_BY_RANK


def check_unique(table: ReadTable, columns: Sequence[str], what: str, faults: Faults) -> None:
    """A fault at each row whose key stood in an earlier row, naming that row."""
    keys = table.frame.select(columns)
    twice = keys.is_duplicated() & keys.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    if not twice.any():
        return
    frame = keys.with_columns(pl.Series("line", list(table.rows)), pl.Series("index", range(keys.height)))
    again = frame.filter(twice).with_columns(pl.col("line").min().over(columns).alias("before"))
    for index, line, before in again.select("index", "line", "before").iter_rows():
        if line != before:
            table.fault(index, columns[-1], f"{what}与第{before}行重复，请删去一行或改正编号", faults)


def check_staff(table: ReadTable, by_town: bool, faults: Faults) -> None:
    """STAFF: codes once; under `pool_scope` = town a town for everybody."""
    check_unique(table, ["code"], "编号", faults)
    if by_town:
        table.fault_rows(
            table.frame.get_column("town").is_null(), "town", "按镇分配（pool_scope=town）时必须填写镇", faults
        )


def check_events(
    table: ReadTable, staff: ReadTable, window: tuple[date, date], law: Mapping[str, InForce], faults: Faults
) -> None:
    """EVENTS: known codes, dates of the appraisal year, and what each item needs."""
    frame = table.frame
    code = frame.get_column("code")
    if staff.sound:  # of a staff list that could not be read whole, a missing code says nothing
        unknown = code.is_not_null() & ~code.is_in(staff.frame.get_column("code").unique().implode())
        table.fault_rows(unknown, "code", "人员表中没有这个编号，请核对编号或补上人员", faults)
    day, (first, last) = frame.get_column("date"), window
    told = f"本考核年度为 {first} 至 {last}"
    table.fault_rows((day < first).fill_null(False), "date", f"早于本考核年度（{told}），不能计入", faults)
    table.fault_rows((day > last).fill_null(False), "date", f"晚于本考核年度（{told}），计入下一年度", faults)
    check_levels(table, law, faults)
    check_ranks(table, law, faults)
    check_news(table, faults)
    check_calls(table, faults)


def check_levels(table: ReadTable, law: Mapping[str, InForce], faults: Faults) -> None:
    """The items that go by level have one that art. 18 gives points for."""
    for item, name in POINTS_BY_LEVEL.items():
        levels = law[name].value.rows
        known = "、".join(level.label for level in levels)
        check_key(table, item, "level", [int(level) for level in levels], f"{item.label}的层级应为{known}之一", faults)


def check_ranks(table: ReadTable, law: Mapping[str, InForce], faults: Faults) -> None:
    """The items that go by place have one that art. 18 gives points for."""
    for item, name in POINTS_BY_RANK.items():
        ranks = list(law[name].value.rows)
        meaning = "（1 为末位，2、3 为倒数第二、第三）" if item is Item.LAST_THREE else ""
        known = "、".join(map(str, ranks))
        check_key(table, item, "rank", ranks, f"{item.label}的名次应为{known}之一{meaning}", faults)


def check_key(table: ReadTable, item: Item, column: str, known: Sequence[int], message: str, faults: Faults) -> None:
    """A fault at each event of an item whose level or place has no row in the table of points."""
    meant = (table.frame.get_column("item") == item.value).fill_null(False)
    wrong = meant & ~table.frame.get_column(column).is_in(known).fill_null(False)
    table.fault_rows(wrong, column, message, faults)


def check_news(table: ReadTable, faults: Faults) -> None:
    """A news item says whether the medium is mainstream and how many authors; one story agrees on its authors."""
    frame = table.frame
    news = (frame.get_column("item") == Item.NEWS.value).fill_null(False)
    table.fault_rows(
        news & frame.get_column("mainstream").is_null(), "mainstream", "加4应写明是否主流媒体：1 是，0 否", faults
    )
    lacking = news & ~(frame.get_column("authors") >= 1).fill_null(False)
    table.fault_rows(lacking, "authors", "加4应写明作者数，至少1人", faults)
    stories = frame.select("code", "matter", "authors", pl.Series("news", news & ~lacking)).with_columns(
        pl.when(pl.col("news") & pl.col("matter").is_not_null()).then("authors").alias("counted")
    )
    if not stories.get_column("counted").is_not_null().any():
        return
    counted = stories.with_row_index("row").filter(pl.col("counted").is_not_null())
    apart = counted.filter(pl.col("counted") != pl.col("counted").first().over("code", "matter"))
    for row in apart.get_column("row"):
        table.fault(row, "authors", "同一稿件（同一编号、同一事项）的作者数前后不一致，请统一", faults)


def check_calls(table: ReadTable, faults: Faults) -> None:
    """A spot check reached somebody, found no more true than reached, and is the only one of its month."""
    frame = table.frame
    calls = (frame.get_column("item") == Item.SPOT_CHECK.value).fill_null(False)
    reached, correct = frame.get_column("reached"), frame.get_column("correct")
    table.fault_rows(calls & ~(reached > 0).fill_null(False), "reached", "抽查应写明接通数，至少1条", faults)
    table.fault_rows(calls & correct.is_null(), "correct", "抽查应写明属实数", faults)
    table.fault_rows(calls & (correct > reached).fill_null(False), "correct", "属实数多于接通数，请核对", faults)
    counted = frame.select("code", pl.col("date").dt.truncate("1mo").alias("month")).with_row_index("row")
    counted = counted.filter(calls & counted.get_column("month").is_not_null())
    again = counted.filter(~pl.struct("code", "month").is_first_distinct())
    for row in again.get_column("row"):
        table.fault(row, "date", "同一编号在同一个月已有一次抽查，每月只能有一次", faults)
