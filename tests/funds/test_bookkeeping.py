"""What facts mean in the books, as plain functions: whatever the numbers, an entry balances and no fen is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID, uuid4

import pytest

from sibai.funds import bookkeeping
from sibai.funds.accounts import ACCOUNTS, BY_CODE, code, free_codes
from sibai.funds.bookkeeping import SOURCES, Purse, Sent, balanced, shared_out, town_of

MAY = date(2026, 5, 1)
VILLAGES = ("610929104201", "610929104202", "610929108201")
SEEDS = range(40)


@dataclass
class Slip:
    """A payslip whose numbers hang together as the rules of measure.payable make them."""

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
    owed_before: int
    wanted_back: int
    village_id: str
    month: date = MAY
    pk: UUID = field(default_factory=uuid4)
    person_id: UUID = field(default_factory=uuid4)

    @property
    def due_to_person(self) -> int:
        gross = self.base - self.absence + self.performance + self.reward + self.earlier_gross
        return gross - self.pension - self.further_person - self.tax - self.earlier_pension - self.earlier_further

    @property
    def owed_taken(self) -> int:
        return min(self.owed_before, max(0, self.due_to_person))

    @property
    def recovery(self) -> int:
        return min(self.wanted_back, max(0, self.due_to_person) - self.owed_taken)

    @property
    def payable(self) -> int:
        return max(0, self.due_to_person) - self.owed_taken - self.recovery


def slip_of(chance: Random) -> Slip:
    base = chance.choice((160_000, chance.randrange(5_000, 160_000)))
    amounts = [chance.choice((0, chance.randrange(60_000))) for _ in range(13)]
    return Slip(
        base, min(amounts[0], base), *amounts[1:12], amounts[12], chance.randrange(30_000), chance.choice(VILLAGES)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_payslip_balances_whatever_its_numbers(seed: int) -> None:
    slip = slip_of(Random(seed))
    lines = bookkeeping.wages(slip)
    assert balanced(lines)
    assert len({line.account for line in lines}) == len(lines), "an account once: the database refuses the second"
    due = sum(line.amount for line in lines if line.account == code("wages_due"))
    assert due == -slip.payable
    assert {(line.town, line.about) for line in lines} == {(town_of(slip.village_id), slip.pk)}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_through_the_bank_leaves_nothing_due_and_spends_what_was_paid(seed: int) -> None:
    chance = Random(seed)
    slips = [slip for slip in (slip_of(chance) for _ in range(12)) if slip.payable]
    sent = [Sent(uuid4(), slip.person_id, slip.village_id, MAY, slip.payable) for slip in slips]
    refused = [each for each in sent if chance.random() < 0.3]
    again = [Sent(each.payment, each.person, each.village, MAY, each.amount, again=True) for each in refused]
    towns = {town_of(village) for village in VILLAGES}
    purse = Purse({(town, source): chance.randrange(400_000) for town in towns for source in ("employment", "budget")})
    before = sum(purse.left.values())
    lines = [line for slip in slips for line in bookkeeping.wages(slip)]
    lines += bookkeeping.returned(refused)
    lines += bookkeeping.paid([each for each in sent if each not in refused], purse)
    lines += bookkeeping.paid(again, purse)
    sums = {account: sum(line.amount for line in lines if line.account == account) for account in BY_CODE}
    assert sum(sums.values()) == sums[code("wages_due")] == sums[code("returned")] == 0
    assert -sums[code("bank")] == sum(slip.payable for slip in slips) == before - sum(purse.left.values())
    assert all(left >= 0 for (_, source), left in purse.left.items() if source != "other")


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_make_the_whole_within_their_weights(seed: int) -> None:
    chance = Random(seed)
    weights = [chance.choice((0, chance.randrange(1_000))) for _ in range(chance.randrange(1, 15))]
    total = chance.randrange(sum(weights) + 1)
    parts = shared_out(total, weights)
    assert sum(parts) == total
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


def test_money_is_drawn_in_the_order_of_the_sources_and_short_of_it_the_company_pays() -> None:
    purse = Purse({("t", "employment"): 100, ("t", "budget"): 50})
    assert purse.draw("t", 120) == [("employment", 100), ("budget", 20)]
    assert purse.draw("t", 40) == [("budget", 30), ("other", 10)]
    assert list(SOURCES) == ["employment", "budget", "other"]


def test_what_is_free_counts_money_and_debts_only() -> None:
    kinds = {BY_CODE[each].kind for each in free_codes()}
    assert kinds == {"asset", "liability"}
    debts = {account.code for account in ACCOUNTS.values() if account.kind == "liability"}
    assert debts <= set(free_codes()), "every debt is paid before anything is free"
