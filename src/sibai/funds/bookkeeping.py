"""What each fact of payroll means in the books: plain functions from numbers to lines, which know no table.

A debit is positive, a credit negative; what a function returns sums to zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from uuid import UUID

from sibai.db.querysets import CODE_DIGITS, TOWN_DIGITS
from sibai.funds.accounts import code

OTHER = "other"
SOURCES = {"employment": "就业补助资金", "budget": "财政预算资金", OTHER: "其他资金"}
"""Where money comes from (art. 12), in the order in which it is drawn; the last is the company's own."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A line that is to be: an account, an amount in fen, and what it is about."""

    account: str
    amount: int
    month: date
    village: str = ""
    town: str = ""
    person: UUID | None = None
    about: UUID | None = None
    source: str = OTHER


class Slip(Protocol):
    """A payslip as the books need it; amounts in fen."""

    pk: UUID
    person_id: UUID
    village_id: str
    month: date
    base: int
    absence: int
    performance: int
    reward: int
    pension: int
    pension_employer: int
    work_injury: int
    further_person: int
    further_employer: int
    tax: int
    earlier_gross: int
    earlier_pension: int
    earlier_further: int
    due_to_person: int
    owed_taken: int
    recovery: int
    payable: int


class Change(Protocol):
    """A difference of an earlier month as the books need it; amounts in fen."""

    pk: UUID
    person_id: UUID
    village_id: str
    month: date
    gross: int
    pension: int
    pension_employer: int
    work_injury: int
    further_person: int
    further_employer: int
    net: int


def town_of(village: str) -> str:
    """The town in which a village's code lies."""
    return village[:TOWN_DIGITS].ljust(CODE_DIGITS, "0")


def _of(row: Slip | Change) -> Draft:
    village = str(row.village_id)
    return Draft("", 0, row.month, village, town_of(village), row.person_id, row.pk)


def _lines(like: Draft, amounts: Mapping[str, int]) -> list[Draft]:
    return [replace(like, account=code(key), amount=amount) for key, amount in amounts.items() if amount]


def wages(slip: Slip) -> list[Draft]:
    """An approved payslip: what was earned, what is withheld and taken back, what is due; the employer's shares."""
    short = max(0, -slip.due_to_person)
    return _lines(
        _of(slip),
        {
            "wages": slip.base - slip.absence,
            "performance": slip.performance,
            "village_reward": slip.reward,
            "earlier_due": slip.earlier_gross - slip.earlier_pension - slip.earlier_further,
            "pension": -slip.pension,
            "further_person": -slip.further_person,
            "tax": -slip.tax,
            "overpaid": -slip.recovery,
            "owed": short - slip.owed_taken,
            "wages_due": -slip.payable,
            "advance": slip.pension_employer + slip.work_injury + slip.further_employer,
            "pension_employer": -slip.pension_employer,
            "work_injury": -slip.work_injury,
            "further_employer": -slip.further_employer,
        },
    )


