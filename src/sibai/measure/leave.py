"""Article 21: annual leave, family leave, sick pay and the medical period, by national and provincial law."""

from __future__ import annotations

from sibai.measure.dates import days_through, year_first, year_last
from sibai.measure.numbers import (
    Count,
    Day,
    Days,
    Fen,
    Flag,
    Months,
    Rate,
    Steps,
    Years,
    all_of,
    any_of,
    floor,
    least,
    most,
    no,
    pick,
)
from sibai.measure.rule import CONTEXT, fact, rule

fact("leave_year", "休假年度", "count", CONTEXT)
fact("work_years", "累计工作年限", "years", "person", blank="years_worked")
fact("unit_years", "在本单位工作年限", "years", "person")
fact("continuous_months", "连续工作月数", "months", "person", blank="months_worked")
fact("leave_from", "本年在本单位起", "date", "person", blank="leave_year_first")
fact("leave_to", "本年在本单位止", "date", "person", blank="leave_year_last")
fact("sick_months", "本年累计病假月数", "months", "person", blank="sick_months_taken")
fact("paid_personal_days", "本年不扣工资的事假天数", "days", "person", blank="personal_days_paid")
fact("difficult_birth", "难产", "flag", "person", blank=0)
fact("babies", "生育几个", "count", "person", blank=1)
fact("pre_pregnancy_check", "孕前检查证明", "flag", "person", blank=0)
fact("third_child", "第三个子女", "flag", "person", blank=0)
fact("pregnancy_months", "流产时怀孕月数", "months", "person")
fact("couple_apart", "夫妻异地居住", "flag", "person", blank=0)
fact("premarital_check", "婚前医学检查", "flag", "person", blank=0)
fact("bereavement_asked", "丧假申请天数", "days", "person", blank="leave_days")
fact("child_years", "子女周岁", "years", "person", blank="child_age")
fact("sick_base", "病假期间工资", "fen", "person", blank="base_standard")


@rule("第二十一条", "休假年度第一天", grain=CONTEXT)
def leave_year_first(leave_year: Count) -> Day:
    """1 January."""
    return year_first(leave_year)


@rule("第二十一条", "休假年度最后一天", grain=CONTEXT)
def leave_year_last(leave_year: Count) -> Day:
    """31 December."""
    return year_last(leave_year)


@rule("第二十一条", "全年年休假天数", grain="person")
def annual_leave_full(work_years: Years, annual_leave_days: Steps) -> Days:
    """5, 10 or 15 working days by cumulative years of work with any employer."""
    return annual_leave_days.at(work_years)


@rule("第二十一条", "不享受当年年休假", grain="person")
def annual_leave_lost(
    work_years: Years,
    sick_months: Months,
    annual_leave_sick_limit: Steps,
    paid_personal_days: Days,
    annual_leave_personal_limit: Days,
) -> Flag:
    """Sick leave of 2, 3 or 4 months by years of work, or 20 days of paid personal leave; both bounds included."""
    return any_of(
        sick_months >= annual_leave_sick_limit.at(work_years), paid_personal_days >= annual_leave_personal_limit
    )


@rule("第二十一条", "年休假天数", grain="person")
def annual_leave(
    annual_leave_full: Days,
    annual_leave_lost: Flag,
    continuous_months: Months,
    annual_leave_needs: Months,
    leave_from: Day,
    leave_to: Day,
    annual_leave_year: Days,
) -> Days:
    """After 12 continuous months of work; who joins or leaves in the year pro rata, fractions dropped."""
    part = least(annual_leave_full, floor(annual_leave_full * days_through(leave_from, leave_to), annual_leave_year))
    return pick((all_of(continuous_months >= annual_leave_needs, no(annual_leave_lost)), part), otherwise=0)


