"""The pages of the books: each role sees what is its own, the cross-check names every difference."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sibai.audit.models import Entry as LogEntry
from sibai.funds.models import Entry
from sibai.funds.queries.crosscheck import BESIDE, MISSING, UNLIKE, crosscheck, held
from sibai.funds.queries.news import count
from sibai.people.actor import Actor
from tests.funds.made import MAY, approved, issued, posted, said

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
MONTH = ["2026-05"]


def text(client: Client, route: str, *args: object) -> str:
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_month_that_is_posted_agrees_to_the_fen(actor_of: ActorOf) -> None:
    clerk = actor_of("company_clerk")
    said(actor_of, issued(actor_of, approved(actor_of)), "SF")
    gaps = [each for each in crosscheck(MAY, clerk.scope) if not each.holds]
    assert {gap.why for each in gaps for gap in each.gaps} == {MISSING}
    assert len(gaps) == 7
    posted(actor_of)
    checks = crosscheck(MAY, clerk.scope)
    assert all(each.holds for each in checks)
    still = {"补贴申报", "补贴批准", "补贴到账", "还没有结果的", "预拨和账上", "缴纳和账上"}
    assert all(
        each.left for each in checks if each.title.split("合计")[0].split("和")[0] not in still | {"预拨", "缴纳"}
    )


def test_a_difference_says_what_kind_it_is(actor_of: ActorOf) -> None:
    slips = list(approved(actor_of, 3).slips.order_by("pk"))
    first, second, third = (each.pk for each in slips)
    check = held("", ("", ""), {first: 5, second: 7}, {second: 8, third: 4}, {})
    assert [(gap.left, gap.right, gap.why) for gap in check.gaps] == [(5, 0, MISSING), (7, 8, UNLIKE), (0, 4, BESIDE)]
    assert (check.left, check.right, check.holds) == (12, 12, False)


def test_the_clerk_posts_from_the_home_page_and_the_books_are_seen(actor_of: ActorOf, client_of: ClientOf) -> None:
    approved(actor_of)
    clerk = client_of("company_clerk")
    assert "还没有入账" in text(clerk, "home")
    assert clerk.post(reverse("funds:post"), {"command": uuid4().hex, "version": "0"}).status_code == 302
    assert count(actor_of("company_clerk").scope) == 0
    entry = Entry.objects.get()
    assert "2026年5月工资" in text(clerk, "funds:journal")
    shown = text(clerk, "funds:entry", entry.pk)
    assert "代扣养老个人" in shown
    assert "垫缴" in shown
    assert "1,600.00" in shown
    assert "对平" in text(client_of("auditor"), "funds:check", *MONTH)
    assert LogEntry.objects.filter(action="funds.post", outcome="done").count() == 1


def test_finance_sees_balances_and_no_person(actor_of: ActorOf, client_of: ClientOf) -> None:
    approved(actor_of, 1)
    posted(actor_of)
    finance = client_of("finance")
    shown = text(finance, "funds:balances")
    assert "应付工资" in shown
    assert "凭证" not in shown
    entry = Entry.objects.get()
    for route, args in (("funds:journal", []), ("funds:entry", [entry.pk]), ("funds:check", MONTH)):
        assert finance.get(reverse(route, args=args)).status_code == 403


def test_contributions_are_registered_and_reversed_on_pages(actor_of: ActorOf, client_of: ClientOf) -> None:
    approved(actor_of, 1)
    cashier = client_of("company_cashier")
    sent = {
        "command": uuid4().hex,
        "month": "2026-05",
        "kind": "insurance",
        "amount": "1.00",
        "paid_on": "2026-05-21",
        "document": "缴款书1号",
    }
    refused = cashier.post(reverse("funds:remit"), sent)
    assert refused.status_code == 422
    assert "1,146.35" in refused.content.decode()
    assert (
        cashier.post(reverse("funds:remit"), {**sent, "command": uuid4().hex, "amount": "1146.35"}).status_code == 302
    )
    entry = Entry.objects.get(kind="remitted")
    assert "缴款书1号" in text(cashier, "funds:remittances")
    approver = client_of("company_approver")
    assert "冲正" in text(approver, "funds:entry", entry.pk)
    answer = approver.post(reverse("funds:reverse", args=[entry.pk]), {"command": uuid4().hex, "reason": "登错"})
    assert answer.status_code == 302
    assert "已冲正" in text(approver, "funds:entry", entry.pk)


def test_the_journal_is_handed_out_without_names(actor_of: ActorOf, client_of: ClientOf) -> None:
    approved(actor_of, 1)
    posted(actor_of)
    answer = client_of("county_leader").get(reverse("funds:export"))
    assert answer.status_code == 200
    assert LogEntry.objects.filter(action="funds.export", outcome="done").count() == 1
