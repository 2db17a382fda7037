"""Layouts and rows of every sort, for the property tests; layouts are made as TOML, so that loading is tried too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from sibai.payroll.bank.layout import RETURN_COLUMNS, Layout
from sibai.payroll.bank.loading import load
from sibai.payroll.bank.rows import Row

SEPARATORS = [",", "|", "\t", ";", "^", "~"]
OPTIONAL = ["serial", "id_number", "purpose", "remark", "bank_code", "currency", "month", "day", "batch", "text"]
TOTALS = ["count", "sum", "day", "payer_account", "payer_name", "text"]
LABELS = {"account": "账号", "name": "户名", "amount": "金额", "serial": "序号"}
SIGNS = '张三欧阳明𠮷龘·ab 1|,;"^~\t。（）-=é'
TEXTS = st.text(SIGNS, max_size=8)


def toml(values: dict[str, Any], at: str = "") -> str:
    """A table and the tables in it as TOML."""
    plain = {key: value for key, value in values.items() if not isinstance(value, dict) and not is_tables(value)}
    made = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items()]
    for key, value in values.items():
        name = f"{at}.{key}" if at else key
        if isinstance(value, dict):
            made += [f"[{name}]", toml(value, name)]
        elif is_tables(value):
            made += [line for each in value for line in (f"[[{name}]]", toml(each, name))]
    return "\n".join(made)


def is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A layout and the TOML it was made from."""

    layout: Layout
    text: str


@st.composite
def fields(draw: st.DrawFn) -> list[dict[str, Any]]:
    takes = ["account", "name", "amount", *draw(st.lists(st.sampled_from(OPTIONAL), unique=True))]
    made = []
    for take in draw(st.permutations(takes)):
        field: dict[str, Any] = {"take": take, "label": LABELS.get(take, f"列{take}")}
        if take == "text":
            field["text"] = "固定"
        if take in {"serial", "amount"}:
            field["width"] = draw(st.sampled_from([0, 14]))
        made.append(field)
    return made


@st.composite
def files(draw: st.DrawFn, kinds: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(kinds))
    made: dict[str, Any] = {
        "kind": kind,
        "name": f"F{{batch}}_{{part}}.{kind}",
        "encoding": draw(st.sampled_from(["gb18030", "gbk", "utf-8", "utf-8-sig"])),
        "separator": draw(st.sampled_from(SEPARATORS)),
        "closing": draw(st.booleans()),
        "quotes": draw(st.booleans()),
        "line_end": draw(st.sampled_from(["crlf", "lf"])),
        "last_line_end": draw(st.booleans()),
        "header": draw(st.booleans()),
        "unit": draw(st.sampled_from(["yuan", "fen"])),
        "numbers": draw(st.booleans()),
        "max_rows": draw(st.sampled_from([0, 1, 3])),
        "fields": draw(fields()),
    }
    if draw(st.booleans()):
        takes = draw(st.permutations(TOTALS))
        told = [{"take": take, "text": "合计"} if take == "text" else {"take": take} for take in takes]
        made["totals"] = {"place": draw(st.sampled_from(["first", "last"])), "fields": told}
    return made


@st.composite
def answers(draw: st.DrawFn, kinds: list[str]) -> dict[str, Any]:
    key = draw(st.sampled_from([["serial"], ["account"], ["serial", "account"]]))
    rest = draw(st.lists(st.sampled_from(["name", "reason", "code", "bank_serial", "day"]), unique=True))
    names = draw(st.permutations([*key, "amount", "status", *rest]))
    by_label = draw(st.booleans())
    kind = draw(st.sampled_from(kinds))
    separator = draw(st.sampled_from(SEPARATORS))
    made: dict[str, Any] = {
        "kind": kind,
        "encoding": draw(st.sampled_from(["gb18030", "utf-8"])),
        "separator": separator,
        "quotes": True,
        "unit": draw(st.sampled_from(["yuan", "fen"])),
        "day_format": draw(st.sampled_from(["YYYYMMDD", "YYYY-MM-DD", "YYYY年MM月DD日"])),
        "columns": {name: RETURN_COLUMNS[name] if by_label else place for place, name in enumerate(names, 1)},
        "status": {"success": ["成功"], "failure": ["失败"], "pending": ["处理中"]},
    }
    if not by_label:
        made |= {"width": len(names) + draw(st.integers(0, 2)), "skip": draw(st.integers(0, 2))}
    if draw(st.booleans()):
        made["totals"] = {"place": draw(st.sampled_from(["first", "last"])), "count": 1, "sum": 2}
    return made


@st.composite
def layouts(draw: st.DrawFn, kinds: list[str]) -> Made:
    """A layout of any sort."""
    text = toml({"name": "任意", "file": draw(files(kinds)), "return": draw(answers(kinds))})
    return Made(load(text), text)


@st.composite
def batches(draw: st.DrawFn) -> list[Row]:
    """Rows with serials of their own; some of them cannot be written."""
    size = draw(st.integers(1, 7))
    return [
        Row(
            serial=str(number),
            account=f"999{draw(st.integers(0, 10**12))}",
            name=draw(st.one_of(st.sampled_from(["张三", "欧阳·明", "𠮷田"]), TEXTS)),
            amount=draw(st.integers(1, 10**9)),
            id_number="610999198001010010",
            purpose=draw(TEXTS),
            remark=draw(TEXTS),
            bank_code=draw(st.sampled_from(["", "102100099996"])),
        )
        for number in range(1, size + 1)
    ]
