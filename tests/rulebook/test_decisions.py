"""Two people decide; what the law cannot take is refused beside its field; nothing confirmed is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sibai.audit.models import Entry
from sibai.audit.refusals import AlreadyDone, Forbidden, Overtaken, SamePerson
from sibai.rulebook.models import CONFIRMED, PREPARED, RETURNED, WITHDRAWN, Decision
from sibai.rulebook.operations import decisions as acts
from sibai.rulebook.operations.checking import BadDecision
from tests.rulebook.deciding import DOCUMENT, REASON, confirmed, prepared
from tests.web_fixtures import NOW

TYPED = {"value": '"1740.00"', "start": date(2026, 7, 1), "end": None, "document": DOCUMENT, "reason": REASON}


def test_one_prepares_another_confirms_and_both_stand_in_the_log(actor_of: Any) -> None:
    decision = confirmed(actor_of)
    assert decision.state == CONFIRMED
    assert decision.confirmed_by != decision.prepared_by
    entries = list(Entry.objects.filter(object_id=str(decision.pk)).order_by("seq"))
    assert [entry.action for entry in entries] == ["rulebook.prepare", "rulebook.confirm"]
    assert REASON not in str(entries[0].fields())
    assert entries[1].facts["value"] == "1740.00元"


def test_who_prepared_does_not_confirm_though_wearing_the_other_hat(actor_of: Any) -> None:
    decision = prepared(actor_of)
    clerk = actor_of("county_clerk")
    with pytest.raises(SamePerson):
        acts.confirm(actor=replace(clerk, role="county_leader"), decision=decision, version=1, now=NOW)
    lent = replace(actor_of("county_leader"), on_behalf_of=clerk.user_id)
    with pytest.raises(SamePerson):
        acts.confirm(actor=lent, decision=decision, version=1, now=NOW)


@pytest.mark.parametrize("role", ["village", "town", "county_leader", "auditor", "administrator", "finance"])
def test_only_a_clerk_of_the_county_prepares(role: str, actor_of: Any) -> None:
    with pytest.raises(Forbidden):
        acts.prepare(actor=actor_of(role), entry="base_standard", now=NOW, **TYPED)
    assert not Decision.objects.exists()


def test_a_returned_decision_is_changed_and_handed_in_again(actor_of: Any) -> None:
    decision = prepared(actor_of)
    acts.send_back(actor=actor_of("county_leader"), decision=decision, version=1, reason="数字请核对", now=NOW)
    assert (decision.state, decision.returned_why) == (RETURNED, "数字请核对")
    changed = {**TYPED, "value": '"1750.00"'}
    acts.amend(actor=actor_of("county_clerk"), decision=decision, version=2, now=NOW, **changed)
    assert (decision.state, decision.value) == (PREPARED, '"1750.00"')
    acts.confirm(actor=actor_of("county_leader"), decision=decision, version=3, now=NOW)
    assert decision.state == CONFIRMED


def test_the_preparer_takes_back_until_it_is_confirmed(actor_of: Any) -> None:
    decision = prepared(actor_of)
    with pytest.raises(acts.NotYours):
        acts.withdraw(actor=actor_of("county_clerk", account="another"), decision=decision, version=1, now=NOW)
    acts.withdraw(actor=actor_of("county_clerk"), decision=decision, version=1, now=NOW)
    assert decision.state == WITHDRAWN
    done = confirmed(actor_of)
    with pytest.raises(Overtaken):
        acts.withdraw(actor=actor_of("county_clerk"), decision=done, version=done.version, now=NOW)


def test_two_leaders_at_once_one_is_told(actor_of: Any) -> None:
    decision = prepared(actor_of)
    seen_by_both = decision.version
    acts.confirm(actor=actor_of("county_leader"), decision=decision, version=seen_by_both, now=NOW)
    other = actor_of("county_leader", account="leader-2")
    with pytest.raises(Overtaken):
        acts.send_back(actor=other, decision=decision, version=seen_by_both, reason="再议", now=NOW)


def test_the_same_command_prepares_once(actor_of: Any) -> None:
    clerk = actor_of("county_clerk").ordered("c" * 32)
    acts.prepare(actor=clerk, entry="base_standard", now=NOW, **TYPED)
    with pytest.raises(AlreadyDone):
        acts.prepare(actor=clerk, entry="base_standard", now=NOW, **{**TYPED, "start": date(2027, 1, 1)})
    assert Decision.objects.count() == 1


def test_a_second_decision_from_the_same_day_waits_for_the_first(actor_of: Any) -> None:
    prepared(actor_of)
    with pytest.raises(acts.AlreadyOpen):
        prepared(actor_of, value='"1800.00"')


def test_overlapping_values_with_ends_are_refused(actor_of: Any) -> None:
    confirmed(actor_of, end=date(2026, 12, 31))
    with pytest.raises(BadDecision, match=r"日期重叠.*更正") as refusal:
        prepared(actor_of, start=date(2026, 10, 1), end=date(2027, 3, 31))
    assert refusal.value.field == "start"


def test_an_overlap_that_came_up_meanwhile_is_found_at_confirmation(actor_of: Any) -> None:
    first = prepared(actor_of, end=date(2026, 12, 31))
    second = prepared(actor_of, start=date(2026, 10, 1), end=date(2027, 3, 31))
    leader = actor_of("county_leader")
    acts.confirm(actor=leader, decision=first, version=1, now=NOW)
    with pytest.raises(BadDecision):
        acts.confirm(actor=leader, decision=second, version=1, now=NOW)


def test_of_two_corrections_only_one_is_confirmed(actor_of: Any) -> None:
    wrong = confirmed(actor_of)
    first = prepared(actor_of, value='"1750.00"', replaces=wrong.pk)
    second = prepared(actor_of, value='"1760.00"', start=date(2026, 8, 1), replaces=wrong.pk)
    leader = actor_of("county_leader")
    acts.confirm(actor=leader, decision=first, version=1, now=NOW)
    with pytest.raises(Overtaken):
        acts.confirm(actor=leader, decision=second, version=1, now=NOW)
    with pytest.raises(BadDecision):
        prepared(actor_of, value='"1770.00"', start=date(2026, 9, 1), replaces=wrong.pk)


CALENDAR = "{{ year = 2027, off = [[{}]], working = [], statutory = [] }}"


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        ("base_standard", '"-1.00"', "低于下限"),
        ("base_standard", '"1740.005"', "写法不对"),
        ("base_standard", "1740.00", "写法读不懂"),
        ("base_standard", '"1.00"\n[[pension_rate]]', "写法读不懂"),
        ("base_standard", "", "写法读不懂"),
        ("base_standard", "[" * 3000, "写法读不懂"),
        ("pension_rate", '"180%"', "超过上限"),
        ("pension_rate", '"1e999999999"', "写法不对"),
        ("pension_rate", '"1/0"', "写法不对"),
        ("age_on", '"whenever"', "没有“whenever”这个选项"),
        ("public_holidays", CALENDAR.format("0001-01-01, 9999-12-31"), "不在2000年至2100年之间"),
        ("public_holidays", CALENDAR.format("2027-01-01, 2027-12-31"), "超过31天"),
        ("public_holidays", "{ year = 2027 }", "写法不对"),
        ("commendation_points", '{ "国" = "4" }', "写法不对"),
    ],
)
def test_a_value_that_the_law_cannot_take_is_told_beside_it(entry: str, value: str, words: str, actor_of: Any) -> None:
    with pytest.raises(BadDecision, match=words) as refusal:
        prepared(actor_of, entry=entry, value=value)
    assert refusal.value.field == "value"
    assert "引号" not in str(refusal.value)


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (date(1026, 7, 1), None, "start"),
        (date(2026, 7, 1), date(2206, 7, 1), "end"),
        (date(2026, 7, 1), date(2026, 6, 30), "end"),
    ],
)
def test_dates_that_cannot_be_meant_are_told(start: date, end: date | None, field: str, actor_of: Any) -> None:
    with pytest.raises(BadDecision) as refusal:
        prepared(actor_of, start=start, end=end)
    assert refusal.value.field == field


def test_a_name_that_is_no_parameter_is_refused(actor_of: Any) -> None:
    with pytest.raises(BadDecision, match="没有这个参数"):
        prepared(actor_of, entry="no_such_thing")
