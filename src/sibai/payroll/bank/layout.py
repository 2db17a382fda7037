"""How a bank wants its file and how it answers: plain data, made by `loading.load` from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

ROW_TAKES = {
    "serial": "序号",
    "account": "账号",
    "name": "户名",
    "id_number": "证件号码",
    "amount": "金额",
    "purpose": "用途",
    "remark": "备注",
    "bank_code": "行号",
    "bank_name": "开户行",
}
"""What a field takes from the row of a payment, and what it is called where a file has no labels."""

HEAD_TAKES = {
    "month": "月份",
    "day": "日期",
    "batch": "批次号",
    "payer_account": "付款账号",
    "payer_name": "付款户名",
    "currency": "币种",
}
"""What it takes from the head, alike in every row."""

TOTAL_TAKES = {"count": "笔数", "sum": "合计金额"}
"""What only the totals line has."""

CONSTANT = "text"
NEEDED = ("account", "name", "amount")
"""Without these a file pays nobody."""

RETURN_COLUMNS = {
    "serial": "序号",
    "account": "账号",
    "name": "户名",
    "amount": "金额",
    "status": "处理状态",
    "reason": "失败原因",
    "code": "返回码",
    "bank_serial": "银行流水号",
    "day": "交易日期",
}
"""What is read of a bank's answer."""


class Kind(StrEnum):
    """Kinds of files; `.xls` is written by LibreOffice, where that is installed."""

    CSV = "csv"
    TXT = "txt"
    XLS = "xls"
    XLSX = "xlsx"

    @property
    def is_sheet(self) -> bool:
        """Whether it is a workbook and no text."""
        return self in {Kind.XLS, Kind.XLSX}


class Unit(StrEnum):
    """How an amount is written: yuan with two decimals, or whole fen."""

    YUAN = "yuan"
    FEN = "fen"


class Place(StrEnum):
    """Where the totals line stands."""

    FIRST = "first"
    LAST = "last"


class Outcome(StrEnum):
    """What a bank says of a line."""

    SUCCESS = "success"
    FAILURE = "failure"
    PENDING = "pending"

    @property
    def label(self) -> str:
        """In words for the user."""
        return {Outcome.SUCCESS: "成功", Outcome.FAILURE: "失败", Outcome.PENDING: "处理中"}[self]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a line: what it takes, its label, and its bounds (0: none)."""

    take: str
    label: str = ""
    text: str = ""
    """What stands there in every line, where `take` is text."""
    width: int = 0
    """Digits are filled with zeros to this width."""
    longest: int = 0
    """Signs."""
    bytes: int = 0
    """Bytes in the file's encoding."""
    required: bool = False

    @property
    def called(self) -> str:
        """The field in words for the user."""
        known = ROW_TAKES | HEAD_TAKES | TOTAL_TAKES
        return self.label or known.get(self.take, "固定内容")


@dataclass(frozen=True, slots=True)
class TotalsLine:
    """The totals line of a payment file."""

    place: Place
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class FileLayout:
    """The file that goes to the bank."""

    kind: Kind
    name: str
    """Pattern of the file name, see `patterns`."""
    fields: tuple[Field, ...]
    encoding: str = "gb18030"
    """gb18030, gbk, utf-8, or utf-8-sig (with a byte order mark)."""
    separator: str = ","
    closing: bool = False
    """Whether a separator stands behind the last field too."""
    quotes: bool = False
    """Whether a field that holds the separator is put into double quotes; if not, its row is refused."""
    line_end: str = "\r\n"
    last_line_end: bool = True
    header: bool = False
    unit: Unit = Unit.YUAN
    max_rows: int = 0
    sheet: str = "Sheet1"
    numbers: bool = False
    """Whether a workbook holds amounts as numbers; all other cells are text, always."""
    day_format: str = "YYYY-MM-DD"
    month_format: str = "YYYYMM"
    currency: str = "CNY"
    totals: TotalsLine | None = None


@dataclass(frozen=True, slots=True)
class ReturnTotals:
    """The totals line of an answer; places of count and sum from 1, 0: not told."""

    place: Place
    count: int = 0
    sum: int = 0


@dataclass(frozen=True, slots=True)
class ReturnLayout:
    """The file that comes back."""

    kind: Kind
    columns: Mapping[str, int | tuple[str, ...]]
    """For what is read: its place from 1, or the labels that its column may bear."""
    statuses: Mapping[str, Outcome]
    """Words of the status column, as `reading.plain` makes them."""
    encoding: str = "gb18030"
    separator: str = ","
    quotes: bool = False
    unit: Unit = Unit.YUAN
    skip: int = 0
    """Lines above the first one that counts."""
    width: int = 0
    """Cells of a line, where columns are told by place."""
    day_format: str = "YYYY-MM-DD"
    totals: ReturnTotals | None = None
    ignore: tuple[str, ...] = ()
    """A line that is no payment and begins with one of these words is passed over."""
    own: bool = False
    """Whether we wrote the file: then its encoding is known and not looked for."""

    @property
    def by_label(self) -> bool:
        """Whether there is a header to look for."""
        return any(isinstance(place, tuple) for place in self.columns.values())


@dataclass(frozen=True, slots=True)
class Layout:
    """One bank's way: its name, a remark for whoever chooses it, the file out, the file back."""

    name: str
    note: str
    file: FileLayout
    answer: ReturnLayout
    code: str = field(default="", compare=False)
    """What the layout is called in addresses and rows: the name of its TOML file without ending."""

    def coded(self, code: str) -> Layout:
        """The same under a code."""
        return replace(self, code=code)


def mirror(layout: FileLayout) -> ReturnLayout:
    """How the file that goes out is itself read back: by place, without any status."""
    columns: dict[str, int | tuple[str, ...]] = {
        each.take: place for place, each in enumerate(layout.fields, 1) if each.take in RETURN_COLUMNS
    }
    columns.pop("day", None)
    totals = None
    if layout.totals:
        places = {each.take: place for place, each in enumerate(layout.totals.fields, 1)}
        totals = ReturnTotals(layout.totals.place, places.get("count", 0), places.get("sum", 0))
    above = int(layout.header)
    return ReturnLayout(
        kind=layout.kind,
        columns=columns,
        statuses={},
        encoding=layout.encoding.removesuffix("-sig"),
        separator=layout.separator,
        quotes=layout.quotes,
        unit=layout.unit,
        skip=above,
        width=len(layout.fields),
        totals=totals,
        own=True,
    )
