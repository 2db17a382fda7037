"""Cells of a workbook: their text, and how the workbook types them."""

from __future__ import annotations

import polars as pl

from sibai.batch.tables.cells import Bad, Read, explained, keep, read_text
from sibai.batch.tables.raw import Tag
from sibai.batch.tables.schema import Column, Kind

DAYS = frozenset({Tag.TEXT, Tag.DATE, Tag.DATETIME})
NUMBERS = frozenset({Tag.TEXT, Tag.NUMBER})
TAKEN = {
    Kind.TEXT: NUMBERS,
    Kind.FLAG: frozenset({Tag.TEXT, Tag.NUMBER, Tag.FLAG}),
    Kind.COUNT: NUMBERS,
    Kind.FEN: NUMBERS,
    Kind.POINTS: NUMBERS,
    Kind.DATE: DAYS,
    Kind.DATETIME: DAYS,
    Kind.CHOICE: NUMBERS,
    Kind.ID_NUMBER: frozenset({Tag.TEXT}),
}
"""Which types of cells each kind takes."""

EXACT_WHOLE = r"^-?[0-9]{1,15}$"
"""Whole numbers that a workbook keeps exactly."""

TYPE_WORDS = {Tag.NUMBER: "数字", Tag.FLAG: "TRUE/FALSE", Tag.DATE: "日期", Tag.DATETIME: "日期时间", Tag.OTHER: "时长"}
FORMATS = {Kind.TEXT: "文本", Kind.CHOICE: "文本", Kind.DATE: "日期", Kind.DATETIME: "日期"}


def read_tagged(column: Column, cells: pl.Series, tags: pl.Series) -> Read:
    """A column of a workbook as its kind; cells of a type that cannot be meant are bad."""
    bad: list[Bad] = []
    wrong = cells.is_not_null() & ~tags.is_in([tag.value for tag in TAKEN[column.kind]])
    if column.kind is Kind.TEXT:
        wrong |= cells.is_not_null() & (tags == Tag.NUMBER) & ~cells.str.contains(EXACT_WHOLE)
    if column.kind is Kind.DATETIME:
        cells = pl.select(pl.when(tags == Tag.DATE).then(cells + " 00:00").otherwise(cells)).to_series()
    if wrong.any():
        words = pl.Series([Tag(tag).name for tag in tags.filter(wrong)], dtype=pl.String)
        every = pl.repeat(True, len(words), eager=True)
        told = explained(every, words, lambda name: _wrong_type(column, Tag[name]))
        bad.append(Bad(wrong.arg_true(), told.messages))
    read = read_text(column, keep(~wrong, cells) if wrong.any() else cells)
    first = {int(place) for each in bad for place in each.places}
    return Read(read.values, [*bad, *(each if not first else _without(each, first) for each in read.bad)])


def _without(bad: Bad, told: set[int]) -> Bad:
    """The bad cells that were not told yet: a cell of a wrong type is not blank as well."""
    kept = [index for index, place in enumerate(bad.places) if place not in told]
    messages = bad.messages if isinstance(bad.messages, str) else [bad.messages[index] for index in kept]
    return Bad(bad.places.gather(kept), messages)


def _wrong_type(column: Column, tag: Tag) -> str:
    """What to do about a cell whose type cannot be meant."""
    if column.kind is Kind.ID_NUMBER:
        return "身份证号存成了数字，末几位已丢失，请把这一列设为“文本”格式后按证件重填"
    if column.kind is Kind.TEXT and tag is Tag.NUMBER:
        return "存成了数字且位数太多或带小数，可能已不准确，请把这一列设为“文本”格式后重填"
    wanted = FORMATS.get(column.kind, "数值")
    return f"单元格的类型是{TYPE_WORDS[tag]}，请改成“{wanted}”格式后重填"
