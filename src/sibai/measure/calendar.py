"""Articles 6, 12, 19 and 21: working days, by the yearly notices of the State Council.

`public_holidays` joins every notice known, so that days over New Year come from the notice that names them.
"""

from __future__ import annotations

from sibai.measure.dates import month_first, month_last, year_of
from sibai.measure.numbers import Calendar, Day, Days, Flag, Text, no, pick, say
from sibai.measure.rule import CONTEXT, fact, rule
from sibai.measure.workdays import (
    add_working_days,
    has_notice,
    is_statutory_holiday,
    is_working_day,
    last_working_day,
    next_working_day,
    working_days,
)

fact("day", "日期", "date", CONTEXT)
fact("limit_day", "期限届满日", "date", CONTEXT)
fact("notice_published_on", "公示发布日", "date", CONTEXT)


@rule("第二十一条", "工作日", grain=CONTEXT)
def working_day(public_holidays: Calendar, day: Day) -> Flag:
    """Mondays to Fridays that are not off, and weekends that are worked."""
    return is_working_day(public_holidays, day)


@rule("第二十一条", "法定节假日", grain=CONTEXT)
def statutory_holiday(public_holidays: Calendar, day: Day) -> Flag:
    """A statutory holiday itself, on which work is paid threefold; a day off by 调休 is none."""
    return is_statutory_holiday(public_holidays, day)


@rule("第十二条", "不晚于该日的工作日", grain=CONTEXT)
def working_day_by(public_holidays: Calendar, day: Day) -> Day:
    """The last working day on or before a day."""
    return last_working_day(public_holidays, day)


@rule("第十二条", "当年放假安排尚未公布", grain=CONTEXT)
def calendar_provisional(public_holidays: Calendar, month: Day) -> Flag:
    """A month of a year without notice: its working days are Mondays to Fridays, provisionally."""
    return no(has_notice(public_holidays, month))


@rule("第十二条", "放假安排提示", grain=CONTEXT)
def calendar_warning(calendar_provisional: Flag, month: Day) -> Text:
    """Says that the notice for the year is not known yet; nothing otherwise."""
    return pick(
        (calendar_provisional, say("{}年放假安排尚未公布，暂按周一至周五为工作日计", year_of(month))), otherwise=""
    )


@rule("第二十一条", "当月工作日数", grain=CONTEXT)
def working_days_of_month(public_holidays: Calendar, month: Day) -> Days:
    """Days to be attended in a month of full attendance."""
    return working_days(public_holidays, month_first(month), month_last(month))


@rule("第二十二条", "期限最后一日", grain=CONTEXT)
def limit_until(public_holidays: Calendar, limit_day: Day) -> Day:
    """A legal limit whose last day is a day off ends on the next working day (民法典第二百零三条)."""
    return next_working_day(public_holidays, limit_day)


@rule("第六条", "公示截止日", grain=CONTEXT)
def public_notice_until(public_holidays: Calendar, notice_published_on: Day, public_notice_days: Days) -> Day:
    """The last day of a public notice that lasts some working days, the day of publication not counted."""
    return add_working_days(public_holidays, notice_published_on, public_notice_days)
