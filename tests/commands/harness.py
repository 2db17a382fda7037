"""Files for the commands, and what the commands made of them. Everything goes through the command line."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook

from sibai.cli import main

FAULT = re.compile(r"(?P<file>.+?):(?P<row>[1-9][0-9]*): (?P<column>[^:]+): (?P<message>.+)")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MUST_DECIDE = {
    "settle": {"pool_per_head", "pool_headcount", "spot_check_period", "below_bounds", "fail_shares"},
    "payroll": {"short_net"},
}
COLUMNS = {
    "STAFF": ["code", "county", "town", "village", "post_months", "on_post"],
    "EVENTS": [
        "code",
        "date",
        "item",
        "level",
        "matter",
        "rank",
        "mainstream",
        "authors",
        "reached",
        "correct",
        "evidence",
    ],
    "ROSTER": [
        "code",
        "from",
        "to",
        "unpaid_days",
        "declared_wage",
        "performance",
        "reward",
        "earned_before",
        "pension_before",
        "withheld_before",
        "months_before",
        "allowance_months",
    ],
    "APPLICANTS": [
        "code",
        "birth_date",
        "id_number",
        "education",
        "poverty_relief",
        "hard_to_employ",
        "conduct_confirmed",
        "graduate",
        "veteran",
        "poverty_household",
        "monitored_household",
        "knows_village",
        "merit",
        "applied_at",
        "hire_date",
    ],
    "STINTS": ["code", "start", "end", "kind"],
    "FRAME": ["village", "record"],
}
BLANKS = {
    "STAFF": {"town": "城关镇", "village": "甲村", "post_months": "12", "on_post": "1"},
    "EVENTS": {"date": "2026-05-01", "item": "加1", "evidence": "文件"},
    "ROSTER": {},
    "APPLICANTS": {
        "birth_date": "2000-01-01",
        "education": "大专",
        "poverty_relief": "1",
        "hard_to_employ": "0",
        "conduct_confirmed": "1",
        "graduate": "0",
        "veteran": "0",
        "poverty_household": "0",
        "monitored_household": "0",
        "knows_village": "0",
        "merit": "80",
        "applied_at": "2026-06-01 08:00",
    },
    "STINTS": {"start": "2023-01-01"},
    "FRAME": {"village": "甲村"},
}
LABELS: dict[str, str] = dict(
    pair.split()
    for pair in [
        "code 编号",
        "county 县",
        "town 镇",
        "village 村（社区）",
        "post_months 在岗月数",
        "on_post 在岗",
        "date 日期",
        "item 项目",
        "level 层级\n    ",
        "matter 事项",
        "rank 名次",
        "mainstream 主流媒体",
        "authors 作者数",
        "reached 接通数",
        "correct 属实数",
        "evidence 佐证",
        "bonus 加分",
        "deduction 减分\n    ",
        "score 得分",
        "grade 档次",
        "share 绩效工资",
        "from 在岗起",
        "to 在岗止",
        "unpaid_days 无薪天数",
        "declared_wage 申报工资",
        "performance 绩效\n    ",
        "reward 工作奖励",
        "earned_before 本年累计应发",
        "pension_before 本年累计养老",
        "withheld_before 本年累计个税",
        "months_before 本年已发月数\n    ",
        "allowance_months 减除月数",
        "base 基础工资",
        "absence 缺勤扣款",
        "gross 应发",
        "contribution_base 缴费基数",
        "pension 养老个人\n    ",
        "pension_employer 养老单位",
        "work_injury 工伤单位",
        "tax 个税",
        "net 实发",
        "owed 欠扣",
        "birth_date 出生日期",
        "id_number 身份证号\n    ",
        "education 文化程度",
        "poverty_relief 脱贫劳动力",
        "hard_to_employ 就业困难人员",
        "conduct_confirmed 政治素质",
        "graduate 高校毕业生\n    ",
        "veteran 退役军人",
        "poverty_household 脱贫户",
        "monitored_household 监测户",
        "knows_village 熟悉本村",
        "merit 成绩",
        "applied_at 报名时间\n    ",
        "hire_date 聘用日期",
        "age 年龄",
        "eligible 符合条件",
        "reasons 不符合原因",
        "priority 优先项",
        "start 起",
        "end 止",
        "kind 岗位类别",
        "months_used 已用月\n    ",
        "days_used 已用日",
        "last_lawful_day 最晚在岗日",
        "record 记录编号",
        "order 抽序",
        "sampled 入样",
    ]
)


@dataclass(frozen=True)
class Ran:
    """What one command line gave."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        """Standard output as a CSV file."""
        assert self.status == 0, self.err
        return list(csv.DictReader(io.StringIO(self.out)))

    def column(self, name: str) -> list[str]:
        """A column of the output."""
        return [row[name] for row in self.rows]

    @property
    def faults(self) -> list[tuple[int, str, str]]:
        """Row, column and message of every fault line."""
        found = [FAULT.fullmatch(line) for line in self.err.splitlines()]
        return [(int(each["row"]), each["column"], each["message"]) for each in found if each]

    @property
    def fault_rows(self) -> list[int]:
        """The rows with a fault, in the order told."""
        return [row for row, _, _ in self.faults]


def run(*arguments: object) -> Ran:
    """The command line in this process; what escapes `main` escapes here, too."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
    for stream in (out, err):
        if not stream.closed:
            stream.flush()
    texts = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return Ran(status, *texts)


