"""A month held together: payslips, payments, the bank's answers and the journal, person by person, to the fen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sibai.db.querysets import Scope
from sibai.funds.accounts import code
from sibai.funds.models import ClaimLine, Line
from sibai.funds.opening import OPENED
from sibai.funds.queries.news import FINAL
from sibai.payroll.models import BankLine, Difference, Payment, Payslip

MISSING, BESIDE, UNLIKE = "账上还没有", "账上有，这边没有", "两边金额不一样"
Amounts = Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a difference is about: the name, the village, the payslip's key."""

    name: str
    village: str
    slip: UUID | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference between two sides, named."""

    who: Who
    left: int
    right: int
    why: str


@dataclass(frozen=True, slots=True)
class Check:
    """Two sides that must be the same; `gaps` are the rows in which they are not."""

    title: str
    labels: tuple[str, str]
    left: int
    right: int
    gaps: list[Gap] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing differs: not in the sum, nor in any row."""
        return not self.gaps and self.left == self.right


def held(title: str, labels: tuple[str, str], left: Amounts, right: Amounts, who: Mapping[UUID, Who]) -> Check:
    """Two sides by row."""
    keys = [*left, *(key for key in right if key not in left)]
    gaps = [
        Gap(who.get(key, Who("", "", None)), left.get(key, 0), right.get(key, 0), _why(key, left, right))
        for key in keys
        if left.get(key, 0) != right.get(key, 0)
    ]
    return Check(title, labels, sum(left.values()), sum(right.values()), gaps)


def _why(key: UUID, left: Amounts, right: Amounts) -> str:
    if not right.get(key):
        return MISSING
    return UNLIKE if left.get(key) else BESIDE


def crosscheck(month: date, scope: Scope) -> list[Check]:
    """Everything of a month that must agree; seven queries."""
    slips = list(_slips(month, scope))
    changes = list(_changes(month, scope))
    payments = list(Payment.objects.within(scope).filter(slip__month=month, slip__void=False))
    bank = list(BankLine.objects.within(scope).filter(payment__slip__month=month))
    lines = list(Line.objects.within(scope).filter(month=month, about__isnull=False))
    who = _names(slips, changes, payments)
    shares = {each.pk: _employers(each) for each in slips}
    shares |= {each.pk: _employers(each) for each in changes}
    advanced = _sums(lines, ("wages", "corrected"), ("advance",), 1)
    due = {each.pk: each.payable for each in slips if each.payable}
    owed = _sums(lines, ("wages",), ("wages_due",), -1)
    sent = {each.slip_id: each.amount for each in payments}
    return [
        held("工资单和账上应付", ("工资单实付", "账上应付工资"), due, owed, who),
        held("工资单和付款", ("工资单实付", "要付的款"), due, sent, who),
        *_bank(bank, lines, who),
        held("单位保险和垫缴", ("工资单和更正的单位保险", "账上垫缴"), _some(shares), advanced, who),
        *_claims(month, scope, lines),
    ]


def _employers(each: Payslip | Difference) -> int:
    """What the employer contributes, all insurances together."""
    total: int = each.pension_employer + each.work_injury + each.further_employer
    return total


def _some(amounts: Amounts) -> dict[UUID, int]:
    """Without those that are nothing."""
    return {key: amount for key, amount in amounts.items() if amount}


def _bank(bank: Sequence[BankLine], lines: Sequence[Line], who: Mapping[UUID, Who]) -> list[Check]:
    """What the bank carried out and gave back, payment by payment, as the books have it."""
    paid = {row.payment_id: row.amount for row in bank if row.state == "success"}
    back = {row.payment_id: row.amount for row in bank if row.state == "failure" and row.payment_id not in paid}
    gone = _sums(lines, ("paid",), ("wages_due", "returned"), 1)
    waiting = _sums(lines, ("returned", "paid"), ("returned",), -1)
    return [
        held("银行代发和账上", ("回盘成功", "账上已代发"), paid, gone, who),
        held("银行退回和账上", ("退回没有再发成的", "账上待重发"), back, waiting, who),
    ]


def _claims(month: date, scope: Scope, lines: Sequence[Line]) -> list[Check]:
    """What was claimed and granted for the month, person by person, as the books have it."""
    rows = list(ClaimLine.objects.within(scope).filter(month=month).select_related("person", "village"))
    who = {each.pk: Who(each.person.name, each.village.short_name, None) for each in rows}
    asked = {each.pk: each.asked for each in rows}
    granted = {each.pk: each.granted for each in rows if each.granted}
    begun = _sums(lines, ("claimed", OPENED), ("claimed",), 1) | _sums(lines, (OPENED,), ("granted",), 1)
    given = _sums(lines, ("decided", OPENED), ("granted",), 1)
    return [
        held("补贴申报和账上", ("申报的补贴", "账上已申报"), asked, begun, who),
        held("补贴批准和账上", ("批准的补贴", "账上已批准"), granted, given, who),
    ]


def _names(slips: Sequence[Payslip], changes: Sequence[Difference], payments: Sequence[Payment]) -> dict[UUID, Who]:
    who = {each.pk: Who(each.person.name, each.village.short_name, each.pk) for each in slips}
    who |= {each.pk: Who(each.person.name, each.village.short_name, each.of_id) for each in changes}
    return who | {each.pk: who[each.slip_id] for each in payments if each.slip_id in who}


def _slips(month: date, scope: Scope) -> Iterable[Payslip]:
    rows = Payslip.objects.within(scope).filter(month=month, void=False, run__state__in=FINAL)
    return rows.select_related("person", "village").order_by("village_id", "pk")


def _changes(month: date, scope: Scope) -> Iterable[Difference]:
    rows = Difference.objects.within(scope).filter(month=month, confirmed=True)
    return rows.select_related("person", "village").order_by("village_id", "pk")


def _sums(lines: Sequence[Line], posts: Sequence[str], accounts: Sequence[str], sign: int) -> dict[UUID, int]:
    codes = [code(key) for key in accounts]
    found: dict[UUID, int] = {}
    for line in lines:
        if line.posts in posts and line.account in codes and line.about is not None:
            found[line.about] = found.get(line.about, 0) + sign * line.amount
    return _some(found)
