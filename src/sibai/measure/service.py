"""Article 9: how much service is used, and the last lawful day of the stint that is open.

A stint S … E is (m months, d days): m the most full months that fit, d the days left over; months and days
are summed apart. With (M, D) used, a stint from S on may last to S + (36 − M) months − D days − 1 day.
"""

from __future__ import annotations

from datetime import date

from sibai.measure.choices import StintKind
from sibai.measure.dates import (
    add_days,
    add_months,
    date_in_digits,
    days_left_over,
    days_through,
    digits_of,
    full_months,
)
from sibai.measure.numbers import (
    Count,
    Day,
    Days,
    Flag,
    Label,
    Months,
    Option,
    Text,
    all_of,
    any_of,
    how_many,
    most,
    no,
    pick,
    say,
)
from sibai.measure.rule import CONTEXT, fact, highest, rule, total

fact("as_of", "截至日", "date", CONTEXT)
fact("start", "起", "date", "stint")
fact("end", "止", "date", "stint", blank="unended")
fact("kind", "岗位类别", "kind", "stint", blank=StintKind.COORDINATOR)


@rule("第九条", "尚未结束", grain=CONTEXT)
def unended(measure_effective: Day) -> Day:
    """What a blank end stands for: later than any day."""
    return most(measure_effective, date.max)


@rule("第九条", "计入累计年限", grain="stint")
def stint_counts(kind: Label, term_cap_scope: Option) -> Flag:
    """Time as 协理员 counts; other 公益性岗位 only under `term_cap_scope` = with_public_posts."""
    return any_of(kind == StintKind.COORDINATOR, term_cap_scope == "with_public_posts")


@rule("第九条", "已结束且计入", grain="stint")
def stint_ended(end: Day, unended: Day, stint_counts: Flag) -> Flag:
    """A stint whose months and days are used."""
    return all_of(no(end == unended), stint_counts)


@rule("第九条", "整月数", grain="stint")
def stint_months(start: Day, end: Day, stint_ended: Flag) -> Months:
    """Full months of an ended stint that counts; 0 for others."""
    last = pick((stint_ended, end), otherwise=start)
    return pick((stint_ended, full_months(start, last)), otherwise=0)


@rule("第九条", "整月外的天数", grain="stint")
def stint_days(start: Day, end: Day, stint_ended: Flag) -> Days:
    """Days left over in an ended stint that counts; 0 for others."""
    last = pick((stint_ended, end), otherwise=start)
    return pick((stint_ended, days_left_over(start, last)), otherwise=0)


@rule("第九条", "未结束一段的起日（年月日）", grain="stint")
def open_start_digits(start: Day, end: Day, unended: Day, stint_counts: Flag) -> Count:
    """The start of an open stint that counts, as a number like 20240101; 0 for others."""
    return pick((all_of(end == unended, stint_counts), digits_of(start)), otherwise=0)


total("months_used", "第九条", "已用月", of="stint_months", unit="months", grain="person")
total("days_used", "第九条", "已用日", of="stint_days", unit="days", grain="person")
highest("open_stint", "第九条", "未结束的一段起于（年月日）", of="open_start_digits", unit="count", grain="person")


@rule("第九条", "适用三年上限", grain="person")
def cap_applies(open_stint: Count) -> Flag:
    """Whether there is an open or planned stint that counts; without one there is no last lawful day."""
    return open_stint > 0


@rule("第九条", "未结束一段的起日", grain="person")
def open_start(open_stint: Count, cap_applies: Flag, measure_effective: Day) -> Day:
    """The first day of the open stint; without one the day of the measure, which then decides nothing."""
    return pick((cap_applies, date_in_digits(open_stint)), otherwise=measure_effective)


@rule("第九条", "按上限推算的最后一天", grain="person")
def cap_day(open_start: Day, months_used: Months, days_used: Days, term_cap: Months) -> Day:
    """S + (36 − M) months − D days − 1 day; of no meaning where the cap does not apply."""
    return add_days(add_months(open_start, term_cap - months_used), 0 - days_used - 1)


@rule("第九条", "最晚在岗日", grain="person")
def last_lawful_day(cap_applies: Flag, cap_day: Day) -> Day:
    """The last lawful day of the open stint; none without one."""
    return pick((cap_applies, cap_day), otherwise=None)


@rule("第九条", "还有年限可用", grain="person")
def term_ok(cap_applies: Flag, cap_day: Day, open_start: Day) -> Flag:
    """Whether the open stint has at least one lawful day."""
    return any_of(no(cap_applies), cap_day >= open_start)


@rule("第九条", "距最晚在岗日天数", grain="person")
def service_left(as_of: Day, cap_day: Day) -> Days:
    """Days from one day to the last lawful day; 0 on that day, negative after it."""
    return days_through(as_of, cap_day) - 1


@rule("第九条", "到期提醒次序", grain="person")
def service_warnings(
    cap_applies: Flag,
    service_left: Days,
    term_warning_first: Days,
    term_warning_second: Days,
    term_warning_last: Days,
) -> Count:
    """How many of the warnings (90, 60, 30 days ahead) are due."""
    due = how_many(
        service_left <= term_warning_first, service_left <= term_warning_second, service_left <= term_warning_last
    )
    return pick((cap_applies, due), otherwise=0)


@rule("第九条", "到期提醒", grain="person")
def service_warning(service_warnings: Count, service_left: Days, cap_day: Day) -> Text:
    """The warning that is due, in words; nothing before the first."""
    return pick(
        (service_warnings == 0, ""),
        (service_left < 0, say("已超过最晚在岗日{}", cap_day)),
        otherwise=say("距最晚在岗日{}还有{}天", cap_day, service_left),
    )
