"""What a county brings with it when its books begin: named amounts, and the lines that they become.

Plain functions, which know no table. The lines of a claim are about the row that told of it, and so is what the claim
gives back to: an advance stands in the books whole, less what of it is on its way, as if the system had kept it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sibai.funds.accounts import code
from sibai.funds.bookkeeping import OTHER, Draft

OPENED, RESENT, REGAINED = "opened", "resent", "regained"
"""The kinds of entries: the opening, wages paid that the bank had returned before, overpaid ones given back."""
TOWN, PERSON = "town", "person"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be brought along: its account, whether a town or a person has it, a debit or a credit.

    `claim` and `state`: it is a claim of that kind in that state.
    """

    key: str
    label: str
    account: str
    of: str
    sign: int = 1
    by_month: bool = True
    by_source: bool = False
    claim: str = ""
    state: str = ""


ITEMS = {
    each.key: each
    for each in (
        Item("bank", "银行存款", "bank", TOWN, by_month=False, by_source=True),
        Item("advance", "垫缴，还没有申报社保补贴", "advance", PERSON),
        Item("advance_rest", "垫缴，社保补贴已办，差额等县财政", "advance", PERSON),
        Item("insurance_claimed", "社保补贴，已申报待审核", "claimed", PERSON, claim="insurance", state="claimed"),
        Item("insurance_granted", "社保补贴，已批准待到账", "granted", PERSON, claim="insurance", state="granted"),
        Item("rest_claimed", "县财政列支，已申报待审核", "claimed", PERSON, claim="rest", state="claimed"),
        Item("rest_granted", "县财政列支，已批准待到账", "granted", PERSON, claim="rest", state="granted"),
        Item("post_claimed", "岗位补贴，已申报待审核", "claimed", PERSON, claim="post", state="claimed"),
        Item("post_granted", "岗位补贴，已批准待到账", "granted", PERSON, claim="post", state="granted"),
        Item("pension", "代扣养老个人，还没有缴", "pension", TOWN, -1),
        Item("tax", "代扣个税，还没有缴", "tax", TOWN, -1),
        Item("pension_employer", "养老单位，还没有缴", "pension_employer", TOWN, -1),
        Item("work_injury", "工伤单位，还没有缴", "work_injury", TOWN, -1),
        Item("further_person", "代扣其他社会保险个人，还没有缴", "further_person", TOWN, -1),
        Item("further_employer", "其他社会保险单位，还没有缴", "further_employer", TOWN, -1),
        Item("returned", "工资被银行退回，还没有重发", "returned", PERSON, -1),
        Item("owed", "个人欠扣", "owed", PERSON, by_month=False),
        Item("post_open", "基础工资已发，还没有申报岗位补贴", "wages", PERSON),
        Item("overpaid", "工资多发，本人还没有退回", "overpaid", PERSON, by_month=False),
        Item("reward_owed", "村公司奖励已发，村公司还没有交来", "village_reward", PERSON, by_month=False),
        Item("reward_held", "村公司奖励已交来，还没有发", "village_reward", PERSON, -1, by_month=False),
    )
}
"""By key, in the order of the form."""
ADVANCED = ("insurance", "rest")
"""Kinds of claims that give back an advance."""
SETTLED = ("advance_rest", "rest_claimed", "rest_granted")
"""What says that the subsidy of an advance was decided before: only the county's budget bears the rest of it."""
UNCLAIMED = {"post_open": "post"}
"""What says that a kind was not claimed at all: no claim of it can be under way."""
UNSETTLED = ("advance", "insurance_claimed")
"""What says that it was not."""


class Amount(Protocol):
    """A named amount in fen, as the opening keeps it; `town_code` is the person's town where a person has it."""

    pk: UUID
    item: str
    month: date
    town_code: str
    village_id: str | None
    person_id: UUID | None
    source: str
    amount: int


def opened(rows: Sequence[Amount], last: date) -> list[Draft]:
    """The lines of the opening entry. `last`: the month before the books begin; the difference is the opening's."""
    lines = [_line(row, ITEMS[row.item]) for row in rows if not _is_advance(ITEMS[row.item])]
    for group in _groups(rows):
        lines += _advanced(group)
    short = sum(each.amount for each in lines)
    return [*lines, Draft(code("opening"), -short, last)] if short else lines


def _is_advance(item: Item) -> bool:
    return item.account == "advance"


def _line(row: Amount, item: Item) -> Draft:
    about = row.pk if item.of == PERSON else None
    source = row.source if item.by_source else OTHER
    amount = item.sign * row.amount
    return Draft(
        code(item.account), amount, row.month, row.village_id or "", row.town_code, row.person_id, about, source
    )


def _groups(rows: Iterable[Amount]) -> list[list[Amount]]:
    """What is said of the advance of one person's month, group by group."""
    found: dict[tuple[UUID | None, date], list[Amount]] = {}
    for row in rows:
        if _is_advance(ITEMS[row.item]) or ITEMS[row.item].claim in ADVANCED:
            found.setdefault((row.person_id, row.month), []).append(row)
    return list(found.values())


def _lead(group: Sequence[Amount]) -> Amount:
    """The row that the advance is about: one that says it is settled, where there is one."""
    return next((row for row in group if row.item in SETTLED), group[0])


def _advanced(group: Sequence[Amount]) -> list[Draft]:
    """The whole advance, and what of it is claimed or granted."""
    lead = _lead(group)
    away = sum(row.amount for row in group if ITEMS[row.item].claim)
    where = (lead.month, lead.village_id or "", lead.town_code, lead.person_id)
    whole = Draft(code("advance"), sum(row.amount for row in group), *where, lead.pk)
    return [whole, Draft(code("advance"), -away, *where)] if away else [whole]


def leads(rows: Iterable[Amount]) -> dict[UUID, UUID]:
    """For each row of an advance or of its claims, the row that the advance is about."""
    return {row.pk: _lead(group).pk for group in _groups(rows) for row in group}


def netted(lines: Iterable[Draft]) -> dict[tuple[str, date, str], int]:
    """The balances that lines make, by account, month and source: what a page shows as two sides."""
    sums: dict[tuple[str, date, str], int] = {}
    for line in lines:
        key = (line.account, line.month, line.source)
        sums[key] = sums.get(key, 0) + line.amount
    return {key: amount for key, amount in sums.items() if amount}
