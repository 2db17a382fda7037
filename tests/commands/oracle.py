"""A second, slow and plain implementation of the commands, written from the specification alone.

Amounts and points are fractions of yuan and of points; cells are the texts of a CSV file.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil, floor

Row = Mapping[str, str]
DEFAULTS = {
    "pool_per_head": "annual_500",
    "pool_headcount": "on_post",
    "pool_scope": "county",
    "spot_check_period": "monthly",
    "below_bounds": "strict",
    "same_matter": "highest",
    "score_floor": "zero",
    "fail_shares": "yes",
    "coauthor_rounding": "half_up_2",
    "age_on": "deadline",
    "partial_month": "calendar_days",
    "unpaid_absence": "pay_days",
    "short_net": "refuse",
    "performance_timing": "annual",
    "low_base": "lift",
    "term_cap_scope": "all_stints",
}
MEASURE_FROM = date(2022, 6, 10)
BASES = {2022: (3926, 19629), 2023: (4217, 21087), 2024: (4559, 22795), 2025: (4650, 23250), 2026: (4737, 23685)}
MINIMUM_WAGE = ((date(2021, 5, 1), 1750), (date(2023, 5, 1), 1950), (date(2026, 1, 1), 2140))
BRACKETS = ((36000, 3), (144000, 10), (300000, 20), (420000, 25), (660000, 30), (960000, 35), (None, 45))
PER_HEAD = {"annual_500": 500, "monthly_500": 6000, "article_11": 4800}
LEVEL_POINTS = {"中": 4, "省": 3, "市": 2, "县": 1}
WRONG_POINTS = {
    "减1": {"中": Fraction(5), "省": Fraction(4), "市": Fraction(3), "县": Fraction(2)},
    "减2": {"中": Fraction(4), "省": Fraction(3), "市": Fraction(2), "县": Fraction(1)},
    "减4": {"县": Fraction(1), "镇": Fraction(1, 2)},
}


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """Rounded to that many decimals, the half up."""
    unit = 10**places
    return Fraction(floor(value * unit + Fraction(1, 2)), unit)


def money(value: Fraction | int) -> str:
    """With two decimals."""
    hundredths = Fraction(value) * 100
    assert hundredths.denominator == 1
    whole = abs(hundredths.numerator)
    return f"{'-' if hundredths < 0 else ''}{whole // 100}.{whole % 100:02d}"


def chosen(readings: Mapping[str, str]) -> dict[str, str]:
    """The readings with the defaults of those not given."""
    return {**DEFAULTS, **readings}


# payroll


def weekdays(first: date, last: date) -> int:
    """Mondays to Fridays, both ends included."""
    return sum((first + timedelta(n)).weekday() < 5 for n in range((last - first).days + 1))


def tax_on(taxable: Fraction) -> Fraction:
    """The year's tax on the income so far, band by band."""
    total, below = Fraction(0), Fraction(0)
    for upper, percent in BRACKETS:
        top = taxable if upper is None else min(taxable, Fraction(upper))
        if top > below:
            total += (top - below) * percent / 100
        below = Fraction(upper or 0)
    return total


def minimum_wage(day: date) -> int:
    """In force on that day."""
    return [amount for start, amount in MINIMUM_WAGE if start <= day][-1]


@dataclass(frozen=True)
class Slip:
    """A payslip as text cells, whether its net was short, and whether it is under the minimum wage."""

    cells: dict[str, str]
    short: bool
    under_minimum: bool


def payslip(row: Row, month: date, readings: Mapping[str, str]) -> Slip:
    """One row of a payroll."""
    how = chosen(readings)
    length = monthrange(month.year, month.month)[1]
    last_of_month = month.replace(day=length)

    def amount(name: str, blank: Fraction | int = 0) -> Fraction:
        return Fraction(row[name]) if row.get(name) else Fraction(blank)

    first = date.fromisoformat(row["from"]) if row.get("from") else max(month, MEASURE_FROM)
    last = date.fromisoformat(row["to"]) if row.get("to") else last_of_month
    whole_month = first == month and last == last_of_month

    def pro_rata(standard: int) -> Fraction:
        if whole_month:
            return Fraction(standard)
        if how["partial_month"] == "calendar_days":
            return half_up(Fraction(standard * ((last - first).days + 1), length))
        return half_up(min(Fraction(standard), Fraction(standard) * weekdays(first, last) / Fraction("21.75")))

    base = pro_rata(1600)
    unpaid = int(row.get("unpaid_days") or 0)
    absence = half_up(min(base, 1600 * unpaid / Fraction("21.75"))) if how["unpaid_absence"] == "pay_days" else 0
    performance = amount("performance", pro_rata(400) if how["performance_timing"] == "monthly_advance" else 0)
    reward = amount("reward")
    gross = base - absence + performance + reward
    lower, upper = BASES[min(month.year, 2026)]
    declared = amount("declared_wage", 2000)
    contribution_base = min(declared, Fraction(upper))
    if how["low_base"] == "lift":
        contribution_base = max(contribution_base, Fraction(lower))
    pension = half_up(contribution_base * 8 / 100)
    allowance = int(row["allowance_months"]) if row.get("allowance_months") else int(row.get("months_before") or 0) + 1
    taxable = amount("earned_before") + gross - amount("pension_before") - pension - 5000 * allowance
    tax = max(Fraction(0), half_up(tax_on(taxable) - amount("withheld_before")))
    net = gross - pension - tax
    numbers = {"base": base, "absence": absence, "performance": performance, "reward": reward, "gross": gross}
    numbers |= {"contribution_base": contribution_base, "pension": pension}
    numbers |= {"pension_employer": half_up(contribution_base * 16 / 100)}
    numbers |= {"work_injury": half_up(contribution_base * 2 / 1000), "tax": tax}
    numbers |= {"net": max(net, Fraction(0)), "owed": max(-net, Fraction(0))}
    return Slip(
        {"code": row["code"]} | {name: money(value) for name, value in numbers.items()},
        net < 0,
        whole_month and unpaid == 0 and gross - reward < minimum_wage(last_of_month),
    )


