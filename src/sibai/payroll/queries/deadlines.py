"""The dates of the monthly cycle: what was done when, early, on time or late, and what is overdue by how long.

Nothing is stored but what was done (`months.models.Deed`). The cycle is looked for from the first month on that any
town reported here, or, before the first report, from the day on which the first coordinator was recorded; the tax
filing from the first month that was paid here. Before that, there is nothing to be late with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import CharField, Max, Min, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from sibai.audit.refusals import Refusal
from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.measure.dates import add_months, month_first, month_last
from sibai.measure.explain import in_order
from sibai.months.models import Deed
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.flow import Todo, time_left
from sibai.people.models import User
from sibai.places.models import Place
from sibai.rulebook.queries.asking import Asker, Kept, asker_on

MONTHS_BACK = 12
"""So far back an overdue deed is still looked for."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A deed of the cycle: at which level, by whom, the rule of its day, what shows that it is kept here.

    `timing` is the rule that held it against that day, `done_on` the fact that it was given.
    """

    label: str
    level: str
    role: str
    rule: str
    begins_with: str
    timing: str
    done_on: str


KINDS: Mapping[str, Kind] = {
    "report": Kind("报送花名册和考勤", "town", "town", "report_by", "report", "report_timing", "reported_on"),
    "prefund": Kind("预拨", "town", "county_clerk", "prefund_by", "report", "prefund_timing", "prefunded_on"),
    "pay": Kind("发放到卡", "county", "company_cashier", "pay_by", "report", "pay_timing", "paid_on"),
    "tax_filing": Kind(
        "个税申报", "county", "company_clerk", "tax_filing_by", "pay", "tax_filing_timing", "tax_filed_on"
    ),
}
"""In the order of the month."""
WHO = {"town": "镇", "county_clerk": "县人社局经办", "company_cashier": "公司出纳", "company_clerk": "公司经办"}
TONES = {"提前": "done", "按时": "done", "逾期": "late"}


@dataclass(frozen=True, slots=True)
class Overdue:
    """A deed that is not done though its day has passed."""

    month: date
    place_code: str
    place: str
    kind: str
    due: date

    @property
    def label(self) -> str:
        """What it is, with its month."""
        return f"{words(self.month)}{KINDS[self.kind].label}"


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record. `begun`: the first month in which each kind is kept here. `from_`: the day from which
    a place has villages; `posts`: the first and last day on which anybody of a town is on post."""

    places: Mapping[str, list[tuple[str, str]]]
    done: frozenset[tuple[date, str, str]]
    begun: Mapping[str, date]
    since: Mapping[str, date]
    posts: Mapping[str, tuple[date, date]]

    def looked_for(self, kind: Kind, month: date) -> bool:
        """Whether the county keeps a kind of deed since a month."""
        begun = self.begun.get(kind.begins_with)
        return begun is not None and month >= begun

    def expected(self, name: str, code: str, month: date) -> bool:
        """Whether a place has this to do in a month: a town reports on its villages, and is prefunded for its posts."""
        if KINDS[name].level != TOWN:
            return True
        if name == REPORT:
            return code in self.since and self.since[code] <= month_last(month)
        first, last = self.posts.get(code, (OPEN_END, OPEN_END))
        return first <= month_last(month) and month <= last


LEADER, TOWN = "county_leader", "town"
REPORT, OPEN_END = "report", date.max
PLACE, DEED, BEGUN, VILLAGES, POSTS, RECORDED = "place", "deed", "begun", "villages", "posts", "recorded"


def known(scope: Scope, since: date) -> Known:
    """Places, posts and deeds of a scope since a month; one query.

    The first deed of a kind, or before any report the day on which the first coordinator was recorded, is the
    county's: a town that never did it is late like the others.
    """
    seen: dict[str, Any] = {"county": [], "town": [], DEED: set(), BEGUN: {}, VILLAGES: {}, POSTS: {}}
    recorded: date | None = None
    for what, code, kind, name, first, last in _rows(scope, since):
        if what == PLACE:
            seen[kind].append((code, name))
        elif what == DEED:
            seen[DEED].add((first, code, kind))
        elif what == BEGUN:
            seen[BEGUN][kind] = first
        elif what == POSTS:
            seen[POSTS][code] = (first, last)
        elif what == VILLAGES:
            seen[VILLAGES][code] = first
        else:
            recorded = first
    if recorded is not None and REPORT not in seen[BEGUN]:
        seen[BEGUN][REPORT] = _first_month(recorded)
    places = {level: sorted(seen[level]) for level in ("county", "town")}
    return Known(places, frozenset(seen[DEED]), seen[BEGUN], seen[VILLAGES], seen[POSTS])


