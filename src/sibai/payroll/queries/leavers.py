"""Contributions that corrections made up for people who have left: nothing deducts them, so they are paid in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.payroll.models import TOO_MUCH, Difference
from sibai.payroll.queries.case_pages import way
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.pages.shown import ActPage, fact

TITLE = "离岗人员补缴"


def made_up_of(scope: Scope, today: date) -> QuerySet[Difference]:
    """Confirmed differences that only make up contributions, unsettled, of whoever is on post no longer."""
    here = Stint.objects.filter(Q(end__isnull=True) | Q(end__gte=today), person=OuterRef("person"))
    rows = Difference.objects.within(scope).filter(~TOO_MUCH, ~Exists(here.filter(kind=Stint.COORDINATOR)))
    rows = rows.filter(confirmed=True, slip__isnull=True, recovery__isnull=True, net__lt=0)
    return rows.order_by("month", "recount__number")


def leaver_list(actor: Actor, today: date) -> dict[str, Any]:
    """A row a person, as web/parts/list.html takes it; one query."""
    rows = made_up_of(actor.scope, today).order_by("person__pinyin", "person").values("person", "person__name")
    opens = actor.may_open("payroll:collect_made_up")
    return {
        "title": TITLE,
        "columns": [
            {"label": "姓名"},
            {"label": "养老个人（元）", "kind": "money"},
            {"label": "要补缴（元）", "kind": "money"},
        ],
        "rows": [
            {
                "url": reverse("payroll:collect_made_up", args=[row["person"]]) if opens else "",
                "cells": [row["person__name"], row["pension_sum"], -row["net_sum"]],
            }
            for row in rows.annotate(pension_sum=Sum("pension"), net_sum=Sum("net"))
        ],
        "empty": {
            "what": "没有要补缴的离岗人员。",
            "how": "基数公布等更正以后，已经离岗、没有工资可补扣的人列在这里。",
        },
    }


def collect_page(person: Person, actor: Actor, today: date) -> ActPage:
    """Registering what somebody paid in; two queries."""
    rows = list(made_up_of(actor.scope, today).filter(person=person).select_related("village"))
    back = reverse("payroll:leavers")
    facts = [
        *[fact("协理员", f"{rows[0].village.short_name} {person.name}") for _ in rows[:1]],
        *[fact(words(row.month), -row.net, "money") for row in rows],
        fact("合计要补缴", -sum(row.net for row in rows), "money"),
    ]
    lead = "社会保险个人部分补差，本人已经离岗，没有工资可扣，由本人缴给派活儿公司。一次收清，凭收据登记。"
    closed = "" if rows else "这个人没有要补缴的，或者还在岗，随工资补扣。"
    return ActPage("登记收到补缴", back, way(TITLE, back, "登记"), facts, lead=lead, closed=closed)
