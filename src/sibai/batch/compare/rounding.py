"""Other ways to round than the measure's (once, at the end, half up to fen): what old sheets did instead.

Each works on the exact value of a number that the rules round, made from the numbers that the rules gave it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from sibai.measure import Single
from sibai.measure.numbers import Ratio

JIAO, YUAN = 10, 100
"""In fen."""


def _part(single: Single, standard: str) -> Fraction:
    """A monthly standard's part of a month, before it is rounded."""
    amount: int = single.number(standard)
    if single.number("whole_month"):
        return Fraction(amount)
    if single.number("partial_month") == "pay_days":
        return min(Fraction(amount), _daily(single, amount) * int(single.number("pay_days_on_post")))
    return Fraction(amount * single.number("days_on_post"), single.number("days_in_month"))


def _daily(single: Single, amount: int) -> Fraction:
    """A working day's part of a month's amount: 1/21.75."""
    days: Ratio = single.number("monthly_pay_days")
    return Fraction(amount * days.denominator, days.numerator)


def _performance(single: Single) -> Fraction:
    advanced = single.number("performance_timing") == "monthly_advance"
    return _part(single, "performance_standard") if advanced else Fraction(0)


def _absence(single: Single) -> Fraction:
    if single.number("unpaid_absence") == "none":
        return Fraction(0)
    taken = _daily(single, single.number("base_standard")) * int(single.number("unpaid_days"))
    return min(Fraction(single.number("base")), taken)


def _rated(rate: str) -> Callable[[Single], Fraction]:
    def exact(single: Single) -> Fraction:
        ratio: Ratio = single.number(rate)
        return Fraction(single.number("contribution_base") * ratio.numerator, ratio.denominator)

    return exact


def _whole(name: str) -> Callable[[Single], Fraction]:
    return lambda single: Fraction(single.number(name))


def _gross(single: Single) -> Fraction:
    """The month's pay of parts that were not rounded."""
    held = single.held
    base = Fraction(single.number("base")) if "base" in held else _part(single, "base_standard")
    absence = Fraction(single.number("absence")) if "absence" in held else _absence(single)
    given = "performance" in held or single.facts.get("performance_given") is not None
    performance = Fraction(single.number("performance")) if given else _performance(single)
    return base - absence + performance + int(single.number("reward"))


def _net(single: Single) -> Fraction:
    """What is left of parts that were not rounded."""
    gross = Fraction(single.number("gross")) if "gross" in single.held else _gross(single)
    pension = Fraction(single.number("pension")) if "pension" in single.held else EXACT["pension"](single)
    return max(Fraction(0), gross - pension - int(single.number("tax")) - int(single.number("further_person")))


EXACT: Mapping[str, Callable[[Single], Fraction]] = {
    "base": lambda single: _part(single, "base_standard"),
    "absence": _absence,
    "performance_due": _performance,
    "gross": _gross,
    "contribution_base": _whole("contribution_base"),
    "pension": _rated("pension_rate"),
    "pension_employer": _rated("pension_employer_rate"),
    "work_injury": _rated("work_injury_rate"),
    "tax": _whole("tax"),
    "net": _net,
}
"""The exact value of each number that may be rounded otherwise, in fen; in the order in which they are made."""


def half_up(exact: Fraction, unit: int = 1) -> int:
    """To the nearest multiple of a unit of fen, a half upwards."""
    return floor(exact / unit + Fraction(1, 2)) * unit


def by_the_day(name: str, single: Single, unit: int) -> int | None:
    """A day's pay rounded first, then so many days; None for what is not made of days."""
    if name == "absence":
        if single.number("unpaid_absence") == "none":
            return None
        day = half_up(_daily(single, single.number("base_standard")), unit)
        return min(int(single.number("base")), day * int(single.number("unpaid_days")))
    standard = {"base": "base_standard", "performance_due": "performance_standard"}.get(name)
    if standard is None or single.number("whole_month") or not EXACT[name](single):
        return None
    amount: int = single.number(standard)
    if single.number("partial_month") == "pay_days":
        return min(amount, half_up(_daily(single, amount), unit) * int(single.number("pay_days_on_post")))
    day = half_up(Fraction(amount, single.number("days_in_month")), unit)
    return min(amount, day * int(single.number("days_on_post")))


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to round; `of` gives None where it has no meaning."""

    name: str
    words: str
    of: Callable[[str, Single], int | None]


def _to(rounding: Callable[[Fraction], int], unit: int) -> Callable[[str, Single], int | None]:
    return lambda name, single: rounding(EXACT[name](single) / unit) * unit


def _sum_of_exact(name: str, single: Single) -> int | None:
    return half_up(EXACT[name](single)) if name in {"gross", "net"} else None


MODES = (
    Mode("day_fen", "日工资先进到分再乘天数", lambda name, single: by_the_day(name, single, 1)),
    Mode("unrounded", "中间各项没有进位", _sum_of_exact),
    Mode("yuan", "四舍五入到元", lambda name, single: half_up(EXACT[name](single), YUAN)),
    Mode("yuan_down", "去尾到元", _to(floor, YUAN)),
    Mode("yuan_up", "见角进元", _to(ceil, YUAN)),
    Mode("jiao", "四舍五入到角", lambda name, single: half_up(EXACT[name](single), JIAO)),
    Mode("jiao_down", "去尾到角", _to(floor, JIAO)),
    Mode("jiao_up", "见分进角", _to(ceil, JIAO)),
    Mode("fen_down", "去尾到分", _to(floor, 1)),
    Mode("fen_up", "见厘进分", _to(ceil, 1)),
    Mode("day_yuan", "日工资先进到元再乘天数", lambda name, single: by_the_day(name, single, YUAN)),
)
"""Other ways to round, in the order in which they are tried: what whole yuan explain, whole jiao would as well."""
