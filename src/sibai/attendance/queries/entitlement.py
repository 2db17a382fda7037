"""What the rules say of a leave: how many days it is, what the person is entitled to, what is left (art. 21)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sibai.attendance.models import LeaveOpening, LeaveRequest, LeaveStanding
from sibai.attendance.queries.marks import LABELS
from sibai.audit.refusals import Refusal
from sibai.employment.models import Stint
from sibai.measure import Law
from sibai.measure.choices import LeaveKind
from sibai.measure.dates import year_first, year_last
from sibai.rulebook.queries.asking import Answers, ask
from sibai.rulebook.queries.law import county_law

BOTH = ("leave_days", "leave_unpaid")


@dataclass(frozen=True, slots=True)
class Entitlement:
    """How a kind of leave is limited: the rule of what remains, and whether by year or by occasion.

    `told` are the facts that a request gives; `occasion` the one that tells one birth, marriage or injury from another.
    """

    left: str = ""
    yearly: bool = False
    told: tuple[str, ...] = ()
    occasion: str = ""


ENTITLEMENTS = {
    "annual": Entitlement("annual_left", yearly=True),
    "personal": Entitlement(),
    "sick": Entitlement(),
    "maternity": Entitlement(
        "maternity_left",
        told=("event_on", "difficult_birth", "babies", "pre_pregnancy_check", "third_child"),
        occasion="event_on",
    ),
    "miscarriage": Entitlement("miscarriage_left", told=("event_on", "pregnancy_months"), occasion="event_on"),
    "paternity": Entitlement("paternity_left", told=("event_on", "couple_apart", "third_child"), occasion="event_on"),
    "marriage": Entitlement("marriage_left", told=("event_on", "premarital_check"), occasion="event_on"),
    "bereavement": Entitlement("bereavement_left", told=("event_on",), occasion="event_on"),
    "childcare": Entitlement("childcare_left", yearly=True, told=("child_born_on",)),
    "injury": Entitlement("injury_left", told=("injured_on",), occasion="injured_on"),
    LeaveRequest.ABSENT: Entitlement(),
}
DATES = frozenset({"event_on", "child_born_on", "injured_on"})
MEN, WOMEN = "男", "女"
ONLY = {"maternity": WOMEN, "miscarriage": WOMEN, "paternity": MEN}
"""Kinds that only one sex has."""


class NoStanding(Refusal):
    """Nobody has entered since when the person works."""

    field = "kind"


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a leave that one entitlement covers: a calendar year's, or all of it. `left` before it is taken."""

    start: date
    end: date
    days: int
    left: int | None
    answers: Answers

    @property
    def short(self) -> bool:
        """Whether it asks for more than is left."""
        return self.left is not None and self.days > self.left


@dataclass(frozen=True, slots=True)
class Weighed:
    """A leave as the rules see it: its days in all, piece by piece."""

    days: int
    pieces: Sequence[Piece] = field(default_factory=tuple)

    @property
    def unpaid(self) -> bool:
        """Whether the leave is not paid."""
        return bool(self.pieces and self.pieces[0].answers["leave_unpaid"])

    def kept(self) -> str:
        """The answers as they are kept with the request."""
        return json.dumps([piece.answers.json() for piece in self.pieces], ensure_ascii=False)


def told_of(row: LeaveRequest) -> dict[str, Any]:
    """What was told with a request, as it was kept: days are days again."""
    told = json.loads(row.told or "{}")
    return {name: date.fromisoformat(value) if name in DATES else value for name, value in told.items()}


