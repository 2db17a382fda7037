"""Spark carries the same rules: a small year gives, to the byte, what one machine gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from sibai.bench import nation
from sibai.bench.digest import pools_paid_out, results_digest
from sibai.bench.generate import write_year

LACKING = [
    what
    for what, found in (
        ("Java 17（安装 openjdk-17-jre-headless）", shutil.which("java")),
        ("pyspark（运行 make test 会按 requirements/spark.lock 安装）", find_spec("pyspark")),
    )
    if not found
]
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(bool(LACKING), reason=f"NOT RUN: 缺 {'、'.join(LACKING)}"),
]

COUNTIES = 12
PER_HEAD_FEN = 50_000


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A year of a few counties, settled on one machine and by Spark: the files made, and both results."""
    made, single, spark = (tmp_path_factory.mktemp(name) for name in ("made", "single", "spark"))
    write_year(made, COUNTIES)
    nation.year(made, single)
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "sibai.bench.spark_year", str(made), str(spark)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-3_000:]
    return made, single, spark


def test_spark_and_one_machine_give_the_same_payslips_and_shares_to_the_byte(year: tuple[Path, Path, Path]) -> None:
    _, single, spark = year
    assert results_digest(spark) == results_digest(single)


def test_every_county_is_paid_out_to_the_fen(year: tuple[Path, Path, Path]) -> None:
    made, single, _ = year
    assert pools_paid_out(made, single, PER_HEAD_FEN) == (COUNTIES, 0)
