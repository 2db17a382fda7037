"""Article 14: pension and work injury, on a base within the published limits; further insurances by decision.

The law asks for five insurances (社会保险法第十条、第二十三条、第三十三条、第四十四条、第五十三条), the measure
names two.
The others are switched on by a reading each; while it is off they leave no trace in any number or explanation.
"""

from __future__ import annotations

from collections.abc import Mapping

from sibai.measure.law import ON, InForce
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


@rule("第十四条", "医疗（含生育）保险个人缴费", grain="person")
def medical(contribution_base: Fen, medical_rate: Rate, medical_insurance: Option) -> Fen:
    """Deducted from the wage once the county has decided to join (社会保险法第二十三条)."""
    return pick((medical_insurance == ON, medical_rate.of(contribution_base)), otherwise=0)


@rule("第十四条", "医疗（含生育）保险单位缴费", grain="person")
def medical_employer(contribution_base: Fen, medical_employer_rate: Rate, medical_insurance: Option) -> Fen:
    """Advanced by the agent company; maternity insurance is paid with it (国办发〔2019〕10号)."""
    return pick((medical_insurance == ON, medical_employer_rate.of(contribution_base)), otherwise=0)


@rule("第十四条", "失业保险个人缴费", grain="person")
def unemployment(contribution_base: Fen, unemployment_rate: Rate, unemployment_insurance: Option) -> Fen:
    """Deducted from the wage once the county has decided to join (社会保险法第四十四条)."""
    return pick((unemployment_insurance == ON, unemployment_rate.of(contribution_base)), otherwise=0)


@rule("第十四条", "失业保险单位缴费", grain="person")
def unemployment_employer(
    contribution_base: Fen, unemployment_employer_rate: Rate, unemployment_insurance: Option
) -> Fen:
    """Advanced by the agent company."""
    return pick((unemployment_insurance == ON, unemployment_employer_rate.of(contribution_base)), otherwise=0)


@rule("第十四条", "其他社会保险个人缴费", grain="person")
def further_person(medical: Fen, unemployment: Fen) -> Fen:
    """What the insurances beyond the measure's two take from the wage: each rounded by itself."""
    return medical + unemployment


@rule("第十四条", "其他社会保险单位缴费", grain="person")
def further_employer(medical_employer: Fen, unemployment_employer: Fen) -> Fen:
    """What the insurances beyond the measure's two cost the employer."""
    return medical_employer + unemployment_employer


@rule("第十四条", "社保补贴解决", grain=CONTEXT)
def advance_from_subsidy(employer_advance: Fen, subsidy_standard: Fen) -> Fen:
    """What 社保补贴 gives back of an advance: up to its standard."""
    return least(employer_advance, subsidy_standard)


@rule("第十四条", "县财政列支", grain=CONTEXT)
def advance_from_county(employer_advance: Fen, advance_from_subsidy: Fen) -> Fen:
    """The rest of the advance."""
    return employer_advance - advance_from_subsidy


FURTHER: tuple[str, ...] = ("further_person", "further_employer")
"""Both sides of the insurances beyond the measure's two."""
SWITCHED: dict[str, tuple[str, str, str]] = {
    "medical_insurance": ("医疗（含生育）保险", "medical", "medical_employer"),
    "unemployment_insurance": ("失业保险", "unemployment", "unemployment_employer"),
}
"""Each switch with what it is called and the numbers of the person's and the employer's side."""


def joined(law: Mapping[str, InForce]) -> list[str]:
    """The switches that are on under a law."""
    return [name for name in SWITCHED if law[name].value == ON]


NAMED = ("养老保险", "工伤保险")
"""What the measure names (art. 14)."""


def insured_in(law: Mapping[str, InForce]) -> str:
    """The insurances that are paid under a law, in words: the measure's two and those that were joined."""
    return "、".join((*NAMED, *(SWITCHED[name][0] for name in joined(law))))
