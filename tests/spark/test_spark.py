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
from sibai.bench.digest import results_digest
from sibai.bench.generate import write_year

LACKING = [
    what
    for what, found in (
        ("Java 17（安装 openjdk-17-jre-headless）", shutil.which("java")),
        ("pyspark（make test 按 requirements/spark.lock 安装）", find_spec("pyspark")),
    )
    if not found
]
COUNTIES = 12


@pytest.mark.spark
@pytest.mark.skipif(bool(LACKING), reason=f"NOT RUN: Spark 测试，缺 {'、'.join(LACKING)}")
def test_spark_and_one_machine_give_the_same_payslips_and_shares_to_the_byte(tmp_path: Path) -> None:
    made, single, spark = (tmp_path / name for name in ("made", "single", "spark"))
    for folder in (made, single, spark):
        folder.mkdir()
    write_year(made, COUNTIES)
    nation.year(made, single)
    command = [sys.executable, "-m", "sibai.bench.spark_year", str(made), str(spark)]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-3_000:]
    assert results_digest(spark) == results_digest(single)
