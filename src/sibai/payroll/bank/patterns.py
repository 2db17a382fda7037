"""Days and months as a bank writes them, and names of files: `YYYYMMDD`, `DF{day}{batch:3}{part:2}.txt`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from sibai.payroll.bank.rows import Head

PARTS = {"YYYY": "%Y", "MM": "%m", "DD": "%d", "hh": "%H", "mm": "%M", "ss": "%S"}
"""Letters of a format, and what stands for them in Python; everything else stands for itself."""

PART = re.compile("|".join(PARTS))
NAME_PART = re.compile(r"\{([a-z_]+)(?::([1-9]))?\}")
UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*{}]')
"""What no file name holds on Windows, where most banks' programs run; and braces that name nothing."""

NAME_PARTS: Mapping[str, Callable[[Head, int, int], str]] = {
    "month": lambda head, _part, _count: f"{head.month:%Y%m}",
    "day": lambda head, _part, _count: f"{head.day:%Y%m%d}",
    "batch": lambda head, _part, _count: head.batch,
    "part": lambda _head, part, _count: str(part),
    "count": lambda _head, _part, count: str(count),
    "payer_account": lambda head, _part, _count: head.payer_account,
}
"""What a file name may tell: of the head, which file of several it is, how many rows it has."""


def day_fault(pattern: str, needed: tuple[str, ...]) -> str:
    """What is wrong with a format of days or months; empty if nothing is."""
    missing = [each for each in needed if pattern.count(each) != 1]
    if missing:
        return f"日期写法里应有且只有一个 {'、'.join(missing)}"
    rest = PART.sub("", pattern)
    return f"日期写法里有不认识的字母“{rest}”" if re.search(r"[A-Za-z%0-9]", rest) else ""


def write_day(day: date, pattern: str) -> str:
    """A day in a format."""
    return day.strftime(PART.sub(lambda found: PARTS[found.group()], pattern))


def read_day(text: str, pattern: str) -> date | None:
    """The day that a text of exactly this format says; None if it is none."""
    if not re.fullmatch(PART.sub(lambda found: rf"[0-9]{{{len(found.group())}}}", _literal(pattern)), text):
        return None
    try:
        return datetime.strptime(text, PART.sub(lambda found: PARTS[found.group()], pattern)).date()  # noqa: DTZ007
    except ValueError:
        return None


def _literal(pattern: str) -> str:
    """The format as an expression: signs between its parts stand for themselves."""
    return re.sub(r"[^A-Za-z]", lambda sign: re.escape(sign.group()), pattern)


def name_fault(pattern: str) -> str:
    """What is wrong with the pattern of a file name; empty if nothing is."""
    unknown = [found[1] for found in NAME_PART.finditer(pattern) if found[1] not in NAME_PARTS]
    if unknown:
        return f"文件名里的 {{{unknown[0]}}} 不认识，可以写 {'、'.join(f'{{{each}}}' for each in NAME_PARTS)}"
    return "文件名里有不能用的符号" if UNFIT.search(NAME_PART.sub("", pattern)) else ""


def file_name(pattern: str, head: Head, part: int, count: int) -> str:
    """The name of one file. ValueError where the head's texts do not fit into a name."""

    def put(found: re.Match[str]) -> str:
        return NAME_PARTS[found[1]](head, part, count).zfill(int(found[2] or 0))

    name = NAME_PART.sub(put, pattern)
    if UNFIT.search(name):
        raise ValueError("文件名里有不能用的符号，请检查批次号和付款账号。")
    return name
