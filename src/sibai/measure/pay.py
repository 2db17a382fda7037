"""Article 11 and 12: what a month on post earns."""

from __future__ import annotations

from collections.abc import Mapping

from sibai.measure.dates import days_through, month_first, month_last, weekdays_through
from sibai.measure.law import InForce
from sibai.measure.numbers import Day, Days, Fen, Flag, Option, Rate, all_of, half_up, least, less, most, pick
from sibai.measure.refusals import ReadingConflict
from sibai.measure.rule import CONTEXT, fact, rule

fact("month", "月份", "date", CONTEXT)
fact("on_post_from", "在岗起", "date", "person", blank="first_day_on_post")
fact("on_post_to", "在岗止", "date", "person", blank="last_day_of_month")
fact("unpaid_days", "无薪天数", "days", "person", blank=0)
fact("performance_given", "本次绩效", "fen", "person", blank="performance_due")
fact("reward", "工作奖励", "fen", "person", blank=0)


@rule("第二十三条", "当月最早在岗日", grain=CONTEXT)
def first_day_on_post(month: Day, measure_effective: Day) -> Day:
    """The first of the month, or in June 2022 the day on which the measure took effect."""
    return most(month_first(month), measure_effective)


@rule("第十一条", "当月最后一天", grain=CONTEXT)
def last_day_of_month(month: Day) -> Day:
    """The day whose parameters a month uses."""
    return month_last(month)


@rule("第十一条", "当月天数", grain=CONTEXT)
def days_in_month(month: Day, last_day_of_month: Day) -> Days:
    """28 to 31."""
    return days_through(month_first(month), last_day_of_month)


@rule("第十一条", "在岗天数", grain="person")
def days_on_post(on_post_from: Day, on_post_to: Day) -> Days:
    """Both days included."""
    return days_through(on_post_from, on_post_to)


@rule("第十一条", "在岗计薪日", grain="person")
def pay_days_on_post(on_post_from: Day, on_post_to: Day) -> Days:
    """Mondays to Fridays, public holidays included, working weekends ignored."""
    return weekdays_through(on_post_from, on_post_to)


@rule("第十一条", "整月在岗", grain="person")
def whole_month(days_on_post: Days, days_in_month: Days) -> Flag:
    """A whole month is always the whole base."""
    return days_on_post == days_in_month


def part_of_month(
    standard: Fen,
    whole: Flag,
    option: Option,
    days: Days,
    month_days: Days,
    pay_days: Days,
    monthly: Rate,
) -> Fen:
    """What a part of a month earns of a monthly standard, by the reading `partial_month`."""
    return pick(
        (whole, standard),
        (option == "pay_days", least(standard, monthly.divides(standard * pay_days))),
        otherwise=half_up(standard * days, month_days),
    )


@rule("第十一条", "基础工资", grain="person")
def base(
    base_standard: Fen,
    whole_month: Flag,
    partial_month: Option,
    days_on_post: Days,
    days_in_month: Days,
    pay_days_on_post: Days,
    monthly_pay_days: Rate,
) -> Fen:
    """1600 for a whole month, its part for a part of one."""
    return part_of_month(
        base_standard, whole_month, partial_month, days_on_post, days_in_month, pay_days_on_post, monthly_pay_days
    )


@rule("第十一条 第二十一条", "缺勤扣款", grain="person")
def absence(base: Fen, base_standard: Fen, unpaid_days: Days, unpaid_absence: Option, monthly_pay_days: Rate) -> Fen:
    """Unpaid leave at the daily part of the full base, never more than the month's own base."""
    daily = least(base, monthly_pay_days.divides(base_standard * unpaid_days))
    return pick((unpaid_absence == "none", 0), otherwise=daily)


@rule("第十一条 第十二条", "按月预发的绩效", grain="person")
def performance_due(
    performance_timing: Option,
    performance_standard: Fen,
    whole_month: Flag,
    partial_month: Option,
    days_on_post: Days,
    days_in_month: Days,
    pay_days_on_post: Days,
    monthly_pay_days: Rate,
) -> Fen:
    """Under `monthly_advance` 400 a month, pro rata like the base; else performance is paid at settlement."""
    advance = part_of_month(
        performance_standard,
        whole_month,
        partial_month,
        days_on_post,
        days_in_month,
        pay_days_on_post,
        monthly_pay_days,
    )
    return pick((performance_timing == "monthly_advance", advance), otherwise=0)


