"""A layout from its TOML: everything that is wrong with it is told at once, in Chinese, with its key."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from sibai.payroll.bank.asking import BadLayout, Table
from sibai.payroll.bank.cells import plain
from sibai.payroll.bank.layout import (
    CONSTANT,
    HEAD_TAKES,
    NEEDED,
    RETURN_COLUMNS,
    ROW_TAKES,
    TOTAL_TAKES,
    Field,
    FileLayout,
    Kind,
    Layout,
    Outcome,
    Place,
    ReturnLayout,
    ReturnTotals,
    TotalsLine,
    Unit,
)
from sibai.payroll.bank.patterns import NAME_PART, day_fault, name_fault

__all__ = ["BadLayout", "in_folder", "load", "shipped", "shipped_text"]

ENDING = ".toml"
CODE = re.compile("[a-z0-9-]{1,40}")
LARGEST = 100_000
ENCODINGS = ("gb18030", "gbk", "utf-8", "utf-8-sig")
LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
DAY, MONTH = ("YYYY", "MM", "DD"), ("YYYY", "MM")
FORBIDDEN_SEPARATORS = "\r\n\0\"'.-"
LONGEST_SEPARATOR = 3
MOST_PLACES = 100
SHEET_NAME_LONGEST, SHEET_NAME_UNFIT = 31, "[]:*?/\\'"


def load(text: str, code: str = "") -> Layout:
    """The layout that a TOML file describes. BadLayout with every fault."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadLayout([f"布局：不是正确的 TOML 文件（{place_in(str(error))}），请检查引号、等号和方括号"]) from error
    faults: list[str] = []
    top = Table(values, "", faults)
    name, note = top.text("name", None, 40), top.text("note")
    file = _file(top.table("file"))
    answer = _answer(top.table("return"))
    top.end()
    if faults:
        raise BadLayout(faults)
    return Layout(name, note, file, answer, code)


@lru_cache
def shipped() -> dict[str, Layout]:
    """The layouts that come with the program, by code; each is an example that the bank's own sample overrules."""
    names = sorted(each.name for each in _folder().iterdir() if each.name.endswith(ENDING))
    codes = [name.removesuffix(ENDING) for name in names]
    return {code: load(shipped_text(code), code) for code in codes}


def shipped_text(code: str) -> str:
    """The TOML of a shipped layout, from which a company makes its own. KeyError where there is none of this code."""
    if code not in {each.name.removesuffix(ENDING) for each in _folder().iterdir()}:
        raise KeyError(code)
    return (_folder() / f"{code}{ENDING}").read_text(encoding="utf-8")


def in_folder(folder: Path) -> tuple[dict[str, Layout], dict[str, tuple[str, ...]]]:
    """The layouts that a county keeps as files, by code, and the faults of those that cannot be used.

    A file is called as its layout's code: letters, digits and hyphens. A folder that does not exist holds none.
    """
    good: dict[str, Layout] = {}
    bad: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            good[path.stem] = _from_file(path)
        except BadLayout as error:
            bad[path.stem] = error.faults
    return good, bad


def _from_file(path: Path) -> Layout:
    if not CODE.fullmatch(path.stem):
        raise BadLayout(["布局：文件名只能用小写字母、数字和短横线"])
    if path.stat().st_size > LARGEST:
        raise BadLayout(["布局：文件太大，不像是布局"])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLayout(["布局：文件不是 UTF-8 编码，请另存为 UTF-8"]) from error
    return load(text, path.stem)


def _folder() -> Traversable:
    return resources.files("sibai.payroll.bank") / "shipped"


def place_in(error: str) -> str:
    """Line and column of an error of TOML, which tells them in English."""
    words = error.rpartition("(at line ")[2].removesuffix(")").split(", column ")
    return f"第{words[0]}行第{words[1]}列" if len(words) == len(("line", "column")) else "文件末尾"


