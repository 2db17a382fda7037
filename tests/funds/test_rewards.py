"""Rewards by village companies: registered, paid in, confirmed by another, out of their own money to the fen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sibai.audit.refusals import Overtaken, Refusal, SamePerson
from sibai.funds.models import Entry, Line, RewardReceipt
from sibai.funds.operations.remitting import reverse as reverse_entry
from sibai.funds.operations.rewarding import BadReceipt, confirm, register
from sibai.funds.queries.crosscheck import crosscheck
from sibai.funds.queries.rewards import open_of
from sibai.payroll.operations.items import confirm_item, enter_item
from sibai.people.actor import Actor
from sibai.places.models import Organisation
from tests.employment.test_pages import within_budget
from tests.funds.made import MAY, NOW, TODAY, approved, balance, county, issued, month_of, posted, said
from tests.payroll.made import settled_readings, village

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
REWARD = 50_000


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rewarded_one(actor_of: ActorOf) -> None:
    """Two people's May, one of whom has a reward of 500 yuan."""
    settled_readings(actor_of)
    stint = month_of(2)[0]
    place = village(0)
    Organisation.objects.get_or_create(kind="village_company", place=place, defaults={"start": place.start})
    row = enter_item(
        actor=actor_of("village", place.pk),
        person=stint.person,
        month=MAY,
        amount=REWARD,
        document="村公司决定1号",
        today=TODAY,
        now=NOW,
    )
    confirm_item(actor=actor_of("company_clerk"), row=row, version=row.version, agree=True, reason="", now=NOW)


def registered(actor_of: ActorOf, amount: int = REWARD, **changed: Any) -> RewardReceipt:
    given = {"village": village(0), "paid_on": TODAY, "document": "回单9号", "today": TODAY, "now": NOW, **changed}
    return register(actor=actor_of("company_clerk"), county=county(), amount=amount, **given)


def decided(actor_of: ActorOf, row: RewardReceipt, *, agree: bool = True, reason: str = "") -> RewardReceipt:
    cashier = actor_of("company_cashier")
    return confirm(actor=cashier, row=row, version=row.version, agree=agree, reason=reason, now=NOW)


@pytest.mark.usefixtures("rewarded_one")
def test_what_is_paid_in_is_posted_once_confirmed_and_the_reward_goes_out_of_it(actor_of: ActorOf) -> None:
    assert open_of(village(0)) == REWARD
    row = registered(actor_of)
    assert (balance("village_reward"), open_of(village(0))) == (0, 0)
    decided(actor_of, row)
    assert (balance("bank"), balance("village_reward")) == (REWARD, -REWARD)
    run = approved(actor_of, settled=False)
    posted(actor_of)
    assert balance("village_reward") == 0
    said(actor_of, issued(actor_of, run), "SS")
    posted(actor_of)
    out = Line.objects.filter(account="1001", posts="paid").order_by("amount")
    assert [line.source for line in out] == ["other", "other"]
    assert -REWARD in {line.amount for line in out}
    assert (balance("wages_due"), open_of(village(0))) == (0, 0)
    assert all(check.holds for check in crosscheck(MAY, actor_of("county_clerk").scope))


@pytest.mark.usefixtures("rewarded_one")
def test_no_more_than_was_registered_and_no_day_to_come(actor_of: ActorOf) -> None:
    for amount in (0, REWARD + 1):
        with pytest.raises(BadReceipt):
            registered(actor_of, amount)
    with pytest.raises(Refusal, match="不能晚于今天"):
        registered(actor_of, paid_on=TODAY.replace(day=30))
    with pytest.raises(BadReceipt):
        registered(actor_of, village=village(1))
    registered(actor_of, REWARD - 1)
    with pytest.raises(BadReceipt):
        registered(actor_of, 2)
    registered(actor_of, 1)


@pytest.mark.usefixtures("rewarded_one")
def test_another_person_confirms_and_what_has_not_come_is_open_again(actor_of: ActorOf) -> None:
    row = registered(actor_of)
    RewardReceipt.objects.filter(pk=row.pk).update(entered_by=actor_of("company_cashier").user_id)
    row.refresh_from_db()
    with pytest.raises(SamePerson):
        decided(actor_of, row)
    RewardReceipt.objects.filter(pk=row.pk).update(entered_by=actor_of("company_clerk").user_id)
    row.refresh_from_db()
    with pytest.raises(Refusal, match="要写原因"):
        decided(actor_of, row, agree=False)
    decided(actor_of, row, agree=False, reason="账上没有这笔")
    assert (open_of(village(0)), Entry.objects.count()) == (REWARD, 0)
    with pytest.raises(Refusal):
        decided(actor_of, row)


@pytest.mark.usefixtures("rewarded_one")
def test_a_wrong_receipt_is_reversed_and_what_it_paid_is_open_again(actor_of: ActorOf) -> None:
    row = decided(actor_of, registered(actor_of))
    entry = Entry.objects.get(subject_id=row.pk)
    reverse_entry(actor=actor_of("company_approver"), entry=entry, reason="记错村", now=NOW)
    assert (open_of(village(0)), balance("bank"), balance("village_reward")) == (REWARD, 0, 0)
    with pytest.raises(Overtaken):
        reverse_entry(actor=actor_of("company_approver"), entry=entry, reason="再冲", now=NOW)


@pytest.mark.usefixtures("rewarded_one")
def test_the_clerk_registers_and_the_cashier_confirms_on_pages(client_of: ClientOf) -> None:
    clerk, cashier = client_of("company_clerk"), client_of("company_cashier")
    shown = within_budget(clerk, reverse("funds:rewards")).content.decode()
    assert "没有交清" in shown
    typed = {"village": village(0).pk, "amount": "500.00", "paid_on": "2026-05-21", "document": "回单9号"}
    url = reverse("funds:register_reward")
    assert clerk.post(url, {**typed, "amount": "900.00", "command": uuid4().hex}).status_code == 422
    assert clerk.post(url, {**typed, "command": uuid4().hex}).status_code == 302
    row = RewardReceipt.objects.get()
    assert "确认奖励到账" in cashier.get("/").content.decode()
    url = reverse("funds:confirm_reward", args=[row.pk])
    assert "回单9号" in within_budget(cashier, url).content.decode()
    sent = {"command": uuid4().hex, "version": row.version, "agree": "yes", "reason": ""}
    assert cashier.post(url, sent).status_code == 302
    shown = within_budget(cashier, reverse("funds:rewards")).content.decode()
    assert "已交清" in shown
    assert "已入账" in shown
    entry = Entry.objects.get(subject_id=row.pk)
    assert "奖励到账" in cashier.get(reverse("funds:entry", args=[entry.pk])).content.decode()
