"""Articles 11 and 14: what goes to the bank once differences of earlier months, recoveries and shortfalls are in."""

from __future__ import annotations

from sibai.measure.numbers import Brackets, Fen, Flag, Option, Rate, all_of, least, less, more, most, pick
from sibai.measure.rule import fact, rule

fact("earlier_gross", "补发以前月份应发", "fen", "person", blank=0)
fact("earlier_pension", "补扣以前月份养老", "fen", "person", blank=0)
fact("earlier_further", "补扣以前月份其他社会保险", "fen", "person", blank=0)
fact("recovery_planned", "本月约定扣回", "fen", "person", blank=0)
fact("owed_before", "以前月份欠扣", "fen", "person", blank=0)
fact("set_off", "补发和多发同一个月的", "fen", "person", blank=0)


@rule("第十一条 第十四条", "本月应付个人", grain="person")
def due_to_person(net_due: Fen, earlier_gross: Fen, earlier_pension: Fen, earlier_further: Fen) -> Fen:
    """The month's own net with what earlier months still owe; below zero where deductions are more."""
    return less(net_due + earlier_gross - earlier_pension, earlier_further)


@rule("第十一条", "本月最多扣回", grain="person")
def recovery_ceiling(gross: Fen, recovery_most_part: Rate) -> Fen:
    """A recovery takes at most this part of what the month earned (by analogy with 工资支付暂行规定第十六条)."""
    return recovery_most_part.of(gross)


@rule("第十四条", "本月补扣欠款", grain="person")
def owed_taken(owed_before: Fen, due_to_person: Fen) -> Fen:
    """What earlier months could not deduct is taken first, from what there is."""
    return least(owed_before, most(0, due_to_person))


@rule("第十一条", "同一个月的补发冲抵多发", grain="person")
def set_off_taken(set_off: Fen, due_to_person: Fen, owed_taken: Fen) -> Fen:
    """A month corrected one way and back: what is due again makes up for what was too much, before it is paid out."""
    return least(set_off, most(0, due_to_person) - owed_taken)


@rule("第十一条", "本月扣回", grain="person")
def recovery(
    recovery_planned: Fen, recovery_ceiling: Fen, due_to_person: Fen, owed_taken: Fen, set_off_taken: Fen
) -> Fen:
    """The instalment agreed, within the ceiling and within what is left; with what a month makes up for by itself."""
    left = less(most(0, due_to_person) - owed_taken, set_off_taken)
    return more(least(recovery_planned, recovery_ceiling, left), set_off_taken)


@rule("第十一条 第十四条", "实付", grain="person")
def payable(due_to_person: Fen, recovery: Fen, owed_taken: Fen) -> Fen:
    """The amount on the bank's line."""
    return most(0, due_to_person) - recovery - owed_taken


@rule("第十四条", "结转欠扣", grain="person")
def owed_after(owed_before: Fen, owed_taken: Fen, due_to_person: Fen, short_net: Option) -> Fen:
    """What later pay still makes good; a month stopped by the reading carries nothing of its own."""
    return owed_before - owed_taken + pick((short_net == "carry", most(0, 0 - due_to_person)), otherwise=0)


@rule("第十四条", "不够扣，暂不发放", grain="person")
def stopped(due_to_person: Fen, short_net: Option) -> Flag:
    """Under `short_net` = refuse this person's month waits until somebody has looked into it."""
    return all_of(due_to_person < 0, short_net == "refuse")


@rule("第十一条 第十四条", "只补差时的累计应预扣税额", grain="person")
def earlier_tax_so_far(
    tax_bands: Brackets,
    earned_before: Fen,
    earlier_gross: Fen,
    pension_before: Fen,
    earlier_pension: Fen,
    allowance: Fen,
    further_before: Fen,
    earlier_further: Fen,
) -> Fen:
    """The year so far with a payment that has no wage of its own in it: differences of somebody who has left."""
    taxed = earned_before + earlier_gross - pension_before - earlier_pension - allowance
    return tax_bands.of(less(taxed, further_before, earlier_further))


@rule("第十一条 第十四条", "只补差时的个税", grain="person")
def earlier_tax(earlier_tax_so_far: Fen, withheld_before: Fen) -> Fen:
    """A difference is taxed when it is paid; past years are not rewritten."""
    return most(0, earlier_tax_so_far - withheld_before)


@rule("第十一条 第十四条", "只补差时的应付个人", grain="person")
def earlier_due(earlier_gross: Fen, earlier_pension: Fen, earlier_tax: Fen, earlier_further: Fen) -> Fen:
    """What differences come to, for somebody who has left."""
    return less(earlier_gross - earlier_pension - earlier_tax, earlier_further)


@rule("第十四条", "只补差时补扣的欠款", grain="person")
def earlier_owed_taken(owed_before: Fen, earlier_due: Fen) -> Fen:
    """What earlier months could not deduct is taken first, also from somebody who has left."""
    return least(owed_before, most(0, earlier_due))


@rule("第十一条", "只补差时同一个月的补发冲抵多发", grain="person")
def earlier_set_off(set_off: Fen, earlier_due: Fen, earlier_owed_taken: Fen) -> Fen:
    """What is due again of a month makes up for what was too much of it."""
    return least(set_off, most(0, earlier_due) - earlier_owed_taken)


@rule("第十一条 第十四条", "只补差时的实付", grain="person")
def earlier_payable(
    earlier_gross: Fen,
    earlier_pension: Fen,
    earlier_tax: Fen,
    earlier_further: Fen,
    earlier_owed_taken: Fen,
    earlier_set_off: Fen,
) -> Fen:
    """What goes to the bank where only differences are paid."""
    due = earlier_gross - earlier_pension - earlier_tax
    return less(due, earlier_further, earlier_owed_taken, earlier_set_off)


@rule("第十四条", "只补差时结转的欠扣", grain="person")
def earlier_owed_after(owed_before: Fen, earlier_owed_taken: Fen) -> Fen:
    """What is still owed afterwards."""
    return owed_before - earlier_owed_taken


PAYABLE: tuple[str, ...] = ("due_to_person", "owed_taken", "recovery", "payable", "owed_after")
"""The lines below a payslip, in the order in which they are shown."""
