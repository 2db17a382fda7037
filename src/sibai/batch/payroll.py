"""A month of payslips over columns: the rules of articles 11 and 14, a hundred thousand people at a breath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from sibai.batch.facts import given_facts
from sibai.batch.machine import THREADS
from sibai.measure import Columns
from sibai.measure.insurance import FURTHER, joined
from sibai.measure.law import InForce
from sibai.measure.pay import PAYSLIP

FACT_OF_COLUMN = {
    "from": "on_post_from",
    "to": "on_post_to",
    "unpaid_days": "unpaid_days",
    "declared_wage": "declared_wage",
    "performance": "performance_given",
    "reward": "reward",
    "earned_before": "earned_before",
    "pension_before": "pension_before",
    "withheld_before": "withheld_before",
    "months_before": "months_before",
    "allowance_months": "allowance_months",
}
"""What a column of ROSTER is called in the rule book."""

TARGETS = (*PAYSLIP, "refused", "below_minimum")
ROWS_AT_A_TIME = 65_536
"""Rows evaluated together: their columns stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Payroll:
    """A month's payslips in fen, in the order of the roster, and whom the rules point at."""

    frame: pl.DataFrame
    refused: Any
    """Flag column: deductions exceed what the month earned, and the reading says to stop."""
    below_minimum: Any
    """Flag column: a month of full attendance paid below the minimum wage."""
    further: Mapping[str, Any] = field(default_factory=dict)
    """Both sides of insurances that are switched on, in fen: in no column of the table. Empty where none is."""


def payslips(roster: pl.DataFrame, month: date, law: Mapping[str, InForce]) -> Payroll:
    """Payslips of a typed ROSTER (amounts as Int64 fen) for the month that begins on `month`."""
    size = roster.height
    numbers: dict[str, Any] = {name: np.empty(size, np.int64) for name in PAYSLIP}
    numbers["refused"], numbers["below_minimum"] = np.empty(size, bool), np.empty(size, bool)
    further = {name: np.empty(size, np.int64) for name in (FURTHER if joined(law) else ())}
    numbers |= further

    def fill(rows: slice) -> None:
        part = {fact: roster.get_column(column)[rows] for column, fact in FACT_OF_COLUMN.items()}
        evaluation = Columns(law, {"month": month, **given_facts(part)}, {})
        for name, column in evaluation.numbers((*TARGETS, *further)).items():
            numbers[name][rows] = column

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fill, slices(size)))
    frame = pl.DataFrame({"code": roster.get_column("code"), **{name: numbers[name] for name in PAYSLIP}})
    return Payroll(frame, numbers["refused"], numbers["below_minimum"], further)


def slices(size: int) -> Iterator[slice]:
    """The rows of a table, a cacheful at a time."""
    for start in range(0, size, ROWS_AT_A_TIME):
        yield slice(start, min(start + ROWS_AT_A_TIME, size))