def corrected(change: Change, *, too_much: bool) -> list[Draft]:
    """A confirmed difference: what is due waits for the next payslip, what was too much is to be given back."""
    return _lines(
        _of(change),
        {
            "wages": change.gross,
            "pension": -change.pension,
            "further_person": -change.further_person,
            "overpaid" if too_much else "earlier_due": -change.net,
            "advance": change.pension_employer + change.work_injury + change.further_employer,
            "pension_employer": -change.pension_employer,
            "work_injury": -change.work_injury,
            "further_employer": -change.further_employer,
        },
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A payment with the bank's word: how much, whose month; `again` where the bank had returned it before.

    `reward`: how much of it is a village company's reward, whose money is no subsidy.
    """

    payment: UUID
    person: UUID
    village: str
    month: date
    amount: int
    again: bool = False
    reward: int = 0


class Purse:
    """What lies at the bank by town and source, drawn in the order of the sources; short of it, the company pays."""

    def __init__(self, balances: Mapping[tuple[str, str], int]) -> None:
        self.left = dict(balances)

    def put(self, town: str, source: str, amount: int) -> None:
        """Money comes, or goes."""
        self.left[town, source] = self.left.get((town, source), 0) + amount

    def draw(self, town: str, amount: int) -> list[tuple[str, int]]:
        """Take an amount out: parts by source, which sum to it."""
        parts: list[tuple[str, int]] = []
        for source in SOURCES:
            there = max(0, self.left.get((town, source), 0))
            part = amount if source == OTHER else min(amount, there)
            if part:
                parts.append((source, part))
                self.put(town, source, -part)
                amount -= part
        return parts


def paid(payments: Sequence[Sent], purse: Purse) -> list[Draft]:
    """Payments that the bank carried out: nothing is due any more, the money is gone."""
    lines = [
        replace(_sent(each), account=code("returned" if each.again else "wages_due"), amount=each.amount)
        for each in payments
    ]
    totals: dict[tuple[str, date], int] = {}
    rewards: dict[tuple[str, date], int] = {}
    for line, each in zip(lines, payments, strict=True):
        reward, key = min(each.reward, each.amount), (line.town, line.month)
        totals[key] = totals.get(key, 0) + line.amount - reward
        rewards[key] = rewards.get(key, 0) + reward
    return lines + _of_village_companies(rewards, purse) + drawn(totals, purse)


def _of_village_companies(rewards: Mapping[tuple[str, date], int], purse: Purse) -> list[Draft]:
    """Rewards leave the bank out of what village companies paid in, however much lies there of other sources."""
    lines = []
    for (town, month), amount in rewards.items():
        if amount:
            purse.put(town, OTHER, -amount)
            lines.append(Draft(code("bank"), -amount, month, town=town, source=OTHER))
    return lines


def rewarded(receipt: UUID, village: str, month: date, amount: int) -> list[Draft]:
    """A village company has paid in for its rewards: the money lies at the bank, the company owes less."""
    like = Draft(code("bank"), amount, month, village, town_of(village), about=receipt)
    return [like, replace(like, account=code("village_reward"), amount=-amount)]


def drawn(totals: Mapping[tuple[str, date], int], purse: Purse) -> list[Draft]:
    """Money that leaves the bank, by town and month; less than nothing is set off and stays there."""
    lines = []
    for (town, month), total in totals.items():
        parts = purse.draw(town, total) if total > 0 else [(OTHER, total)]
        if total < 0:
            purse.put(town, OTHER, -total)
        lines += [Draft(code("bank"), -part, month, town=town, source=source) for source, part in parts]
    return lines


def returned(payments: Iterable[Sent]) -> list[Draft]:
    """Payments that the bank gave back: still owed, but no longer on their way."""
    lines = []
    for each in payments:
        like = _sent(each)
        lines += [
            replace(like, account=code("wages_due"), amount=each.amount),
            replace(like, account=code("returned"), amount=-each.amount),
        ]
    return lines


def _sent(each: Sent) -> Draft:
    return Draft("", 0, each.month, each.village, town_of(each.village), each.person, each.payment)


def repaid(person: UUID, village: str, month: date, amount: int) -> list[Draft]:
    """Somebody has given back what was paid too much, otherwise than from pay: the money lies at the bank again."""
    like = Draft(code("bank"), amount, month, village, town_of(village), person, source=OTHER)
    return [like, replace(like, account=code("overpaid"), amount=-amount)]


Owed = Mapping[tuple[str, str], int]
"""What is due to the tax office, by account and town; below zero: what was paid too much."""


def remitted(owed: Owed, month: date, purse: Purse, before: Mapping[date, Owed] | None = None) -> list[Draft]:
    """Contributions or tax of a month paid to the tax office; `before`: what earlier months had paid too much."""
    months = {**(before or {}), month: owed}
    lines = [
        Draft(account, amount, each, town=town)
        for each, sums in months.items()
        for (account, town), amount in sums.items()
        if amount
    ]
    totals: dict[tuple[str, date], int] = {}
    for line in lines:
        totals[line.town, month] = totals.get((line.town, month), 0) + line.amount
    return lines + drawn(totals, purse)


def prefunded(month: date, amounts: Mapping[tuple[str, str], int]) -> list[Draft]:
    """A prefunding that has come, by town and source."""
    lines = []
    for (town, source), amount in amounts.items():
        like = Draft(code("bank"), amount, month, town=town, source=source)
        lines += [like, replace(like, account=code("prefunded"), amount=-amount)]
    return [each for each in lines if each.amount]


class Asked(Protocol):
    """A line of a claim as the books need it; amounts in fen."""

    pk: UUID
    person_id: UUID
    village_id: str
    month: date
    asked: int
    granted: int


def _claim(line: Asked) -> Draft:
    village = str(line.village_id)
    return Draft("", 0, line.month, village, town_of(village), line.person_id, line.pk)


def claimed(lines: Iterable[Asked], back: str) -> list[Draft]:
    """A claim is made; `back` is the account that it gives back to: advances, or the income of the post subsidy."""
    return [draft for line in lines for draft in _lines(_claim(line), {"claimed": line.asked, back: -line.asked})]


def decided(lines: Iterable[Asked], back: str) -> list[Draft]:
    """What is granted waits for its money; what is not goes back where it came from."""
    return [
        draft
        for line in lines
        for draft in _lines(
            _claim(line), {"granted": line.granted, back: line.asked - line.granted, "claimed": -line.asked}
        )
    ]


def received(parts: Iterable[tuple[Asked, int]], source: str, purse: Purse, *, first: bool) -> list[Draft]:
    """Money of a claim has come: so much of each line, for every town. `first`: nothing of the claim had come yet."""
    drafts = [
        draft if first else replace(draft, about=None)
        for line, part in parts
        for draft in _lines(_claim(line), {"granted": -part})
    ]
    totals: dict[tuple[str, date], int] = {}
    for draft in drafts:
        totals[draft.town, draft.month] = totals.get((draft.town, draft.month), 0) - draft.amount
    for (town, _), total in totals.items():
        purse.put(town, source, total)
    money = [
        Draft(code("bank"), total, month, town=town, source=source) for (town, month), total in totals.items() if total
    ]
    return drafts + money


def exceeding(month: date, amount: int, source: str) -> list[Draft]:
    """More came of a claim than was granted: it lies at the bank, no town's, and is owed; less: given back."""
    like = Draft(code("bank"), amount, month, source=source)
    return [like, replace(like, account=code("excess"), amount=-amount)] if amount else []


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of `total` in proportion to `weights`, in whole fen; what is left over goes one each to the first ones.

    No part is more than its weight where the total is not more than all of them.
    """
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    for place, weight in enumerate(weights):
        if left and parts[place] < weight:
            parts[place] += 1
            left -= 1
    return parts


def reversed_(drafts: Iterable[Draft]) -> list[Draft]:
    """The same lines the other way round; they are about nothing that could be posted again."""
    return [replace(each, amount=-each.amount, about=None) for each in drafts]


def balanced(drafts: Sequence[Draft]) -> bool:
    """Whether lines make an entry: two at least, summing to zero."""
    return len(drafts) > 1 and sum(each.amount for each in drafts) == 0
