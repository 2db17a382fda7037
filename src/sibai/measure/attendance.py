"""Article 21: how many days a leave counts, what is left of an entitlement, which leave is not paid."""

from __future__ import annotations

from sibai.measure.dates import add_days, add_months, completed_months, completed_years, days_through
from sibai.measure.numbers import Calendar, Day, Days, Flag, LeaveLabel, Months, Option, Rows, Years, floor, pick
from sibai.measure.rule import fact, rule
from sibai.measure.workdays import working_days

fact("leave_kind", "假别", "leave_kind", "person")
fact("leave_start", "休假起", "date", "person")
fact("leave_end", "休假止", "date", "person")
fact("leave_used", "已休天数", "days", "person", blank=0)
fact("first_work_on", "参加工作日期", "date", "person")
fact("continuous_since", "连续工作起", "date", "person")
fact("child_born_on", "子女出生日期", "date", "person")
fact("injured_on", "受伤日", "date", "person")
fact("sick_days", "本年病假天数", "days", "person", blank=0)
fact("personal_days", "本年事假天数", "days", "person", blank=0)


@rule("第二十一条", "休假日历天数", grain="person")
def leave_calendar_days(leave_start: Day, leave_end: Day) -> Days:
    """Both days included, days off too."""
    return days_through(leave_start, leave_end)


@rule("第二十一条", "休假工作日", grain="person")
def leave_working_days(public_holidays: Calendar, leave_start: Day, leave_end: Day) -> Days:
    """Both days included, days off left out."""
    return working_days(public_holidays, leave_start, leave_end)


@rule("第二十一条", "休假天数", grain="person")
def leave_days(
    leave_kind: LeaveLabel, leave_in_working_days: Rows, leave_working_days: Days, leave_calendar_days: Days
) -> Days:
    """By the kind of leave: working days or calendar days."""
    return pick((leave_in_working_days.at(leave_kind) == 1, leave_working_days), otherwise=leave_calendar_days)


@rule("第二十一条", "不付工资的假", grain="person")
def leave_unpaid(leave_kind: LeaveLabel, unpaid_leave: Rows) -> Flag:
    """Personal leave and absence; under the reading `unpaid_absence` the payroll deducts them or not."""
    return unpaid_leave.at(leave_kind) == 1


@rule("第二十一条", "截至休假的累计工作年限", grain="person")
def years_worked(first_work_on: Day, leave_start: Day) -> Years:
    """Completed years with any employer on the first day of the leave."""
    return completed_years(first_work_on, leave_start)


@rule("第二十一条", "截至休假的连续工作月数", grain="person")
def months_worked(continuous_since: Day, leave_start: Day) -> Months:
    """Completed months without a gap, with any employer, on the first day of the leave."""
    return completed_months(continuous_since, leave_start)


@rule("第二十一条", "休假时子女周岁", grain="person")
def child_age(child_born_on: Day, leave_start: Day) -> Years:
    """Completed years of the child on the first day of the leave."""
    return completed_years(child_born_on, leave_start)


@rule("第二十一条", "本年病假折合月数", grain="person")
def sick_months_taken(sick_days: Days, sick_month_days: Days) -> Months:
    """Calendar days of sick leave as full months."""
    return floor(sick_days, sick_month_days)


@rule("第二十一条", "本年不扣工资的事假", grain="person")
def personal_days_paid(personal_days: Days, unpaid_absence: Option) -> Days:
    """Personal leave counts against the annual leave only where the wage is not cut for it."""
    return pick((unpaid_absence == "none", personal_days), otherwise=0)


@rule("第二十一条", "停工留薪期天数", grain="person")
def injury_leave(injured_on: Day, injury_leave_months: Months) -> Days:
    """From the day of the injury, in calendar days (工伤保险条例第三十三条)."""
    return days_through(injured_on, add_days(add_months(injured_on, injury_leave_months), -1))


def left(entitled: Days, used: Days) -> Days:
    """What remains of an entitlement; less than nothing where more was taken."""
    return entitled - used


@rule("第二十一条", "年休假剩余天数", grain="person")
def annual_left(annual_leave: Days, leave_used: Days) -> Days:
    """Of the year."""
    return left(annual_leave, leave_used)


@rule("第二十一条", "产假剩余天数", grain="person")
def maternity_left(maternity_leave: Days, leave_used: Days) -> Days:
    """Of one birth."""
    return left(maternity_leave, leave_used)


@rule("第二十一条", "流产休假剩余天数", grain="person")
def miscarriage_left(miscarriage_leave: Days, leave_used: Days) -> Days:
    """Of one miscarriage."""
    return left(miscarriage_leave, leave_used)


@rule("第二十一条", "护理假剩余天数", grain="person")
def paternity_left(paternity_leave: Days, leave_used: Days) -> Days:
    """Of one birth."""
    return left(paternity_leave, leave_used)


@rule("第二十一条", "婚假剩余天数", grain="person")
def marriage_left(marriage_leave: Days, leave_used: Days) -> Days:
    """Of one marriage."""
    return left(marriage_leave, leave_used)


@rule("第二十一条", "丧假剩余天数", grain="person")
def bereavement_left(bereavement_leave: Days, leave_used: Days) -> Days:
    """Of one death in the family."""
    return left(bereavement_leave, leave_used)


@rule("第二十一条", "育儿假剩余天数", grain="person")
def childcare_left(childcare_leave: Days, leave_used: Days) -> Days:
    """Of the year."""
    return left(childcare_leave, leave_used)


@rule("第二十一条", "停工留薪期剩余天数", grain="person")
def injury_left(injury_leave: Days, leave_used: Days) -> Days:
    """Of one injury."""
    return left(injury_leave, leave_used)
