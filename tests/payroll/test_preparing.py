"""A month's run: whom it pays with which numbers, whom it leaves out and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sibai.audit.models import Entry
from sibai.audit.refusals import Overtaken, SamePerson
from sibai.employment.operations.steps import WrongState
from sibai.payroll.models import Hold, PayItem, Payment, Payslip, Run
from sibai.payroll.operations.approving import Changed, Undecided, approve, check, return_run
from sibai.payroll.operations.preparing import NotReady, WrongMonth, prepare, prepare_again, void
from sibai.payroll.queries.computing import read
from sibai.payroll.queries.todos import todos
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.rulebook.queries.keeping import thawed
from tests.payroll.made import MAY, county, month_of, reported, settled_readings, stint_in, village
from tests.web_fixtures import NOW, TODAY

ActorOf = Callable[..., Actor]
pytestmark = pytest.mark.django_db
WHOLE_MONTH = {"base": 160_000, "gross": 160_000, "pension": 37_896, "tax": 0, "net": 122_104, "payable": 122_104}


@pytest.fixture
def clerk(actor_of: ActorOf) -> Actor:
    return actor_of("company_clerk")


def made(clerk: Actor, month: date = MAY, **others: Any) -> Run:
    return prepare(actor=clerk, county=county(), month=month, **{"today": TODAY, "now": NOW, **others})


def through(actor_of: ActorOf, run: Run) -> Run:
    check(actor=actor_of("county_clerk"), run=run, version=run.version, now=NOW)
    return approve(actor=actor_of("company_approver"), run=run, version=run.version, now=NOW)


def test_everybody_with_a_whole_month_gets_the_whole_wage(clerk: Actor) -> None:
    month_of(3)
    run = made(clerk)
    assert (run.people, run.payable, run.kind, run.number) == (3, 3 * 122_104, "monthly", 1)
    for slip in run.slips.all():
        assert {name: getattr(slip, name) for name in WHOLE_MONTH} == WHOLE_MONTH
        assert slip.below_minimum
    assert Entry.objects.filter(action="payroll.prepare", outcome="done").count() == 1


def test_a_payslip_explains_itself_by_the_law_that_its_run_keeps(clerk: Actor) -> None:
    month_of(1)
    slip = made(clerk).slips.get()
    again = thawed(slip.run.law).ask(["payable"], read(slip.facts))
    assert again["payable"] == slip.payable
    assert again.why("payable")["children"]


def test_one_persons_problem_holds_that_person_only(clerk: Actor) -> None:
    _, second, _ = month_of(3)
    Person.objects.filter(pk=second.person_id).update(card="", card_index="")
    run = made(clerk)
    assert run.people == 2
    left = run.left_out.get()
    assert (left.stint_id, left.reasons) == (second.pk, ["没有社保卡银行账号"])


def test_a_village_that_was_not_reported_waits_and_follows_in_a_supplementary_run(
    clerk: Actor, actor_of: ActorOf
) -> None:
    settled_readings(actor_of)
    month_of(1)
    stint_in(1)
    draft = made(clerk)
    assert draft.left_out.get().reasons == ["考勤还没有由镇上报送"]
    reported(village(1))
    assert to_follow(clerk) == [], "the draft is carried on first"
    through(actor_of, draft)
    assert to_follow(clerk) == ["1人的考勤已报送，还没有编制工资，先看编制前检查"]
    second = made(clerk)
    assert (second.kind, second.number, second.people) == ("supplementary", 2, 1)
    assert to_follow(clerk) == []


def to_follow(clerk: Actor) -> list[str]:
    """What the clerk's home says of people who were left behind."""
    return [todo.detail for todo in todos(clerk, TODAY) if todo.label == "编制2026年5月补充批次"]


def test_two_people_with_one_card_both_wait(clerk: Actor) -> None:
    first, second, _ = month_of(3)
    Person.objects.filter(pk=second.person_id).update(card_index=first.person.card_index)
    run = made(clerk)
    assert {left.reasons[0] for left in run.left_out.all()} == {"和别人登记了同一个账号"}
    assert run.people == 1


def test_held_pay_is_left_out_until_it_is_released(clerk: Actor) -> None:
    first, _ = month_of(2)
    hold = Hold.objects.create(
        person_id=first.person_id, village=first.village, since=MAY, state="held", proposed_at=NOW
    )
    run = made(clerk)
    assert run.left_out.get().reasons == ["已决定暂缓发放"]
    Hold.objects.filter(pk=hold.pk).update(state="released")
    assert prepare_again(actor=clerk, run=run, version=run.version, now=NOW).people == 2


