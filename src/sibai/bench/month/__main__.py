"""`python -m sibai.bench.month`: a year of months for a county on SQLite, and one month for a province on PostgreSQL.

PostgreSQL is taken from SIBAI_TEST_DATABASE, the address of an empty database; without it that part says NOT RUN.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from statistics import median
from typing import Any

from sibai.bench.measured import run
from sibai.bench.month.timed import DATABASE, SLIP

PEOPLE, FURTHER, PROVINCE = 122, 2_000, 17_000
MONTHS, REQUESTS = 12, 200
BAR_SECONDS, BAR_QUERIES, BAR_FURTHER = 2.0, 200, 20
"""A month of PEOPLE on SQLite: seconds, queries, and queries more for each further thousand people."""
BAR_PROVINCE, BAR_MIB = 60.0, 1024.0
"""A month of PROVINCE on PostgreSQL: seconds, and memory in MiB."""
BAR_SLIP_MS = 60.0
THOUSAND = 1_000

Figures = dict[str, Any]


def main() -> int:
    """Time everything; 1 if a bar is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--further", type=int, default=FURTHER)
    options.add_argument("--province", type=int, default=PROVINCE)
    options.add_argument("--months", type=int, default=MONTHS)
    options.add_argument("--requests", type=int, default=REQUESTS)
    given = options.parse_args()
    checks = county(given.people, given.further, given.months, given.requests)
    address = os.environ.get("SIBAI_TEST_DATABASE", "")
    if address:
        checks |= province(given.province, address, given.requests)
    else:
        say("NOT RUN：一省一个月要用 PostgreSQL，请用 make bench，或把空库的地址放进 SIBAI_TEST_DATABASE。")
    say("")
    for name, held in checks.items():
        say(f"- {'达到' if held else '没有达到'}：{name}")
    return 0 if all(checks.values()) else 1


def county(people: int, further: int, months: int, requests: int) -> dict[str, bool]:
    """A year of a county on SQLite, and one month of a larger one for the queries that more people cost."""
    year, more = timed(people, months, requests), timed(people + further, 1, 0)
    show(f"{people}人，SQLite，{months}个月", year)
    show(f"{people + further}人，SQLite，一个月", more)
    seconds = [each["seconds"] for each in year["months"]]
    queries = max(each["queries"] for each in year["months"])
    rise = (more["months"][0]["queries"] - year["months"][0]["queries"]) * THOUSAND / further
    took = f"最长{max(seconds):.2f} s，中位{median(seconds):.2f} s"
    return {
        f"{people}人一个月（预填到银行文件）不超过 {BAR_SECONDS:.0f} s（{took}）": max(seconds) < BAR_SECONDS,
        f"除各镇的核对、报送外，查询不超过 {BAR_QUERIES} 次（{queries}）": queries <= BAR_QUERIES,
        f"每多一千人，查询多不过 {BAR_FURTHER} 次（{rise:.1f}）": rise <= BAR_FURTHER,
        **slips(year, f"{people}人"),
    }


def province(people: int, address: str, requests: int) -> dict[str, bool]:
    """One month of a province as one large county on PostgreSQL."""
    took = timed(people, 1, requests, address)
    show(f"{people}人，PostgreSQL，一个月", took)
    seconds, peak = took["months"][0]["seconds"], took["peak_mib"]
    return {
        f"{people}人一个月在 PostgreSQL 上不超过 {BAR_PROVINCE:.0f} s（{seconds:.1f} s）": seconds < BAR_PROVINCE,
        f"内存峰值低于 {BAR_MIB:.0f} MiB（{peak:.0f}）": peak < BAR_MIB,
        **slips(took, f"{people}人"),
    }


def slips(took: Figures, of: str) -> dict[str, bool]:
    """The bar of payslip pages."""
    worst = max((each["p95"] for each in took["pages"] if each["name"] == SLIP), default=None)
    if worst is None:
        return {}
    return {f"{of}的{SLIP}页面 p95 不超过 {BAR_SLIP_MS:.0f} ms（{worst:.1f}）": worst <= BAR_SLIP_MS}


def timed(people: int, months: int, requests: int, database: str = "") -> Figures:
    """The figures of a process of its own."""
    home = tempfile.mkdtemp(prefix="sibai-month-")
    os.environ[DATABASE] = database
    try:
        took = run(home, people, months, requests, module="sibai.bench.month.timed")
    finally:
        shutil.rmtree(home, ignore_errors=True)
    figures: Figures = json.loads(took.output.strip().splitlines()[-1])
    return figures


def show(title: str, took: Figures) -> None:
    """The table of a run's steps (the last month's), and of its pages."""
    last = took["months"][-1]
    say(f"\n{title}（内存峰值 {took['peak_mib']:.0f} MiB，其中制作时 {took['made_mib']:.0f} MiB）\n")
    say("| 步骤 | 用时 s | 查询 |\n|---|---:|---:|")
    for step, seconds in last["steps"].items():
        say(f"| {step} | {seconds:.3f} | {last['asked'][step]} |")
    asked = f"{last['queries']}，另{last['towns']}个镇 {last['towns_asked']}"
    say(f"| 预填到银行文件 | {last['seconds']:.3f} | {asked} |")
    if took["pages"]:
        say("\n| 页面 | 用户 | p50 ms | p95 ms | 查询 | 字节 |\n|---|---|---:|---:|---:|---:|")
    for each in took["pages"]:
        wall = f"{each['p50']:.1f} | {each['p95']:.1f}"
        say(f"| {each['name']} | {each['account']} | {wall} | {each['queries']} | {each['size']:,} |")


def say(line: str) -> None:
    """Print at once, since parts take minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
