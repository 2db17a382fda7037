"""`sibai settle`: score, grade and share of the year from a list of coordinators and their events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import polars as pl

from sibai.batch.commands.checks import check_events, check_staff
from sibai.batch.commands.command import Asked, Done, place_of, stop_on
from sibai.batch.settle import EVENT_FACTS, HOME_COUNTY, TARGETS, Settlement, pools_by_town, settle
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable
from sibai.batch.tables.schema import EVENTS, SETTLED, STAFF
from sibai.measure import Law, Single
from sibai.measure.choices import Item, Level
from sibai.measure.explain import Step
from sibai.measure.gather import single_of_people
from sibai.measure.law import InForce
from sibai.measure.numbers import Choice
from sibai.measure.pay import check_readings
from sibai.measure.refusals import NoMeasure

ROOTS, ROOTS_ALONE = ("share", "grade"), ("score", "grade")
LARGE_POOL = 20_000
"""People in a pool up to which a share is explained with the whole pool; a county has some hundreds."""
STAFF_FACTS = ("code", "on_post", "post_months")
CHOICE_FACTS: dict[str, type[Choice]] = {"item": Item, "level": Level}


def settle_year(asked: Asked, year: int) -> Done:
    """The settlement of STAFF with EVENTS for an appraisal year."""
    first, last, law = year_of(asked.law, year)
    check_readings(law)
    faults, notices = Faults(), list[str]()
    by_town = pools_by_town(law)
    staff = asked.read(0, STAFF, faults, notices)
    events = asked.read(1, EVENTS, faults, notices)
    asked.progress.step("核对")
    check_staff(staff, by_town, faults)
    check_events(events, staff, (first, last), law, faults)
    stop_on(faults)
    asked.progress.step("计算")
    made = settle(staff.frame, events.frame, law)
    return Done(
        frame=made.frame,
        schema=SETTLED,
        law=law,
        targets=(*TARGETS, "pools_by_town", "matter_family", "appraisal_from", "appraisal_to"),
        notices=[*notices, *unpaid_notices(made), *large_notices(made)],
        explain=lambda row: explain(staff, events, row, law),
        also_used=("performance_timing",),
    )


def year_of(law: Law, year: int) -> tuple[date, date, Mapping[str, InForce]]:
    """First and last day of an appraisal year, and the law on its last day. NoMeasure before 2022."""
    asking = Single(law.on(date(year, 12, 31)), {"year": year, "last_cut_off": last_cut_off(law, year - 1)})
    last = asking.number("appraisal_to")
    return asking.number("appraisal_from"), last, law.on(last)


def last_cut_off(law: Law, year: int) -> date | None:
    """The cut-off of the year before, as it was in force then; None before the measure."""
    try:
        return cast(date, Single(law.on(date(year, 12, 31)), {"year": year}).number("appraisal_to"))
    except NoMeasure:
        return None


def unpaid_notices(made: Settlement) -> list[str]:
    """Pools in which everybody who takes part has a weight of 0: nothing is paid, and it is said why."""
    unpaid = made.pools.filter((pl.col("heads") > 0) & (pl.col("weight") == 0)).get_column("pool")
    return [f"{name}：参加分配的人总分值为0，本年不兑付绩效工资（第十三条）" for name in unpaid]


def large_notices(made: Settlement) -> list[str]:
    """Pools so large that most likely the county was left blank by mistake; their shares are not unfolded."""
    large = made.pools.filter(pl.col("people") > LARGE_POOL)
    return [
        f"{name}：一个总额内有{people}人，请核对“县”一列是否漏填；--explain 只展开得分和档次"
        for name, people in large.select("pool", "people").iter_rows()
    ]


def explain(staff: ReadTable, events: ReadTable, row: int, law: Mapping[str, InForce]) -> list[Step]:
    """How one coordinator's share and grade were made, the whole pool with it."""
    numbered = staff.frame.with_row_index("row").with_columns(pl.col("county").fill_null(HOME_COUNTY))
    keys = ["county", "town"] if pools_by_town(law) else ["county"]
    own = numbered.filter(pl.col("row") == row).select(keys)
    people = numbered.join(own, on=keys, how="semi", maintain_order="left")
    whole = people.height <= LARGE_POOL
    if not whole:  # the share would take everybody's events with it; score and grade need only one's own
        people = numbered.filter(pl.col("row") == row)
    place = {code: index for index, code in enumerate(people.get_column("code"))}
    their = events.frame.with_row_index("row").filter(pl.col("code").is_in(list(place)))
    staff_rows, event_rows = people.get_column("row").to_list(), their.get_column("row").to_list()

    def origin(name: str, index: int) -> Mapping[str, Any]:
        if name in STAFF_FACTS:
            return place_of(staff, {}, name, staff_rows[index])
        return place_of(events, {"has_matter": "matter"}, name, event_rows[index])

    single = single_of_people(
        law,
        people=list(people.select(STAFF_FACTS).iter_rows(named=True)),
        events=[_event_facts(event) for event in their.select(*EVENT_FACTS, "matter").iter_rows(named=True)],
        event_people=[place[code] for code in their.get_column("code")],
        origin=origin,
    )
    index = staff_rows.index(row)
    return [single.explain(name, index) for name in (ROOTS if whole else ROOTS_ALONE)]


def _event_facts(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event with its small numbers turned back to the choices that people wrote."""
    facts = dict(event)
    for name, choice in CHOICE_FACTS.items():
        facts[name] = None if event[name] is None else choice.numbered(event[name])
    return facts
