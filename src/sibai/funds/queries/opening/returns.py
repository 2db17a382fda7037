"""Wages that the bank had returned before the books began, and that are not paid yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.documents.words import in_yuan
from sibai.funds.models import Entry, Opening, OpeningRow
from sibai.funds.opening import RESENT
from sibai.funds.queries.ways import crumbs, words
from sibai.people.pages.shown import ELSEWHERE, ActPage

ITEM = "returned"


def waiting(scope: Scope, opening: Opening) -> QuerySet[OpeningRow]:
    """Those of an opening that are still owed."""
    paid = Entry.objects.filter(kind=RESENT, subject_id=OuterRef("pk"), reversed_by__isnull=True)
    rows = OpeningRow.objects.within(scope).filter(~Exists(paid), opening=opening, item=ITEM)
    return rows.filter(opening__state="confirmed").select_related("person").order_by("row")


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
