"""Article 14 and 工伤保险条例: by when an injury at work is reported for recognition, and decided.

A limit of a year ends on the same day next year; days are calendar days from the day after.
"""

from __future__ import annotations

from sibai.measure.dates import add_days, add_months
from sibai.measure.numbers import Day, Days, Flag, Months, most, pick
from sibai.measure.rule import fact, rule

fact("injury_applied_on", "申请工伤认定之日", "date", "person")
fact("injury_accepted_on", "受理工伤认定申请之日", "date", "person")
fact("injury_clear", "事实清楚、权利义务明确", "flag", "person", blank=0)
fact("injury_extended_to", "同意延长单位申请到", "date", "person", blank="injured_on")
fact("injury_delayed_days", "非本人原因耽误的天数", "days", "person", blank=0)
fact("injury_paused_days", "认定中止天数", "days", "person", blank=0)


@rule("第十四条", "单位最迟申请工伤认定日", grain="person")
def injury_employer_by(injured_on: Day, injury_employer_days: Days, injury_extended_to: Day) -> Day:
    """Thirty days from the accident, or what the department agreed to (第十七条第一款); an employer that is late bears
    what the benefits cost until it applies."""
    return most(add_days(injured_on, injury_employer_days), injury_extended_to)


@rule("第十四条", "本人最迟申请工伤认定日", grain="person")
def injury_worker_by(injured_on: Day, injury_worker_limit: Months, injury_delayed_days: Days) -> Day:
    """A year from the accident, for the worker, close relatives and the union, where the employer has not applied;
    days lost for no reason of theirs do not count."""
    return add_days(add_months(injured_on, injury_worker_limit), injury_delayed_days)


@rule("第十四条", "在单位申请期限内", grain="person")
def injury_employer_in_time(injury_applied_on: Day, injury_employer_by: Day) -> Flag:
    """Applied on the last day or before."""
    return injury_applied_on <= injury_employer_by


@rule("第十四条", "在本人申请期限内", grain="person")
def injury_worker_in_time(injury_applied_on: Day, injury_worker_by: Day) -> Flag:
    """Applied on the last day or before."""
    return injury_applied_on <= injury_worker_by


@rule("第十四条", "工伤认定决定期限", grain="person")
def injury_decide_by(
    injury_accepted_on: Day,
    injury_clear: Flag,
    injury_decision_days: Days,
    injury_clear_days: Days,
    injury_paused_days: Days,
) -> Day:
    """Sixty days from acceptance, fifteen where the facts are clear; while a court or an office has to decide first,
    the days do not count (第二十条第三款)."""
    days = pick((injury_clear == 1, injury_clear_days), otherwise=injury_decision_days)
    return add_days(injury_accepted_on, days + injury_paused_days)


@rule("第二十一条", "停工留薪期最长至", grain="person")
def injury_leave_until(injured_on: Day, injury_leave_months: Months) -> Day:
    """The last day on which the wage goes on in full, without a longer period confirmed (第三十三条)."""
    return add_days(add_months(injured_on, injury_leave_months), -1)
