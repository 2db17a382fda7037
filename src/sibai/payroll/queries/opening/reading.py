"""A file of what was paid before: its rows as the form has them, and every cell that cannot be taken."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable, read_content
from sibai.batch.tables.schema import Column, Kind, Schema
from sibai.documents import vault
from sibai.payroll.models import OpeningImport

logger = logging.getLogger(__name__)
FORM = Schema(
    "OPENING",
    (
        Column("name", "姓名", Kind.TEXT),
        Column("id_number", "身份证号", Kind.ID_NUMBER),
        Column("employer", "用人单位", Kind.TEXT, blank_allowed=True),
        Column("earned", "本年累计应发", Kind.FEN),
        Column("pension", "本年累计养老", Kind.FEN),
        Column("further", "本年累计其他社会保险个人", Kind.FEN, blank_allowed=True),
        Column("withheld", "本年累计个税", Kind.FEN),
        Column("months", "本年已发月数", Kind.COUNT, maximum=12),
        Column("first_job", "本年首次就业", Kind.FLAG, blank_allowed=True),
        Column("owed", "欠扣余额", Kind.FEN, blank_allowed=True),
        Column("last_earned", "上年累计应发", Kind.FEN, blank_allowed=True),
        Column("last_months", "上年已发月数", Kind.COUNT, blank_allowed=True, maximum=12),
        Column("leave_days", "本年已休年休假", Kind.COUNT, blank_allowed=True, maximum=31),
    ),
)
"""One row a person and payer; amounts in yuan, a blank is nothing."""
AMOUNTS = ("earned", "pension", "further", "withheld", "owed", "last_earned")
COUNTS = ("months", "last_months", "leave_days")
SHOWN_AS = "文件"
LOST = "上传的文件打不开了，请放弃这一次，重新上传。"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong: the row in the file (0: the file as a whole), and what to do."""

    row: int
    column: str
    words: str

    @property
    def where(self) -> str:
        """As people say it."""
        return f"第{self.row}行" if self.row else ""


@dataclass
class Told:
    """The rows of a file, what is wrong with it, and what was passed over."""

    table: ReadTable | None
    faults: Faults
    notices: Sequence[str] = field(default_factory=tuple)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows, blanks as nothing; `row` is the number in the file."""
        if self.table is None or self.faults:
            return []
        rows = []
        for number, each in zip(self.table.rows, self.table.frame.iter_rows(named=True), strict=True):
            rows.append({**each, **{name: each[name] or 0 for name in (*AMOUNTS, *COUNTS)}, "row": int(number)})
        return rows

    @property
    def found(self) -> list[Found]:
        """What is wrong, by row and column."""
        return [Found(each.row, each.column, each.message) for each in self.faults]


def told_in(batch: OpeningImport) -> Told:
    """The kept file, read again; where it is gone, or not the one that was handed in, that is the fault."""
    faults = Faults()
    faults.register(SHOWN_AS)
    try:
        content = vault.get(batch.file.pk)
    except vault.Lost:
        content = b""
    if sha256(content).hexdigest() != batch.file.sha256:
        logger.error("stored file %s cannot be opened", batch.file.pk)
        faults.add(SHOWN_AS, 1, SHOWN_AS, LOST)
        return Told(None, faults)
    return read(content, "csv" if batch.file.content_type.startswith("text/csv") else "xlsx", faults)


def read(content: bytes, kind: str, faults: Faults) -> Told:
    """A file of either kind."""
    notices: list[str] = []
    table = read_content(content, kind, SHOWN_AS, FORM, faults, notices)
    return Told(table, faults, notices)


def blank_form() -> bytes:
    """The workbook to fill: the names of the columns, numbers of persons as text."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("起用前的发放")
        text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
        bold = book.add_format({"bold": True})
        for place, column in enumerate(FORM.columns):
            style = {Kind.FEN: money, Kind.COUNT: None, Kind.FLAG: None}.get(column.kind, text)
            sheet.set_column(place, place, 22 if column.kind is Kind.ID_NUMBER else 14, style)
            sheet.write_string(0, place, column.label, bold)
        sheet.freeze_panes(1, 2)
    return made.getvalue()
