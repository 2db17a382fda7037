"""Lending a role: to whom, how long, taken back at once; both names stand in the log, and two persons stay two."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sibai.audit.refusals import Overtaken, SamePerson
from sibai.people.models import Delegation, Holding, User
from sibai.people.operations.delegations import BadPeriod, NoStandIn, NotLendable, lend, withdraw
from sibai.people.queries.actors import actor_in, hats_of
from sibai.people.queries.delegations import stand_ins
from tests.people.entering import last, log_in
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY, user_of, villages_of

TOMORROW, WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)


@pytest.fixture
def lent(county: Any, actor_of: Any) -> Delegation:
    """The county's leader lends to the clerk for a week."""
    actor = actor_of("county_leader", COUNTY, "lishan")
    clerk = user_of("county_clerk", COUNTY, "zhangjing")
    return _lend(actor, clerk)


def _lend(actor: Any, to: User, start: date = TODAY, end: date = WEEK) -> Delegation:
    holding = Holding.objects.select_related("place").get(user_id=actor.user_id)
    made: Delegation = lend(actor=actor, holding=holding, to=to, start=start, end=end, reason="外出开会", now=NOW)
    return made


def hats(account: str, day: date = TODAY) -> list[str]:
    return [hat.label for hat in hats_of(User.objects.get(account=account), day)]


def test_what_is_lent_is_a_role_for_the_days_it_is_lent(lent: Delegation) -> None:
    label = "白河县 · 县人社局领导（代测试lishan）"
    assert label in hats("zhangjing")
    assert label in hats("zhangjing", WEEK)
    assert label not in hats("zhangjing", WEEK + timedelta(days=1))
    assert label not in hats("zhangjing", TODAY - timedelta(days=1))


def test_what_is_done_under_it_names_both(lent: Delegation) -> None:
    user_of("town", MAOPING, "maoping")
    client = Client()
    with time_machine.travel(datetime(2026, 5, 21, 3, tzinfo=UTC), tick=False):
        log_in(client, "zhangjing")
        client.post(reverse("people:hat"), {"hat": str(lent.pk)})
        client.post(reverse("people:sessions_end"))
        page = client.get(reverse("people:me")).content.decode()
    entry = last("people.sessions_end")
    assert (entry.user, entry.on_behalf_of) == (lent.to_id, lent.holding.user_id)
    assert entry.role == "county_leader"
    assert "代测试lishan办理" in page


def test_who_prepared_does_not_approve_under_a_lent_role(lent: Delegation) -> None:
    clerk = lent.to
    hat = next(each for each in hats_of(clerk, TODAY) if each.lender_id)
    stand_in = actor_in(clerk, hat, "127.0.0.1")
    with pytest.raises(SamePerson):
        stand_in.must_differ_from(clerk.pk)
    with pytest.raises(SamePerson):
        stand_in.must_differ_from(lent.holding.user_id)


def test_taken_back_it_is_gone_at_once(lent: Delegation, actor_of: Any) -> None:
    actor = actor_of("county_leader", COUNTY, "lishan")
    withdraw(actor=actor, delegation=lent, now=NOW)
    assert len(hats("zhangjing")) == 1
    with pytest.raises(Overtaken):
        withdraw(actor=actor, delegation=lent, now=NOW)


def test_it_ends_with_the_lenders_account(lent: Delegation) -> None:
    User.objects.filter(account="lishan").update(is_active=False)
    assert len(hats("zhangjing")) == 1


def test_it_ends_with_the_lenders_role(lent: Delegation) -> None:
    Holding.objects.filter(user__account="lishan").update(end=TODAY - timedelta(days=1))
    assert len(hats("zhangjing")) == 1


def test_nobody_lends_on_what_was_lent(lent: Delegation) -> None:
    third = user_of("county_clerk", COUNTY, "third")
    hat = next(each for each in hats_of(lent.to, TODAY) if each.lender_id)
    stand_in = actor_in(lent.to, hat, "127.0.0.1")
    own = Holding.objects.select_related("place").get(user=lent.to)
    for holding in (lent.holding, own):
        with pytest.raises(NotLendable):
            lend(actor=stand_in, holding=holding, to=third, start=TODAY, end=WEEK, reason="转借", now=NOW)
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "place", "to_role", "to_place", "possible"),
    [
        ("town", MAOPING, "town", MAOPING, True),
        ("town", MAOPING, "county_clerk", COUNTY, True),
        ("town", MAOPING, "town", LENGSHUI, False),
        ("town", MAOPING, "finance", COUNTY, False),
        ("county_clerk", COUNTY, "town", MAOPING, False),
        ("company_cashier", COUNTY, "company_clerk", COUNTY, True),
        ("company_cashier", COUNTY, "county_clerk", COUNTY, False),
        ("finance", COUNTY, "finance", COUNTY, True),
        ("county_leader", COUNTY, "administrator", COUNTY, False),
        ("county_leader", COUNTY, "auditor", COUNTY, False),
    ],
)
def test_a_stand_in_is_of_the_same_office_or_of_one_above(
    role: str, place: str, to_role: str, to_place: str, possible: bool, actor_of: Any
) -> None:
    actor = actor_of(role, place, "lender")
    to = user_of(to_role, to_place, "borrower")
    if possible:
        assert _lend(actor, to).to == to
    else:
        with pytest.raises(NoStandIn):
            _lend(actor, to)


