"""A few counties of the national year: batch functions and commands agree to the byte, and every pool is paid out."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from sibai.bench import floor, nation
from sibai.bench.digest import pools_paid_out, results_digest
from sibai.bench.files import MONTHS, events_of, payslips_of, roster_of, settled_of, staff_of
from sibai.bench.generate import county_sizes, write_year
from sibai.cli import main

COUNTIES = 3
PER_HEAD_FEN = 50_000


@pytest.fixture
def year(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A small year made and settled: the files made, the results, an empty folder."""
    made, results, empty = (tmp_path / name for name in ("made", "results", "empty"))
    for folder in (made, results, empty):
        folder.mkdir()
    write_year(made, COUNTIES)
    nation.year(made, results)
    return made, results, empty


def test_the_commands_give_what_the_batch_functions_give(
    year: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    made, results, commands = year
    for month in MONTHS:
        asked = ["payroll", roster_of(made, month), "--month", f"2026-{month:02d}", "--reading", "short_net=carry"]
        assert main([*map(str, asked), "-o", str(payslips_of(commands, month))]) == 0
    files = [str(staff_of(made)), str(events_of(made))]
    assert main(["settle", *files, "--year", "2026", "-o", str(settled_of(commands))]) == 0
    assert results_digest(commands) == results_digest(results)
    assert "最低工资提醒" in capsys.readouterr().err


def test_every_county_is_paid_out_to_the_fen(year: tuple[Path, Path, Path]) -> None:
    made, results, _ = year
    assert pools_paid_out(made, results, PER_HEAD_FEN) == (COUNTIES, 0)


def test_each_month_carries_what_the_months_before_it_paid(year: tuple[Path, Path, Path]) -> None:
    made, results, _ = year
    earned = pl.lit(0)
    for month in MONTHS[:-1]:
        earned = earned + pl.read_parquet(payslips_of(results, month)).get_column("gross")
    assert (
        pl.read_parquet(roster_of(made, 12)).get_column("earned_before").to_list()
        == pl.select(earned).to_series().to_list()
    )


def test_the_floor_writes_the_results_once_more(
    year: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    made, results, again = year
    floor.floor(made, results, again)
    assert results_digest(again) == results_digest(results)
    assert len(capsys.readouterr().out.split()) == 2


def test_the_nation_has_620573_villages_in_2978_counties() -> None:
    sizes = county_sizes()
    assert (len(sizes), sum(size for _, size in sizes)) == (2_978, 620_573)
