"""Leave: asked for on the phone, weighed by the rules, decided by the village; what is left; no day twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sibai.attendance.models import LeaveRequest, LeaveStanding, TakenDay
from sibai.attendance.operations import leave as acts
from sibai.attendance.operations.correcting import enter_correction
from sibai.attendance.operations.days import DayTaken, NotOnPost
from sibai.attendance.queries.differences import changed, differences
from sibai.attendance.queries.entitlement import NoStanding, left_of, weigh
from sibai.audit.models import Entry
from sibai.audit.refusals import Forbidden, Refusal, SamePerson
from sibai.db.querysets import area
from sibai.employment.models import Stint
from sibai.employment.operations.posts import open_stint
from sibai.employment.operations.steps import WrongState
from sibai.people.actor import system
from sibai.people.models import Person
from tests.attendance.made import reported, stint_in, village
from tests.web_fixtures import COUNTY, NOW, TODAY

CLOCK: dict[str, Any] = {"today": TODAY, "now": NOW}
UNPAID = ("事假", "旷工")


@pytest.fixture
def stint(county: Any) -> Stint:
    made = stint_in()
    Person.objects.filter(pk=made.person_id).update(sex="女")
    made.person.refresh_from_db()
    return made


@pytest.fixture
def coordinator(actor_of: Any, stint: Stint) -> Any:
    return actor_of("coordinator", stint.village_id, "", stint.person)


@pytest.fixture
def clerk(actor_of: Any, stint: Stint) -> Any:
    return actor_of("village", stint.village_id)


def asked(actor: Any, stint: Stint, first: date, last: date, kind: str = "personal", **told: Any) -> LeaveRequest:
    return acts.ask_leave(
        actor=actor, stint=stint, kind=kind, start=first, end=last, told=told, reason="家里有事", **CLOCK
    )


def entered(actor: Any, stint: Stint, first: date, last: date, kind: str = "personal", **told: Any) -> LeaveRequest:
    return acts.enter_leave(actor=actor, stint=stint, kind=kind, start=first, end=last, told=told, reason="", **CLOCK)


def works_since(clerk: Any, stint: Stint, first: date = date(2019, 3, 1), version: int = 0) -> LeaveStanding:
    return acts.record_standing(
        actor=clerk,
        stint=stint,
        version=version,
        first_work_on=first,
        continuous_since=first,
        document="社保缴费记录",
        **CLOCK,
    )


def test_a_leave_is_asked_for_and_approved_and_takes_its_days(stint: Stint, coordinator: Any, clerk: Any) -> None:
    row = asked(coordinator, stint, date(2026, 5, 22), date(2026, 5, 25))
    assert (row.state, row.days, row.by_person) == ("asked", 2, True)
    assert not TakenDay.objects.exists()
    acts.decide_leave(actor=clerk, leave=row, version=1, agree=True, reason="", **CLOCK)
    row.refresh_from_db()
    assert (row.state, TakenDay.objects.count()) == ("approved", 4)
    entry = Entry.objects.latest("seq")
    assert "kind" not in entry.facts, "what kind of leave it is, is sealed"


def test_the_village_refuses_with_a_reason(stint: Stint, coordinator: Any, clerk: Any) -> None:
    row = asked(coordinator, stint, date(2026, 5, 22), date(2026, 5, 25))
    with pytest.raises(acts.BadLeave):
        acts.decide_leave(actor=clerk, leave=row, version=1, agree=False, reason=" ", **CLOCK)
    acts.decide_leave(actor=clerk, leave=row, version=1, agree=False, reason="当天有检查", **CLOCK)
    with pytest.raises(Refusal):
        acts.decide_leave(actor=clerk, leave=row, version=1, agree=True, reason="", **CLOCK)
    row.refresh_from_db()
    assert (row.state, row.why) == ("refused", "当天有检查")


def test_who_asked_does_not_decide(stint: Stint, coordinator: Any, clerk: Any) -> None:
    row = asked(coordinator, stint, date(2026, 5, 22), date(2026, 5, 25))
    LeaveRequest.objects.update(asked_by=clerk.user_id)
    row.refresh_from_db()
    with pytest.raises(SamePerson):
        acts.decide_leave(actor=clerk, leave=row, version=1, agree=True, reason="", **CLOCK)
    with pytest.raises(Forbidden):
        acts.decide_leave(actor=coordinator, leave=row, version=1, agree=True, reason="", **CLOCK)


def test_a_request_is_withdrawn_until_it_is_decided(stint: Stint, coordinator: Any, clerk: Any) -> None:
    row = asked(coordinator, stint, date(2026, 5, 22), date(2026, 5, 25))
    acts.withdraw_leave(actor=coordinator, leave=row, version=1, now=NOW)
    with pytest.raises(WrongState):
        acts.decide_leave(actor=clerk, leave=row, version=2, agree=True, reason="", **CLOCK)


def test_annual_leave_needs_to_know_since_when_somebody_works(stint: Stint, coordinator: Any, clerk: Any) -> None:
    week = (date(2026, 5, 25), date(2026, 5, 29))
    with pytest.raises(NoStanding):
        asked(coordinator, stint, *week, kind="annual")
    assert left_of(stint, TODAY) is None
    works_since(clerk, stint)
    row = asked(coordinator, stint, *week, kind="annual")
    assert row.days == 5
    acts.decide_leave(actor=clerk, leave=row, version=1, agree=True, reason="", **CLOCK)
    piece = left_of(stint, TODAY)
    assert piece is not None
    assert piece.left == 0
    with pytest.raises(acts.TooManyDays, match="没有剩余"):
        asked(coordinator, stint, date(2026, 6, 8), date(2026, 6, 8), kind="annual")


def test_annual_leave_over_a_new_year_counts_for_each_year(clerk: Any, stint: Stint) -> None:
    works_since(clerk, stint)
    entered(clerk, stint, date(2025, 12, 30), date(2026, 1, 6), kind="annual")
    weighed = weigh(stint, "annual", date(2026, 5, 25), date(2026, 5, 25), {})
    assert weighed.pieces[0].left == 5 - 3, "4 January is a Sunday that is worked, 1 to 3 are off"


def test_what_was_taken_on_an_earlier_post_does_not_count_against_the_next(clerk: Any, stint: Stint) -> None:
    works_since(clerk, stint)
    entered(clerk, stint, date(2026, 3, 2), date(2026, 3, 3), kind="annual")
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 3, 31))
    later = open_stint(
        actor=system(COUNTY),
        person=stint.person,
        village=village(1),
        start=date(2026, 5, 1),
        source="roster",
        now=NOW,
        today=TODAY,
    )
    assert weigh(later, "annual", TODAY, TODAY, {}).pieces[0].left == 3, "5 days x 245 / 365, fractions dropped"


def test_standing_is_entered_once_and_changed_by_who_saw_it(stint: Stint, clerk: Any) -> None:
    row = works_since(clerk, stint)
    assert works_since(clerk, stint, date(2015, 1, 1), row.version).version == 2
    with pytest.raises(Refusal):
        works_since(clerk, stint, date(2016, 1, 1), row.version)
    with pytest.raises(acts.BadLeave):
        works_since(clerk, stint, date(1960, 1, 1), 2)
    assert LeaveStanding.objects.count() == 1


def test_maternity_leave_is_counted_by_birth(stint: Stint, clerk: Any) -> None:
    born = date(2026, 6, 1)
    row = entered(clerk, stint, date(2026, 5, 18), date(2026, 10, 1), kind="maternity", event_on=born, babies=1)
    assert row.days == 137
    with pytest.raises(acts.TooManyDays, match="只剩21天"):
        entered(clerk, stint, date(2026, 10, 2), date(2026, 10, 31), kind="maternity", event_on=born, babies=1)
    with pytest.raises(acts.BadLeave, match="性别"):
        entered(clerk, stint, date(2026, 11, 2), date(2026, 11, 3), kind="paternity", event_on=born)


def test_childcare_leave_waits_for_the_county_s_decision(stint: Stint, coordinator: Any) -> None:
    with pytest.raises(Refusal, match="育儿假"):
        asked(coordinator, stint, date(2026, 6, 8), date(2026, 6, 9), kind="childcare", child_born_on=date(2025, 1, 1))


def test_no_two_leaves_overlap(stint: Stint, coordinator: Any, clerk: Any) -> None:
    first = asked(coordinator, stint, date(2026, 5, 25), date(2026, 5, 27))
    second = asked(coordinator, stint, date(2026, 5, 27), date(2026, 5, 28), kind="sick")
    acts.decide_leave(actor=clerk, leave=first, version=1, agree=True, reason="", **CLOCK)
    with pytest.raises(DayTaken, match="2026-05-27已有批准的事假"):
        acts.decide_leave(actor=clerk, leave=second, version=1, agree=True, reason="", **CLOCK)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 5, 25), date(2026, 5, 24), "止日早于起日"),
        (date(2026, 5, 25), date(2027, 5, 26), "最多请一年"),
        (date(2027, 6, 1), date(2027, 6, 1), "一年以上"),
        (date(2025, 6, 30), date(2025, 7, 1), "不都在岗"),
        (date(2026, 5, 23), date(2026, 5, 24), "不用请假"),
    ],
)
def test_what_cannot_be_asked_for_says_why(stint: Stint, coordinator: Any, first: date, last: date, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        asked(coordinator, stint, first, last)


def test_nobody_is_on_leave_after_the_last_day_on_post(stint: Stint, coordinator: Any) -> None:
    Stint.objects.update(end=date(2026, 5, 26))
    stint.refresh_from_db()
    with pytest.raises(NotOnPost):
        asked(coordinator, stint, date(2026, 5, 26), date(2026, 5, 27))


def test_absence_is_entered_by_the_village_when_it_happened(stint: Stint, coordinator: Any, clerk: Any) -> None:
    with pytest.raises(acts.BadLeave):
        asked(coordinator, stint, date(2026, 5, 20), date(2026, 5, 20), kind="absent")
    with pytest.raises(acts.BadLeave):
        entered(clerk, stint, date(2026, 5, 21), date(2026, 5, 22), kind="absent")
    assert entered(clerk, stint, date(2026, 5, 20), date(2026, 5, 20), kind="absent").state == "approved"


def test_a_leave_cancelled_after_the_report_is_given_back_and_its_unpaid_days_are_to_be_corrected(
    stint: Stint, clerk: Any
) -> None:
    works_since(clerk, stint)
    annual = entered(clerk, stint, date(2026, 5, 25), date(2026, 5, 26), kind="annual")
    personal = entered(clerk, stint, date(2026, 5, 27), date(2026, 5, 31))
    sheet = reported(village())
    after = {"reason": "没有休", "now": NOW + timedelta(hours=1)}
    acts.cancel_leave(actor=clerk, leave=annual, version=annual.version, **after)
    assert not TakenDay.objects.filter(leave=annual).exists()
    assert entered(clerk, stint, date(2026, 6, 1), date(2026, 6, 5), kind="annual").state == "approved", "all five days"
    assert not changed(area(COUNTY), UNPAID).exists(), "annual leave is paid either way"
    acts.cancel_leave(actor=clerk, leave=personal, version=personal.version, **after)
    (found,) = differences(area(COUNTY), UNPAID)
    assert (found.reported[2], found.known[2]) == (3, 0)
    given = {"on_from": date(2026, 5, 1), "on_to": date(2026, 5, 31), "unpaid_days": 0, "document": ""}
    enter_correction(actor=clerk, sheet=sheet, stint=stint, reason="没有休", now=NOW + timedelta(hours=2), **given)
    assert differences(area(COUNTY), UNPAID) == []
