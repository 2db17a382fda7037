"""Handing over what a command made: notices, the table, and the explanation that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sibai.batch.commands.command import Asked, BadInput, Done, law_sheet, standing_notices
from sibai.batch.tables.writing import write_table
from sibai.measure.explain import Step
from sibai.measure.telling import tree


def deliver(asked: Asked, done: Done, output: str | None, explain: str | None) -> None:
    """Write the table (whole or not at all), tell the notices, print the explanation of a code."""
    asked.progress.step("写出")
    steps = explanation_of(done, explain) if explain is not None else []
    sheet = law_sheet(done, asked.rulebook) if output is not None and output.lower().endswith(".xlsx") else None
    write_table(done.frame, done.schema, output, sheet)
    for notice in [*done.notices, *standing_notices(done, asked.readings)]:
        print(notice, file=sys.stderr)
    if steps:
        print("\n".join(told(steps)))


def explanation_of(done: Done, code: str) -> list[Step]:
    """The explanations of the rows with this code (in `sample` a record's, of every village); BadInput if none."""
    key = "record" if "record" in done.frame.columns else "code"
    codes = done.frame.get_column(key)
    rows = codes.eq_missing(code.strip()).arg_true()
    if not len(rows):
        raise BadInput([f"--explain: 表中没有编号“{code[:40]}”"])
    return [step for row in rows for step in done.explain(int(row))]


def told(steps: list[Step]) -> Iterator[str]:
    """One tree after the other; what an earlier one told is not told again."""
    seen: set[int] = set()
    for step in steps:
        yield tree(step, seen)
