"""A seeded national year: 620,573 invented coordinators over the real counties, their rosters and events.

Everything is invented but the number of villages in each county. The rosters carry the year so far, taken
from the payslips of the months before, as a real chain of months would.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from sibai.batch.payroll import payslips
from sibai.batch.tables.writing import fen_to_decimal
from sibai.bench.files import MONTHS, YEAR, events_of, last_day, roster_of, staff_of
from sibai.measure import LAW

SEED = 400
ITEMS = np.array(["抽查", "加1", "加2", "加4", "减1", "减2", "减3", "减4"])
EVENTS_PER_PERSON = (8.9, 0.08, 0.01, 0.35, 0.14, 0.08, 0.01, 0.12)
LEVELS = np.array(["中", "省", "市", "县", "镇"])
ROSTER_AMOUNTS = ("declared_wage", "performance", "reward", "earned_before", "pension_before", "withheld_before")


def county_sizes() -> list[tuple[str, int]]:
    """The real counties with their numbers of villages."""
    text = (resources.files("sibai.bench") / "villages_per_county.csv").read_text(encoding="utf-8")
    return [(row["county_code"], int(row["villages"])) for row in csv.DictReader(text.splitlines())]


def write_year(folder: Path, counties: int | None = None) -> None:
    """Write STAFF, EVENTS and twelve ROSTERs as typed Parquet; `counties` takes only the first so many."""
    chance = np.random.default_rng(SEED)
    sizes = county_sizes()[:counties]
    staff = make_staff(sizes, chance)
    staff.write_parquet(staff_of(folder))
    make_events(staff, chance).write_parquet(events_of(folder))
    write_rosters(folder, staff, chance)


def make_staff(sizes: list[tuple[str, int]], chance: np.random.Generator) -> pl.DataFrame:
    """STAFF: one coordinator a village, most on post for the whole year."""
    counties = np.repeat([code for code, _ in sizes], [size for _, size in sizes])
    number = np.concatenate([np.arange(size) for _, size in sizes])
    size = len(number)
    months = np.where(chance.random(size) < 0.9, 12, chance.integers(0, 12, size))
    frame = pl.DataFrame({"county": counties, "number": number, "months": months})
    serial = pl.col("number").cast(pl.String).str.zfill(6)
    town = (pl.col("number") // 12 + 100).cast(pl.String)
    return frame.select(
        (pl.col("county") + serial).alias("code"),
        "county",
        (pl.col("county") + town).alias("town"),
        (pl.col("county") + town + serial).alias("village"),
        pl.col("months").cast(pl.Int8).alias("post_months"),
        ((pl.col("months") > 6) | (pl.col("number") % 7 == 0)).alias("on_post"),
    )


def make_events(staff: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    """EVENTS: monthly checks and the rarer items, in order of coordinator, some sharing a matter."""
    size = staff.height
    parts = [_checks(size, chance)]
    for item, mean in list(zip(ITEMS, EVENTS_PER_PERSON, strict=True))[1:]:
        count = chance.poisson(mean * size)
        parts.append({"person": chance.integers(0, size, count), "item": np.full(count, item)})
    person = np.concatenate([part["person"] for part in parts])
    item = np.concatenate([part["item"] for part in parts])
    month = np.concatenate([parts[0]["month"], chance.integers(1, 12, len(person) - len(parts[0]["person"]))])
    order = np.argsort(person, kind="stable")
    return _event_columns(staff, person[order], item[order], month[order], chance)


def _checks(size: int, chance: np.random.Generator) -> dict[str, Any]:
    """At most one spot check a month for each, most months checked."""
    hit = chance.random((size, 12)) < EVENTS_PER_PERSON[0] / 12
    person, month = np.nonzero(hit)
    return {"person": person, "month": month + 1, "item": np.full(len(person), ITEMS[0])}


def _event_columns(
    staff: pl.DataFrame, person: Any, item: Any, month: Any, chance: np.random.Generator
) -> pl.DataFrame:
    size = len(person)
    check, ranked, news = item == "抽查", np.isin(item, ["加2", "减3"]), item == "加4"
    level = LEVELS[np.where(item == "减4", chance.integers(3, 5, size), chance.integers(0, 4, size))]
    reached = chance.integers(20, 90, size)
    wrong = np.minimum(reached, chance.poisson(2.5, size))
    matter = chance.integers(0, 3, size)
    firsts = np.arange(f"{YEAR}-01", f"{YEAR + 1}-01", dtype="datetime64[M]").astype("datetime64[D]")
    days = firsts[month - 1] + chance.integers(0, 9, size)
    frame = pl.DataFrame(
        {"person": person, "date": days, "item": item, "level": level, "matter": matter, "row": np.arange(size)}
    ).with_columns(
        rank=pl.Series(chance.integers(1, 4, size).astype(np.int8)),
        mainstream=pl.Series(chance.random(size) < 0.5),
        authors=pl.Series((matter + 1).astype(np.int8)),
        reached=pl.Series(reached.astype(np.int16)),
        correct=pl.Series((reached - wrong).astype(np.int16)),
        check=pl.Series(check),
        ranked=pl.Series(ranked),
        news=pl.Series(news),
    )
    plain = ~(pl.col("check") | pl.col("ranked"))
    return frame.select(
        staff.get_column("code")[person].alias("code"),
        "date",
        "item",
        pl.when(plain).then(pl.col("level")).alias("level"),
        pl.when(plain).then(pl.lit("事项") + pl.col("matter").cast(pl.String)).alias("matter"),
        pl.when("ranked").then("rank").alias("rank"),
        pl.when("news").then("mainstream").alias("mainstream"),
        pl.when("news").then("authors").alias("authors"),
        pl.when("check").then("reached").alias("reached"),
        pl.when("check").then("correct").alias("correct"),
        (pl.lit("佐证-") + pl.col("row").cast(pl.String)).alias("evidence"),
    )


def write_rosters(folder: Path, staff: pl.DataFrame, chance: np.random.Generator) -> None:
    """Twelve ROSTERs, each carrying what the payslips of the months before add up to."""
    size = staff.height
    so_far = {name: np.zeros(size, np.int64) for name in ("earned_before", "pension_before", "withheld_before")}
    wages = np.where(chance.random(size) < 0.05, chance.integers(2000, 9000, size) * 100, 200_000)
    whole_year = chance.random(size) < 0.3
    for month in MONTHS:
        roster = _roster(staff, month, wages, whole_year, so_far, chance)
        typed = roster.with_columns(fen_to_decimal(roster.get_column(name)) for name in ROSTER_AMOUNTS)
        typed.write_parquet(roster_of(folder, month))
        last = last_day(month)
        made = payslips(roster, last.replace(day=1), LAW.decided({"short_net": "carry"}, "bench").on(last)).frame
        for total, name in (("earned_before", "gross"), ("pension_before", "pension"), ("withheld_before", "tax")):
            so_far[total] = so_far[total] + made.get_column(name).to_numpy()


def _roster(
    staff: pl.DataFrame, month: int, wages: Any, whole_year: Any, so_far: dict[str, Any], chance: np.random.Generator
) -> pl.DataFrame:
    size = staff.height
    first, days = date(YEAR, month, 1), last_day(month).day
    joined = np.where(chance.random(size) < 0.01, chance.integers(1, days, size), 0)
    left = np.where(chance.random(size) < 0.01, chance.integers(days // 2, days, size), days - 1)
    start = np.datetime64(first) + np.minimum(joined, left)
    reward = np.where(chance.random(size) < 0.02, chance.integers(100, 900_000, size), 0)
    share = np.full(size, 50_000 if month == 12 else 0)
    allowance = np.where(whole_year, 12, month)
    return pl.DataFrame(
        {
            "code": staff.get_column("code"),
            "from": start.astype("datetime64[D]"),
            "to": (np.datetime64(first) + left).astype("datetime64[D]"),
            "unpaid_days": np.where(chance.random(size) < 0.05, chance.integers(1, 5, size), 0).astype(np.int8),
            "declared_wage": wages,
            "performance": share,
            "reward": reward,
            **so_far,
            "months_before": np.full(size, month - 1, np.int8),
            "allowance_months": allowance.astype(np.int8),
        }
    )


if __name__ == "__main__":
    write_year(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
