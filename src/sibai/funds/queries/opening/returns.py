"""What is open of before the books began: wages that the bank had returned, and what was paid too much."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.documents.words import in_yuan
from sibai.funds.models import Entry, Opening, OpeningRow
from sibai.funds.opening import REGAINED, RESENT
from sibai.funds.queries.ways import crumbs, words
from sibai.people.pages.shown import ELSEWHERE, ActPage

ITEM, OVERPAID = "returned", "overpaid"


def waiting(scope: Scope, opening: Opening) -> QuerySet[OpeningRow]:
    """Those of an opening that are still owed."""
    paid = Entry.objects.filter(kind=RESENT, subject_id=OuterRef("pk"), reversed_by__isnull=True)
    rows = OpeningRow.objects.within(scope).filter(~Exists(paid), opening=opening, item=ITEM)
    return rows.filter(opening__state="confirmed").select_related("person").order_by("row")


def owing(scope: Scope, opening: Opening) -> QuerySet[Any]:
    """What was paid too much and is not given back whole, with what is `left` of it in fen."""
    back = Entry.objects.filter(kind=REGAINED, subject_id=OuterRef("pk"), reversed_by__isnull=True).order_by()
    sums = Subquery(back.values("subject_id").annotate(sum=Sum("total")).values("sum"), output_field=IntegerField())
    rows: QuerySet[Any] = OpeningRow.objects.within(scope).annotate(left=F("amount") - Coalesce(sums, 0))
    rows = rows.filter(left__gt=0, opening=opening, item=OVERPAID, opening__state="confirmed")
    return rows.select_related("person").order_by("row")


def debts(scope: Scope, opening: Opening) -> list[tuple[str, str]]:
    """As a form offers them."""
    return [(str(each.pk), f"{each.person.name}，还有{in_yuan(each.left)}元") for each in owing(scope, opening)]


def choices(scope: Scope, opening: Opening) -> list[tuple[str, str]]:
    """As a form offers them."""
    return [
        (str(each.pk), f"{each.person.name if each.person else ''}，{words(each.month)}，{in_yuan(each.amount)}元")
        for each in waiting(scope, opening)
    ]


def resend_page(opening: Opening, there: bool) -> ActPage:
    """Registering that one is paid. `there`: whether any waits."""
    url = reverse("funds:opening", args=[opening.pk])
    way = crumbs(("建账", reverse("funds:openings")), (opening.label, url), ("登记重发", ""))
    lead = "起用以前被银行退回的工资，没有本系统的工资单，由银行另行重发；有了银行回单再登记，一次一笔。"
    return ActPage("登记重发", url, way, lead=lead, closed="" if there else ELSEWHERE)


def regain_page(opening: Opening, there: bool) -> ActPage:
    """Registering that what was too much is given back. `there`: whether anything is."""
    url = reverse("funds:opening", args=[opening.pk])
    way = crumbs(("建账", reverse("funds:openings")), (opening.label, url), ("登记多发退回", ""))
    lead = "起用以前多发的工资，本人退到公司账户以后登记，可以分几次退；没有本系统的工资单，不能从以后的工资里扣。"
    return ActPage("登记多发退回", url, way, lead=lead, closed="" if there else ELSEWHERE)
