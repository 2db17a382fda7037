"""A month of before the system was used: who was paid it already, and of whom it is registered that they were not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.measure.dates import add_months, month_last
from sibai.payroll.models import Payslip, UnpaidMonth, YearOpening
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage, fact, note


@dataclass(frozen=True, slots=True)
class Before:
    """A month that lies before `since`, the first that the system pays; `people` were paid it before."""

    month: date
    since: date
    people: int

    @property
    def words(self) -> str:
        """Why nobody of them is paid again."""
        then = f"{words(self.month)}在起用系统（{words(self.since)}）以前"
        return f"{then}，起用前的发放里的{self.people}人按旧账已经发过，不再编制；其中没有发过的，先登记“没有发过”"


def openings_at(scope: Scope, month: date) -> QuerySet[YearOpening]:
    """Openings that a month lies before, of whoever was on post in it."""
    stints = Stint.objects.within(scope).filter(kind=Stint.COORDINATOR, start__lte=month_last(month))
    stints = stints.filter(Q(end__isnull=True) | Q(end__gte=month))
    rows: QuerySet[YearOpening] = YearOpening.objects.within(scope).filter(batch__month__gt=month)
    return rows.filter(person__in=stints.values("person"))


def before_us(scope: Scope, month: date) -> Before | None:
    """Who was paid a month before the system was used; None where the system pays it. One query."""
    unpaid = UnpaidMonth.objects.filter(month=month).values("person")
    found = openings_at(scope, month).exclude(person__in=unpaid).order_by().values("person")
    people = list(found.annotate(since=Min("batch__month")).values_list("since", flat=True))
    return Before(month, min(people), len(people)) if people else None


def people_of(scope: Scope, month: date) -> list[tuple[str, str]]:
    """Whom an opening counts as paid for a month, to choose from: key, village and name."""
    rows = openings_at(scope, month).select_related("person", "village").order_by("village_id", "person_id")
    return list({str(row.person_id): f"{row.village.short_name} {row.person.name}" for row in rows}.items())


def unpaid_of(scope: Scope, month: date) -> QuerySet[UnpaidMonth]:
    """What is registered of a month."""
    rows: QuerySet[UnpaidMonth] = UnpaidMonth.objects.within(scope).filter(month=month)
    return rows


def paid_by_us(month: date, persons: Iterable[UUID]) -> set[UUID]:
    """Of some people, those whom the system has made a payslip of a month."""
    slips = Payslip.objects.wages().filter(month=month, person__in=list(persons))
    return set(slips.values_list("person_id", flat=True))


def unpaid_page(actor: Actor, month: date) -> ActPage:
    """Registering who was not paid a month; two queries."""
    back = reverse("payroll:ready", args=[f"{month:%Y-%m}"])
    crumbs = [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": f"{words(month)}编制前检查", "url": back},
        {"label": "没有发过的人", "url": ""},
    ]
    before = before_us(actor.scope, month)
    lead = "起用前的发放里的人，这个月按旧账已经发过。确实没有发过的勾选，系统才给他编制这个月；勾错的去掉再保存。"
    facts = [fact("月份", words(month))]
    notes = [note(before.words + "。", "plain")] if before else []
    closed = "" if people_of(actor.scope, month) else "这个月没有按旧账发过的人，不用登记。"
    return ActPage("登记没有发过的人", back, crumbs, facts, notes, lead=lead, closed=closed)


def opened_people(scope: Scope) -> list[tuple[str, str]]:
    """Everybody with an opening, to choose from, also who has left; one query."""
    rows = YearOpening.objects.within(scope).select_related("person", "village").order_by("village_id", "person_id")
    return list({str(row.person_id): f"{row.village.short_name} {row.person.name}" for row in rows}.items())


def months_before(scope: Scope) -> list[tuple[str, str]]:
    """The months of before that an opening's year and the year before it have, the last first; one query."""
    found = YearOpening.objects.within(scope).aggregate(first=Min("year"), last=Max("batch__month"))
    if found["last"] is None:
        return []
    months, month = [], add_months(found["last"], -1)
    while month.year >= found["first"]:
        months.append((f"{month:%Y-%m}", words(month)))
        month = add_months(month, -1)
    return months


def difference_page(scope: Scope) -> ActPage:
    """Entering a difference of before; one query."""
    back = reverse("payroll:openings")
    crumbs = [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": "起用前的发放", "url": back},
        {"label": "登记差额", "url": ""},
    ]
    lead = (
        "起用以前多发还没有扣清、少发还没有补、社保要补缴的，一人一月登记；县人社局确认以后，"
        "和别的更正一样补发、扣回、入账。建账时已经填了多发的，不要再登记。"
    )
    closed = "" if opened_people(scope) else "还没有导入起用前的发放。"
    return ActPage("登记起用前的差额", back, crumbs, lead=lead, closed=closed)