def _file(table: Table) -> FileLayout:
    kind = table.word("kind", Kind, None)
    made = FileLayout(
        kind=kind,
        name=table.text("name", None, 100),
        fields=_fields(table, "fields", ROW_TAKES | HEAD_TAKES),
        encoding=table.one_of("encoding", ENCODINGS, "gb18030"),
        separator=_separator(table),
        closing=table.flag("closing"),
        quotes=table.flag("quotes", kind is Kind.CSV),
        line_end=LINE_ENDS[table.one_of("line_end", LINE_ENDS, "crlf")],
        last_line_end=table.flag("last_line_end", True),
        header=table.flag("header", True),
        unit=table.word("unit", Unit, Unit.YUAN),
        max_rows=table.number("max_rows", most=1_000_000),
        sheet=table.text("sheet", "Sheet1", SHEET_NAME_LONGEST),
        numbers=table.flag("numbers"),
        day_format=_day(table, "day_format", "YYYY-MM-DD", DAY),
        month_format=_day(table, "month_format", "YYYYMM", MONTH),
        currency=table.text("currency", "CNY", 20),
        totals=_totals(table.maybe("totals")),
    )
    _check_name(table, made)
    _check_file(table, made)
    table.end()
    return made


def _check_name(table: Table, file: FileLayout) -> None:
    """The pattern of the file name: known parts, the ending of the kind, a part number where there are several."""
    fault = name_fault(file.name)
    if fault:
        table.wrong("name", fault)
    if file.kind is not Kind.TXT and not file.name.lower().endswith(f".{file.kind}"):
        table.wrong("name", f"文件名应以 .{file.kind} 结尾")
    if file.max_rows and "part" not in {found[1] for found in NAME_PART.finditer(file.name)}:
        table.wrong("name", "写了 max_rows 会分成几个文件，文件名里要有 {part}")


def _check_file(table: Table, file: FileLayout) -> None:
    """What no single key shows."""
    _check_takes(table, [each.take for each in file.fields])
    if file.header and not all(each.label.strip() for each in file.fields):
        table.wrong("fields", "header = true 时每个字段都要有 label（列名）")
    if file.kind.is_sheet:
        if any(sign in file.sheet for sign in SHEET_NAME_UNFIT) or not file.sheet.strip():
            table.wrong("sheet", "工作表名不能为空，不能含 [ ] : * ? / \\ '")
    elif file.quotes and len(file.separator) != 1:
        table.wrong("quotes", "用双引号时，分隔符只能是一个字符")
    labels = [*file.fields, *(file.totals.fields if file.totals else ())]
    if any(not _carried(each.label + each.text, file) for each in labels):
        table.wrong("fields", "列名或固定内容里有分隔符，或有这种编码没有的字")


def _check_takes(table: Table, takes: list[str]) -> None:
    """What pays somebody is there, and nothing twice."""
    for need in NEEDED if takes else ():
        if need not in takes:
            table.wrong("fields", f'缺少{ROW_TAKES[need]}（take = "{need}"）')
    for take in sorted({each for each in takes if each != CONSTANT and takes.count(each) > 1}):
        table.wrong("fields", f'take = "{take}" 写了不止一次')