@rule("第十一条", "绩效工资", grain="person")
def performance(performance_given: Fen) -> Fen:
    """Performance pay in this month's run."""
    return performance_given


@rule("第十一条", "应发", grain="person")
def gross(base: Fen, absence: Fen, performance: Fen, reward: Fen) -> Fen:
    """All that is earned in the month, before deductions."""
    return base - absence + performance + reward


@rule("第十一条 第十四条", "扣除后工资", grain="person")
def net_due(gross: Fen, pension: Fen, tax: Fen, further_person: Fen) -> Fen:
    """What is left after pension, tax and further insurances; below zero for a few days on post."""
    return less(gross - pension - tax, further_person)


@rule("第十一条 第十四条", "不够扣", grain="person")
def short(net_due: Fen) -> Flag:
    """Whether the month earned less than what is deducted."""
    return net_due < 0


@rule("第十四条", "因不够扣而停下", grain="person")
def refused(short: Flag, short_net: Option) -> Flag:
    """Under `short_net` = refuse nobody is paid until this person's month is looked into."""
    return all_of(short, short_net == "refuse")


@rule("第十一条 第十四条", "实发", grain="person")
def net(net_due: Fen) -> Fen:
    """What goes to the bank; under `short_net` = refuse nobody with less than zero gets this far."""
    return most(0, net_due)


@rule("第十四条", "欠扣", grain="person")
def owed(net_due: Fen, short_net: Option) -> Fen:
    """Under `short_net` = carry, the shortfall that later pay makes good."""
    return pick((short_net == "carry", most(0, 0 - net_due)), otherwise=0)


@rule("第十一条", "低于最低工资", grain="person")
def below_minimum(whole_month: Flag, unpaid_days: Days, gross: Fen, reward: Fen, minimum_wage: Fen) -> Flag:
    """A month of full attendance paid below the minimum wage, rewards left out (a warning, 最低工资规定)."""
    return whole_month & (unpaid_days == 0) & (gross - reward < minimum_wage)


@rule("第十二条", "应预拨", grain=CONTEXT)
def prefunding_due(base_total: Fen, employer_insurance_total: Fen, balance_carried: Fen) -> Fen:
    """Base wages and employer insurance of the month, less the balance carried; never below zero."""
    return most(0, base_total + employer_insurance_total - balance_carried)


@rule("第十二条", "岗位补贴", grain=CONTEXT)
def post_subsidy(wage_paid: Fen, post_subsidy_standard: Fen) -> Fen:
    """What 岗位补贴 gives for one person's month: its standard, never more than the base wage that was paid."""
    return least(wage_paid, post_subsidy_standard)


fact("wage_paid", "当月已发基础工资", "fen", CONTEXT)
fact("base_total", "当月基础工资合计", "fen", CONTEXT)
fact("employer_insurance_total", "当月单位保险合计", "fen", CONTEXT)
fact("balance_carried", "上月结转余额", "fen", CONTEXT, blank=0)


def check_readings(law: Mapping[str, InForce]) -> None:
    """Refuse readings that cannot hold together (ReadingConflict): 400 a month is never covered by 500 a year."""
    if law["performance_timing"].value == "monthly_advance" and law["pool_per_head"].value == "annual_500":
        raise ReadingConflict(
            "口径 performance_timing=monthly_advance（每月预发400元）与 pool_per_head=annual_500（每人每年500元）"
            "不能同时使用：年度总额抵不了预发数。请把 pool_per_head 定为 monthly_500 或 article_11，或改回 annual"
        )


PAYSLIP: tuple[str, ...] = (
    "base",
    "absence",
    "performance",
    "reward",
    "gross",
    "contribution_base",
    "pension",
    "pension_employer",
    "work_injury",
    "tax",
    "net",
    "owed",
)
"""The numbers of a payslip, in the order in which they are shown."""