@rule("第二十一条", "产假天数", grain="person")
def maternity_leave(
    maternity_days: Days,
    maternity_province_days: Days,
    difficult_birth: Flag,
    maternity_difficult_days: Days,
    babies: Count,
    maternity_baby_days: Days,
    pre_pregnancy_check: Flag,
    maternity_check_days: Days,
    third_child: Flag,
    maternity_third_days: Days,
) -> Days:
    """98 days and the province's 60; more for a difficult birth, each further baby, a check, a third child."""
    return (
        maternity_days
        + maternity_province_days
        + pick((difficult_birth == 1, maternity_difficult_days), otherwise=0)
        + maternity_baby_days * most(0, babies - 1)
        + pick((pre_pregnancy_check == 1, maternity_check_days), otherwise=0)
        + pick((third_child == 1, maternity_third_days), otherwise=0)
    )


@rule("第二十一条", "流产休假天数", grain="person")
def miscarriage_leave(pregnancy_months: Months, miscarriage_days: Steps) -> Days:
    """15 days under four months of pregnancy, else 42."""
    return miscarriage_days.at(pregnancy_months)


@rule("第二十一条", "护理假天数", grain="person")
def paternity_leave(
    couple_apart: Flag,
    paternity_days: Days,
    paternity_apart_days: Days,
    third_child: Flag,
    paternity_third_days: Days,
) -> Days:
    """15 calendar days, 20 for couples living apart, 10 more for a third child."""
    return pick((couple_apart == 1, paternity_apart_days), otherwise=paternity_days) + pick(
        (third_child == 1, paternity_third_days), otherwise=0
    )


@rule("第二十一条", "婚假天数", grain="person")
def marriage_leave(marriage_days: Days, premarital_check: Flag, marriage_check_days: Days) -> Days:
    """3 days, and the province's 10 after a premarital check."""
    return marriage_days + pick((premarital_check == 1, marriage_check_days), otherwise=0)


@rule("第二十一条", "丧假天数", grain="person")
def bereavement_leave(bereavement_asked: Days, bereavement_least: Days, bereavement_most: Days) -> Days:
    """1 to 3 days, as asked for."""
    return least(bereavement_most, most(bereavement_least, bereavement_asked))


@rule("第二十一条", "育儿假天数", grain="person")
def childcare_leave(child_years: Years, childcare_until: Years, childcare_days: Days) -> Days:
    """Each year until the child is three; the days are not known, so the county sets them first."""
    return pick((child_years < childcare_until, childcare_days), otherwise=0)


@rule("第二十一条", "病假工资下限", grain="person")
def sick_pay_floor(minimum_wage: Fen, sick_pay_floor_part: Rate) -> Fen:
    """80 % of the minimum wage (劳部发〔1995〕309号第五十九条)."""
    return sick_pay_floor_part.of(minimum_wage)


@rule("第二十一条", "病假工资", grain="person")
def sick_pay(sick_base: Fen) -> Fen:
    """A whole month of sick leave: paid as base, unless the county decided another amount."""
    return sick_base


@rule("第二十一条", "病假工资低于下限", grain="person")
def sick_pay_below_floor(sick_pay: Fen, sick_pay_floor: Fen) -> Flag:
    """A warning, never silent: the legal floor lies above what is paid."""
    return sick_pay < sick_pay_floor


@rule("第二十一条 第二十条", "医疗期月数", grain="person")
def medical_period(
    work_years: Years,
    unit_years: Years,
    medical_long_service: Years,
    medical_months_short: Steps,
    medical_months_long: Steps,
) -> Months:
    """3 to 24 months by years of work in all (under 10 or from 10 on) and with this employer."""
    return pick(
        (work_years >= medical_long_service, medical_months_long.at(unit_years)),
        otherwise=medical_months_short.at(unit_years),
    )


@rule("第二十一条 第二十条", "医疗期计算周期", grain="person")
def medical_window(
    work_years: Years,
    unit_years: Years,
    medical_long_service: Years,
    medical_window_short: Steps,
    medical_window_long: Steps,
) -> Months:
    """The months within which the months of sickness are counted together."""
    return pick(
        (work_years >= medical_long_service, medical_window_long.at(unit_years)),
        otherwise=medical_window_short.at(unit_years),
    )
