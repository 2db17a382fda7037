"""Articles 12 and 19: the days of the monthly cycle and of the appraisal year, and how an act stands to them."""

from __future__ import annotations

from sibai.measure.choices import Timing
from sibai.measure.dates import add_days, add_months, day_of, on_year_day
from sibai.measure.numbers import Calendar, Count, Day, Days, Option, TimingLabel, most, pick
from sibai.measure.rule import CONTEXT, fact, rule
from sibai.measure.workdays import last_working_day

fact("year", "考核年度", "count", CONTEXT)
fact("last_cut_off", "上年度截止日", "date", CONTEXT, blank="cut_off_before")
fact("reported_on", "报送日", "date", CONTEXT)
fact("prefunded_on", "预拨日", "date", CONTEXT)
fact("paid_on", "发放日", "date", CONTEXT)
fact("tax_filed_on", "个税申报日", "date", CONTEXT)
fact("decided_on", "联合审定日", "date", CONTEXT)


def shifted(calendar: Calendar, due: Day, option: Option) -> Day:
    """A due day, or under `earlier` the last working day on or before it."""
    return pick((option == "earlier", last_working_day(calendar, due)), otherwise=due)


def timing_of(done: Day, due: Day) -> TimingLabel:
    """Early before the due day, on time on it, late after it."""
    return pick((done < due, Timing.EARLY), (done == due, Timing.ON_TIME), otherwise=Timing.LATE)


@rule("第十二条", "报送截止日", grain=CONTEXT)
def report_by(month: Day, report_day: Days, report_day_shift: Option, public_holidays: Calendar) -> Day:
    """Roster and attendance to the county by the 15th."""
    return shifted(public_holidays, day_of(month, report_day), report_day_shift)


@rule("第十二条", "预拨截止日", grain=CONTEXT)
def prefund_by(month: Day, prefund_day: Days, report_day_shift: Option, public_holidays: Calendar) -> Day:
    """Prefunding to the agent company by the 20th."""
    return shifted(public_holidays, day_of(month, prefund_day), report_day_shift)


@rule("第十二条", "发放截止日", grain=CONTEXT)
def pay_by(month: Day, pay_day: Days, pay_day_shift: Option, public_holidays: Calendar) -> Day:
    """Base wages on the social-security card by the 25th."""
    return shifted(public_holidays, day_of(month, pay_day), pay_day_shift)


@rule("第十二条", "报送时效", grain=CONTEXT)
def report_timing(reported_on: Day, report_by: Day) -> TimingLabel:
    """How the report stands to its day."""
    return timing_of(reported_on, report_by)


@rule("第十二条", "预拨时效", grain=CONTEXT)
def prefund_timing(prefunded_on: Day, prefund_by: Day) -> TimingLabel:
    """How the prefunding stands to its day."""
    return timing_of(prefunded_on, prefund_by)


@rule("第十二条", "发放时效", grain=CONTEXT)
def pay_timing(paid_on: Day, pay_by: Day) -> TimingLabel:
    """How the payment stands to its day."""
    return timing_of(paid_on, pay_by)


@rule("第十四条", "个税申报截止日", grain=CONTEXT)
def tax_filing_by(month: Day, tax_filing_day: Days) -> Day:
    """The 15th of the next month, also when no tax is due; a postponement over holidays is not counted on."""
    return day_of(add_months(month, 1), tax_filing_day)


@rule("第十四条", "个税申报时效", grain=CONTEXT)
def tax_filing_timing(tax_filed_on: Day, tax_filing_by: Day) -> TimingLabel:
    """How the filing stands to its day."""
    return timing_of(tax_filed_on, tax_filing_by)


@rule("第十九条", "默认的上年度截止日", grain=CONTEXT)
def cut_off_before(year: Count, appraisal_cut_off: Count) -> Day:
    """The year before on the same day, unless the cut-off that was in force then is given."""
    return on_year_day(year - 1, appraisal_cut_off)


@rule("第十九条 第二十三条", "考核年度起", grain=CONTEXT)
def appraisal_from(last_cut_off: Day, measure_effective: Day) -> Day:
    """The day after the last year's cut-off; the first year begins with the measure."""
    return most(measure_effective, add_days(last_cut_off, 1))


@rule("第十九条", "考核年度止", grain=CONTEXT)
def appraisal_to(year: Count, appraisal_cut_off: Count) -> Day:
    """The cut-off; later events count in the next year."""
    return on_year_day(year, appraisal_cut_off)


@rule("第十九条", "联合审定截止日", grain=CONTEXT)
def appraisal_due(year: Count, appraisal_due_day: Count) -> Day:
    """20 December."""
    return on_year_day(year, appraisal_due_day)


@rule("第十九条", "联合审定时效", grain=CONTEXT)
def appraisal_timing(decided_on: Day, appraisal_due: Day) -> TimingLabel:
    """How the joint decision stands to its day."""
    return timing_of(decided_on, appraisal_due)
