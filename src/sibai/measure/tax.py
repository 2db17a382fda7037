"""Income tax on wages: cumulative withholding over the calendar year (税务总局公告2018年第61号)."""

from __future__ import annotations

from sibai.measure.numbers import MONTHS_PER_YEAR, Brackets, Count, Fen, Flag, Months, least, less, most, pick
from sibai.measure.rule import fact, rule

fact("earned_before", "本年累计应发", "fen", "person", blank=0)
fact("pension_before", "本年累计养老", "fen", "person", blank=0)
fact("further_before", "本年累计其他社会保险", "fen", "person", blank=0)
fact("withheld_before", "本年累计个税", "fen", "person", blank=0)
fact("months_before", "本年已发月数", "months", "person", blank=0)
fact("allowance_months", "减除月数", "months", "person", blank="months_so_far")
fact("first_job_of_year", "本年首次就业", "flag", "person", blank=0)
fact("month_of_year", "几月份", "count", "person")
fact("last_year_months", "上年在本单位发薪月数", "months", "person", blank=0)
fact("last_year_income", "上年在本单位收入", "fen", "person", blank=0)


@rule("第十四条", "本年发薪月数（含本月）", grain="person")
def months_so_far(months_before: Months) -> Months:
    """Months with this payer in the calendar year, this one included."""
    return months_before + 1


@rule("第十四条", "累计减除费用", grain="person")
def allowance(tax_allowance: Fen, allowance_months: Months) -> Fen:
    """5000 for each month deducted so far."""
    return tax_allowance * allowance_months


@rule("第十四条", "累计应纳税所得额", grain="person")
def taxable(
    earned_before: Fen,
    gross: Fen,
    pension_before: Fen,
    pension: Fen,
    allowance: Fen,
    further_before: Fen,
    further_person: Fen,
) -> Fen:
    """Earned this year with this payer, less pension, further insurances and allowances; may lie below zero."""
    return less(earned_before + gross - pension_before - pension - allowance, further_before, further_person)


@rule("第十四条", "累计应预扣税额", grain="person")
def tax_so_far(tax_bands: Brackets, taxable: Fen) -> Fen:
    """The brackets on the year so far, half up to fen."""
    return tax_bands.of(taxable)


@rule("第十四条", "个人所得税", grain="person")
def tax(tax_so_far: Fen, withheld_before: Fen) -> Fen:
    """What this month withholds: never below zero."""
    return most(0, tax_so_far - withheld_before)


@rule("第十四条", "可一次减除全年费用", grain="person")
def whole_year_allowed(last_year_months: Months, last_year_income: Fen, tax_allowance: Fen) -> Flag:
    """All twelve months of last year with this payer and at most the year's allowance (公告2020年第19号)."""
    return (last_year_months >= MONTHS_PER_YEAR) & (last_year_income <= tax_allowance * MONTHS_PER_YEAR)


@rule("第十四条", "应减除月数", grain="person")
def allowance_months_due(
    whole_year_allowed: Flag, first_job_of_year: Flag, month_of_year: Count, months_so_far: Months
) -> Months:
    """12 at once, or from January for a first job of the year (公告2020年第13号), or the months so far."""
    since_january = least(month_of_year, MONTHS_PER_YEAR)
    return pick((whole_year_allowed, MONTHS_PER_YEAR), (first_job_of_year == 1, since_january), otherwise=months_so_far)
