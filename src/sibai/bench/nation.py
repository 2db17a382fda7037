"""The national year by the batch functions on one machine: read, compute, write."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import polars as pl

from sibai.batch.frames import typed_frame
from sibai.batch.payroll import payslips
from sibai.batch.settle import settle
from sibai.batch.tables.schema import EVENTS, PAYSLIPS, ROSTER, SETTLED, STAFF
from sibai.batch.tables.writing import as_written
from sibai.bench.files import MONTHS, events_of, last_day, payslips_of, roster_of, settled_of, staff_of
from sibai.measure import LAW, Law

SETTLE_MONTH = 12
CARRYING = LAW.decided({"short_net": "carry"}, "bench")
"""The bench's law: invented people may owe, so that one of them does not stop a nation."""


def pay(made: Path, results: Path, law: Law = CARRYING) -> None:
    """Twelve months of payslips, the next month read and the last one written while one is computed."""
    written: list[Future[None]] = []
    with ThreadPoolExecutor(1) as writer:
        for month, frame in zip(MONTHS, rosters(made), strict=True):
            last = last_day(month)
            slips = payslips(typed_frame(frame, ROSTER), last.replace(day=1), law.on(last)).frame
            written.append(writer.submit(as_written(slips, PAYSLIPS).write_parquet, payslips_of(results, month)))
        for each in written:
            each.result()


def rosters(made: Path) -> Iterator[pl.DataFrame]:
    """The year's ROSTERs in turn, each read ahead."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(pl.read_parquet, roster_of(made, MONTHS[0]))
        for month in MONTHS[1:]:
            frame = coming.result()
            coming = reader.submit(pl.read_parquet, roster_of(made, month))
            yield frame
        yield coming.result()


def share(made: Path, results: Path, law: Law = CARRYING) -> None:
    """Scores, grades and shares of the year."""
    staff = typed_frame(pl.read_parquet(staff_of(made)), STAFF)
    events = typed_frame(pl.read_parquet(events_of(made)), EVENTS)
    made_shares = settle(staff, events, law.on(last_day(SETTLE_MONTH).replace(day=10)))
    as_written(made_shares.frame, SETTLED).write_parquet(settled_of(results))


def year(made: Path, results: Path) -> None:
    """The whole year."""
    pay(made, results)
    share(made, results)


PARTS = {"payslips": pay, "shares": share, "year": year}

if __name__ == "__main__":
    PARTS[sys.argv[1]](*map(Path, sys.argv[2:4]))
