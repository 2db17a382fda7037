"""Money of claims as offices really pay it: in parts, too much, less than asked, after corrections, not paid at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.employment.models import Stint
from sibai.funds.models import Claim, ClaimLine, Entry, Line, Remittance
from sibai.funds.operations.claiming import BadGrant, BadReceipt, NothingToClaim, decide, give_back, receive
from sibai.funds.operations.remitting import BadAmount, remit
from sibai.funds.operations.remitting import reverse as reverse_entry
from sibai.funds.queries.balances import free
from sibai.funds.queries.claimable import PARTLY, advances
from sibai.funds.queries.crosscheck import crosscheck
from sibai.people.actor import Actor
from tests.employment.test_pages import within_budget
from tests.funds.made import MAY, NOW, TODAY, approved, balance, county, posted
from tests.funds.test_claims import EMPLOYER, claimed, come, granted, paid, standard
from tests.funds.test_posting import remitted
from tests.payroll.made import reported, stint_in, village
from tests.payroll.test_correcting import IN_JUNE, JUNE, corrected, recounted
from tests.payroll.test_correcting import paid as run_paid

__all__ = ["paid"]
ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paid")]
GRANT, PART = 140_000, 90_001


def arrived(actor_of: ActorOf, row: Claim, amount: int, **more: Any) -> Claim:
    given = {"received_on": TODAY, "document": "回单1号", "today": TODAY, "now": NOW, **more}
    made: Claim = receive(actor=actor_of("company_cashier"), row=row, version=row.version, amount=amount, **given)
    return made


def whole(actor_of: ActorOf) -> None:
    """Nothing is lost, and the month agrees."""
    assert Line.objects.aggregate(total=Sum("amount"))["total"] == 0
    assert all(check.holds for check in crosscheck(MAY, actor_of("county_clerk").scope))


@pytest.fixture
def row(actor_of: ActorOf) -> Claim:
    """A subsidy of 700 yuan for each of two people, granted."""
    standard(actor_of, "insurance", "700.00")
    return granted(actor_of, claimed(actor_of, "insurance"), GRANT)


def test_what_comes_in_parts_counts_as_it_comes(actor_of: ActorOf, row: Claim) -> None:
    row = arrived(actor_of, row, PART)
    assert (row.state, row.coming, balance("granted")) == ("granted", GRANT - PART, GRANT - PART)
    assert list(row.lines.order_by("village_id").values_list("received", flat=True)) == [45_001, 45_000]
    aged = advances(actor_of("county_clerk").scope)
    assert aged.filter(PARTLY).count() == 2
    assert aged.aggregate(Sum("back"), Sum("asked"), Sum("open")) == {
        "back__sum": PART,
        "asked__sum": GRANT - PART,
        "open__sum": 2 * EMPLOYER - PART,
    }
    whole(actor_of)
    row = arrived(actor_of, row, GRANT - PART)
    assert (row.state, row.coming, row.receipts.count(), balance("granted")) == ("received", 0, 2, 0)
    assert list(Entry.objects.filter(kind="received").values_list("part", flat=True)) == [1, 2]
    whole(actor_of)


def test_what_is_too_much_is_refused_first_then_owed_and_given_back(actor_of: ActorOf, row: Claim) -> None:
    for amount in (0, GRANT + 500):
        with pytest.raises(BadReceipt):
            arrived(actor_of, row, amount)
    before = free(actor_of("county_clerk").scope)
    row = arrived(actor_of, row, GRANT + 500, more=True)
    assert (row.state, row.excess, balance("excess"), balance("granted")) == ("received", 500, -500, 0)
    town = max(before)
    assert free(actor_of("county_clerk").scope) == {**before, town: before[town] + GRANT, "": 0}, "it is no town's"
    cashier, given = actor_of("company_cashier"), {"given_on": TODAY, "document": "回单2号", "today": TODAY, "now": NOW}
    with pytest.raises(BadReceipt, match=r"还有5\.00元"):
        give_back(actor=cashier, row=row, version=row.version, amount=501, **given)
    row = give_back(actor=cashier, row=row, version=row.version, amount=500, **given)
    assert (row.excess, balance("excess"), row.receipts.aggregate(sum=Sum("amount"))["sum"]) == (0, 0, GRANT)
    whole(actor_of)


def test_a_payment_to_the_tax_office_that_was_reversed_is_none(actor_of: ActorOf) -> None:
    standard(actor_of, "insurance", "700.00")
    entry = Entry.objects.get(kind="remitted")
    reverse_entry(actor=actor_of("company_approver"), entry=entry, reason="凭证登错", now=NOW)
    with pytest.raises(NothingToClaim):
        claimed(actor_of, "insurance")
    remitted(actor_of, Remittance.objects.get().amount)
    assert claimed(actor_of, "insurance").asked == GRANT


def test_the_advance_of_a_late_village_is_claimed_once_it_is_paid_too(actor_of: ActorOf) -> None:
    standard(actor_of, "insurance", "700.00")
    stint_in(2)
    reported(village(2))
    approved(actor_of, settled=False)
    posted(actor_of)
    with pytest.raises(NothingToClaim):
        claimed(actor_of, "insurance")
    remitted(actor_of, 37_896 + EMPLOYER)
    assert claimed(actor_of, "insurance").people == 3


def test_what_a_correction_took_back_is_not_claimed(actor_of: ActorOf) -> None:
    first, second = Stint.objects.order_by("village_id")
    corrected(first, unpaid_days=2)
    corrected(second, on_from=None, on_to=None)
    recounted(actor_of)
    posted(actor_of)
    standard(actor_of, "post", "1500.00")
    standard(actor_of, "insurance", "700.00")
    assert claimed(actor_of, "post").asked == 160_000 - 14_713
    assert claimed(actor_of, "insurance").asked == 70_000


def test_the_county_may_bear_the_rest_little_by_little(actor_of: ActorOf, row: Claim) -> None:
    come(actor_of, row)
    rest = 2 * EMPLOYER - GRANT
    first = claimed(actor_of, "rest")
    assert first.asked == rest
    come(actor_of, granted(actor_of, first, 5_000, "预算不足"))
    second = claimed(actor_of, "rest")
    assert second.asked == rest - 5_000
    with pytest.raises(NothingToClaim):
        claimed(actor_of, "rest")
    come(actor_of, granted(actor_of, second, second.asked))
    with pytest.raises(NothingToClaim):
        claimed(actor_of, "rest")
    assert balance("advance") == 0
    assert ClaimLine.objects.filter(kind="rest").count() == 4
    whole(actor_of)


def test_the_cashier_enters_parts_and_gives_back_on_pages(actor_of: ActorOf, client_of: ClientOf, row: Claim) -> None:
    with time_machine.travel(NOW, tick=False):
        cashier = client_of("company_cashier")
        receiving = reverse("funds:receive_claim", args=[row.pk])
        typed = {"received_on": "2026-05-21", "document": "回单1号"}
        for amount, more, status in (("900.01", "", 302), ("600.00", "", 422), ("600.00", "on", 302)):
            row.refresh_from_db()
            sent = {**typed, "command": uuid4().hex, "version": row.version, "amount": amount, "more": more}
            answer = cashier.post(receiving, {key: value for key, value in sent.items() if value != ""})
            assert answer.status_code == status
            if status != 302:
                assert "批准还没有到的是499.99元，多了100.01元" in answer.content.decode()
        row.refresh_from_db()
        home = cashier.get("/").content.decode()
        assert "退回多到的款" in home
        shown = within_budget(cashier, reverse("funds:claim", args=[row.pk])).content.decode()
        assert "到账和退回" in shown
        assert "登记多到款退回" in shown
        giving = reverse("funds:give_back_claim", args=[row.pk])
        assert "100.01" in cashier.get(giving).content.decode()
        sent = {"command": uuid4().hex, "version": row.version, "amount": "100.01", "given_on": "2026-05-21"}
        assert cashier.post(giving, {**sent, "document": "回单3号"}).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.excess) == ("received", 0)


def test_a_day_to_come_is_refused(actor_of: ActorOf, row: Claim) -> None:
    with pytest.raises(Refusal, match="不能晚于今天"):
        arrived(actor_of, row, 1, received_on=TODAY.replace(day=30))


def test_some_are_refused_and_the_others_get_what_was_asked(actor_of: ActorOf, client_of: ClientOf) -> None:
    standard(actor_of, "post", "1200.00")
    row = claimed(actor_of, "post")
    first, second = row.lines.order_by("village_id")
    given = {"actor": actor_of("county_clerk"), "row": row, "version": row.version, "now": NOW}
    with pytest.raises(BadGrant, match=r"1,200\.00"):
        decide(granted=120_001, reason="不符合条件", refused=[str(first.person_id)], **given)
    url = reverse("funds:decide_claim", args=[row.pk])
    clerk = client_of("county_clerk")
    assert f"{first.person.name}，{first.village.short_name}，1,200.00元" in clerk.get(url).content.decode()
    sent = {"command": uuid4().hex, "version": row.version, "granted": "", "refused": [str(first.person_id)]}
    assert clerk.post(url, sent).status_code == 422
    assert clerk.post(url, {**sent, "command": uuid4().hex, "reason": "不符合条件"}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.granted, first.live, second.granted, second.live) == (0, False, 120_000, True)
    again = claimed(actor_of, "post")
    assert [line.person_id for line in again.lines.all()] == [first.person_id]
    whole(actor_of)


def test_what_was_paid_too_much_to_the_tax_office_is_set_off_later(actor_of: ActorOf) -> None:
    second = Stint.objects.order_by("village_id")[1]
    corrected(second, on_from=None, on_to=None)
    recounted(actor_of)
    for number in range(2):
        reported(village(number), JUNE)
    run_paid(actor_of, JUNE, **IN_JUNE)
    posted(actor_of)
    month = 37_896 + EMPLOYER
    given = {"county": county(), "month": JUNE, "kind": "insurance", "document": "缴款书2号", **IN_JUNE}
    cashier = actor_of("company_cashier")
    with pytest.raises(BadAmount, match=r"应缴2,292\.70；抵掉以前月份多缴的以后是1,146\.35"):
        remit(actor=cashier, amount=1, paid_on=TODAY, **given)
    remit(actor=cashier, amount=month, paid_on=TODAY, **given)
    assert (balance("pension"), balance("pension_employer"), balance("work_injury")) == (0, 0, 0)
    assert all(check.holds for check in crosscheck(JUNE, actor_of("county_clerk").scope))
    whole(actor_of)
