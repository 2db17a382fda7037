"""The same national year through Spark in local mode, from the same Parquet files."""

from __future__ import annotations

import sys
from pathlib import Path

from sibai.batch.spark import local_session, spark_payslips, spark_settle
from sibai.bench.files import MONTHS, events_of, last_day, payslips_of, roster_of, settled_of, staff_of
from sibai.bench.nation import CARRYING, SETTLE_MONTH


def year(made: Path, results: Path) -> None:
    """Payslips of twelve months and the settlement, each written as a folder of Parquet files."""
    spark = local_session()
    spark.sparkContext.setLogLevel("ERROR")
    for month in MONTHS:
        last = last_day(month)
        roster = spark.read.parquet(str(roster_of(made, month)))
        slips = spark_payslips(roster, last.replace(day=1), CARRYING.on(last))
        slips.write.mode("overwrite").parquet(str(payslips_of(results, month)))
    staff, events = spark.read.parquet(str(staff_of(made))), spark.read.parquet(str(events_of(made)))
    settled = spark_settle(staff, events, CARRYING.on(last_day(SETTLE_MONTH).replace(day=10)))
    settled.write.mode("overwrite").parquet(str(settled_of(results)))
    spark.stop()


if __name__ == "__main__":
    year(*map(Path, sys.argv[1:3]))
