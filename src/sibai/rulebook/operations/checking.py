"""Whether a decision can hold: the same checks as a county's rulebook file, told beside the field of a form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sibai.audit.refusals import Refusal
from sibai.measure import LAW, LawError
from sibai.rulebook import toml
from sibai.rulebook.models import CONFIRMED, Decision
from sibai.rulebook.queries.law import WHERE, as_written, read_value, row_of, standing

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years in which a date of a decision must lie; beyond them it is a slip of the pen."""
LONGEST_SPAN = 31
"""Days that one span of a calendar can have at most."""
FIELDS = (("日期重叠", "start"), ("数值", "value"), ("document", "document"))
"""By a word of the fault: the field that it is about."""
OF_FILES = "。金额和比例写在引号里"
"""From here on a fault speaks of files."""


class BadDecision(Refusal):
    """A value, a date or a document that the rules cannot take."""


def read(text: str) -> Any:
    """A value's text as plain data. BadDecision where it cannot be read."""
    try:
        value = read_value(text)
        toml.literal(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadDecision("数值的写法读不懂，请照“写法举例”填写。", field="value") from error
    for day in _days(value):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BadDecision(f"数值里的 {day} 不在{FIRST_YEAR}年至{LAST_YEAR}年之间，请核对。", field="value")
    return value


def _days(value: Any) -> Iterator[date]:
    """Every date in a value. BadDecision for a span of days that no holiday can have: it would be walked day by day."""
    if isinstance(value, date):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _days(part)
    days = [part for part in parts if isinstance(part, date)]
    if isinstance(value, list) and len(days) == 2 and (days[1] - days[0]).days > LONGEST_SPAN:
        raise BadDecision(f"{days[0]} 至 {days[1]} 超过{LONGEST_SPAN}天，请核对。", field="value")


def check_dates(start: date, end: date | None) -> None:
    """BadDecision for dates that cannot be meant."""
    for day, field in ((start, "start"), (end, "end")):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BadDecision(f"日期要在{FIRST_YEAR}年至{LAST_YEAR}年之间。", field=field)
    if end is not None and end < start:
        raise BadDecision("止日不能早于起日。", field="end")


def check(decision: Decision) -> None:
    """BadDecision where the law with the confirmed decisions and this one laid over it does not hold together."""
    if decision.entry not in LAW.entries:
        raise BadDecision("没有这个参数或口径，请从“参数”或“口径”页面进入。")
    check_dates(decision.start, decision.end)
    read(decision.value)
    confirmed = standing(Decision.objects.filter(state=CONFIRMED, entry=decision.entry))
    others = [each for each in confirmed if each.pk not in (decision.pk, decision.replaces_id)]
    written = as_written(others)
    written.setdefault(decision.entry, []).append(row_of(decision))
    try:
        LAW.overlaid(written, WHERE)
    except LawError as error:
        raise _told(error.lines[0], decision, others) from error


def _told(line: str, decision: Decision, others: list[Decision]) -> BadDecision:
    """A fault of the law as a refusal beside its field."""
    words = line.removeprefix(f"{WHERE}: {decision.entry}: ").partition(OF_FILES)[0].rstrip("。")
    field = next((field for word, field in FIELDS if word in words), None)
    if field == "start":
        spans = "、".join(f"{each.start}起{f'至{each.end}' if each.end else ''}" for each in others)
        words = f"与已确认的决定（{spans}）日期重叠。要改已确认的决定，请打开那一项办“更正”"
    return BadDecision(f"{words}。", field=field)
