"""What may have been otherwise in the making of a number: each other rounding, reading, parameter, input behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sibai.batch.compare.columns import LABELS, PAY_ITEM
from sibai.batch.compare.people import Item
from sibai.batch.compare.rounding import EXACT, MODES
from sibai.batch.compare.setting import Change, Setting
from sibai.measure import BOOK, LAW, Law
from sibai.measure.dates import month_last, weekdays_through
from sibai.measure.law import Dated, Entry, InForce
from sibai.measure.numbers import MONTHS_PER_YEAR, Ratio
from sibai.measure.values import shown
from sibai.measure.workdays import working_days

AMOUNT_UNITS = frozenset({"fen", "ratio", "bands"})
"""Parameters that make amounts; days of beginning are no matter of versions."""
COARSE = frozenset(mode.name for mode in MODES) - {"day_fen", "unrounded"}
PARTS = "partial_month"
DAYS_OF_ANY_MONTH = 30
USUAL_PAY_DAYS = ("30", "22", "20.83", "20.67", "21", "26")
"""What people divide a month's pay by, where it is not 21.75: so many days, or the working days of former notices."""
NAMES = {**LABELS, "performance_due": LABELS["performance"]}


@dataclass
class Effort:
    """For how many cells two changes at once may still be tried; None: for all."""

    left: int | None = None
    spared: int = 0
    """For how many they were not."""

    def spend(self) -> bool:
        """Whether there is enough for one more cell."""
        if self.left == 0:
            self.spared += 1
            return False
        self.left = None if self.left is None else self.left - 1
        return True


