"""`sibai eligible`: who of the applicants may apply, and in which order they rank."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from sibai.batch.commands.checks import check_unique
from sibai.batch.commands.command import Asked, Done, blamed_cells, place_of, stop_on
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable
from sibai.batch.tables.schema import APPLICANTS, RANKED
from sibai.measure import Single
from sibai.measure.choices import Education
from sibai.measure.law import InForce

FACTS = tuple(name for name in APPLICANTS.names() if name not in ("birth_date", "id_number"))
"""Columns that are facts as they stand; the birth date comes from one of two columns."""

BORN = ("birth_date", "id_number")
RESULTS = ("age", "eligible", "reasons", "priority", "rank_of_applicant")


def eligible(asked: Asked, deadline: date) -> Done:
    """APPLICANTS with age, eligibility, reasons, priority and rank, for a deadline of applications."""
    law = asked.law.on(deadline)
    faults, notices = Faults(), list[str]()
    table = asked.read(0, APPLICANTS, faults, notices)
    by_hire = Single(law, {}).number("hire_date_needed")
    born = birth_dates(table, faults)
    check_unique(table, ["code"], "编号", faults)
    check_days(table, born, deadline, law, faults)
    if by_hire and not faults and table.frame.get_column("hire_date").null_count():
        table.fault_rows(
            table.frame.get_column("hire_date").is_null(), "hire_date", "口径 age_on=hire 时必须填写聘用日期", faults
        )
    stop_on(faults)
    asked.progress.step("计算")
    single = evaluation(table, born, deadline, law)
    rows = range(table.frame.height)
    frame = pl.DataFrame(
        {
            "code": table.frame.get_column("code"),
            "age": pl.Series([single.number("age", row) for row in rows], dtype=pl.Int64),
            "eligible": pl.Series([single.number("eligible", row) for row in rows], dtype=pl.Boolean),
            "reasons": pl.Series([single.number("reasons", row) or None for row in rows], dtype=pl.String),
            "priority": pl.Series([single.number("priority", row) for row in rows], dtype=pl.Int64),
            "rank": pl.Series([single.number("rank_of_applicant", row) or None for row in rows], dtype=pl.Int64),
        }
    )
    return Done(
        frame=frame,
        schema=RANKED,
        law=law,
        targets=RESULTS,
        notices=notices,
        explain=lambda row: [single.explain(name, row) for name in ("rank_of_applicant", "reasons")],
    )


def birth_dates(table: ReadTable, faults: Faults) -> list[date | None]:
    """The birth date of each applicant, from its own column or the identity number; both must agree."""
    frame, blamed = table.frame, blamed_cells(table, faults)
    days: list[date | None] = []
    for row, (born, number) in enumerate(frame.select("birth_date", "id_number").iter_rows()):
        inside = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}") if number else None
        if born and inside and born != inside:
            table.fault(row, "birth_date", "出生日期与身份证号中的出生日期不一致，请核对证件", faults)
        elif not born and not inside and not {(table.rows[row], name) for name in BORN} & blamed:
            table.fault(row, "birth_date", "出生日期和身份证号至少填一项", faults)
        days.append(born or inside)
    return days


def check_days(
    table: ReadTable, born: list[date | None], deadline: date, law: Mapping[str, InForce], faults: Faults
) -> None:
    """Nobody is born after the deadline; nothing happens before the measure."""
    start = law["measure_effective"].value
    late = pl.Series([day is not None and day > deadline for day in born], dtype=pl.Boolean)
    table.fault_rows(late, "birth_date", f"出生日期晚于报名截止日 {deadline}，请核对", faults)
    for name in ("applied_at", "hire_date"):
        day = table.frame.get_column(name).cast(pl.Date)
        table.fault_rows(
            (day < start).fill_null(False), name, f"早于办法施行之日 {start}（第二十三条），请核对", faults
        )


def evaluation(table: ReadTable, born: list[date | None], deadline: date, law: Mapping[str, InForce]) -> Single:
    """All applicants of the file in one evaluation, since ranks compare them."""
    facts: dict[str, Any] = {"deadline": deadline}
    facts.update({name: table.frame.get_column(name).to_list() for name in FACTS})
    facts["birth_date"] = born
    facts["education"] = [Education.numbered(value) for value in facts["education"]]

    def origin(name: str, row: int) -> Mapping[str, Any]:
        if name == "deadline":
            return {"file": "命令行", "column": "--deadline"}
        by_number = name == "birth_date" and table.frame.get_column("birth_date")[row] is None
        return place_of(table, {"birth_date": "id_number"} if by_number else {}, name, row)

    return Single(law, facts, {"person": [0] * table.frame.height}, origin)
