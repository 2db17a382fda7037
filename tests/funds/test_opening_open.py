"""What is open of before the books began and follows its own way: wages unclaimed, overpaid pay, rewards, papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.documents.queries.papers import missing
from sibai.employment.models import Stint
from sibai.funds.models import Claim, Opening
from sibai.funds.operations.claiming import claim
from sibai.funds.operations.opening import BuiltOn
from sibai.funds.operations.remitting import reverse as reverse_entry
from sibai.funds.operations.resending import regain
from sibai.funds.queries.claim_scans import wanted
from sibai.funds.queries.opening.returns import owing
from sibai.funds.queries.rewards import standings
from sibai.people.actor import Actor
from tests.employment.test_pages import within_budget
from tests.funds.made import MAY, NOW, TODAY, balance, county
from tests.funds.opened import begun, by, looked, of
from tests.rulebook.deciding import confirmed

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def test_wages_of_before_are_claimed_and_what_was_too_much_comes_back(actor_of: ActorOf, stints: list[Stint]) -> None:
    first, second = stints
    clash = looked(actor_of("company_clerk"), by(first, "post_open", "1600.00"), by(first, "post_granted", "1200.00"))
    assert [fault.row for fault in clash.faults] == [3]
    entry = begun(
        actor_of,
        by(first, "post_open", "1600.00"),
        by(second, "post_open", "900.00"),
        by(second, "overpaid", "300.00", month=""),
    )
    confirmed(actor_of, entry="post_subsidy_standard", value='"1200.00"', start=date(2026, 1, 1))
    row = claim(actor=actor_of("company_clerk"), county=county(), kind="post", first=APRIL, last=MAY, now=NOW)
    assert (row.asked, row.people, row.first, row.last) == (120_000 + 90_000, 2, APRIL, APRIL)
    opening = Opening.objects.get()
    [debt] = owing(actor_of("company_cashier").scope, opening)
    given = {"opening": opening, "row": str(debt.pk), "document": "收据1号", "today": TODAY, "now": NOW}
    regain(actor=actor_of("company_cashier"), amount=10_000, paid_on=TODAY, **given)
    for amount, day in ((20_001, TODAY), (20_000, date(2026, 4, 30))):
        with pytest.raises(Refusal):
            regain(actor=actor_of("company_cashier"), amount=amount, paid_on=day, **given)
    made = regain(actor=actor_of("company_cashier"), amount=20_000, paid_on=TODAY, **given)
    assert (made.part, balance("overpaid"), balance("bank")) == (2, 0, 30_000)
    assert not owing(actor_of("company_cashier").scope, opening)
    with pytest.raises(BuiltOn):
        reverse_entry(actor=actor_of("company_approver"), entry=entry, reason="记错", now=NOW)


def test_rewards_of_before_are_open_with_the_village_or_lie_ready(actor_of: ActorOf, stints: list[Stint]) -> None:
    first, second = stints
    begun(
        actor_of,
        by(first, "reward_owed", "500.00", month=""),
        by(second, "reward_held", "200.00", month=""),
        of("bank", "200.00", town="茅坪镇", source="其他资金"),
    )
    found = standings(actor_of("county_clerk").scope)
    owed, held = found[str(first.village_id)], found[str(second.village_id)]
    assert (owed.registered, owed.paid_in, owed.open) == (50_000, 0, 50_000)
    assert (held.registered, held.paid_in, held.open) == (0, 20_000, -20_000)
    assert balance("village_reward") == 30_000


def test_papers_of_claims_of_before_lie_with_the_county(actor_of: ActorOf, stints: list[Stint]) -> None:
    begun(actor_of, by(stints[0], "insurance_claimed", "500.00"))
    row = Claim.objects.get()
    assert not missing(row, wanted(row))
    assert {each.note[:5] for each in wanted(row)[:2]} == {"起用系统以"}


def test_the_cashier_registers_what_came_back_on_its_page(
    actor_of: ActorOf, client_of: ClientOf, stints: list[Stint]
) -> None:
    begun(actor_of, by(stints[0], "overpaid", "300.00", month=""))
    row = Opening.objects.get()
    with time_machine.travel(NOW, tick=False):
        cashier, url = client_of("company_cashier"), reverse("funds:regain_opened", args=[row.pk])
        assert "登记多发退回" in within_budget(cashier, reverse("funds:opening", args=[row.pk])).content.decode()
        assert "还有300.00元" in cashier.get(url).content.decode()
        debt = owing(actor_of("company_cashier").scope, row).get()
        sent = {"command": uuid4().hex, "row": str(debt.pk), "paid_on": "2026-05-21", "document": "回单1号"}
        assert cashier.post(url, {**sent, "amount": "300.01"}).status_code == 422
        assert cashier.post(url, {**sent, "command": uuid4().hex, "amount": "300.00"}).status_code == 302
    assert balance("overpaid") == 0