def test_a_village_lends_to_its_own_town_and_to_nobody_else(actor_of: Any) -> None:
    village, other = villages_of(MAOPING)[:2]
    actor = actor_of("village", village.code, "cun")
    user_of("town", MAOPING, "zhen")
    user_of("town", LENGSHUI, "lengshui")
    user_of("village", other.code, "lincun")
    found = stand_ins(Holding.objects.select_related("place").get(user_id=actor.user_id), TODAY)
    assert [each.user.account for each in found] == ["zhen"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (TODAY - timedelta(days=1), WEEK),
        (WEEK, TOMORROW),
        (TODAY, TODAY + timedelta(days=367)),
        (TODAY, date.max),
    ],
)
def test_days_that_make_no_period_are_refused(start: date, end: date, actor_of: Any) -> None:
    actor = actor_of("county_leader", COUNTY, "lishan")
    with pytest.raises(BadPeriod):
        _lend(actor, user_of("county_clerk", COUNTY, "zhangjing"), start, end)


def test_a_role_is_lent_to_one_at_a_time(lent: Delegation, actor_of: Any) -> None:
    actor = actor_of("county_leader", COUNTY, "lishan")
    third = user_of("county_clerk", COUNTY, "third")
    with pytest.raises(BadPeriod):
        _lend(actor, third, WEEK, WEEK)
    assert _lend(actor, third, WEEK + timedelta(days=1), WEEK + timedelta(days=2))


def test_the_own_role_of_somebody_else_cannot_be_lent(lent: Delegation, actor_of: Any) -> None:
    actor = actor_of("county_clerk", COUNTY, "fourth")
    with pytest.raises(NotLendable):
        lend(actor=actor, holding=lent.holding, to=lent.to, start=TODAY, end=WEEK, reason="冒用", now=NOW)


def test_the_pages_lend_and_take_back(county: Any, client_of: Any, django_assert_max_num_queries: Any) -> None:
    client = client_of("town", MAOPING, "maoping")
    clerk = user_of("county_clerk", COUNTY, "zhangjing")
    holding = Holding.objects.get(user__account="maoping")
    url = reverse("people:delegate", args=[holding.pk])
    day = timezone.localdate()
    with django_assert_max_num_queries(12):
        assert "测试ngjing" in client.get(url).content.decode()
    sent = {"holding": holding.pk, "to": clerk.pk, "start": day, "end": day, "reason": "开会"}
    assert client.post(url, {**sent, "end": "2026-13-40"}).status_code == 422
    assert client.post(url, {**sent, "to": uuid4()}).status_code == 422
    assert client.post(url, {**sent, "reason": ""}).status_code == 422
    assert client.post(url, {**sent, "reason": "字" * 201}).status_code == 422
    assert client.post(url, sent)["Location"] == reverse("people:delegations")
    with django_assert_max_num_queries(12):
        assert "生效中" in client.get(reverse("people:delegations")).content.decode()
    made = Delegation.objects.get()
    assert client.get(reverse("people:delegation_withdraw", args=[made.pk])).status_code == 405
    back = client.post(reverse("people:delegation_withdraw", args=[made.pk]), follow=True)
    assert "已收回" in back.content.decode()
    assert last("people.delegation_withdraw").object_label == "茅坪镇 · 镇经办"


def test_another_ones_role_or_loan_does_not_exist(lent: Delegation, client_of: Any) -> None:
    client = client_of("county_clerk", COUNTY, "fourth")
    assert client.get(reverse("people:delegate", args=[lent.holding_id])).status_code == 404
    assert client.post(reverse("people:delegation_withdraw", args=[lent.pk])).status_code == 404
    borrower = client_of("county_clerk", COUNTY, "zhangjing")
    assert borrower.post(reverse("people:delegation_withdraw", args=[lent.pk])).status_code == 404


@pytest.mark.parametrize("role", ["administrator", "auditor", "coordinator"])
def test_some_roles_lend_nothing(role: str, county: Any, client_of: Any) -> None:
    assert client_of(role, COUNTY).get(reverse("people:delegations")).status_code == 403
