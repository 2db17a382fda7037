"""What can be claimed: wages paid, advances paid to the tax office, and what no subsidy bears of them; by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sibai.db.querysets import Scope
from sibai.funds.accounts import code
from sibai.funds.models import Claim, ClaimLine, Line, OpeningRow, Remittance
from sibai.funds.opening import OPENED, SETTLED
from sibai.funds.queries.balances import REMITTED
from sibai.measure.dates import add_months, month_last
from sibai.payroll.models import Payment
from sibai.rulebook.queries.asking import Asker, asker_on

KINDS = dict(Claim.KINDS)
BACK = {"post": "post_subsidy", "insurance": "advance", "rest": "advance"}
"""Which account a claim gives back to."""
SOURCE = {"post": "employment", "insurance": "employment", "rest": "budget"}
"""From which source each kind is paid (arts. 12, 14)."""
RULE = {"post": "post_subsidy", "insurance": "advance_from_subsidy"}
FACT = {"post": "wage_paid", "insurance": "employer_advance"}
DECIDED = ("granted", "received", "rejected")
ADVANCING = ("wages", "corrected", OPENED)
"""Kinds of entries whose lines on that account are advances; what of them goes back is about nothing, or a claim."""

STANDING = {"entry__reversed_by__isnull": True}
"""What was reversed counts no more."""


@dataclass(frozen=True, slots=True)
class Claimable:
    """A line of the books with what can be claimed for it, in fen."""

    line: Line
    amount: int


def claimable(kind: str, scope: Scope, months: Sequence[date]) -> list[Claimable]:
    """Everything that can be claimed of a kind for some months. Refusal where the county's standard is missing."""
    rows = list(_rows(kind, scope).filter(month__in=months).order_by("village_code", "month", "pk"))
    if kind == "rest":
        found = [Claimable(row, row.amount - row.borne) for row in rows]
    else:
        askers = {month: asker_on(month_last(month)) for month in {row.month for row in rows}}
        found = [Claimable(row, _by_rule(kind, row, askers[row.month])) for row in rows]
    return [each for each in found if each.amount > 0]


def facts_of(kind: str, amount: int) -> dict[str, Any]:
    """What the rule of a kind is given."""
    return {FACT[kind]: amount}


def _by_rule(kind: str, row: Line, asker: Asker) -> int:
    return int(asker.ask((RULE[kind],), facts_of(kind, row.amount))[RULE[kind]])


def _rows(kind: str, scope: Scope) -> QuerySet[Any]:
    """The lines of the books that a kind can rest on and that no live claim of it has."""
    rows: QuerySet[Any] = Line.objects.within(scope).filter(amount__gt=0, about__isnull=False, person__isnull=False)
    rows = rows.filter(~Exists(ClaimLine.objects.filter(line=OuterRef("pk"), kind=kind, live=True)))
    if kind == "post":
        paid = Payment.objects.filter(slip=OuterRef("about"), state="paid")
        return rows.filter(Exists(paid), posts="wages", account=code("wages"))
    advances: QuerySet[Any] = rows.filter(**STANDING, posts__in=ADVANCING, account=code("advance"))
    settled = OpeningRow.objects.filter(pk=OuterRef("about"), item__in=SETTLED)
    if kind == "insurance":
        months = Remittance.objects.within(scope).filter(kind="insurance").values("month")
        borne = ClaimLine.objects.filter(line=OuterRef("pk"), kind="rest", live=True)
        paid_before = Q(posts=OPENED) & ~Q(month__in=_unpaid(scope))
        return advances.filter(Q(month__in=months) | paid_before, ~Exists(borne), ~Exists(settled))
    waiting = ClaimLine.objects.filter(line=OuterRef("pk"), kind="insurance", claim__state="claimed")
    decided = ClaimLine.objects.filter(line=OuterRef("pk"), kind="insurance", claim__state__in=DECIDED)
    borne_in_part: QuerySet[Any] = advances.filter(Exists(decided) | Exists(settled), ~Exists(waiting)).annotate(
        borne=borne_by(("insurance",), ("granted", "received"))
    )
    return borne_in_part


def _unpaid(scope: Scope) -> QuerySet[Any]:
    """The months whose contributions were not paid when the books were opened."""
    accounts = [code(key) for key in REMITTED["insurance"]]
    return Line.objects.within(scope).filter(**STANDING, posts=OPENED, account__in=accounts).values("month")


def borne_by(kinds: Sequence[str], states: Sequence[str], what: str = "granted") -> Coalesce:
    """How much claims of these kinds in these states give back of a line."""
    rows = ClaimLine.objects.filter(line=OuterRef("pk"), kind__in=kinds, claim__state__in=states)
    sums = rows.order_by().values("line").annotate(sum=Sum(what)).values("sum")
    return Coalesce(Subquery(sums, output_field=IntegerField()), 0)


def advances(scope: Scope) -> QuerySet[Any]:
    """Every advance with what is on its way (`asked`), what has come back (`back`) and what is `open`."""
    rows: QuerySet[Any] = Line.objects.within(scope).filter(
        **STANDING, posts__in=ADVANCING, account=code("advance"), about__isnull=False
    )
    kinds = ("insurance", "rest")
    known: QuerySet[Any] = rows.annotate(
        asked=borne_by(kinds, ("claimed",), "asked") + borne_by(kinds, ("granted",)),
        back=borne_by(kinds, ("received",)),
    )
    aged: QuerySet[Any] = known.annotate(open=F("amount") - F("back"))
    return aged


OPEN, PARTLY, RECLAIMED = Q(back=0), Q(back__gt=0, open__gt=0), Q(back__gt=0, open__lte=0)


def months_between(first: date, last: date) -> list[date]:
    """The months from one to another, both included."""
    months = [first]
    while months[-1] < last:
        months.append(add_months(months[-1], 1))
    return months
