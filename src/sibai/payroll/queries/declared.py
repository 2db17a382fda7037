"""Declared wages: what counts for a contribution year, and what each coordinator's contributions stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse

from sibai.employment.models import Stint
from sibai.payroll.flow import DECLARED
from sibai.payroll.models import DeclaredWage
from sibai.people.actor import Actor
from sibai.people.pages import Column, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, day, fact
from sibai.rulebook.queries.asking import Asker, asker_on

JANUARY, DECEMBER, LAST_DAY = 1, 12, 31


def declared(persons: Sequence[UUID], year: int) -> dict[UUID, int]:
    """The declared wage that counts, by person, for those who have one; one query."""
    rows = DeclaredWage.objects.filter(person__in=persons, year=year, state="confirmed").order_by("decided_at", "pk")
    return dict(rows.values_list("person_id", "wage"))


def with_declared(wage: int | None) -> dict[str, int]:
    """The fact that the rules are given of it; nothing where the wage standard counts."""
    return {"declared_wage": wage} if wage else {}


def base_of(asker: Asker, wage: int | None) -> int:
    """The contribution base on a declared wage under a law."""
    return int(asker.ask(("contribution_base",), with_declared(wage))["contribution_base"])


def on_post_in(year: int, actor: Actor) -> models.QuerySet[Stint]:
    """The coordinators' stints with a day in a year."""
    begun = Stint.objects.within(actor.scope).filter(kind=Stint.COORDINATOR, start__lte=date(year, DECEMBER, LAST_DAY))
    rows = begun.filter(Q(end__isnull=True) | Q(end__gte=date(year, JANUARY, 1)))
    return rows.select_related("person", "village")


def declared_rows(actor: Actor) -> models.QuerySet[DeclaredWage]:
    """The entries that the actor sees."""
    return DeclaredWage.objects.within(actor.scope).select_related("person", "village", "entered_by")


class Declarations:
    """What is declared for the people of a page of the list: read together, one query."""

    def __init__(self, actor: Actor, year: int) -> None:
        self.actor, self.year = actor, year
        self.asker = asker_on(date(year, DECEMBER, LAST_DAY))
        self.standard = int(self.asker.in_force["wage_standard"].value)
        self.known: dict[UUID, DeclaredWage] = {}
        self.waiting: dict[UUID, DeclaredWage] = {}
        self.bases: dict[int | None, int] = {}

    def prepare(self, rows: Sequence[Stint]) -> None:
        """Read what is declared for some people."""
        entries = DeclaredWage.objects.filter(person__in=[each.person_id for each in rows], year=self.year)
        entries = entries.exclude(state="rejected").order_by("decided_at", "entered_at")
        for each in entries:
            (self.waiting if each.state == "entered" else self.known)[each.person_id] = each
        for wage in {None, *(each.wage for each in self.known.values())}:
            self.bases[wage] = base_of(self.asker, wage)

    def row(self, each: Stint) -> Row:
        """One person."""
        entry, open_ = self.known.get(each.person_id), self.waiting.get(each.person_id)
        wage = entry.wage if entry else None
        return Row(
            _url(self.actor, each, self.year, open_),
            [
                {"text": each.person.name, "under": each.village.short_name},
                wage if entry else {"value": self.standard, "under": "按工资标准"},
                entry.document if entry else "",
                self.bases[wage],
                _status(open_),
            ],
        )


def _named(text: str) -> Q:
    named = Q(person__name__contains=text) | Q(person__pinyin__startswith=text.lower())
    return named | Q(village__name__contains=text)


def declared_list(actor: Actor, year: int, given: Mapping[str, Any]) -> Listing:
    """Everybody on post in a year with the declared wage and the base that comes of it; three queries."""
    declarations = Declarations(actor, year)
    return Listing(
        rows_of=on_post_in(year, actor),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("申报工资（元）", "", "money"),
            Column("依据", minor=True),
            Column("缴费基数（元）", "", "money"),
            Column("办理", "", "status"),
        ),
        row=declarations.row,
        title=f"{year}年申报工资",
        search=_named,
        order=("village_id", "start", "pk"),
        empty={"what": "这一年没有在岗的协理员。"},
        prepare=declarations.prepare,
    )


def _url(actor: Actor, stint: Stint, year: int, waiting: DeclaredWage | None) -> str:
    """Where a row leads: to the decision that waits, or to entering a wage."""
    if waiting is not None:
        decides = actor.may_open("payroll:decide_declared")
        return reverse("payroll:decide_declared", args=[waiting.pk]) if decides else ""
    enters = actor.may_open("payroll:declare")
    return reverse("payroll:declare", args=[year, stint.pk]) if enters else ""


def _status(waiting: DeclaredWage | None) -> dict[str, str] | None:
    return {"tone": "due", "word": DECLARED.label(waiting.state)} if waiting else None


def _way(year: int, title: str) -> list[dict[str, str]]:
    return [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": f"{year}年申报工资", "url": reverse("payroll:declared", args=[year])},
        {"label": title, "url": ""},
    ]


def declare_page(stint: Stint, year: int) -> ActPage:
    """Entering a declared wage."""
    asker = asker_on(date(year, DECEMBER, LAST_DAY))
    limits = [fact(label, asker.in_force[name].value, "money") for label, name in LIMITS]
    facts = [
        fact("村（社区）", stint.village.short_name),
        fact("姓名", stint.person.name),
        fact("缴费年度", f"{year}年"),
    ]
    lead = "原有人员按本人上年月平均工资申报，新上岗的按首月工资。低于下限的按下限缴，高于上限的按上限缴。"
    back = reverse("payroll:declared", args=[year])
    return ActPage("登记申报工资", back, _way(year, "登记"), [*facts, *limits], lead=lead)


LIMITS = (("缴费基数下限", "contribution_base_lower"), ("缴费基数上限", "contribution_base_upper"))


def decide_page(row: DeclaredWage) -> ActPage:
    """Confirming a declared wage."""
    asker = asker_on(date(row.year, DECEMBER, LAST_DAY))
    facts = [
        fact("村（社区）", row.village.short_name),
        fact("姓名", row.person.name),
        fact("缴费年度", f"{row.year}年"),
        fact("申报工资", row.wage, "money"),
        fact("缴费基数", base_of(asker, row.wage), "money", article="第十四条"),
        fact("依据", row.document),
        fact("登记人", row.entered_by.name if row.entered_by else ""),
        day("登记日期", row.entered_at.date()),
    ]
    closed = "" if row.state == "entered" else ELSEWHERE
    lead = "确认以后本年还没有编制的月份按它缴；已经发放的月份用“全年重算”补差。"
    return ActPage(
        "确认申报工资",
        reverse("payroll:declared", args=[row.year]),
        _way(row.year, "确认"),
        facts,
        lead=lead,
        closed=closed,
    )