def _carried(text: str, file: FileLayout) -> bool:
    """Whether the layout's own words get through its own encoding and separator."""
    if file.kind.is_sheet:
        return True
    if not file.quotes and any(sign in text for sign in file.separator):
        return False
    try:
        text.encode(file.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _fields(table: Table, key: str, takes: dict[str, str]) -> tuple[Field, ...]:
    return tuple(_field(each, takes) for each in table.tables(key))


def _field(table: Table, takes: dict[str, str]) -> Field:
    take = table.one_of("take", [CONSTANT, *takes], None)
    made = Field(
        take=take,
        label=table.text("label", "", 40),
        text=table.text("text", "", 100),
        width=table.number("width", most=30),
        longest=table.number("longest", most=1000),
        bytes=table.number("bytes", most=1000),
        required=table.flag("required", take in {*NEEDED, "serial", *TOTAL_TAKES}),
    )
    if made.text and take != CONSTANT:
        table.wrong("text", '只有 take = "text" 才写固定内容')
    if made.text != made.text.strip():
        table.wrong("text", "前后不能有空格")
    if take in NEEDED and not made.required:
        table.wrong("required", "账号、户名、金额不能为空，不能写 false")
    if made.width and take not in {"serial", "amount", "batch", *TOTAL_TAKES}:
        table.wrong("width", "只有序号、批次号、金额、笔数、合计能补零")
    table.end()
    return made


def _totals(table: Table | None) -> TotalsLine | None:
    if table is None:
        return None
    place = table.word("place", Place, None)
    fields = _fields(table, "fields", HEAD_TAKES | TOTAL_TAKES)
    table.end()
    return TotalsLine(place, fields)


def _separator(table: Table) -> str:
    value = table.text("separator", ",")
    fit = 1 <= len(value) <= LONGEST_SEPARATOR
    if not fit or any(sign in FORBIDDEN_SEPARATORS or sign.isalnum() for sign in value) or value.strip(" ") != value:
        table.wrong("separator", "应是1至3个符号（如 , | \\t），不能是字母、数字、空格、引号、点或减号")
        return ","
    return value


def _day(table: Table, key: str, default: str, needed: tuple[str, ...]) -> str:
    pattern = table.text(key, default, 40)
    fault = day_fault(pattern, needed)
    if fault:
        table.wrong(key, fault)
    return pattern


def _answer(table: Table) -> ReturnLayout:
    kind = table.word("kind", Kind, None)
    columns = _columns(table.table("columns"))
    made = ReturnLayout(
        kind=kind,
        columns=columns,
        statuses=_statuses(table.table("status")),
        encoding=table.one_of("encoding", ENCODINGS[:3], "gb18030"),
        separator=_separator(table),
        quotes=table.flag("quotes", kind is Kind.CSV),
        unit=table.word("unit", Unit, Unit.YUAN),
        skip=table.number("skip", most=20),
        width=table.number("width", most=MOST_PLACES),
        day_format=_day(table, "day_format", "YYYY-MM-DD", DAY),
        totals=_return_totals(table.maybe("totals")),
        ignore=table.words("ignore"),
    )
    if made.quotes and len(made.separator) != 1:
        table.wrong("quotes", "用双引号时，分隔符只能是一个字符")
    if made.by_label and (made.skip or made.width):
        table.wrong("skip", "按列名找列时，不写 skip 和 width")
    places = [place for place in columns.values() if isinstance(place, int)]
    if places and not made.by_label and not made.kind.is_sheet and made.width < max(places):
        table.wrong("width", f"按位置找列的文本要写明每行有几格，至少{max(places)}")
    table.end()
    return made


def _columns(table: Table) -> dict[str, int | tuple[str, ...]]:
    """Places or labels; not both, and no place twice."""
    found: dict[str, int | tuple[str, ...]] = {}
    for name in RETURN_COLUMNS:
        value = table.ask(name)
        if value is not None:
            found[name] = _column(table, name, value)
    if {"amount", "status"} - found.keys() or not {"serial", "account"} & found.keys():
        table.wrong("", "至少要有 amount（金额）、status（处理状态），以及 serial（序号）或 account（账号）")
    if len({type(place) for place in found.values()}) > 1:
        table.wrong("", "要么都写位置（整数），要么都写列名，不能混写")
    told = [each for place in found.values() for each in (place if isinstance(place, tuple) else (place,))]
    if len(set(told)) < len(told):
        table.wrong("", "有两项写了同一列")
    table.end()
    return found


def _column(table: Table, name: str, value: object) -> int | tuple[str, ...]:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_PLACES:
        return value
    labels = [value] if isinstance(value, str) else value
    if isinstance(labels, list) and labels and all(isinstance(each, str) and plain(each) for each in labels):
        return tuple(plain(each) for each in labels)
    table.wrong(name, f'应是位置（1至{MOST_PLACES}）、列名（如 "账号"），或几个列名（如 ["账号", "收款账号"]）')
    return MOST_PLACES


def _statuses(table: Table) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for outcome in Outcome:
        for word in table.words(outcome.value):
            if found.setdefault(plain(word), outcome) is not outcome:
                table.wrong(outcome.value, f"“{word}”已经写在另一种结果里")
    for needed in (Outcome.SUCCESS, Outcome.FAILURE):
        if needed not in found.values():
            table.wrong(needed.value, f"至少写一个表示{needed.label}的词")
    table.end()
    return found


def _return_totals(table: Table | None) -> ReturnTotals | None:
    if table is None:
        return None
    made = ReturnTotals(
        table.word("place", Place, None), table.number("count", most=MOST_PLACES), table.number("sum", most=MOST_PLACES)
    )
    table.end()
    return made
