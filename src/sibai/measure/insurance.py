"""Article 14: pension and work injury, on a base within the published limits."""

from __future__ import annotations

from sibai.measure.numbers import Fen, Option, Rate, least, most, pick
from sibai.measure.rule import CONTEXT, fact, rule

fact("declared_wage", "申报工资", "fen", "person", blank="wage_standard")
fact("employer_advance", "垫缴单位保险", "fen", CONTEXT)
fact("subsidy_standard", "社保补贴标准额", "fen", CONTEXT, blank="insurance_subsidy_standard")


@rule("第十四条", "缴费基数", grain="person")
def contribution_base(
    declared_wage: Fen, contribution_base_lower: Fen, contribution_base_upper: Fen, low_base: Option
) -> Fen:
    """The declared wage within the limits (劳办发〔1997〕116号); under `low_base` = actual it is not lifted."""
    capped = least(declared_wage, contribution_base_upper)
    return pick((low_base == "actual", capped), otherwise=most(capped, contribution_base_lower))


@rule("第十四条", "养老保险个人缴费", grain="person")
def pension(contribution_base: Fen, pension_rate: Rate) -> Fen:
    """Deducted from the wage, the whole month's for a month with at least one day on post."""
    return pension_rate.of(contribution_base)


@rule("第十四条", "养老保险单位缴费", grain="person")
def pension_employer(contribution_base: Fen, pension_employer_rate: Rate) -> Fen:
    """Advanced by the agent company."""
    return pension_employer_rate.of(contribution_base)


@rule("第十四条", "工伤保险单位缴费", grain="person")
def work_injury(contribution_base: Fen, work_injury_rate: Rate) -> Fen:
    """Advanced by the agent company; the employee pays none (工伤保险条例第十条)."""
    return work_injury_rate.of(contribution_base)


@rule("第十四条", "社保补贴解决", grain=CONTEXT)
def advance_from_subsidy(employer_advance: Fen, subsidy_standard: Fen) -> Fen:
    """What 社保补贴 gives back of an advance: up to its standard."""
    return least(employer_advance, subsidy_standard)


@rule("第十四条", "县财政列支", grain=CONTEXT)
def advance_from_county(employer_advance: Fen, advance_from_subsidy: Fen) -> Fen:
    """The rest of the advance."""
    return employer_advance - advance_from_subsidy