def told_json(told: Mapping[str, Any]) -> str:
    """What was told, to keep."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def weigh(
    stint: Stint,
    kind: str,
    start: date,
    end: date,
    told: Mapping[str, Any],
    *,
    but: LeaveRequest | None = None,
    law: Law | None = None,
) -> Weighed:
    """A leave before the rules. `but`: a request that does not count as taken. NoStanding, or what the rules refuse.

    Annual leave is due pro rata for the days on a post (企业职工带薪年休假实施办法第五条、第十二条): what was taken on
    an earlier post of the year does not count against it.
    """
    law, limit = law or county_law(), ENTITLEMENTS[kind]
    taken = [row for row in taken_leaves(stint) if but is None or row.pk != but.pk]
    own = _standing_facts(stint) if kind == "annual" else {}
    pieces = []
    for first, last in _pieces(start, end, yearly=limit.yearly):
        facts: dict[str, Any] = {**own, **told, **_span(kind, first, last)}
        facts.pop("event_on", None)
        if limit.left:
            same = [row for row in taken if row.kind == kind and (kind != "annual" or row.stint_id == stint.pk)]
            facts["leave_used"] = sum(_days_in(row, first, last, told, limit, law) for row in same)
        if kind == "annual":
            facts["leave_used"] += taken_before(stint, first.year)
            facts |= _year_facts(stint, taken, first, law)
        names = (*BOTH, *((limit.left,) if limit.left else ()))
        answers = ask(names, facts, on=first, law=law)
        left = answers[limit.left] if limit.left else None
        pieces.append(Piece(first, last, answers["leave_days"], left, answers))
    return Weighed(sum(piece.days for piece in pieces), tuple(pieces))


def taken_leaves(stint: Stint) -> list[LeaveRequest]:
    """The approved leaves of a person; one query."""
    rows = LeaveRequest.objects.filter(person=stint.person_id, state="approved")
    return list(rows.order_by("start", "pk"))


def taken_before(stint: Stint, year: int) -> int:
    """Days of a year's annual leave that were taken before the system was used; one query."""
    days = LeaveOpening.objects.filter(person=stint.person_id, year=year).values_list("days", flat=True)
    return sum(days)


def days_of(kind: str, first: date, last: date, law: Law) -> int:
    """How many days a leave of a kind counts, by its rule."""
    if last < first:
        return 0
    answers = ask(("leave_days",), _span(kind, first, last), on=first, law=law)
    return int(answers["leave_days"])


def _span(kind: str, first: date, last: date) -> dict[str, Any]:
    return {"leave_kind": LeaveKind.labelled(LABELS[kind]), "leave_start": first, "leave_end": last}


def _pieces(start: date, end: date, *, yearly: bool) -> Iterator[tuple[date, date]]:
    """The whole, or the part of each calendar year."""
    if not yearly:
        yield start, end
        return
    for year in range(start.year, end.year + 1):
        yield max(start, year_first(year)), min(end, year_last(year))


def _days_in(row: LeaveRequest, first: date, last: date, told: Mapping[str, Any], limit: Entitlement, law: Law) -> int:
    """What an approved leave takes of the same entitlement: of that calendar year, or of the same occasion."""
    if limit.occasion:
        same = told_of(row).get(limit.occasion) == told.get(limit.occasion)
        return days_of(row.kind, row.start, row.end, law) if same else 0
    year_of_piece = first.year
    return days_of(row.kind, max(row.start, year_first(year_of_piece)), min(row.end, year_last(year_of_piece)), law)


def _standing_facts(stint: Stint) -> dict[str, Any]:
    row = LeaveStanding.objects.filter(person=stint.person_id).first()
    if row is None:
        raise NoStanding("还没有登记参加工作的日期，算不出年休假：请村（社区）先在“休假工龄”里登记。")
    return {"first_work_on": row.first_work_on, "continuous_since": row.continuous_since}


def _year_facts(stint: Stint, taken: Sequence[LeaveRequest], first: date, law: Law) -> dict[str, Any]:
    """What annual leave of a year depends on: the days with this employer, sick and personal leave of the year."""
    begin, end = year_first(first.year), year_last(first.year)
    facts: dict[str, Any] = {"leave_year": first.year}
    if stint.start > begin:
        facts["leave_from"] = stint.start
    if stint.end is not None and stint.end < end:
        facts["leave_to"] = stint.end
    for kind, name in (("sick", "sick_days"), ("personal", "personal_days")):
        rows = [row for row in taken if row.kind == kind]
        facts[name] = sum(days_of(kind, max(row.start, begin), min(row.end, end), law) for row in rows)
    return facts


def left_of(stint: Stint, today: date, law: Law | None = None) -> Piece | None:
    """What is left of this year's annual leave as of a day; None where nobody entered since when the person works."""
    try:
        return weigh(stint, "annual", today, today, {}, law=law).pieces[0]
    except NoStanding:
        return None
