"""What can be claimed: wages paid, advances paid to the tax office, and what no subsidy bears of them; by the rules.

A standard is for one person's month, so all lines of that month count together: the wage or advance, and what
corrections made of it since, more or less. What a claim rests on is one of them; none asks for more than it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sibai.db.querysets import Scope
from sibai.funds.accounts import code
from sibai.funds.models import Claim, ClaimLine, Line, OpeningRow
from sibai.funds.opening import OPENED, SETTLED
from sibai.funds.queries.balances import REMITTED
from sibai.measure.dates import add_months, month_last
from sibai.payroll.models import Difference, Payment
from sibai.rulebook.queries.asking import Asker, asker_on

KINDS = dict(Claim.KINDS)
BACK = {"post": "post_subsidy", "insurance": "advance", "rest": "advance"}
"""Which account a claim gives back to."""
SOURCE = {"post": "employment", "insurance": "employment", "rest": "budget"}
"""From which source each kind is paid (arts. 12, 14)."""
RULE = {"post": "post_subsidy", "insurance": "advance_from_subsidy"}
FACT = {"post": "wage_paid", "insurance": "employer_advance"}
ACCOUNT = {"post": "wages", "insurance": "advance", "rest": "advance"}
GOING = ("claimed", "granted", "received")
BOOKED = ("wages", "corrected", OPENED)
"""Kinds of entries whose lines are wages or advances; what of an advance goes back is about nothing, or a claim."""

STANDING = {"entry__reversed_by__isnull": True}
"""What was reversed counts no more."""


@dataclass(frozen=True, slots=True)
class Claimable:
    """A line of the books with what can be claimed for it, in fen."""

    line: Line
    amount: int


@dataclass(frozen=True, slots=True)
class Before:
    """A line of an earlier claim; `live`: nothing else of its kind may rest on the same line of the books."""

    line: int
    kind: str
    state: str
    asked: int
    granted: int
    live: bool


@dataclass(slots=True)
class Group:
    """All lines of one person's month, and what was claimed of them before.

    `settled`: the subsidy of the advance was decided before the books began.
    """

    lines: list[Line] = field(default_factory=list)
    claims: list[Before] = field(default_factory=list)
    settled: bool = False

    @property
    def total(self) -> int:
        """What it comes to."""
        return sum(line.amount for line in self.lines)

    def told(self, kind: str, *states: str) -> list[Before]:
        """What was claimed of a kind, in some states."""
        return [each for each in self.claims if each.kind == kind and each.state in states]

    def asked(self, kind: str) -> int:
        """What was asked of a kind and not refused."""
        return sum(each.asked for each in self.told(kind, *GOING) if each.live)

    def borne(self, kind: str) -> int:
        """What a kind bears, or may still come to bear."""
        waiting = sum(each.asked for each in self.told(kind, "claimed"))
        return waiting + sum(each.granted for each in self.told(kind, "granted", "received"))

    def shared(self, kind: str, left: int) -> list[Claimable]:
        """What is left to claim, upon the lines that no live claim of the kind rests on, none above its own amount."""
        taken = {each.line for each in self.claims if each.kind == kind and each.live}
        made = []
        for line in self.lines:
            part = min(line.amount, left)
            if line.pk not in taken and part > 0:
                made.append(Claimable(line, part))
                left -= part
        return made


def claimable(kind: str, scope: Scope, months: Sequence[date]) -> list[Claimable]:
    """Everything that can be claimed of a kind for some months. Refusal where the county's standard is missing."""
    rows = list(_rows(kind, scope).filter(month__in=months).order_by("village_code", "month", "pk"))
    if kind == "insurance":
        unpaid = _unpaid(scope, months)
        rows = [row for row in rows if (row.month, row.town_code) not in unpaid]
    groups = _groups(rows, scope)
    askers = {month: asker_on(month_last(month)) for month in {row.month for row in rows}} if kind in RULE else {}
    made: list[Claimable] = []
    for (_, month), group in groups.items():
        made += group.shared(kind, _left(kind, group, askers.get(month)))
    return made