def table(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> str:
    """Rows as CSV text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def sheet(kind: str, *rows: Mapping[str, str]) -> str:
    """CSV text of such a table, all columns, the usual cells filled in."""
    return table([{**BLANKS[kind], **row} for row in rows], COLUMNS[kind])


def full(kind: str, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows with the usual cells filled in, as the oracle takes them."""
    return [{**dict.fromkeys(COLUMNS[kind], ""), **BLANKS[kind], **row} for row in rows]


def options(readings: Mapping[str, str]) -> list[str]:
    """As `--reading` arguments."""
    return [part for name, option in readings.items() for part in ("--reading", f"{name}={option}")]


def on_files(command: str, texts: Sequence[str | bytes], *rest: object, ending: str = ".csv") -> Ran:
    """A command over files with such contents."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, text in enumerate(texts):
            path = Path(folder) / f"{number}{ending}"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            paths.append(path)
        return run(command, *paths, *rest)


def settle(staff: str | bytes, events: str | bytes, *rest: object, year: int = 2026) -> Ran:
    """`sibai settle`."""
    return on_files("settle", [staff, events], "--year", year, *rest)


def payroll(roster: str | bytes, *rest: object, month: str = "2026-05") -> Ran:
    """`sibai payroll`."""
    return on_files("payroll", [roster], "--month", month, *rest)


def eligible(applicants: str | bytes, *rest: object, deadline: str = "2026-06-30") -> Ran:
    """`sibai eligible`."""
    return on_files("eligible", [applicants], "--deadline", deadline, *rest)


def term(stints: str | bytes, *rest: object) -> Ran:
    """`sibai term`."""
    return on_files("term", [stints], *rest)


def sample(frame: str | bytes, *rest: object, month: str = "2026-05", seed: str = "种子") -> Ran:
    """`sibai sample`."""
    return on_files("sample", [frame], "--month", month, "--seed", seed, *rest)


SMALL: dict[str, tuple[list[str], list[str]]] = {
    "settle": ([sheet("STAFF", {"code": "01"}), sheet("EVENTS")], ["--year", "2026"]),
    "payroll": ([sheet("ROSTER", {"code": "01"})], ["--month", "2026-05"]),
    "eligible": ([sheet("APPLICANTS", {"code": "01"})], ["--deadline", "2026-06-30"]),
    "term": ([sheet("STINTS", {"code": "01"})], []),
    "sample": ([sheet("FRAME", {"record": "01"})], ["--month", "2026-05", "--seed", "种子"]),
}
"""For each command a sound input of one row, and its own options."""


def small(command: str, *rest: object) -> Ran:
    """A command on its small sound input."""
    texts, own = SMALL[command]
    return on_files(command, texts, *own, *rest)


def refused(ran: Ran, status: int = 2) -> None:
    """Assert that the command stopped in the house's way."""
    assert ran.status == status, (ran.status, ran.out, ran.err)
    assert ran.out == ""
    assert CHINESE.search(ran.err), ran.err
    assert "Traceback" not in ran.err


def workbook(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """An XLSX file with one sheet of such cells."""
    book = Workbook(write_only=True)
    page = book.create_sheet("表")
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path
