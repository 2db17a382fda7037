"""The floor: polars alone reads every input and writes every result, and nothing is computed.

The results must be in memory before they can be written; loading them is no part of the floor, so the
process prints how long that took (wall and processor seconds) for the caller to take off.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import polars as pl

from sibai.bench.files import MONTHS, events_of, payslips_of, roster_of, settled_of, staff_of


def cpu_seconds() -> float:
    """Processor time of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def floor(made: Path, results: Path, again: Path) -> None:
    """Read the inputs in `made`, write the results in `results` once more into `again`."""
    for month in MONTHS:
        pl.read_parquet(roster_of(made, month))
    pl.read_parquet(staff_of(made))
    pl.read_parquet(events_of(made))
    wall, cpu = time.perf_counter(), cpu_seconds()
    slips = {month: pl.read_parquet(payslips_of(results, month)) for month in MONTHS}
    settled = pl.read_parquet(settled_of(results))
    sys.stdout.write(f"{time.perf_counter() - wall} {cpu_seconds() - cpu}\n")
    for month, frame in slips.items():
        frame.write_parquet(payslips_of(again, month))
    settled.write_parquet(settled_of(again))


if __name__ == "__main__":
    floor(*map(Path, sys.argv[1:4]))