def test_nobody_is_paid_twice_for_a_month(clerk: Actor, actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(2)
    run = through(actor_of, made(clerk))
    with pytest.raises(NotReady, match="没有还要发放的人"):
        made(clerk)
    slip = run.slips.first()
    assert slip is not None
    slip.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        slip.save(force_insert=True)


def test_only_one_run_is_being_made(clerk: Actor) -> None:
    month_of(2)
    run = made(clerk)
    with pytest.raises(NotReady, match="还没有审批"):
        made(clerk)
    void(actor=clerk, run=run, version=run.version, reason="重做", now=NOW)
    assert made(clerk).number == 2


def test_a_month_that_has_not_begun_is_not_prepared(clerk: Actor) -> None:
    with pytest.raises(WrongMonth):
        made(clerk, date(2026, 6, 1))


def test_a_confirmed_reward_is_paid_once(clerk: Actor, actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    (stint,) = month_of(1)
    item = PayItem.objects.create(
        person_id=stint.person_id, village=stint.village, month=MAY, kind="reward", amount=30_000, entered_at=NOW
    )
    assert made(clerk).slips.get().reward == 0
    PayItem.objects.filter(pk=item.pk).update(state="confirmed")
    run = Run.objects.get()
    run = prepare_again(actor=clerk, run=run, version=run.version, now=NOW)
    assert run.slips.get().reward == 30_000
    run = prepare_again(actor=clerk, run=run, version=run.version, now=NOW)
    assert run.slips.get().reward == 30_000
    item.refresh_from_db()
    assert item.slip_id == run.slips.get().pk


def test_who_prepares_does_not_check_and_who_checks_does_not_approve(actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    clerk = actor_of("company_clerk", account="one")
    run = made(clerk)
    with pytest.raises(SamePerson):
        check(actor=_in_role(clerk, "county_clerk"), run=run, version=run.version, now=NOW)
    checker = actor_of("county_clerk", account="two")
    check(actor=checker, run=run, version=run.version, now=NOW)
    for same in (clerk, checker):
        with pytest.raises(SamePerson):
            approve(actor=_in_role(same, "company_approver"), run=run, version=run.version, now=NOW)


def _in_role(actor: Actor, role: str) -> Actor:
    return Actor(actor.user_id, actor.account, actor.user_name, role, actor.place_code)


def test_a_reading_that_must_be_decided_stops_the_approval(clerk: Actor, actor_of: ActorOf) -> None:
    month_of(1)
    run = made(clerk)
    check(actor=actor_of("county_clerk"), run=run, version=run.version, now=NOW)
    with pytest.raises(Undecided, match="不够扣"):
        approve(actor=actor_of("company_approver"), run=run, version=run.version, now=NOW)


def test_what_changed_since_it_was_prepared_sends_the_run_back(clerk: Actor, actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    first, _ = month_of(2)
    run = made(clerk)
    Person.objects.filter(pk=first.person_id).update(card="", card_index="")
    with pytest.raises(Changed, match="有1人"):
        check(actor=actor_of("county_clerk"), run=run, version=run.version, now=NOW)
    return_run(actor=actor_of("county_clerk"), run=run, version=run.version, reason="账号没了", now=NOW)
    again = prepare_again(actor=clerk, run=run, version=run.version, now=NOW)
    assert (again.people, again.state) == (1, "prepared")
    assert through(actor_of, again).state == "approved"


def test_approval_makes_payments_and_freezes_the_payslips(clerk: Actor, actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(2)
    run = through(actor_of, made(clerk))
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [122_104, 122_104]
    slip = run.slips.first()
    assert slip is not None
    for change in (lambda: Payslip.objects.filter(pk=slip.pk).update(net=1), lambda: _delete(slip)):
        with pytest.raises(Exception, match="stays"), transaction.atomic():
            change()
    with pytest.raises(Exception, match="stays"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(payable=1)
    with pytest.raises(WrongState):
        void(actor=clerk, run=run, version=run.version, reason="x", now=NOW)


def _delete(slip: Payslip) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM payroll_payment")
        cursor.execute("DELETE FROM payroll_payslip")


def test_a_draft_that_lies_over_new_year_is_made_anew_for_the_tax_year_in_which_it_is_paid(
    clerk: Actor, actor_of: ActorOf
) -> None:
    december, in_january = date(2026, 12, 1), datetime(2027, 1, 4, 9, tzinfo=UTC)
    month_of(1, december, start=date(2026, 1, 1), contract_end=date(2026, 12, 31))
    before = datetime(2026, 12, 30, 9, tzinfo=UTC)
    run = made(clerk, december, today=date(2026, 12, 30), now=before)
    assert run.pay_month == december
    with pytest.raises(Changed, match="跨了年"):
        check(actor=actor_of("county_clerk"), run=run, version=run.version, now=in_january)
    again = prepare_again(actor=clerk, run=run, version=run.version, now=in_january)
    assert (again.month, again.pay_month, again.slips.get().pay_month) == (december, date(2027, 1, 1), date(2027, 1, 1))
    check(actor=actor_of("county_clerk"), run=again, version=again.version, now=in_january)


def test_the_second_of_two_clerks_is_told_kindly(clerk: Actor, actor_of: ActorOf) -> None:
    month_of(1)
    run = made(clerk)
    stale = Run.objects.get(pk=run.pk)
    prepare_again(actor=clerk, run=run, version=run.version, now=NOW)
    with pytest.raises(Overtaken, match="刷新"):
        check(actor=actor_of("county_clerk"), run=stale, version=1, now=NOW)


def test_the_year_so_far_counts_with_the_payer(clerk: Actor, actor_of: ActorOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    through(actor_of, made(clerk))
    reported(village(0), date(2026, 6, 1))
    june = made(clerk, date(2026, 6, 1), today=date(2026, 6, 20))
    facts = june.slips.get().facts
    assert (facts["earned_before"], facts["pension_before"], facts["months_before"]) == (160_000, 37_896, 1)


def test_a_run_asks_the_database_a_fixed_number_of_times(clerk: Actor) -> None:
    month_of(2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        run = made(clerk)
    void(actor=clerk, run=run, version=run.version, reason="x", now=NOW)
    for number in range(2, 9):
        stint_in(number, start=date(2025, 7, 1))
        reported(village(number))
    with CaptureQueriesContext(connection) as many:
        made(clerk)
    assert len(many) <= len(few) + 1
    assert len(many) <= 45