# settle


def spot_check(reached: int, correct: int, readings: Mapping[str, str]) -> Fraction:
    """Points of one check, bonus or deduction."""
    accuracy = Fraction(correct, reached)
    if accuracy == 1:
        return Fraction(5)
    if accuracy >= Fraction(9, 10):
        return Fraction(4)
    inclusive = readings["below_bounds"] == "inclusive"
    for bound, points in ((50, 5), (60, 4), (70, 3), (80, 2)):
        limit = Fraction(bound, 100)
        if accuracy < limit or (inclusive and accuracy == limit):
            return Fraction(-points)
    return Fraction(0)


def grouped(events: Sequence[Row], apart: bool = False) -> list[list[Row]]:
    """Rows by matter; a blank matter stands alone, and every row does if `apart`."""
    groups: dict[object, list[Row]] = defaultdict(list)
    for number, event in enumerate(events):
        groups[number if apart or not event.get("matter") else event["matter"]].append(event)
    return list(groups.values())


def story_points(rows: Sequence[Row], readings: Mapping[str, str]) -> Fraction:
    """One story: its highest outlet, then divided by its authors."""
    best = max(Fraction(LEVEL_POINTS[row["level"]], 1 if row["mainstream"] == "1" else 2) for row in rows)
    each = best / int(rows[0]["authors"])
    return half_up(each) if readings["coauthor_rounding"] == "half_up_2" else Fraction(floor(each * 100), 100)


def points_of(events: Sequence[Row], readings: Mapping[str, str]) -> tuple[Fraction, Fraction]:
    """Bonus and deduction of one coordinator's events."""
    of = {item: [event for event in events if event["item"] == item] for item in {e["item"] for e in events}}
    apart = readings["same_matter"] == "each"
    bonus = deduction = Fraction(0)
    for group in grouped(of.get("加1", []), apart):
        bonus += max(LEVEL_POINTS[event["level"]] for event in group)
    wrong = [event for event in events if event["item"] in WRONG_POINTS]
    for group in grouped(wrong, apart):
        deduction += max(WRONG_POINTS[event["item"]][event["level"]] for event in group)
    for event in of.get("加2", []):
        bonus += 4 - int(event["rank"])
    for event in of.get("减3", []):
        deduction += 4 - int(event["rank"])
    for group in grouped(of.get("加4", [])):
        bonus += story_points(group, readings)
    checks = [(int(event["reached"]), int(event["correct"])) for event in of.get("抽查", [])]
    if checks and readings["spot_check_period"] == "annual":
        checks = [(sum(reached for reached, _ in checks), sum(correct for _, correct in checks))]
    for reached, correct in checks:
        points = spot_check(reached, correct, readings)
        bonus += max(points, Fraction(0))
        deduction += max(-points, Fraction(0))
    return bonus, deduction


def grade_of(score: Fraction) -> str:
    """What the score allows."""
    return next(
        name
        for bound, name in ((90, "优秀"), (70, "合格"), (60, "基本合格"), (None, "不合格"))
        if bound is None or score >= bound
    )


def divide(pool: Fraction, people: Sequence[tuple[str, Fraction, Fraction]]) -> dict[str, Fraction]:
    """A pool among (code, score, weight), by largest remainder."""
    total = sum((weight for _, _, weight in people), Fraction(0))
    if total == 0:
        return {code: Fraction(0) for code, _, _ in people}
    exact = {code: pool * weight / total * 100 for code, _, weight in people}
    fen = {code: floor(value) for code, value in exact.items()}
    order = sorted(people, key=lambda each: (-(exact[each[0]] - fen[each[0]]), -each[1], each[0].encode("utf-32-be")))
    for code, _, _ in order[: int(pool * 100) - sum(fen.values())]:
        fen[code] += 1
    return {code: Fraction(value, 100) for code, value in fen.items()}


