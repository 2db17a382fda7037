"""The books begin in the middle of a year: listed, confirmed by another person, posted once, drawn on afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Sum
from django.test import Client

from sibai.audit.refusals import AlreadyDone, Overtaken, SamePerson
from sibai.employment.models import Stint
from sibai.funds.accounts import code
from sibai.funds.bookkeeping import SOURCES, balanced
from sibai.funds.models import Claim, ClaimLine, Entry, Line, Opening, OpeningRow
from sibai.funds.opening import ITEMS, PERSON, opened
from sibai.funds.operations.claiming import NothingToClaim, claim, decide, receive
from sibai.funds.operations.opening import AlreadyOpen, BuiltOn, NotFirst, confirm, drop, prepare, return_
from sibai.funds.operations.posting import post
from sibai.funds.operations.remitting import remit
from sibai.funds.operations.remitting import reverse as reverse_entry
from sibai.funds.queries.balances import at_bank, free
from sibai.funds.queries.claimable import advances
from sibai.funds.queries.crosscheck import crosscheck
from sibai.payroll.operations.approving import approve, check
from sibai.payroll.operations.preparing import prepare as prepare_run
from sibai.people.actor import Actor
from tests.funds.made import MAY, NOW, TODAY, balance, county
from tests.funds.opened import BANK, begun, by, confirmed_by, listed, looked, of
from tests.rulebook.deciding import confirmed
from tests.web_fixtures import MAOPING

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
database = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
SEEDS = range(60)


@dataclass
class Told:
    """An amount without a table."""

    item: str
    month: date
    town_code: str
    amount: int
    village_id: str | None = None
    person_id: UUID | None = None
    source: str = "other"
    pk: UUID = field(default_factory=uuid4)


def any_amounts(chance: Random) -> list[Told]:
    """Some amounts of some items; nothing is said twice."""
    people = [uuid4() for _ in range(3)]
    found: dict[tuple[Any, ...], Told] = {}
    for _ in range(chance.randrange(1, 40)):
        item = ITEMS[chance.choice(list(ITEMS))]
        month = chance.choice((MARCH, APRIL)) if item.by_month else APRIL
        source = chance.choice(list(SOURCES)) if item.by_source else "other"
        amount = chance.randrange(1, 10**9)
        if item.of == PERSON:
            told = Told(item.key, month, MAOPING, amount, f"{MAOPING[:9]}201", chance.choice(people))
        else:
            sign = chance.choice((1, -1)) if item.by_source and source == "other" else 1
            told = Told(item.key, month, chance.choice((MAOPING, "610929101000")), sign * amount, source=source)
        found[item.key, month, told.town_code, told.person_id, source] = told
    return list(found.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_any_amounts_give_a_balanced_entry_and_the_balances_that_were_told(seed: int) -> None:
    rows = any_amounts(Random(seed))
    lines = opened(rows, APRIL)
    assert balanced(lines)
    told: dict[tuple[str, date, str, UUID | None, str], int] = {}
    for row in rows:
        item = ITEMS[row.item]
        key = (code(item.account), row.month, row.town_code, row.person_id, row.source)
        told[key] = told.get(key, 0) + item.sign * row.amount
    kept: dict[tuple[str, date, str, UUID | None, str], int] = {}
    for line in lines:
        key = (line.account, line.month, line.town, line.person, line.source)
        kept[key] = kept.get(key, 0) + line.amount
    short = kept.pop((code("opening"), APRIL, "", None, "other"), 0)
    assert {key: amount for key, amount in kept.items() if amount} == {
        key: amount for key, amount in told.items() if amount
    }
    assert short == -sum(told.values())
    keys = [(line.account, line.about) for line in lines if line.about]
    assert len(set(keys)) == len(keys), "the database posts a row to an account once"


@database
def test_balances_afterwards_are_what_was_opened_and_the_difference_has_an_account(
    actor_of: ActorOf, stints: list[Stint]
) -> None:
    first, second = stints
    entry = begun(
        actor_of,
        BANK,
        of("bank", "-200.00", town="茅坪镇", source="其他资金"),
        by(first, "advance", "767.39"),
        by(second, "insurance_claimed", "500.00"),
        by(second, "advance", "267.39"),
        by(first, "post_granted", "1200.00", "2026-03"),
        of("pension", "757.92", town="茅坪镇", month="2026-04"),
        of("tax", "3.50", town="茅坪镇", month="2026-04"),
        by(second, "returned", "1221.04"),
    )
    assert (entry.date, entry.month, entry.lines.aggregate(sum=Sum("amount"))["sum"]) == (date(2026, 4, 30), APRIL, 0)
    kept = {key: balance(key) for key in ("bank", "advance", "claimed", "granted", "pension", "tax", "returned")}
    assert kept == {
        "bank": 480_000,
        "advance": 76_739 + 26_739,
        "claimed": 50_000,
        "granted": 120_000,
        "pension": -75_792,
        "tax": -350,
        "returned": -122_104,
    }
    assert balance("opening") == -sum(kept.values())
    opening = Opening.objects.get()
    assert (opening.total, opening.difference) == (
        480_000 + 20_000 + 76_739 + 26_739 + 50_000 + 120_000,
        sum(kept.values()),
    )
    scope = actor_of("county_clerk").scope
    assert at_bank(scope) == {(MAOPING, "employment"): 500_000, (MAOPING, "other"): -20_000}
    assert free(scope) == {MAOPING: 480_000 - 75_792 - 350 - 122_104}
    rows = {each.person_id: (each.amount, each.asked, each.back) for each in advances(scope)}
    assert rows == {first.person_id: (76_739, 0, 0), second.person_id: (76_739, 50_000, 0)}
    assert {each.kind: (each.state, each.asked) for each in Claim.objects.all()} == {
        "insurance": ("claimed", 50_000),
        "post": ("granted", 120_000),
    }
    assert all(check.holds for check in crosscheck(APRIL, scope) + crosscheck(MARCH, scope))


@database
def test_two_persons_open_the_books_and_nothing_is_posted_before(actor_of: ActorOf, stints: list[Stint]) -> None:
    row = listed(actor_of("company_clerk"), BANK, by(stints[0], "advance", "1.00"))
    assert not Entry.objects.exists()
    assert not Line.objects.exists()
    approver = actor_of("company_approver")
    Opening.objects.filter(pk=row.pk).update(prepared_by=approver.user_id)
    row.refresh_from_db()
    with pytest.raises(SamePerson):
        confirmed_by(approver, row)
    assert not Entry.objects.exists()


@database
def test_a_list_is_returned_with_a_reason_and_another_takes_its_place(actor_of: ActorOf, stints: list[Stint]) -> None:
    clerk, approver = actor_of("company_clerk"), actor_of("company_approver")
    first = listed(clerk, BANK)
    first = return_(actor=approver, row=first, version=first.version, reason="少了其他镇", now=NOW)
    second = listed(clerk, BANK, by(stints[0], "owed", "1.00", ""))
    first.refresh_from_db()
    assert (first.state, second.state, OpeningRow.objects.count()) == ("dropped", "prepared", 2)
    with pytest.raises(Overtaken):
        confirm(actor=approver, row=second, version=second.version + 1, now=NOW)
    drop(actor=clerk, row=second, version=second.version, now=NOW)
    assert (Opening.objects.get(pk=second.pk).state, OpeningRow.objects.count()) == ("dropped", 0)


@database
def test_books_are_opened_once_and_a_command_that_comes_again_does_nothing(
    actor_of: ActorOf, stints: list[Stint]
) -> None:
    approver = replace(actor_of("company_approver"), command=uuid4().hex)
    row = listed(actor_of("company_clerk"), BANK, by(stints[0], "insurance_granted", "9.00"))
    confirmed_by(approver, row)
    with pytest.raises(AlreadyDone):
        confirmed_by(approver, row)
    with pytest.raises(Overtaken):
        confirm(actor=replace(approver, command=None), row=row, version=1, now=NOW)
    assert (Entry.objects.count(), Claim.objects.count(), balance("bank")) == (1, 1, 500_000)
    for month in (MAY, APRIL):
        with pytest.raises(AlreadyOpen):
            listed(actor_of("company_clerk"), BANK, month=month)
    given = {"county": county(), "month": MAY, "total": 1, "difference": 1, "prepared_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.create(**given, state="confirmed")


@database
def test_an_opening_that_is_killed_leaves_nothing_and_can_be_confirmed_again(
    actor_of: ActorOf, stints: list[Stint], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = listed(actor_of("company_clerk"), BANK, by(stints[0], "insurance_claimed", "9.00"))
    approver = replace(actor_of("company_approver"), command=uuid4().hex)

    def killed(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("sibai.funds.operations.opening.record", killed)
        with pytest.raises(KeyboardInterrupt):
            confirmed_by(approver, row)
    row.refresh_from_db()
    assert (row.state, Entry.objects.count(), Line.objects.count(), Claim.objects.count()) == ("prepared", 0, 0, 0)
    confirmed_by(approver, row)
    assert (Entry.objects.count(), Claim.objects.count()) == (1, 1)


@database
def test_the_database_still_keeps_what_is_posted(actor_of: ActorOf, stints: list[Stint]) -> None:
    entry = begun(actor_of, BANK, by(stints[0], "advance", "1.00"))
    for change in (
        lambda: Line.objects.filter(entry=entry).update(amount=1),
        lambda: Line.objects.filter(entry=entry).delete(),
        lambda: Entry.objects.filter(pk=entry.pk).update(total=1),
        lambda: Line.objects.create(entry=entry, posts="opened", account=code("bank"), amount=1, month=APRIL),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(
            county=county(),
            number=99,
            date=TODAY,
            month=MAY,
            kind="paid",
            text="x",
            subject_type="x",
            subject_id=uuid4(),
            total=1,
            at=NOW,
        )


@database
def test_nothing_is_opened_behind_what_the_books_have(actor_of: ActorOf, stints: list[Stint]) -> None:
    clerk = actor_of("company_clerk")
    run = prepare_run(actor=clerk, county=county(), month=MAY, today=TODAY, now=NOW)
    waiting = listed(clerk, BANK, month=MAY)
    check(actor=actor_of("county_clerk"), run=run, version=run.version, now=NOW)
    approve(actor=actor_of("company_approver"), run=run, version=run.version, now=NOW)
    look = looked(clerk, BANK)
    june = {"actor": clerk, "county": county(), "look": look, "month": date(2026, 6, 1), "document": "x", "now": NOW}
    with pytest.raises(NotFirst):
        prepare(**june)
    post(actor=clerk, county=county(), now=NOW)
    with pytest.raises(NotFirst):
        prepare(**june)
    assert confirmed_by(actor_of("company_approver"), waiting).state == "confirmed", "May is the first month"


@database
def test_a_reversed_opening_gives_way_to_another(actor_of: ActorOf, stints: list[Stint]) -> None:
    first = stints[0]
    confirmed(actor_of, entry="insurance_subsidy_standard", value='"700.00"', start=date(2026, 1, 1))
    entry = begun(actor_of, BANK, by(first, "advance", "100.00"), by(stints[1], "insurance_claimed", "9.00"))
    approver = actor_of("company_approver")
    reverse_entry(actor=approver, entry=entry, reason="漏了", now=NOW)
    opening = Opening.objects.get()
    assert (opening.state, Claim.objects.get().state, balance("bank"), balance("advance")) == ("reversed", "void", 0, 0)
    scope = actor_of("county_clerk").scope
    assert not advances(scope).exists()
    for kind in ("insurance", "rest"):
        with pytest.raises(NothingToClaim):
            claim(actor=actor_of("company_clerk"), county=county(), kind=kind, first=APRIL, last=APRIL, now=NOW)
    with pytest.raises(Overtaken):
        reverse_entry(actor=approver, entry=entry, reason="再来", now=NOW)
    begun(actor_of, BANK, by(first, "advance", "200.00"), by(stints[1], "insurance_claimed", "10.00"))
    assert (balance("bank"), balance("advance"), balance("claimed")) == (500_000, 20_000, 1_000)
    assert all(check_.holds for check_ in crosscheck(APRIL, scope))


@database
def test_an_opening_on_which_something_rests_is_not_reversed(actor_of: ActorOf, stints: list[Stint]) -> None:
    owed = of("pension", "757.92", town="茅坪镇", month="2026-04")
    entry = begun(actor_of, BANK, owed, by(stints[0], "insurance_claimed", "9.00"))
    approver, cashier = actor_of("company_approver"), actor_of("company_cashier")
    given = {"paid_on": TODAY, "document": "缴款书1号", "today": TODAY, "now": NOW}
    remit(actor=cashier, county=county(), month=APRIL, kind="insurance", amount=75_792, **given)
    assert (balance("pension"), at_bank(cashier.scope)[MAOPING, "employment"]) == (0, 500_000 - 75_792)
    with pytest.raises(BuiltOn, match="缴纳"):
        reverse_entry(actor=approver, entry=entry, reason="漏了", now=NOW)
    reverse_entry(actor=approver, entry=Entry.objects.get(kind="remitted"), reason="登错", now=NOW)
    row = Claim.objects.get()
    decide(actor=actor_of("county_clerk"), row=row, version=row.version, granted=900, reason="", now=NOW)
    with pytest.raises(BuiltOn, match="补贴"):
        reverse_entry(actor=approver, entry=entry, reason="漏了", now=NOW)


@database
def test_claims_under_way_and_advances_of_before_are_carried_on_by_the_rooms_own_acts(
    actor_of: ActorOf, stints: list[Stint]
) -> None:
    first, second = stints
    confirmed(actor_of, entry="insurance_subsidy_standard", value='"700.00"', start=date(2026, 1, 1))
    begun(
        actor_of,
        BANK,
        by(first, "advance", "767.39"),
        by(second, "insurance_claimed", "700.00"),
        by(second, "advance", "67.39"),
        by(first, "advance_rest", "67.39", "2026-03"),
        by(second, "rest_granted", "67.39", "2026-03"),
    )
    clerk, decider, cashier = actor_of("company_clerk"), actor_of("county_clerk"), actor_of("company_cashier")
    months = {"county": county(), "first": MARCH, "last": APRIL, "now": NOW}
    fresh = claim(actor=clerk, kind="insurance", **months)
    assert [(line.person_id, line.month, line.asked) for line in fresh.lines.all()] == [
        (first.person_id, APRIL, 70_000)
    ]
    given = {"received_on": TODAY, "document": "回单1号", "today": TODAY, "now": NOW}
    for row in Claim.objects.filter(state="claimed").order_by("number"):
        decide(actor=decider, row=row, version=row.version, granted=row.asked, reason="", now=NOW)
    rest = claim(actor=clerk, kind="rest", **months)
    assert sorted(rest.lines.values_list("person", "month", "asked")) == sorted(
        [(first.person_id, APRIL, 6_739), (second.person_id, APRIL, 6_739), (first.person_id, MARCH, 6_739)]
    )
    decide(actor=decider, row=rest, version=rest.version, granted=rest.asked, reason="", now=NOW)
    for row in Claim.objects.filter(state="granted"):
        receive(actor=cashier, row=row, version=row.version, **given)
    assert [balance(key) for key in ("advance", "claimed", "granted")] == [0, 0, 0]
    assert balance("bank") == 500_000 + 2 * 76_739 + 2 * 6_739
    assert {each.open for each in advances(clerk.scope)} == {0}
    assert ClaimLine.objects.count() == 6
    assert all(check_.holds for month in (MARCH, APRIL) for check_ in crosscheck(month, clerk.scope))


@database
def test_an_advance_whose_contributions_are_unpaid_waits_for_the_payment(
    actor_of: ActorOf, stints: list[Stint]
) -> None:
    confirmed(actor_of, entry="insurance_subsidy_standard", value='"700.00"', start=date(2026, 1, 1))
    begun(
        actor_of, by(stints[0], "advance", "100.00"), of("pension_employer", "100.00", town="茅坪镇", month="2026-04")
    )
    asked = {"county": county(), "kind": "insurance", "first": APRIL, "last": APRIL, "now": NOW}
    with pytest.raises(NothingToClaim):
        claim(actor=actor_of("company_clerk"), **asked)
    given = {"paid_on": TODAY, "document": "缴款书1号", "today": TODAY, "now": NOW}
    remit(actor=actor_of("company_cashier"), county=county(), month=APRIL, kind="insurance", amount=10_000, **given)
    assert claim(actor=actor_of("company_clerk"), **asked).asked == 10_000
