"""`python -m sibai.bench`: one national year made, settled and timed against the floor, in one run."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from sibai.bench.digest import pools_paid_out, results_digest
from sibai.bench.files import MONTHS, events_of, payslips_of, roster_of, settled_of, staff_of
from sibai.bench.measured import Took, median, run
from sibai.measure import LAW, Single
from sibai.measure.pay import PAYSLIP

BAR_BATCH, BAR_COMMANDS, BAR_PEAK_MIB, BAR_PAYSLIP_MS = 4.0, 10.0, 4096.0, 1.0
PER_HEAD_FEN = 50_000
REPEATS = 400


def main() -> int:
    """Make the year, time each part, check the sums and digests; 1 if a bar is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=Path, default=None)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--counties", type=int, default=None)
    options.add_argument("--without-spark", action="store_true")
    given = options.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="sibai-bench-"))
    try:
        return bench(folder, given.runs, given.counties, spark=not given.without_spark and spark_found())
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def spark_found() -> bool:
    """Whether Spark can run here."""
    return find_spec("pyspark") is not None and shutil.which("java") is not None


def bench(folder: Path, runs: int, counties: int | None, *, spark: bool) -> int:
    """The whole bench in one folder."""
    made, results, again, chained = (folder / name for name in ("made", "batch", "floor", "commands"))
    for each in (made, results, again, chained):
        each.mkdir(parents=True, exist_ok=True)
    say(f"制作全国一年的数据（{made}）……")
    if not settled_of(made).with_name("done").exists():
        run(made, *([counties] if counties else []), module="sibai.bench.generate")
        settled_of(made).with_name("done").touch()
    whole = [run("year", made, results, module="sibai.bench.nation") for _ in range(runs)]
    floors = [floor_run(made, results, again) for _ in range(runs)]
    parts = {part: run(part, made, results, module="sibai.bench.nation") for part in ("payslips", "shares")}
    commands = list(command_runs(made, chained))
    table = {
        "下限：polars 只读写": median(floors),
        "批量函数：全年（读、算、写）": median(whole),
        "其中工资": parts["payslips"],
        "其中得分与份额": parts["shares"],
        "命令：12 次 payroll": total(commands[:-1]),
        "命令：settle": commands[-1],
    }
    if spark:
        table["Spark 本地模式"] = run(made, folder / "spark", module="sibai.bench.spark_year")
    ways = {"批量函数": results, "命令": chained, **({"Spark": folder / "spark"} if spark else {})}
    digests = {name: results_digest(where) for name, where in ways.items()}
    return report(table, digests, pools_paid_out(made, results, PER_HEAD_FEN))


def floor_run(made: Path, results: Path, again: Path) -> Took:
    """One run of the floor, without the time that it spent on loading the results."""
    took = run(made, results, again, module="sibai.bench.floor")
    wall, cpu = map(float, took.output.split())
    return took.less(wall, cpu)


def command_runs(made: Path, results: Path) -> Iterator[Took]:
    """Twelve `sibai payroll` in turn, then `sibai settle`, with full validation."""
    for month in MONTHS:
        asked = ("payroll", roster_of(made, month), "--month", f"2026-{month:02d}", "--reading", "short_net=carry")
        yield run(*asked, "-o", payslips_of(results, month), module="sibai.cli")
    files = (staff_of(made), events_of(made))
    yield run("settle", *files, "--year", "2026", "-o", settled_of(results), module="sibai.cli")


def total(runs: list[Took]) -> Took:
    """Several processes, one after the other, as one."""
    wall, cpu = sum(took.wall for took in runs), sum(took.cpu for took in runs)
    return Took(wall, cpu, max(took.peak_mib for took in runs), "")


def payslip_ms() -> float:
    """One person's payslip with its whole explanation, in milliseconds."""
    law = LAW.on(date(2026, 5, 31))
    began = time.perf_counter()
    for _ in range(REPEATS):
        single = Single(law, {"month": date(2026, 5, 1), "reward": 12_345})
        for name in PAYSLIP:
            single.explain(name)
    return (time.perf_counter() - began) / REPEATS * 1000


def report(table: dict[str, Took], digests: dict[str, tuple[str, str]], pools: tuple[int, int]) -> int:
    """Print the table and the checks; 1 if a bar is missed."""
    floor = table["下限：polars 只读写"]
    say("\n| 部分 | 用时 s | 处理器 s | 内存峰值 MiB | 对下限 |\n|---|---:|---:|---:|---:|")
    for name, took in table.items():
        say(f"| {name} | {took.wall:.2f} | {took.cpu:.2f} | {took.peak_mib:.0f} | {took.wall / floor.wall:.2f} |")
    explained = payslip_ms()
    commands = table["命令：12 次 payroll"].wall + table["命令：settle"].wall
    peak = max(took.peak_mib for name, took in table.items() if not name.startswith("Spark"))
    checks = {
        f"全年不超过下限的 {BAR_BATCH:.0f} 倍": table["批量函数：全年（读、算、写）"].wall <= BAR_BATCH * floor.wall,
        f"命令合计不超过下限的 {BAR_COMMANDS:.0f} 倍（{commands / floor.wall:.2f}）": commands
        <= BAR_COMMANDS * floor.wall,
        f"内存峰值低于 {BAR_PEAK_MIB:.0f} MiB（{peak:.0f}）": peak < BAR_PEAK_MIB,
        f"一人一月工资连同解释低于 {BAR_PAYSLIP_MS:.0f} 毫秒（{explained:.3f}）": explained < BAR_PAYSLIP_MS,
        f"{pools[0]} 个县的份额都等于总额": pools[1] == 0,
        f"各路结果的 SHA-256 相同（{'、'.join(digests)}）": len(set(digests.values())) == 1,
    }
    say("")
    for name, held in checks.items():
        say(f"- {'达到' if held else '没有达到'}：{name}")
    slips, settled = next(iter(digests.values()))
    say(f"- 工资 SHA-256 {slips}\n- 结算 SHA-256 {settled}")
    if "Spark" not in digests:
        say("- Spark 没有运行：缺 Java 17 或 pyspark")
    return 0 if all(checks.values()) else 1


def say(line: str) -> None:
    """Print at once, since parts take minutes."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
