"""A month held together: payslips, payments, the bank's answers and the journal, person by person, to the fen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Sum, Value

from sibai.db.querysets import Scope
from sibai.funds.accounts import code
from sibai.funds.models import Claim, ClaimLine, Line, Prefunding, Remittance
from sibai.funds.opening import OPENED
from sibai.funds.queries.news import FINAL
from sibai.payroll.models import BankFile, BankLine, Difference, Payment, Payslip

CLAIMED = {"asked": "补贴申报", "granted": "补贴批准", "received": "补贴到账"}
PREFUNDED, REMITTED = "预拨", "缴纳"
MISSING, BESIDE, UNLIKE = "账上还没有", "账上有，这边没有", "两边金额不一样"
NOBODY = UUID(int=0)
"""Stands for what an entry is about that is about nothing: no entry of the program is, where the others are."""
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


def total(title: str, labels: tuple[str, str], left: int, right: int) -> Check:
    """Two sums that have no rows."""
    return Check(title, labels, left, right)


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
    """Everything of a month that must agree, whatever was done past the program; six queries."""
    slips, changes = list(_slips(month, scope)), list(_changes(month, scope))
    payments = [each.payment for each in slips if hasattr(each, "payment")]
    bank = list(BankLine.objects.within(scope).filter(payment__slip__month=month))
    lines = list(Line.objects.within(scope).filter(month=month))
    who = _names(slips, changes, payments)
    due = {each.pk: each.payable for each in slips if each.payable}
    sent = {each.slip_id: each.amount for each in payments}
    owed = _sums(lines, ("wages",), ("wages_due",), -1)
    return [
        *_earned(slips, changes, lines, who),
        held("工资单和账上应付", ("工资单实付", "账上应付工资"), due, owed, who),
        held("工资单和付款", ("工资单实付", "要付的款"), due, sent, who),
        *_bank(payments, bank, lines, who),
        *_claims(month, scope, lines),
        *_heads(month, scope, lines),
    ]


def _earned(
    slips: Sequence[Payslip], changes: Sequence[Difference], lines: Sequence[Line], who: Mapping[UUID, Who]
) -> list[Check]:
    """What was earned, withheld and advanced, as payslips, confirmed differences and the books have it."""
    earned = {each.pk: _gross(each) for each in slips} | {each.pk: each.gross for each in changes}
    withheld = {each.pk: each.pension + each.further_person + each.tax for each in slips}
    withheld |= {each.pk: each.pension + each.further_person for each in changes}
    shares = {each.pk: _employers(each) for each in slips} | {each.pk: _employers(each) for each in changes}
    booked = _sums(lines, ("wages",), ("wages", "performance", "village_reward", "earlier_due"), 1)
    booked |= _sums(lines, ("corrected",), ("wages",), 1)
    both = ("wages", "corrected")
    kept = _sums(lines, both, ("pension", "further_person", "tax"), -1)
    advanced = _sums(lines, both, ("advance",), 1)
    return [
        held("应发和账上支出", ("工资单和更正的应发", "账上支出"), _some(earned), booked, who),
        held("代扣和账上代扣", ("工资单和更正的代扣", "账上代扣"), _some(withheld), kept, who),
        held("单位保险和垫缴", ("工资单和更正的单位保险", "账上垫缴"), _some(shares), advanced, who),
    ]


def _gross(slip: Payslip) -> int:
    """What was earned, with what earlier months still owed."""
    now: int = slip.base - slip.absence + slip.performance + slip.reward
    earlier: int = slip.earlier_gross - slip.earlier_pension - slip.earlier_further
    return now + earlier


def _employers(each: Payslip | Difference) -> int:
    """What the employer contributes, all insurances together."""
    total: int = each.pension_employer + each.work_injury + each.further_employer
    return total


def _some(amounts: Amounts) -> dict[UUID, int]:
    """Without those that are nothing."""
    return {key: amount for key, amount in amounts.items() if amount}


def _bank(
    payments: Sequence[Payment], bank: Sequence[BankLine], lines: Sequence[Line], who: Mapping[UUID, Who]
) -> list[Check]:
    """What went to the bank, what it carried out and gave back, payment by payment, as the books have it."""
    to_pay = {each.pk: each.amount for each in payments}
    filed: dict[UUID, int] = {}
    for row in bank:
        if filed.get(row.payment_id, to_pay.get(row.payment_id)) == to_pay.get(row.payment_id):
            filed[row.payment_id] = row.amount
    paid = {row.payment_id: row.amount for row in bank if row.state == "success"}
    back = {row.payment_id: row.amount for row in bank if row.state == "failure" and row.payment_id not in paid}
    gone = _sums(lines, ("paid",), ("wages_due", "returned"), 1)
    waiting = _sums(lines, ("returned", "paid"), ("returned",), -1)
    counted = {each.pk: each.amount for each in payments if each.state == "paid"}
    waited = sum(amount for key, amount in to_pay.items() if key not in paid and key not in back)
    return [
        held("付款和代发文件", ("要付的款", "代发文件"), {key: to_pay.get(key, 0) for key in filed}, filed, who),
        held("已发和回盘", ("算作已发的", "回盘成功"), counted, paid, who),
        held("银行代发和账上", ("回盘成功", "账上已代发"), paid, gone, who),
        held("银行退回和账上", ("退回没有再发成的", "账上待重发"), back, waiting, who),
        total("还没有结果的", ("没有回盘的款", "账上应付余额"), waited, _left(lines, "wages_due")),
        total("代发和银行存款", ("回盘成功", "账上付出的存款"), sum(paid.values()), _moved(lines, ("paid",), "bank")),
    ]


def _left(lines: Sequence[Line], account: str) -> int:
    """What is still owed of a debt, whatever posted it."""
    return -sum(int(line.amount) for line in lines if line.account == code(account))


def _moved(lines: Sequence[Line], posts: Sequence[str], account: str) -> int:
    """What entries of some kinds took out of an account."""
    return -sum(int(line.amount) for line in lines if line.posts in posts and line.account == code(account))


def _claims(month: date, scope: Scope, lines: Sequence[Line]) -> list[Check]:
    """What was claimed, granted and received for the month, person by person, as the books have it."""
    rows = list(ClaimLine.objects.within(scope).filter(month=month).select_related("person", "village"))
    who = {each.pk: Who(each.person.name, each.village.short_name, None) for each in rows}
    who |= {each.person_id: who[each.pk] for each in rows}
    asked = {each.pk: each.asked for each in rows}
    granted = {each.pk: each.granted for each in rows if each.granted}
    begun = _sums(lines, ("claimed", OPENED), ("claimed",), 1) | _sums(lines, (OPENED,), ("granted",), 1)
    given = _sums(lines, ("decided", OPENED), ("granted",), 1)
    come: dict[UUID, int] = {}
    booked: dict[UUID, int] = {}
    for each in rows:
        come[each.person_id] = come.get(each.person_id, 0) + each.received
    for line in lines:
        if line.posts == "received" and line.account == code("granted") and line.person_id is not None:
            booked[line.person_id] = booked.get(line.person_id, 0) - line.amount
    return [
        held("补贴申报和账上", ("申报的补贴", "账上已申报"), asked, begun, who),
        held("补贴批准和账上", ("批准的补贴", "账上已批准"), granted, given, who),
        held("补贴到账和账上", ("到账的补贴", "账上已到账"), _some(come), booked, who),
    ]


def _heads(month: date, scope: Scope, lines: Sequence[Line]) -> list[Check]:
    """Totals of whole files and claims against their lines, and what came and went in sum; one query."""
    files = BankFile.objects.within(scope).filter(
        pk__in=BankLine.objects.filter(payment__slip__month=month).order_by().values("file")
    )
    claims = Claim.objects.within(scope).filter(pk__in=ClaimLine.objects.filter(month=month).order_by().values("claim"))
    prefundings = Prefunding.objects.within(scope).filter(month=month, state="arrived")
    remittances = Remittance.objects.within(scope).filter(month=month)
    first, *others = (
        _told(files, "银行文件", "number", "total", Sum("lines__amount")),
        *(_told(claims, word, "number", name, Sum(f"lines__{name}")) for name, word in CLAIMED.items()),
        _told(prefundings, PREFUNDED, "number", "amount", F("amount")),
        _told(remittances, REMITTED, Value(0), "amount", F("amount")),
    )
    found: dict[str, dict[UUID, tuple[int, int, int]]] = {}
    for what, key, number, head, tail in first.union(*others, all=True):
        found.setdefault(what, {})[key] = (number, head, tail or 0)
    sums = {what: sum(each[1] for each in found.get(what, {}).values()) for what in (PREFUNDED, REMITTED)}
    return [
        *(_whole(what, found.get(what, {})) for what in ("银行文件", *CLAIMED.values())),
        total("预拨和账上", ("到账的预拨", "账上预拨资金"), sums[PREFUNDED], _left(lines, "prefunded")),
        total("缴纳和账上", ("登记的缴纳", "账上付出的存款"), sums[REMITTED], _moved(lines, ("remitted",), "bank")),
    ]


def _told(rows: QuerySet[Any], what: str, number: Any, head: str, tail: Any) -> QuerySet[Any]:
    """Each row's own total and the sum of its lines, as a union takes them."""
    known = rows.order_by().annotate(
        what=Value(what, CharField()), no=F(number) if isinstance(number, str) else number, own=F(head), has=tail
    )
    made: QuerySet[Any] = known.values_list("what", "pk", "no", "own", "has")
    return made


