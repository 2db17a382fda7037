"""`sibai payroll`: one month's payslips from a roster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from sibai.batch.commands.checks import check_unique
from sibai.batch.commands.command import Asked, Done, RefusedByRule, place_of, stop_on
from sibai.batch.payroll import FACT_OF_COLUMN, TARGETS, Payroll, payslips
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable
from sibai.batch.tables.schema import PAYSLIPS, ROSTER
from sibai.measure import Single
from sibai.measure.dates import month_last
from sibai.measure.explain import Step
from sibai.measure.insurance import FURTHER, SWITCHED, joined
from sibai.measure.law import InForce
from sibai.measure.pay import check_readings
from sibai.measure.values import shown

COLUMN_OF_FACT = {fact: column for column, fact in FACT_OF_COLUMN.items()}
ROOTS = ("net", "owed", "pension_employer", "work_injury", "below_minimum")
"""The numbers of a payslip whose trees hold all the others."""

NAMED_AT_MOST = 10


def payroll(asked: Asked, month: date) -> Done:
    """The payslips of ROSTER for the month that begins on `month`."""
    law = asked.law.on(month_last(month))
    check_readings(law)
    faults, notices = Faults(), list[str]()
    table = asked.read(0, ROSTER, faults, notices)
    check_roster(table, month, Single(law, {"month": month}).number("first_day_on_post"), faults)
    stop_on(faults)
    asked.progress.step("计算")
    made = payslips(table.frame, month, law)
    refuse_short(made)
    return Done(
        frame=made.frame,
        schema=PAYSLIPS,
        law=law,
        targets=(*TARGETS, *made.further, "first_day_on_post"),
        notices=[*notices, *absence_notices(table), *further_notices(made, law), *minimum_wage_notices(made, law)],
        explain=lambda row: explain(table, row, month, law),
        also_used=("pool_per_head",) if law["performance_timing"].value == "monthly_advance" else (),
    )


def check_roster(table: ReadTable, month: date, first: date, faults: Faults) -> None:
    """What no single cell shows: codes twice, days outside the month or the wrong way round."""
    frame = table.frame
    check_unique(table, ["code"], "编号", faults)
    last = month_last(month)
    for name in ("from", "to"):
        day = frame.get_column(name)
        outside = ((day < first) | (day > last)).fill_null(False)
        table.fault_rows(outside, name, f"应在 {first} 至 {last} 之间", faults)
    turned = (frame.get_column("from") > frame.get_column("to")).fill_null(False)
    table.fault_rows(turned, "to", "在岗止早于在岗起，请核对两个日期", faults)


def refuse_short(made: Payroll) -> None:
    """Under `short_net` = refuse, stop and name everybody whose pay does not cover what is deducted."""
    if not made.refused.any():
        return
    codes = made.frame.get_column("code").filter(pl.Series(made.refused))
    gross, pension, tax = (
        made.frame.get_column(name).filter(pl.Series(made.refused)) for name in ("gross", "pension", "tax")
    )
    words = "养老保险" if not made.further else "养老等社会保险"
    if made.further:
        pension = pension + pl.Series(made.further["further_person"][made.refused])
    raise RefusedByRule(
        [
            f"{code}: 应发{shown(earned, 'fen')}，不够扣{words}{shown(insured, 'fen')}和个税{shown(taxed, 'fen')}"
            for code, earned, insured, taxed in zip(codes, gross, pension, tax, strict=True)
        ]
        + [
            f"以上{len(codes)}人的工资不够扣，没有生成工资表。请核对在岗日期；"
            "若县里决定欠额以后再扣，请用 --reading short_net=carry"
        ]
    )


def absence_notices(table: ReadTable) -> list[str]:
    """Unpaid days beyond the days on post: deducted up to the base, and worth a look."""
    frame = table.frame
    days = (frame.get_column("to") - frame.get_column("from")).dt.total_days() + 1
    odd = (frame.get_column("unpaid_days") > days).fill_null(False)
    codes = frame.get_column("code").filter(odd)
    return [f"{len(codes)}人的无薪天数多于在岗天数，请核对：{first_codes(codes)}"] if len(codes) else []


def minimum_wage_notices(made: Payroll, law: Mapping[str, InForce]) -> list[str]:
    """One line on full months paid below the minimum wage, with the count and the first codes."""
    count = int(np.count_nonzero(made.below_minimum))
    if not count:
        return []
    codes = made.frame.get_column("code").filter(pl.Series(made.below_minimum))
    least = shown(law["minimum_wage"].value, "fen")
    return [f"最低工资提醒：{count}人整月出勤，应发（不含奖励）低于最低工资{least}：{first_codes(codes)}"]


def further_notices(made: Payroll, law: Mapping[str, InForce]) -> list[str]:
    """What insurances that are switched on take: the table has no column of them."""
    if not made.further:
        return []
    names = "、".join(SWITCHED[name][0] for name in joined(law))
    person, employer = (shown(int(made.further[name].sum()), "fen") for name in FURTHER)
    return [
        f"按口径另缴{names}：个人合计{person}，已从实发和计税收入中扣除；单位合计{employer}。"
        "表中不单列，每个人的见 --explain"
    ]


def first_codes(codes: pl.Series) -> str:
    """The first ten codes, and that there are more."""
    return "、".join(codes.head(NAMED_AT_MOST)) + ("……" if len(codes) > NAMED_AT_MOST else "")


def explain(table: ReadTable, row: int, month: date, law: Mapping[str, InForce]) -> list[Step]:
    """How the numbers of one payslip were made."""
    facts: dict[str, Any] = {"month": month}
    for column, fact in FACT_OF_COLUMN.items():
        facts[fact] = [table.frame.get_column(column)[row]]

    def origin(name: str, _row: int) -> Mapping[str, Any]:
        if name == "month":
            return {"file": "命令行", "column": "--month"}
        return place_of(table, COLUMN_OF_FACT, name, row)

    single = Single(law, facts, {"person": [0]}, origin)
    return [single.explain(name) for name in (*ROOTS, *(FURTHER[1:] if joined(law) else ()))]
