"""The invented year: one coordinator a village, a spot check a month, and the events that villages have."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from random import Random

from sibai.batch.tables.schema import EVENTS, STAFF, Schema

YEAR = 2026
SEED = 400
FIRST, LAST = date(YEAR - 1, 12, 11), date(YEAR, 12, 10)
OCCASIONS = (("加1", 0.15), ("加4", 0.5), ("减1", 0.2), ("减2", 0.1), ("减4", 0.25))
LEVELS = {"加1": "省市县县", "加4": "省市县县", "减1": "省市县县", "减2": "市县县", "减4": "县镇镇"}


def villages() -> list[dict[str, str]]:
    """The 122 villages and communities, by their 12-digit codes."""
    text = (resources.files("sibai.places") / "villages" / "610929.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def write_sample_year(folder: Path) -> tuple[Path, Path]:
    """Write STAFF and EVENTS of the sample year as CSV and say where."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = Random(SEED)  # noqa: S311 - an invented year, the same each time
    staff = [_coordinator(village, chance) for village in villages()]
    events = [event for person in staff for event in _events(str(person["code"]), chance)]
    events += list(_rankings([str(person["code"]) for person in staff], chance))
    for number, event in enumerate(events, 1):
        event["evidence"] = f"演示数据-{number:04d}"
    return _write(folder / "人员表.csv", STAFF, staff), _write(folder / "事项表.csv", EVENTS, events)


def _coordinator(village: dict[str, str], chance: Random) -> dict[str, object]:
    months = 12 if chance.random() < 0.9 else chance.randint(1, 11)
    return {
        "code": village["village_code"],
        "county": "610929",
        "town": village["town_name"],
        "village": village["village_name"],
        "post_months": months,
        "on_post": int(months == 12 or chance.random() < 0.6),
    }


def _events(code: str, chance: Random) -> Iterator[dict[str, object]]:
    for month in range(1, 12):
        reached = chance.randint(20, 60)
        wrong = min(reached, chance.choice((0, 0, 1, 1, 2, 3, 4, 6, 12)))
        day = date(YEAR, month, chance.randint(5, 27))
        yield {"code": code, "date": day, "item": "抽查", "reached": reached, "correct": reached - wrong}
    for item, likely in OCCASIONS:
        while chance.random() < likely:
            yield _occasion(code, item, chance)


def _occasion(code: str, item: str, chance: Random) -> dict[str, object]:
    event: dict[str, object] = {
        "code": code,
        "date": FIRST + timedelta(chance.randrange((LAST - FIRST).days + 1)),
        "item": item,
        "level": chance.choice(LEVELS[item]),
        "matter": f"演示事项{chance.randint(1, 400)}",
    }
    if item == "加4":
        event |= {"mainstream": chance.randint(0, 1), "authors": int(str(event["matter"])[-1]) % 3 + 1}
    return event


def _rankings(codes: list[str], chance: Random) -> Iterator[dict[str, object]]:
    """Once a year the three best in data quality, and the last three of a stage of the work."""
    named = chance.sample(codes, 6)
    for rank in (1, 2, 3):
        yield {"code": named[rank - 1], "date": date(YEAR, 11, 20), "item": "加2", "rank": rank}
        yield {"code": named[rank + 2], "date": date(YEAR, 7, 10), "item": "减3", "rank": rank}


def _write(path: Path, schema: Schema, rows: list[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, schema.names(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