def _first_month(recorded: date) -> date:
    """The first month that can be reported in time by who has coordinators on record since a day."""
    month: date = month_first(recorded)
    due = day_of_deed(REPORT, month)
    following: date = add_months(month, 1)
    return month if due is not None and recorded <= due else following


def _rows(scope: Scope, since: date) -> Iterable[tuple[str, str, str, str, date, date]]:
    """Everything that `known` reads: what it is, the place, its level or kind, its name, two days."""
    here = Place.objects.within(scope).filter(end__isnull=True)
    posts = Stint.objects.filter(kind=Stint.COORDINATOR)
    on_post = posts.within(scope).values("village__parent", "kind")
    first = Min(TruncDate("recorded_at"))
    parts = [
        _part(PLACE, here.filter(level__in=("county", "town")), "code", "level", "name", "start", "start"),
        _part(DEED, Deed.objects.within(scope).filter(month__gte=since), "place_code", "kind", "", "month", "month"),
        _part(BEGUN, Deed.objects.values("kind").annotate(first=Min("month")), "", "kind", "", "first", "first"),
        _part(
            VILLAGES,
            here.filter(level="village").values("parent", "level").annotate(first=Min("start")),
            *("parent", "level", "", "first", "first"),
        ),
        _part(
            POSTS,
            on_post.annotate(first=Min("start"), last=Max(Coalesce("end", Value(OPEN_END)))),
            *("village__parent", "kind", "", "first", "last"),
        ),
        _part(RECORDED, posts.values("kind").annotate(first=first), "", "kind", "", "first", "first"),
    ]
    return parts[0].union(*parts[1:], all=True)


def _part(what: str, rows: models.QuerySet[Any], *columns: str) -> models.QuerySet[Any, tuple[Any, ...]]:
    """One table's rows with the columns of `_rows`; a column without a name is an empty text."""
    told = [Cast(each, CharField()) if each else Value("", CharField()) for each in columns[:3]]
    named = rows.order_by().annotate(what=Value(what, CharField()))
    made: models.QuerySet[Any, tuple[Any, ...]] = named.values_list("what", *told, *columns[3:])
    return made


def overdue(scope: Scope, today: date, kinds: Mapping[str, Kind] = KINDS) -> list[Overdue]:
    """Every deed whose day has passed and that is not on record, the oldest first; one query."""
    this_month = month_first(today)
    seen = known(scope, add_months(this_month, -MONTHS_BACK))
    found = []
    for back in range(MONTHS_BACK, -1, -1):
        month = add_months(this_month, -back)
        if any(seen.looked_for(kind, month) for kind in kinds.values()):
            found += list(_missing(seen, month, today, kinds))
    return sorted(found, key=lambda each: (each.due, each.place_code))


def _missing(seen: Known, month: date, today: date, kinds: Mapping[str, Kind]) -> Iterator[Overdue]:
    asker = _law(month)
    if asker is None:
        return
    for name, kind in kinds.items():
        if not seen.looked_for(kind, month):
            continue
        due = due_of(asker, kind, month)
        if due is None or due >= today:
            continue
        for code, place in seen.places[kind.level]:
            if (month, code, name) not in seen.done and seen.expected(name, code, month):
                yield Overdue(month, code, place, name, due)


def _law(month: date) -> Asker | None:
    """The law of a month; nothing before the measure."""
    try:
        return asker_on(month_last(month))
    except Refusal:
        return None


def due_of(asker: Asker, kind: Kind, month: date) -> date | None:
    """Until when a deed is due; nothing where the law has no answer."""
    try:
        due: date = asker.ask((kind.rule,), {"month": month})[kind.rule]
    except Refusal:
        return None
    return due


def day_of_deed(kind: str, month: date) -> date | None:
    """Until when a deed of a month is due; nothing where the law has no answer."""
    asker = _law(month)
    return due_of(asker, KINDS[kind], month) if asker else None


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything overdue for the leader of the county, reports of past months for the town; one query.

    What else waits for whoever does it stands among the to-dos of the own room, with its day.
    """
    if actor.role == LEADER:
        return _for_leader(actor, today)
    return _for_town(actor, today) if actor.role == TOWN else []


def _for_town(actor: Actor, today: date) -> list[Todo]:
    """Reports of past months that never came; the present month's stands among the to-dos of attendance."""
    late = overdue(actor.scope, today, {"report": KINDS["report"]})
    return [
        Todo(
            f"补报{words(each.month)}花名册和考勤",
            f"{each.place}逾期未报",
            reverse("attendance:place", args=[f"{each.month:%Y-%m}", each.place_code]),
            "去看",
            actor.role,
            each.due,
        )
        for each in late
        if each.month < month_first(today)
    ]