def _whole(what: str, rows: Mapping[UUID, tuple[int, int, int]]) -> Check:
    """The totals of some rows and of their lines."""
    who = {key: Who(f"{what}{number}号", "", None) for key, (number, _, _) in rows.items()}
    heads = {key: head for key, (_, head, _) in rows.items()}
    tails = {key: tail for key, (_, _, tail) in rows.items()}
    return held(f"{what}合计和明细", ("合计", "各行"), heads, tails, who)


def _names(slips: Sequence[Payslip], changes: Sequence[Difference], payments: Sequence[Payment]) -> dict[UUID, Who]:
    who = {each.pk: Who(each.person.name, each.village.short_name, each.pk) for each in slips}
    who |= {each.pk: Who(each.person.name, each.village.short_name, each.of_id) for each in changes}
    return who | {each.pk: who[each.slip_id] for each in payments if each.slip_id in who}


def _slips(month: date, scope: Scope) -> Iterable[Payslip]:
    rows = Payslip.objects.within(scope).filter(month=month, void=False, run__state__in=FINAL)
    return rows.select_related("person", "village", "payment").order_by("village_id", "pk")


def _changes(month: date, scope: Scope) -> Iterable[Difference]:
    rows = Difference.objects.within(scope).filter(month=month, confirmed=True)
    return rows.select_related("person", "village").order_by("village_id", "pk")


def _sums(lines: Sequence[Line], posts: Sequence[str], accounts: Sequence[str], sign: int) -> dict[UUID, int]:
    codes = [code(key) for key in accounts]
    found: dict[UUID, int] = {}
    for line in lines:
        if line.posts in posts and line.account in codes:
            about = line.about or NOBODY
            found[about] = found.get(about, 0) + sign * line.amount
    return _some(found)
