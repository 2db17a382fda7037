"""A file of past pay sheets held against the rules: the table of differences, and what it says of the county's ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from sibai.batch.compare.changes import Case, Effort
from sibai.batch.compare.columns import LABELS
from sibai.batch.compare.people import OldRow, without_namesakes
from sibai.batch.compare.search import Explained, explain
from sibai.batch.compare.setting import CAUSES, Change, Setting
from sibai.batch.tables.schema import COMPARED
from sibai.measure import Law
from sibai.measure.dates import month_last
from sibai.measure.insurance import joined
from sibai.measure.law import LawOn
from sibai.measure.pay import PAYSLIP

FACT_OF_INPUT = {
    "unpaid_days": "unpaid_days",
    "declared_wage": "declared_wage",
    "reward": "reward",
    "earned_before": "earned_before",
    "pension_before": "pension_before",
    "withheld_before": "withheld_before",
    "months_before": "months_before",
    "allowance_months": "allowance_months",
}
"""Input columns that are facts of the rules as they stand; the days on post are made of three columns."""
YEAR_SO_FAR = ("earned_before", "pension_before", "withheld_before")
PAID, EMPLOYER = ("net", "gross"), ("pension_employer", "work_injury")
"""What goes to the person (the first that the sheet has), and what the employer pays beside."""


@dataclass(frozen=True, slots=True)
class Lived:
    """One way in which the sheets were made otherwise than by the rules."""

    cause: str
    words: str
    people: int
    """Person-months."""
    paid: int
    """What it moved what people were paid by, in fen."""
    employer: int
    """What it moved what the employer paid by, in fen."""


@dataclass(frozen=True, slots=True)
class Total:
    """One item over the whole file, in fen; `parts` by cause."""

    cell: str
    cells: int
    different: int
    old: int
    by_rules: int
    parts: Mapping[str, int]

    @property
    def label(self) -> str:
        """The item as people call it."""
        return LABELS[self.cell]

    @property
    def difference(self) -> int:
        """The sheets' less the rules'."""
        return self.old - self.by_rules


@dataclass
class Compared:
    """What came out. `frame`: a row for each cell that differs, in the order of the file."""

    frame: pl.DataFrame
    cases: Sequence[Case]
    """The case of each row of the frame."""
    laws: Sequence[LawOn]
    """The law of each month in the file, in order."""
    people: int
    cells: int
    lived: Sequence[Lived] = field(default_factory=tuple)
    totals: Sequence[Total] = field(default_factory=tuple)
    short: int = 0
    """Person-months whose pay by the rules does not cover what is deducted."""

    @property
    def different(self) -> int:
        """How many cells differ."""
        return self.frame.height


Answered = list[Explained]


def compare(rows: Sequence[OldRow], law: Law, effort: Effort | None = None) -> Compared:
    """Every row against the rules of its month. Refusal for a month without parameters or before the measure.

    Like rows are searched once: the answer hangs on the month, the inputs and the amounts, and on nothing else (but
    where the effort is limited, on how many rows before it could not be explained).
    """
    laws = {month: law.on(month_last(month)) for month in sorted({row.month for row in rows})}
    known: dict[Any, Answered] = {}
    numbers: dict[Any, int] = {}
    effort = effort or Effort()
    found: dict[int, tuple[OldRow, Case, Answered]] = {}
    for place, row, facts in with_year_so_far(rows, laws):
        told = frozenset(row.inputs)
        case = Case(row.month, laws[row.month], law, facts, told, row.olds, row.items, numbers, effort)
        key = (row.month, tuple(sorted(facts.items())), tuple(sorted(told)), tuple(sorted(row.olds.items())), row.items)
        if key not in known:
            known[key] = explain(case)
        found[place] = (row, case, known[key])
    return _compared([found[place] for place in sorted(found)], list(laws.values()))


def with_year_so_far(
    rows: Sequence[OldRow], laws: Mapping[date, LawOn]
) -> Iterator[tuple[int, OldRow, dict[str, Any]]]:
    """Each row with its place and facts, months in order; the year so far is what the file's earlier months paid.

    Where the sheet tells the year so far itself, that holds; of people who share a name nothing is carried.
    """
    so_far: dict[tuple[str, int], dict[str, int]] = {}
    for place, row in sorted(enumerate(without_namesakes(rows)), key=lambda each: (each[1].month, each[0])):
        year = so_far.setdefault((row.key, row.month.year), dict.fromkeys((*YEAR_SO_FAR, "months_before"), 0))
        facts = facts_of(row, laws[row.month], year if row.key else {})
        yield place, row, facts
        if not row.olds:
            continue
        by_rules = Setting(laws[row.month], facts)
        for name, cell in zip(YEAR_SO_FAR, ("gross", "pension", "tax"), strict=True):
            year[name] += row.olds[cell] if cell in row.olds else by_rules.number(cell)
        if joined(laws[row.month]):  # what counts as pension so far has the further insurances in it, as in ROSTER
            year["pension_before"] += by_rules.number("further_person")
        year["months_before"] += 1


def facts_of(row: OldRow, law: LawOn, year: Mapping[str, int]) -> dict[str, Any]:
    """What the rules are given of a row; blanks left out, so that their stated meaning holds."""
    facts: dict[str, Any] = {"month": row.month}
    facts |= {name: amount for name, amount in year.items() if amount}
    facts |= {fact: row.inputs[column] for column, fact in FACT_OF_INPUT.items() if column in row.inputs}
    first, until = row.inputs.get("from"), row.inputs.get("to")
    days, last = row.inputs.get("days"), month_last(row.month)
    if days and first is None and until is None and days < last.day:
        first = date(row.month.year, row.month.month, last.day - days + 1)
    elif days and first is None and until is not None and days <= until.day:
        first = date(row.month.year, row.month.month, until.day - days + 1)
    elif days and first is not None and until is None and first.day + days - 1 <= last.day:
        until = date(row.month.year, row.month.month, first.day + days - 1)
    begins = max(row.month, law["measure_effective"].value)
    if first is not None:
        facts["on_post_from"] = max(first, begins)
    if until is not None:
        facts["on_post_to"] = max(until, begins)
    return facts


def _compared(found: Sequence[tuple[OldRow, Case, Answered]], laws: Sequence[LawOn]) -> Compared:
    told = [(row, case, cell) for row, case, cells in found for cell in cells if cell.difference]
    return Compared(
        frame=pl.DataFrame([_line(row, cell) for row, _, cell in told], schema=COMPARED.empty().schema),
        cases=[case for _, case, _ in told],
        laws=laws,
        people=len(found),
        cells=sum(len(cells) for _, _, cells in found),
        lived=_lived(found),
        totals=_totals(found),
        short=sum(bool(case.by_rules.number("short")) for _, case, _ in found),
    )


def _line(row: OldRow, cell: Explained) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "month": f"{row.month:%Y-%m}",
        "code": row.code,
        "item": LABELS[cell.cell],
        "old": cell.old,
        "by_rules": cell.by_rules,
        "difference": cell.difference,
        **{cause: cell.part(cause) for cause in CAUSES},
        "why": cell.words,
    }


def _lived(found: Sequence[tuple[OldRow, Case, Answered]]) -> list[Lived]:
    """What was otherwise, by cause in order, the most frequent first."""
    people: dict[tuple[str, str], set[int]] = {}
    paid: dict[tuple[str, str], int] = {}
    employer: dict[tuple[str, str], int] = {}
    for place, (_, _, cells) in enumerate(found):
        main = next((name for name in PAID if any(cell.cell == name for cell in cells)), "")
        for cell in cells:
            for moved in cell.moved:
                key = (moved.change.cause, _summed(moved.change))
                people.setdefault(key, set()).add(place)
                paid[key] = paid.get(key, 0) + moved.fen * (cell.cell == main)
                employer[key] = employer.get(key, 0) + moved.fen * (cell.cell in EMPLOYER)
    causes = list(CAUSES)
    made = [Lived(*key, len(where), paid[key], employer[key]) for key, where in people.items()]
    return sorted(made, key=lambda each: (causes.index(each.cause), -each.people, each.words))


def _summed(change: Change) -> str:
    """How a change is summed up: guessed inputs by what they are about, what lacks evidence by its item."""
    if change.held:
        return f"{LABELS[change.held[0]]}算不出原表的数"
    return INPUT_WORDS.get(change.family, change.words)


INPUT_WORDS = {
    "on_post": "表中没有在岗起止",
    "unpaid_days": "表中没有无薪天数",
    "declared_wage": "表中没有申报工资",
}
"""Of guessed inputs the sum does not tell each guess."""


def _totals(found: Sequence[tuple[OldRow, Case, Answered]]) -> list[Total]:
    cells = [cell for _, _, each in found for cell in each]
    made = []
    for name in LABELS:
        own = [cell for cell in cells if cell.cell == name]
        if own:
            parts = {cause: sum(cell.part(cause) for cell in own) for cause in CAUSES}
            different = sum(bool(cell.difference) for cell in own)
            olds, rules = sum(cell.old for cell in own), sum(cell.by_rules for cell in own)
            made.append(Total(name, len(own), different, olds, rules, parts))
    return made


TARGETS = (*PAYSLIP, "short")
"""By whose names the book tells which parameters and readings stand behind the comparison."""
