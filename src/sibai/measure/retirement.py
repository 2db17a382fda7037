"""Article 20 (1): statutory retirement age and the term of the post subsidy, by national law.

The gradual table starts from a birth month; who was born before it keeps the old age. Before 2025 the most
that an age is put off is 0, so one formula answers for both.
"""

from __future__ import annotations

from sibai.measure.dates import add_days, add_months, age_reached, months_from
from sibai.measure.numbers import (
    MONTHS_PER_YEAR,
    Day,
    Flag,
    Label,
    Months,
    Rows,
    floor,
    least,
    most,
    pick,
)
from sibai.measure.rule import fact, rule

fact("retirement_path", "退休年龄类别", "retirement_path", "person")
fact("subsidy_from", "首次核准补贴日", "date", "person", blank="employed_on")


@rule("第二十条", "延迟退休月数", grain="person")
def retirement_delay(
    birth_date: Day,
    retirement_path: Label,
    retirement_first_month: Rows,
    retirement_step: Rows,
    retirement_most_delay: Rows,
) -> Months:
    """A month for each started step of birth months since the first one concerned, up to the most."""
    born_after = months_from(retirement_first_month.at(retirement_path), birth_date)
    steps = floor(most(born_after, 0), retirement_step.at(retirement_path)) + 1
    return pick((born_after < 0, 0), otherwise=least(steps, retirement_most_delay.at(retirement_path)))


@rule("第二十条", "法定退休年龄（月）", grain="person")
def retirement_age(retirement_path: Label, retirement_years: Rows, retirement_delay: Months) -> Months:
    """The old age in years and the delay in months, as months."""
    return retirement_years.at(retirement_path) * MONTHS_PER_YEAR + retirement_delay


@rule("第二十条", "法定退休日", grain="person")
def retirement_date(birth_date: Day, retirement_age: Months) -> Day:
    """The day on which the age is reached."""
    return age_reached(birth_date, retirement_age)


@rule("第二十条", "首次核准时距退休不足五年", grain="person")
def close_to_retirement(subsidy_from: Day, retirement_date: Day, subsidy_close: Months) -> Flag:
    """Less than five years from the first approval to the retirement date."""
    return retirement_date < add_months(subsidy_from, subsidy_close)


@rule("第二十条", "岗位补贴最后一天", grain="person")
def subsidy_end(subsidy_from: Day, subsidy_term: Months, close_to_retirement: Flag, retirement_date: Day) -> Day:
    """Three years, or up to the day before retirement for who was close to it at the first approval."""
    three_years = add_days(add_months(subsidy_from, subsidy_term), -1)
    return pick((close_to_retirement, add_days(retirement_date, -1)), otherwise=three_years)