@dataclass(frozen=True)
class Case:
    """One person's month as the sheet has it, under the law of the month."""

    month: date
    law: Mapping[str, InForce]
    whole_law: Law
    """Every parameter and reading over all dates."""
    facts: Mapping[str, Any]
    """What the rules are given: of the sheet, and of the same file's earlier months."""
    told: frozenset[str]
    """Names of the input columns that the sheet fills for this person."""
    olds: Mapping[str, int]
    items: tuple[Item, ...] = ()
    """Further items of the sheet that the rules do not know."""
    known: dict[Any, int] = field(default_factory=dict, compare=False, repr=False)
    """Numbers made before, shared by the cases of one file."""
    effort: Effort = field(default_factory=Effort, compare=False, repr=False)
    _found: dict[str, list[Change]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def by_rules(self) -> Setting:
        """The month by the rules."""
        return Setting(self.law, self.facts, known=self.known)

    def changes(self, cell: str) -> Sequence[Change]:
        """Everything that may be tried for a cell, in its fixed order."""
        if cell not in self._found:
            behind = BOOK.behind((cell,))
            self._found[cell] = [
                *roundings(behind),
                *readings(self.law, behind),
                *parts_of_month(self, behind),
                *parameters(self, behind),
                *pay_days(self, behind),
                *inputs(self, cell, behind),
            ]
        return self._found[cell]


def roundings(behind: frozenset[str]) -> Iterator[Change]:
    """Other ways to round each number that the rules round."""
    for name in EXACT:
        if name in behind:
            for mode in MODES:
                words = f"{NAMES[name]}{mode.words}"
                yield Change("rounding", f"rounding of {name}", words, rounded=(name, mode.name))


def readings(law: Mapping[str, InForce], behind: frozenset[str]) -> Iterator[Change]:
    """The other options of each reading."""
    for name in law:
        if name in behind and law[name].entry.is_reading and not law[name].off:
            entry = law[name].entry
            for option, means in entry.options.items():
                if option != law[name].value:
                    yield Change(
                        "reading", name, f"{entry.label}：{means}（{name}={option}）", values=((name, option),)
                    )


def parts_of_month(case: Case, behind: frozenset[str]) -> Iterator[Change]:
    """Other ways to take a part of a month than the options of the reading: of thirty days, of its working days."""
    if "days_on_post" not in behind:
        return
    words = f"{case.whole_law.entries[PARTS].label}："
    thirty = (("days_in_month", DAYS_OF_ANY_MONTH),)
    calendar = (("partial_month", "calendar_days"),)
    yield Change("reading", PARTS, f"{words}每月都按30天折算", values=calendar, numbers=thirty)
    first, last = (case.by_rules.single.number(name) for name in ("on_post_from", "on_post_to"))
    holidays = case.law["public_holidays"].value
    worked = working_days(holidays, first, last)
    whole = working_days(holidays, case.month, month_last(case.month))
    if last >= first and worked < whole:
        numbers = (("days_in_month", whole), ("days_on_post", worked))
        yield Change("reading", PARTS, f"{words}按当月工作日折算", values=calendar, numbers=numbers)


def pay_days(case: Case, behind: frozenset[str]) -> Iterator[Change]:
    """Other numbers of days that a day's pay is taken of, where the sheet tells days of unpaid leave."""
    if "monthly_pay_days" not in behind or not case.facts.get("unpaid_days"):
        return
    holidays, last = case.law["public_holidays"].value, month_last(case.month)
    known = [(f"{days}天", days) for days in USUAL_PAY_DAYS]
    known += [("当月日历天数", str(last.day)), ("当月工作日数", str(working_days(holidays, case.month, last)))]
    label = case.whole_law.entries["monthly_pay_days"].label
    for words, days in known:
        values = (("monthly_pay_days", Ratio.parse(days)),)
        yield Change("parameter", "monthly_pay_days", f"{label}用{words}", values=values)


def further_items(case: Case, setting: Setting, cell: str) -> Sequence[Change]:
    """The items that the sheet has beside those of the rules, as far as they can move a cell and have not yet."""
    done = {change.family for change in setting.changes}
    made = []
    for place, item in enumerate(case.items):
        paid = item.kind == PAY_ITEM
        target = "gross" if paid and (cell == "gross" or "gross" not in case.olds) else "net"
        family = f"item {place}"
        if family not in done and cell == ("net" if "gross" not in case.olds else target):
            words = f"原表另有“{item.header}”，规则没有这一项"
            made.append(Change("input", family, words, added=(target, item.fen if paid else -item.fen)))
    return made


def parameters(case: Case, behind: frozenset[str]) -> Iterator[Change]:
    """The values of each parameter on other dates, the county's and the shipped ones; earlier ones first."""
    for name in case.law:
        entry = case.whole_law.entries[name]
        if name not in behind or entry.is_reading or entry.unit not in AMOUNT_UNITS or case.law[name].off:
            continue
        tried = {_key(case.law[name].value)}
        for dated in _versions(entry, case.month):
            if dated.missing or _key(dated.value) in tried:
                continue
            tried.add(_key(dated.value))
            since = f"{dated.since}起的" if dated.since else ""
            words = f"{entry.label}用{since}{shown(dated.value, entry.unit)}"
            yield Change("parameter", name, words, values=((name, dated.value),))


def _versions(entry: Entry, month: date) -> list[Dated]:
    """Every dated value: those before the month from the newest back, then those after it."""
    own = [*entry.values, *LAW.entries[entry.name].values]
    before = sorted((each for each in own if each.start <= month), key=lambda each: each.start, reverse=True)
    return [*before, *sorted((each for each in own if each.start > month), key=lambda each: each.start)]


def _key(value: Any) -> str:
    return repr(value)


def inputs(case: Case, cell: str, behind: frozenset[str]) -> Iterator[Change]:
    """Inputs that the sheet does not tell, each as it might have been; where nothing was paid any days would do."""
    paid = case.olds.get(cell) != 0
    if "on_post_from" in behind and paid:
        yield from _days_on_post(case)
    if "unpaid_days" in behind and paid and "unpaid_days" not in case.told:
        last = weekdays_through(case.month, month_last(case.month))
        for days in range(1, last + 1):
            yield Change("input", "unpaid_days", f"无薪{days}天（表中没有）", facts=(("unpaid_days", days),))
    if "declared_wage" in behind and "declared_wage" not in case.told:
        yield from _declared(case, cell)
    if "allowance_months" in behind and cell in {"tax", "net"}:
        yield from _year(case)


def _days_on_post(case: Case) -> Iterator[Change]:
    """Another first or last day on post, where the sheet leaves it open."""
    first, last = case.by_rules.single.number("on_post_from"), month_last(case.month)
    if "days" in case.told and not {"from", "to"} & case.told:
        until = case.month + timedelta(days=(last - first).days)
        facts = (("on_post_from", case.month), ("on_post_to", until))
        yield Change("input", "on_post", f"在岗 {case.month} 至 {until}（表中只有天数）", facts=facts)
        return
    if {"from", "to", "days"} & case.told:
        return
    for place in range(1, (last - first).days + 1):
        day = first + timedelta(days=place)
        yield Change("input", "on_post", f"{day} 上岗（表中没有）", facts=(("on_post_from", day),))
    for place in range(1, (last - first).days + 1):
        day = last - timedelta(days=place)
        yield Change("input", "on_post", f"在岗到 {day}（表中没有）", facts=(("on_post_to", day),))


def _declared(case: Case, cell: str) -> Iterator[Change]:
    """Another wage declared to the insurance: the base wage, what was earned, the base that the sheet shows."""
    by_rules = case.by_rules
    wages = [by_rules.number("base_standard"), case.olds.get("gross"), case.olds.get("base")]
    wages += [case.olds.get("contribution_base")] if cell == "contribution_base" else []
    for wage in dict.fromkeys(wage for wage in wages if wage is not None):
        if wage != by_rules.number("declared_wage"):
            words = f"申报工资{shown(wage, 'fen')}（表中没有）"
            yield Change("input", "declared_wage", words, facts=(("declared_wage", wage),))


def _year(case: Case) -> Iterator[Change]:
    """Another year so far: its months counted from January, the year's allowance at once, each month by itself."""
    month = case.month.month
    if "allowance_months" not in case.told:
        for months, words in ((month, f"减除费用从1月起算，{month}个月"), (MONTHS_PER_YEAR, "一次减除全年费用")):
            if months != case.by_rules.number("allowance_months"):
                yield Change("input", "allowance_months", f"{words}（表中没有）", facts=(("allowance_months", months),))
    names = ("earned_before", "pension_before", "withheld_before", "months_before")
    if any(case.facts.get(name) for name in names):
        facts = (*((name, 0) for name in names), ("allowance_months", 1))
        yield Change("input", "year so far", "个税按月单独计，不累计", facts=facts)
    pension = case.olds.get("pension", case.by_rules.number("pension"))
    before = int(case.facts.get("pension_before", 0)) - pension
    yield Change("input", "taxed before pension", "计个税时没有先扣养老保险", facts=(("pension_before", before),))


def fit_together(changes: Sequence[Change]) -> bool:
    """Whether two changes may be tried at once: of different families, at most one a guess, none coarsely rounded.

    Guesses meet almost any amount, whole yuan one guess in a few: they would explain what nobody knows.
    """
    families = {change.family for change in changes}
    guessed = sum(change.cause == "input" for change in changes)
    coarse = any(change.rounded and change.rounded[1] in COARSE for change in changes)
    return len(families) == len(changes) and guessed <= 1 and not (guessed and coarse)
