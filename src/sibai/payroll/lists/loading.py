"""A list's layout from its TOML: everything that is wrong with it is told at once, in Chinese, with its key."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from sibai.payroll.bank.asking import BadLayout, Table
from sibai.payroll.bank.loading import ENDING, LARGEST, place_in
from sibai.payroll.lists.layout import CONSTANT, SUBJECTS, ListColumn, ListLayout

__all__ = ["BadLayout", "load", "shipped", "shipped_text"]

BRACES = re.compile(r"\{[^}]*\}?|\}")
UNFIT = '\\/:*?"<>|'
"""Signs that a file's name cannot have everywhere."""
MOST_COLUMNS, WIDEST = 60, 80


def load(text: str, code: str = "") -> ListLayout:
    """The layout that a text in TOML describes. BadLayout with every fault."""
    if len(text) > LARGEST:
        raise BadLayout(["布局：太长，不像是报表格式"])
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadLayout([f"布局：不是正确的 TOML（{place_in(str(error))}），请检查引号、等号和方括号"]) from error
    faults: list[str] = []
    made = _layout(Table(values, "", faults), code)
    if faults:
        raise BadLayout(faults)
    return made


@lru_cache
def shipped() -> dict[str, ListLayout]:
    """The layouts that come with the program, by code; each is an example that the office's own sample overrules."""
    names = sorted(each.name for each in _folder().iterdir() if each.name.endswith(ENDING))
    codes = [name.removesuffix(ENDING) for name in names]
    return {code: load(shipped_text(code), code) for code in codes}


def shipped_text(code: str) -> str:
    """The TOML of a shipped layout. KeyError where there is none of this code."""
    if code not in {each.name.removesuffix(ENDING) for each in _folder().iterdir()}:
        raise KeyError(code)
    return (_folder() / f"{code}{ENDING}").read_text(encoding="utf-8")


def _folder() -> Traversable:
    return resources.files("sibai.payroll.lists") / "shipped"


def _layout(table: Table, code: str) -> ListLayout:
    made = ListLayout(
        code=code,
        name=table.text("name", None, 40),
        of=table.one_of("of", SUBJECTS, None),
        title=table.text("title", None, 60),
        file=table.text("file", None, 60),
        note=table.text("note"),
        totals=table.flag("totals"),
        columns=(),
    )
    for key in ("title", "file"):
        _check_braces(table, key, getattr(made, key))
    if any(sign in made.file for sign in UNFIT):
        table.wrong("file", f"文件名不能有 {' '.join(UNFIT)}")
    columns = [_column(each, made.of) for each in table.tables("columns")[:MOST_COLUMNS]]
    given = table.values.get("columns")
    if isinstance(given, list) and len(given) > MOST_COLUMNS:
        table.wrong("columns", f"最多{MOST_COLUMNS}列")
    _check_columns(table, columns)
    table.end()
    return ListLayout(made.code, made.name, made.of, made.title, made.file, made.note, made.totals, tuple(columns))


def _check_braces(table: Table, key: str, text: str) -> None:
    wrong = [found[0] for found in BRACES.finditer(text) if found[0] != "{month}"]
    if wrong:
        table.wrong(key, f"花括号里只能写 {{month}}，现在有 {'、'.join(wrong)}")


def _column(table: Table, of: str) -> ListColumn:
    takes = SUBJECTS[of].takes
    take = table.one_of("take", [*takes, CONSTANT], None)
    known = takes[take].label if take in takes else ""
    label = table.text("label", known, 40) or known
    text = table.text("text", "", 100)
    width = table.number("width", most=WIDEST)
    if take == CONSTANT and not label.strip():
        table.wrong("label", '写固定内容的列（take = "text"）要有列名')
    if text and take != CONSTANT:
        table.wrong("text", '只有 take = "text" 才写固定内容')
    table.end()
    return ListColumn(take, label, width, text)


def _check_columns(table: Table, columns: list[ListColumn]) -> None:
    """No two columns of one name; who it is about is there."""
    labels = [each.label for each in columns]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        table.wrong("columns", f"有两列同名：{'、'.join(twice)}")
    if columns and not {"name", "id_number", "code"} & {each.take for each in columns}:
        table.wrong("columns", '至少要有姓名、身份证号或人员编号中的一列，如 take = "name"')