def _for_leader(actor: Actor, today: date) -> list[Todo]:
    """One line a deed and month, however many places are late with it."""
    by_deed: dict[tuple[date, str], list[Overdue]] = {}
    for each in overdue(actor.scope, today):
        by_deed.setdefault((each.month, each.kind), []).append(each)
    made = []
    for (month, kind), rows in by_deed.items():
        who = "、".join(row.place for row in rows[:FEW]) + (f"等{len(rows)}个镇" if len(rows) > FEW else "")
        at = who if KINDS[kind].level == "town" else WHO[KINDS[kind].role]
        url = f"{reverse('payroll:deadlines')}?month={month:%Y-%m}"
        made.append(Todo(f"{rows[0].label}逾期", at, url, "去看", actor.role, rows[0].due, len(rows)))
    return made


FEW = 3


@dataclass(frozen=True, slots=True)
class DeadlinesPage:
    """What payroll/deadlines.html shows."""

    title: str
    status: dict[str, str]
    figures: list[tuple[str, int]]
    listing: dict[str, Any]


def deadlines_page(actor: Actor, month: date, today: date) -> DeadlinesPage:
    """One month: a row a deed and place; four queries."""
    asker = _law(month)
    deeds = {(each.place_code, each.kind): each for each in Deed.objects.within(actor.scope).filter(month=month)}
    names = dict(User.objects.filter(pk__in={each.done_by for each in deeds.values()}).values_list("pk", "name"))
    seen = known(actor.scope, add_months(month_first(today), -MONTHS_BACK))
    rows = []
    for name, kind in KINDS.items():
        due = due_of(asker, kind, month) if asker else None
        looked_for = seen.looked_for(kind, month)
        for code, place in seen.places[kind.level]:
            deed = deeds.get((code, name))
            if deed is None and not seen.expected(name, code, month):
                continue
            rows.append(_row(kind, place, deed, deed.due if deed else due, today, looked_for, names))
    late = sum(row["tone"] == "late" for row in rows)
    return DeadlinesPage(
        title=f"{words(month)}各项期限",
        status={"tone": "late", "word": f"{late}项逾期"} if late else {"tone": "done", "word": "没有逾期"},
        figures=[
            ("应办", len(rows)),
            ("已办", len(deeds)),
            ("逾期办的", sum(each.timing == "逾期" for each in deeds.values())),
            ("逾期未办", sum(row["tone"] == "late" and not row["done"] for row in rows)),
        ],
        listing=_listing(rows),
    )


def _row(
    kind: Kind,
    place: str,
    deed: Deed | None,
    due: date | None,
    today: date,
    looked_for: bool,
    names: Mapping[Any, str],
) -> dict[str, Any]:
    who = names.get(deed.done_by, "") if deed else ""
    state, tone = _stands(deed, due, today, looked_for)
    cells = [
        {"text": kind.label, "under": WHO[kind.role]},
        {"text": place},
        due,
        state,
        done_on(kind, deed) if deed else None,
        deed.done_at if deed else None,
        who,
    ]
    return {"cells": cells, "tone": "late" if tone == "late" else "", "done": deed is not None}


def done_on(kind: Kind, deed: Deed) -> date:
    """The day that counted: as the rule was told it, which may lie before the moment of the entry."""
    try:
        root = Kept(deed.answers).step(kind.timing)
    except (KeyError, ValueError):
        return timezone.localdate(deed.done_at)
    told: date | None = next((step.value for step in in_order(root) if step.name == kind.done_on), None)
    return told or timezone.localdate(deed.done_at)


def _stands(deed: Deed | None, due: date | None, today: date, looked_for: bool) -> tuple[dict[str, str], str]:
    """How a deed stands, as a word with its tone."""
    if deed is not None:
        tone = TONES[deed.timing]
        return {"tone": tone, "word": deed.timing}, tone
    if not looked_for:
        return {"tone": "plain", "word": "没有登记"}, "plain"
    tone = "late" if due is not None and due < today else "due"
    return {"tone": tone, "word": time_left(due, today) or "未办"}, tone


def _listing(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": "期限",
        "columns": [
            {"label": "事项"},
            {"label": "谁"},
            {"label": "截止日", "kind": "day"},
            {"label": "时效", "kind": "status"},
            {"label": "办理日", "kind": "day"},
            {"label": "登记时间", "kind": "moment", "minor": True},
            {"label": "登记人", "minor": True},
        ],
        "rows": [{"cells": row["cells"], "tone": row["tone"]} for row in rows],
        "empty": {"what": "这个月没有要办的事。"},
    }