def settle(staff: Sequence[Row], events: Sequence[Row], readings: Mapping[str, str]) -> list[dict[str, str]]:
    """The year's rows as text cells."""
    how = chosen(readings)
    by_months = how["pool_headcount"] == "post_months"
    rows: dict[str, dict[str, str]] = {}
    pools: dict[tuple[str, ...], list[tuple[str, Fraction, Fraction]]] = defaultdict(list)
    heads: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for person in staff:
        bonus, deduction = points_of([event for event in events if event["code"] == person["code"]], how)
        score = 100 + bonus - deduction
        if how["score_floor"] == "zero":
            score = max(score, Fraction(0))
        cells = {"code": person["code"], "bonus": money(bonus), "deduction": money(deduction), "score": money(score)}
        rows[person["code"]] = cells | {"grade": grade_of(score), "share": ""}
        head = Fraction(int(person["post_months"]), 12) if by_months else Fraction(int(person["on_post"]))
        if head == 0 or (how["fail_shares"] == "no" and score < 60):
            continue
        key = (person.get("county") or "610929", person["town"] if how["pool_scope"] == "town" else "")
        heads[key] += head
        pools[key].append((person["code"], score, max(score, Fraction(0)) * head))
    for pool_key, people in pools.items():
        pool = half_up(PER_HEAD[how["pool_per_head"]] * heads[pool_key])
        for code, share in divide(pool, people).items():
            rows[code]["share"] = money(share)
    return list(rows.values())


# term


def plus_months(day: date, months: int) -> date:
    """The same day that many months later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def length(start: date, end: date) -> tuple[int, int]:
    """Full months and days left over, both ends included."""
    after = end + timedelta(1)
    months = max(m for m in range((after.year - start.year) * 12 + 13) if plus_months(start, m) <= after)
    return months, (after - plus_months(start, months)).days


def term(stints: Sequence[Row], readings: Mapping[str, str]) -> list[dict[str, str]]:
    """A row a code."""
    both = chosen(readings)["term_cap_scope"] == "with_public_posts"
    rows: dict[str, dict[str, str]] = {}
    for code in dict.fromkeys(stint["code"] for stint in stints):
        months = days = 0
        opened: date | None = None
        for stint in (each for each in stints if each["code"] == code):
            if stint.get("kind") == "公益性岗位" and not both:
                continue
            start = date.fromisoformat(stint["start"])
            if stint["end"]:
                more = length(start, date.fromisoformat(stint["end"]))
                months, days = months + more[0], days + more[1]
            else:
                opened = start
        last = plus_months(opened, 36 - months) - timedelta(days + 1) if opened else None
        rows[code] = {"code": code, "months_used": str(months), "days_used": str(days)}
        rows[code]["last_lawful_day"] = last.isoformat() if last else ""
    return list(rows.values())


# sample


def ticket(month: str, seed: str, village: str, record: str) -> str:
    """What a record is ordered by."""
    return hashlib.sha256("\n".join(["sibai-spotcheck-v1", month, seed, village, record]).encode()).hexdigest()


def sample(frame: Sequence[Row], month: str, seed: str, rate: str) -> list[dict[str, str]]:
    """The whole frame with order and sample."""
    villages: dict[str, list[str]] = defaultdict(list)
    for row in frame:
        villages[row["village"]].append(row["record"])
    order: dict[tuple[str, str], int] = {}
    for village, records in villages.items():
        records.sort(key=lambda record: ticket(month, seed, village, record))
        order |= {(village, record): place for place, record in enumerate(records, 1)}
    drawn = []
    for row in frame:
        place = order[row["village"], row["record"]]
        size = ceil(Fraction(rate) * len(villages[row["village"]]))
        drawn.append({**row, "order": str(place), "sampled": str(int(place <= size))})
    return drawn


# eligible


def id_with_check(seventeen: str) -> str:
    """An identity number with its check character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return seventeen + "10X98765432"[sum(int(d) * w for d, w in zip(seventeen, weights, strict=True)) % 11]


def age_at(birth: date, day: date) -> int:
    """Completed years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


PRIORITIES = ("graduate", "veteran", "poverty_household", "monitored_household")


def eligible(applicants: Sequence[Row], deadline: date, readings: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows without `reasons`, and how many reasons under `unmet`."""
    rows, ranked = [], []
    for row in applicants:
        number = row.get("id_number", "")
        text = row.get("birth_date") or f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        hire = chosen(readings)["age_on"] == "hire"
        age = age_at(date.fromisoformat(text), date.fromisoformat(row["hire_date"]) if hire else deadline)
        applied = datetime.fromisoformat(row["applied_at"].replace("T", " "))
        unmet = [
            not 18 <= age <= 40,
            row["education"] in {"小学", "初中"},
            row["poverty_relief"] == row["hard_to_employ"] == "0",
            row["conduct_confirmed"] == "0",
            applied.date() > deadline,
        ]
        priority = sum(row[name] == "1" for name in PRIORITIES)
        cells = {"code": row["code"], "age": str(age), "eligible": str(int(not any(unmet))), "unmet": str(sum(unmet))}
        rows.append(cells | {"priority": str(priority), "rank": ""})
        if not any(unmet):
            key = (-Fraction(row["merit"]), -priority, row["knows_village"] == "0", applied, row["code"])
            ranked.append((key, rows[-1]))
    for place, (_, cells) in enumerate(sorted(ranked, key=lambda each: each[0]), 1):
        cells["rank"] = str(place)
    return rows
