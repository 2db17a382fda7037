"""Whom the rows of past pay sheets are about: known within the file, told masked, never twice in a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sibai.batch.tables.faults import Faults, shortened

NAMESAKES = "个同名的人，没有身份证号或编号，分不清是不是同一人重复发放，各按一人核对，累计数不相加"


@dataclass(frozen=True, slots=True)
class Item:
    """A further item of a row that the rules do not know, in fen; `kind` as in `columns.ITEMS`."""

    kind: str
    header: str
    fen: int


@dataclass(frozen=True, slots=True)
class OldRow:
    """One person's month as the sheet has it."""

    sheet: str
    row: int
    month: date
    key: str
    """Who it is, to find the same person in other months: never shown. Blank where two might share it."""
    code: str
    """Who it is as it may be shown: the code, else the name masked, else the identity number masked."""
    inputs: Mapping[str, Any]
    """What stands in the input columns, by column, blanks left out."""
    olds: Mapping[str, int]
    """The amounts in fen, by column, blanks left out."""
    items: tuple[Item, ...] = ()
    name: str = ""
    """The name without blanks, to find the same person where the number is missing: never shown."""
    identified: bool = False
    """Whether `key` is a number or a code."""


def shown_code(values: Mapping[str, Any]) -> str:
    """Who a row is about as it may be shown: the code, else the name masked, else the number masked."""
    if values.get("code"):
        return str(values["code"])
    if values.get("name"):
        return masked_name(str(values["name"]))
    number = str(values.get("id_number", ""))
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else "*" * len(number)


def masked_name(name: str) -> str:
    """The family name, a star for each sign of the rest."""
    return name[:1] + "*" * max(1, len(name) - 1)


def same_people(rows: Sequence[OldRow]) -> list[OldRow]:
    """The rows, those without a number told by the name where just one person of the file has it."""
    keys: dict[str, set[str]] = {}
    for row in rows:
        if row.identified and row.name:
            keys.setdefault(row.name, set()).add(row.key)
    taken = {(row.key, row.month) for row in rows}
    made = []
    for row in rows:
        known = keys.get(row.name, set()) if not row.identified else set()
        key = next(iter(known)) if len(known) == 1 else ""
        alone = bool(key) and (key, row.month) not in taken
        if alone:
            taken.add((key, row.month))
        made.append(replace(row, key=key) if alone else row)
    return made


def check_twice(rows: Sequence[OldRow], path: str, several: bool, faults: Faults) -> None:
    """One person once a month. Rows that only a name tells apart are left alone: two may share it."""
    seen: dict[tuple[str, date], OldRow] = {}
    for row in rows:
        if not row.identified:
            continue
        before = seen.setdefault((row.key, row.month), row)
        if before is not row:
            label = f"{path}（{shortened(row.sheet)}）" if several else path
            where = f"工作表“{shortened(before.sheet)}”" if before.sheet != row.sheet else ""
            faults.add(label, row.row, "整行", f"同一人同一个月与{where}第{before.row}行重复，请删去一行")


def known_by_name(rows: Sequence[OldRow], path: str) -> Iterator[str]:
    """What the user should look into: rows of one month that share a name and have no number."""
    named: dict[tuple[str, date], list[OldRow]] = {}
    for row in rows:
        if row.name and not row.identified:
            named.setdefault((row.key, row.month), []).append(row)
    for (_, month), found in named.items():
        if len(found) > 1:
            where = "、".join(f"{shortened(row.sheet)}第{row.row}行" for row in found)
            yield f"{path}：{month:%Y-%m}有{len(found)}{NAMESAKES}：{where}"


def without_namesakes(rows: Sequence[OldRow]) -> Iterator[OldRow]:
    """The rows, those of people whom the file cannot tell apart without a key, so that nothing is carried between."""
    counts: dict[tuple[str, date], int] = {}
    for row in rows:
        counts[row.key, row.month] = counts.get((row.key, row.month), 0) + 1
    shared = {key for (key, _), count in counts.items() if count > 1}
    return (replace(row, key="") if row.key in shared else row for row in rows)
