"""Prefunding: by town and source, each step by another person, late towns follow; the budget warns in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sibai.audit.refusals import Refusal, SamePerson
from sibai.employment.operations.steps import WrongState
from sibai.funds.bookkeeping import shared_out
from sibai.funds.models import Covered, Line, Prefunding
from sibai.funds.operations.prefunding import (
    BeingMade,
    NothingToFund,
    approve,
    arrive,
    compute,
    compute_again,
    return_,
    set_budget,
    transfer,
)
from sibai.funds.queries.budgets import left_for, year_of
from sibai.months.models import Deed
from sibai.people.actor import Actor
from sibai.rulebook.queries.asking import Kept
from tests.funds.made import MAY, NOW, TODAY, approved, balance, county, issued, posted, said
from tests.payroll.made import reported, stint_in, village
from tests.payroll.test_correcting import IN_JUNE, JUNE, paid
from tests.web_fixtures import MAOPING

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db
NEED = 160_000 + 75_792 + 947
"""What one person's whole month needs: the wage and the employer's shares."""


def computed(actor_of: ActorOf, most: int | None = None) -> Prefunding:
    return compute(actor=actor_of("county_clerk"), county=county(), month=MAY, most_employment=most, now=NOW)


def sent(actor_of: ActorOf, row: Prefunding, on: date = TODAY) -> Prefunding:
    row = approve(actor=actor_of("county_leader"), row=row, version=row.version, now=NOW)
    given: dict[str, Any] = {"transferred_on": on, "document": "拨款单1号", "today": TODAY, "now": NOW}
    return transfer(actor=actor_of("finance"), row=row, version=row.version, **given)


def come(actor_of: ActorOf, row: Prefunding) -> Prefunding:
    cashier = actor_of("company_cashier")
    return arrive(actor=cashier, row=row, version=row.version, arrived_on=TODAY, today=TODAY, now=NOW)


def test_a_month_is_funded_from_both_sources_and_posted_where_it_arrives(actor_of: ActorOf) -> None:
    approved(actor_of)
    row = computed(actor_of, most=300_000)
    share = row.shares.get()
    assert (row.people, row.amount, row.due) == (2, 2 * NEED, date(2026, 5, 20))
    assert (share.town_id, share.balance, share.employment, share.budget) == (MAOPING, 0, 300_000, 2 * NEED - 300_000)
    assert Kept(share.answers)["prefunding_due"] == row.amount
    row = come(actor_of, sent(actor_of, row))
    assert (row.state, balance("bank"), balance("prefunded")) == ("arrived", 2 * NEED, -2 * NEED)
    at_bank = Line.objects.filter(account="1001", town_code=MAOPING).values_list("source", "amount")
    assert dict(at_bank) == {"employment": 300_000, "budget": 2 * NEED - 300_000}
    deed = Deed.objects.get(kind="prefund")
    assert (deed.place_code, deed.timing, deed.due) == (MAOPING, "逾期", date(2026, 5, 20))


def test_pay_is_drawn_from_the_employment_fund_first(actor_of: ActorOf) -> None:
    run = approved(actor_of)
    come(actor_of, sent(actor_of, computed(actor_of, most=200_000)))
    said(actor_of, issued(actor_of, run), "SS")
    posted(actor_of)
    left = {
        source: sum(Line.objects.filter(account="1001", source=source).values_list("amount", flat=True))
        for source in ("employment", "budget", "other")
    }
    assert left == {"employment": 0, "budget": 2 * NEED - 200_000 - (2 * 122_104 - 200_000), "other": 0}


def test_each_step_is_by_another_person_in_its_order(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    row = computed(actor_of)
    with pytest.raises(WrongState):
        come(actor_of, row)
    row.refresh_from_db()
    Prefunding.objects.filter(pk=row.pk).update(computed_by=actor_of("county_leader").user_id)
    row.refresh_from_db()
    with pytest.raises(SamePerson):
        sent(actor_of, row)


def test_what_is_on_its_way_is_not_asked_for_again(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    first = computed(actor_of)
    with pytest.raises(BeingMade):
        computed(actor_of)
    sent(actor_of, first)
    with pytest.raises(NothingToFund):
        computed(actor_of)


def test_a_late_village_follows_in_a_supplementary_prefunding(actor_of: ActorOf) -> None:
    stint_in(1)
    approved(actor_of, 1)
    first = sent(actor_of, computed(actor_of))
    assert first.people == 1
    reported(village(1))
    approved(actor_of, settled=False)
    second = computed(actor_of)
    assert (second.number, second.label, second.people, second.amount) == (2, "2026年5月预拨补充1", 1, NEED)
    assert Covered.objects.count() == 2


def test_a_balance_carried_makes_less_due_and_a_debt_makes_more(actor_of: ActorOf) -> None:
    stint_in(1)
    approved(actor_of, 1)
    row = computed(actor_of)
    row.shares.update(amount=NEED + 5_000, employment=NEED + 5_000)
    come(actor_of, sent(actor_of, row))
    reported(village(1))
    approved(actor_of, settled=False)
    share = computed(actor_of).shares.get()
    assert (share.balance, share.amount) == (5_000, NEED - 5_000)


def test_one_that_is_sent_back_is_computed_anew(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    row = computed(actor_of)
    row = return_(actor=actor_of("county_leader"), row=row, version=row.version, reason="来源分错", now=NOW)
    clerk = actor_of("county_clerk")
    row = compute_again(actor=clerk, row=row, version=row.version, most_employment=0, now=NOW)
    assert (row.state, row.why, row.shares.get().budget, Covered.objects.count()) == ("computed", "", NEED, 1)


def test_finance_sends_back_what_it_cannot_pay_unless_another_is_being_made(actor_of: ActorOf) -> None:
    stint_in(1)
    approved(actor_of, 1)
    row = computed(actor_of)
    finance, leader = actor_of("finance"), actor_of("county_leader")
    with pytest.raises(WrongState):
        return_(actor=finance, row=row, version=row.version, reason="预算没有下达", now=NOW)
    row = approve(actor=leader, row=row, version=row.version, now=NOW)
    reported(village(1))
    approved(actor_of, settled=False)
    other = computed(actor_of)
    with pytest.raises(BeingMade):
        return_(actor=finance, row=row, version=row.version, reason="预算没有下达", now=NOW)
    approve(actor=leader, row=other, version=other.version, now=NOW)
    row = return_(actor=finance, row=row, version=row.version, reason="预算没有下达", now=NOW)
    assert (row.state, row.approved_at) == ("returned", None)
    clerk = actor_of("county_clerk")
    row = compute_again(actor=clerk, row=row, version=row.version, most_employment=0, now=NOW)
    assert (row.state, row.people, row.amount) == ("computed", 1, NEED)


def test_a_month_asks_for_its_own_people_only(actor_of: ActorOf) -> None:
    stint_in(1)
    approved(actor_of, 1)
    reported(village(0), JUNE)
    paid(actor_of, JUNE, **IN_JUNE)
    june = compute(actor=actor_of("county_clerk"), county=county(), month=JUNE, most_employment=None, now=NOW)
    assert (june.amount, june.shares.get().balance) == (NEED, 0)
    approve(actor=actor_of("county_leader"), row=june, version=june.version, now=NOW)
    assert computed(actor_of).amount == NEED


def test_days_of_transfer_and_arrival_hold_together(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    row = computed(actor_of)
    with pytest.raises(Refusal, match="不能晚于今天"):
        sent(actor_of, row, on=date(2026, 5, 22))
    row.refresh_from_db()
    finance = actor_of("finance")
    row = transfer(
        actor=finance, row=row, version=row.version, transferred_on=TODAY, document="1", today=TODAY, now=NOW
    )
    cashier = actor_of("company_cashier")
    with pytest.raises(Refusal, match="不能早于拨付日"):
        arrive(actor=cashier, row=row, version=row.version, arrived_on=date(2026, 5, 20), today=TODAY, now=NOW)


def budgeted(actor_of: ActorOf, employment: int, budget: int = 0, year: int = 2026) -> None:
    months = [date(year, number, 1) for number in range(1, 13)]
    amounts = {(month, "employment"): employment for month in months} | {(month, "budget"): budget for month in months}
    clerk = actor_of("county_clerk")
    set_budget(actor=clerk, county=county(), year=year, amounts=amounts, document="批复1号", now=NOW)


def test_the_budget_warns_of_the_first_month_that_it_cannot_cover(actor_of: ActorOf) -> None:
    scope = actor_of("county_clerk").scope
    budgeted(actor_of, 100_000)
    approved(actor_of)
    row = computed(actor_of)
    assert row.shares.get().employment == 2 * NEED
    year = year_of(scope, 2026)
    assert year.short("employment") == date(2026, 6, 1)
    assert year.short("budget") is None
    assert year_of(scope, 2027).months["employment"][0].need == 2 * NEED, "expected like the last month that was"
    assert left_for(scope, date(2026, 4, 1)) == 5 * 100_000 - 2 * NEED, "what May has used is not there in April"
    budgeted(actor_of, 400_000)
    assert year_of(scope, 2026).short("employment") is None


def test_the_employment_fund_bears_what_its_budget_has_left(actor_of: ActorOf) -> None:
    budgeted(actor_of, 50_000, 50_000)
    approved(actor_of)
    share = computed(actor_of).shares.get()
    assert (share.employment, share.budget) == (250_000, 2 * NEED - 250_000)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (0, [1, 2], [0, 0]),
        (10, [1, 1, 1], [1, 1, 1]),
        (10, [10, 10, 10], [4, 3, 3]),
        (7, [], []),
        (5, [0, 5], [0, 5]),
        (1, [0, 3, 3], [0, 1, 0]),
    ],
)
def test_parts_make_the_whole_and_none_is_more_than_its_weight(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert shared_out(min(total, sum(weights)), weights) == parts


def test_the_pages_lead_from_the_clerk_to_the_cashier(actor_of: ActorOf, client_of: ClientOf) -> None:
    approved(actor_of)
    clerk = client_of("county_clerk")
    assert "计算2026年5月预拨" in clerk.get("/").content.decode()
    answer = clerk.post(reverse("funds:compute_prefunding", args=["2026-05"]), {"command": uuid4().hex, "most": "100"})
    assert answer.status_code == 302
    row = Prefunding.objects.get()
    steps = (
        ("county_leader", "approve_prefunding", {}),
        ("finance", "transfer", {"transferred_on": "2026-05-21", "document": "拨款单1号"}),
        ("company_cashier", "arrive", {"arrived_on": "2026-05-21"}),
    )
    for role, name, typed in steps:
        client = client_of(role)
        assert row.label in client.get("/").content.decode()
        url = reverse(f"funds:{name}", args=[row.pk])
        assert client.get(url).status_code == 200
        row.refresh_from_db()
        known = {"command": uuid4().hex, "version": row.version}
        assert client.post(url, {**known, **typed}).status_code == 302
    with CaptureQueriesContext(connection) as ran:
        shown = client_of("company_cashier").get(reverse("funds:prefunding", args=[row.pk])).content.decode()
    assert "确认资金到账" in shown
    assert len(ran) < 40, [each["sql"][:90] for each in ran]
    for route in ("prefundings", "budget"):
        assert client_of("finance").get(reverse(f"funds:{route}")).status_code == 200


def test_a_years_budget_is_entered_on_its_page(client_of: ClientOf) -> None:
    clerk, url = client_of("county_clerk"), reverse("funds:set_budget", args=[2026])
    assert clerk.get(url).status_code == 200
    typed = {f"{source}_{number:02d}": "1000.50" for source in ("employment", "budget") for number in range(1, 13)}
    answer = clerk.post(url, {"command": uuid4().hex, "document": "批复1号", **typed})
    assert answer.status_code == 302
    assert "1,000.50" in clerk.get(reverse("funds:budget"), {"year": "2026"}).content.decode()