def _left(kind: str, group: Group, asker: Asker | None) -> int:
    """What one person's month has left of a kind; fen, below zero where too much was claimed."""
    if kind == "rest":
        decided = group.settled or group.told("insurance", "granted", "received", "rejected")
        if not decided or group.told("insurance", "claimed"):
            return 0
        return group.total - group.borne("insurance") - group.borne("rest")
    if kind == "insurance" and (group.settled or group.borne("rest")):
        return 0
    assert asker is not None, "a subsidy has its rule"
    return _by_rule(kind, group.total, asker) - group.asked(kind)


def facts_of(kind: str, amount: int) -> dict[str, Any]:
    """What the rule of a kind is given."""
    return {FACT[kind]: amount}


def _by_rule(kind: str, amount: int, asker: Asker) -> int:
    return int(asker.ask((RULE[kind],), facts_of(kind, amount))[RULE[kind]])


def _rows(kind: str, scope: Scope) -> QuerySet[Line]:
    """The lines of the books that count for a kind: for the post subsidy what the bank has paid of them."""
    rows = Line.objects.within(scope).filter(
        **STANDING, posts__in=BOOKED, account=code(ACCOUNT[kind]), about__isnull=False, person__isnull=False
    )
    if kind != "post":
        return rows
    paid = Payment.objects.filter(slip=OuterRef("about"), state="paid")
    later = Difference.objects.filter(pk=OuterRef("about"), slip__payment__state="paid")
    return rows.filter(
        Q(posts=OPENED) | Q(Exists(paid), posts="wages") | Q(Q(amount__lt=0) | Exists(later), posts="corrected")
    )


def _groups(rows: Sequence[Line], scope: Scope) -> dict[tuple[UUID | None, date], Group]:
    """Lines by person and month, with the claims upon them; two queries."""
    found: dict[tuple[UUID | None, date], Group] = {}
    of: dict[int, Group] = {}
    for row in rows:
        of[row.pk] = found.setdefault((row.person_id, row.month), Group())
        of[row.pk].lines.append(row)
    claims = ClaimLine.objects.within(scope).filter(month__in={row.month for row in rows})
    for told in claims.values_list("line_id", "kind", "claim__state", "asked", "granted", "live"):
        if told[0] in of:
            of[told[0]].claims.append(Before(*told))
    for row in _settled(rows):
        of[row.pk].settled = True
    return found


def _settled(rows: Iterable[Line]) -> list[Line]:
    """The lines of an opening whose subsidy was decided before; one query."""
    opened = {row.about: row for row in rows if row.posts == OPENED}
    told = OpeningRow.objects.filter(opening__state="confirmed", item__in=SETTLED).values_list("pk", flat=True)
    return [opened[key] for key in told if key in opened] if opened else []


def _unpaid(scope: Scope, months: Sequence[date]) -> set[tuple[date, str]]:
    """Months and towns of which contributions are still owed to the tax office: 先缴后补. One query."""
    accounts = [code(key) for key in REMITTED["insurance"]]
    rows = Line.objects.within(scope).filter(account__in=accounts, month__in=months).order_by()
    sums = rows.values_list("month", "town_code").annotate(total=Sum("amount"))
    return {(month, town) for month, town, total in sums if total < 0}


def borne_by(kinds: Sequence[str], states: Sequence[str], what: str = "granted") -> Coalesce:
    """How much claims of these kinds in these states give back of a line."""
    rows = ClaimLine.objects.filter(line=OuterRef("pk"), kind__in=kinds, claim__state__in=states)
    sums = rows.order_by().values("line").annotate(sum=Sum(what)).values("sum")
    return Coalesce(Subquery(sums, output_field=IntegerField()), 0)


def advances(scope: Scope) -> QuerySet[Any]:
    """Every advance with what is on its way (`asked`), what has come back (`back`) and what is `open`."""
    rows: QuerySet[Any] = Line.objects.within(scope).filter(
        **STANDING, posts__in=BOOKED, account=code("advance"), about__isnull=False
    )
    kinds = ("insurance", "rest")
    known: QuerySet[Any] = rows.annotate(
        asked=borne_by(kinds, ("claimed",), "asked")
        + borne_by(kinds, ("granted",))
        - borne_by(kinds, ("granted",), "received"),
        back=borne_by(kinds, ("granted", "received"), "received"),
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
