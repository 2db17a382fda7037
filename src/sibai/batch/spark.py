"""The same rules where the data already lies in a cluster: Spark carries the numpy functions, a piece at a time.

Payslips need no neighbours, so each batch of rows is answered alone. Shares never cross a county, so STAFF and
EVENTS are brought together by bucket of counties and settled with the one `settle`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as of

from sibai.batch.frames import typed_frame
from sibai.batch.payroll import payslips
from sibai.batch.settle import HOME_COUNTY, settle
from sibai.batch.tables.schema import EVENTS, PAYSLIPS, ROSTER, SETTLED, STAFF, Kind, Schema
from sibai.batch.tables.writing import as_written
from sibai.measure.law import LawOn

BUCKETS = 48
"""Pieces in which a nation's counties are settled; each fits one executor's memory many times over."""

SPARK_TYPES = {
    Kind.TEXT: "string",
    Kind.FLAG: "tinyint",
    Kind.COUNT: "bigint",
    Kind.FEN: "decimal(18,2)",
    Kind.POINTS: "decimal(18,2)",
    Kind.DATE: "date",
    Kind.CHOICE: "string",
}


def local_session(memory: str = "4g") -> SparkSession:
    """Spark in local mode on all cores, listening on the loopback address only."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master("local[*]").appName("sibai")
    options = {
        "spark.driver.memory": memory,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "Asia/Shanghai",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
        "spark.sql.parquet.compression.codec": "zstd",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def schema_text(schema: Schema) -> str:
    """A schema of results as Spark writes it."""
    return ", ".join(f"`{column.name}` {SPARK_TYPES[column.kind]}" for column in schema.columns)


def spark_payslips(roster: DataFrame, month: date, law: LawOn) -> DataFrame:
    """Payslips of a ROSTER for the month that begins on `month`."""

    def answer(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            made = payslips(typed_frame(pl.DataFrame(batch), ROSTER), month, law)
            yield from to_table(as_written(made.frame, PAYSLIPS)).to_batches()

    return roster.mapInArrow(answer, schema_text(PAYSLIPS))


def spark_settle(staff: DataFrame, events: DataFrame, law: LawOn) -> DataFrame:
    """The year's results of STAFF with EVENTS, settled by bucket of counties."""
    county = of.coalesce(of.col("county"), of.lit(HOME_COUNTY))
    placed = staff.withColumn("bucket", of.pmod(of.hash(county), of.lit(BUCKETS)))
    homes = placed.select(of.col("code").alias("home_code"), of.col("bucket").alias("home_bucket"))
    theirs = events.join(homes, events["code"] == homes["home_code"]).drop("home_code")

    def answer(people: Any, happened: Any) -> Any:
        known = typed_frame(pl.DataFrame(people).drop("bucket"), STAFF)
        made = settle(known, typed_frame(pl.DataFrame(happened).drop("home_bucket"), EVENTS), law)
        return to_table(as_written(made.frame, SETTLED))

    together = placed.groupBy("bucket").cogroup(theirs.groupBy("home_bucket"))
    return together.applyInArrow(answer, schema_text(SETTLED))


def to_table(frame: pl.DataFrame) -> pa.Table:
    """A frame as an Arrow table whose texts are of the kind that Spark calls string."""
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    fields = [field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))
