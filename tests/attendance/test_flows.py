"""Every state of every flow has one role whose turn it is, who finds it among the to-dos and may open the step."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from sibai.attendance.flow import CORRECTION, FLOWS, LEAVE, SHEET, TRIP, UPLOAD
from sibai.attendance.models import LeaveRequest, Sheet, SheetCorrection, SheetUpload, Trip
from sibai.attendance.operations.correcting import confirm_correction, enter_correction
from sibai.attendance.operations.leave import enter_leave
from sibai.attendance.queries.todos import todos
from sibai.audit.acts import ROLES, may_open
from sibai.documents.models import StoredFile
from sibai.employment.models import Stint
from sibai.people.flow import Flow, Step
from tests.attendance.made import MAY, filled, on_post, reported, stint_in, village
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY

STEPS = [(flow, step) for flow in FLOWS for step in flow.steps]
AT = {"village": "", "town": MAOPING, "coordinator": ""}
TENTH = date(2026, 5, 10)
FIFTEENTH = datetime(2026, 5, 15, 2, tzinfo=UTC)


@pytest.fixture
def stint(county: Any) -> Stint:
    return stint_in()


def put(flow: Flow, state: str, stint: Stint, by: Any = None) -> None:
    """A row of a flow in one state, as the acts leave it."""
    days = {"start": date(2026, 5, 25), "end": date(2026, 5, 26), "asked_at": NOW, "state": state}
    of = {"stint": stint, "person_id": stint.person_id, "village_id": stint.village_id}
    if flow is LEAVE:
        LeaveRequest.objects.create(kind="sick", days=2, **of, **days)
    elif flow is TRIP:
        Trip.objects.create(to_where="安康市", **of, **days)
    elif flow is SHEET:
        sheet = reported(village()) if state == "submitted" else filled(village(), state=state)
        assert sheet.state == state
    elif flow is CORRECTION:
        SheetCorrection.objects.create(
            sheet=Sheet.objects.first() or reported(village()),
            stint=stint,
            person_id=stint.person_id,
            number=1,
            unpaid_days=0,
            known_unpaid=0,
            state=state,
            entered_at=NOW,
        )
    elif flow is UPLOAD:
        file = StoredFile.objects.create(id=uuid4(), place_code="", kind="考勤表", size=1, kept_at=NOW, key_number=1)
        SheetUpload.objects.create(
            place=stint.village, month=MAY, file=file, state=state, uploaded_by_id=by, uploaded_at=NOW
        )


def waiting(actor_of: Any, stint: Stint) -> dict[str, list[Any]]:
    """The to-dos of every role, those without any left out."""
    found = {}
    for role in ROLES:
        place = AT.get(role, COUNTY) or stint.village_id
        person = stint.person if role == "coordinator" else None
        found[role] = todos(actor_of(role, place, "", person), TENTH)
    return {role: each for role, each in found.items() if each}


@pytest.mark.parametrize(("flow", "step"), STEPS, ids=lambda each: getattr(each, "name", getattr(each, "state", "")))
def test_a_state_waits_for_one_role_that_may_open_its_step(flow: Flow, step: Step, stint: Stint, actor_of: Any) -> None:
    assert may_open(step.role, step.route)
    if flow in (LEAVE, TRIP, UPLOAD):
        filled(village(), state="filled")
        Sheet.objects.update(state="checked")
    put(flow, step.state, stint, actor_of("village", stint.village_id).user_id)
    found = waiting(actor_of, stint)
    assert step.next in [todo.label for todo in found[step.role]]
    others = {todo.label for role, each in found.items() if role != step.role for todo in each}
    assert step.next not in others


@pytest.mark.parametrize(("flow", "state"), [(flow, state) for flow in FLOWS for state in flow.ended], ids=str)
def test_an_ended_state_waits_for_nobody(flow: Flow, state: str, stint: Stint, actor_of: Any) -> None:
    put(flow, state, stint)
    labels = {todo.label for each in waiting(actor_of, stint).values() for todo in each}
    assert labels <= {"填报2026年5月考勤表", "登记考勤更正"}


def test_states_of_the_tables_are_those_of_the_flows() -> None:
    models = [
        (LEAVE, LeaveRequest),
        (TRIP, Trip),
        (SHEET, Sheet),
        (CORRECTION, SheetCorrection),
        (UPLOAD, SheetUpload),
    ]
    for flow, model in models:
        assert list(model._meta.get_field("state").choices or []) == flow.choices


def test_the_sheet_is_to_be_filled_until_it_is(stint: Stint, actor_of: Any) -> None:
    clerk = actor_of("village", stint.village_id)
    (found,) = todos(clerk, TENTH)
    assert (found.label, found.deadline) == ("填报2026年5月考勤表", date(2026, 5, 15))
    filled(village())
    assert todos(clerk, TENTH) == []
    filled(village(1), date(2026, 3, 1))  # the first that any village of the town filled
    assert [(todo.label, todo.deadline) for todo in todos(clerk, TENTH)] == [
        ("补填2026年3月考勤表", date(2026, 3, 15)),
        ("补填2026年4月考勤表", date(2026, 4, 15)),
    ]


def test_the_town_is_told_of_the_villages_that_are_late(stint: Stint, actor_of: Any) -> None:
    town = actor_of("town", MAOPING)
    assert todos(town, TENTH) == []
    (found,) = todos(town, TODAY)
    assert (found.label, found.count > 1) == ("催报考勤表", True)
    assert todos(actor_of("town", LENGSHUI), TENTH) == []


def correction_waits(actor_of: Any, stint: Stint) -> bool:
    found = todos(actor_of("village", stint.village_id), TODAY)
    return "登记考勤更正" in [todo.label for todo in found]


def test_a_change_after_the_report_waits_until_it_is_corrected(stint: Stint, actor_of: Any) -> None:
    sheet = reported(village(), at=FIFTEENTH)
    clerk, town = actor_of("village", stint.village_id), actor_of("town", MAOPING)
    assert not correction_waits(actor_of, stint)
    days = {"start": date(2026, 5, 25), "end": date(2026, 5, 26)}
    enter_leave(actor=clerk, stint=stint, kind="personal", told={}, reason="", **days, today=TODAY, now=NOW)
    assert correction_waits(actor_of, stint)
    days = {"on_from": MAY, "on_to": date(2026, 5, 31), "unpaid_days": 2}
    given = {"sheet": sheet, "stint": stint, "reason": "事假", "document": "", "now": NOW}
    row = enter_correction(actor=clerk, **given, **days)
    assert not correction_waits(actor_of, stint)
    confirm_correction(actor=town, correction=row, version=1, agree=False, reason="没有假条", now=NOW)
    assert correction_waits(actor_of, stint)
    row = enter_correction(actor=clerk, **given, **days)
    confirm_correction(actor=town, correction=row, version=1, agree=True, reason="", now=NOW)
    assert not correction_waits(actor_of, stint)


def test_a_post_that_moved_waits_until_it_is_corrected_each_time(stint: Stint, actor_of: Any) -> None:
    sheet = reported(village(), at=FIFTEENTH)
    clerk, town = actor_of("village", stint.village_id), actor_of("town", MAOPING)
    given = {"sheet": sheet, "stint": stint, "reason": "离岗", "document": "", "now": NOW, "unpaid_days": 0}
    steps: list[tuple[date | None, date | None, date | None]] = [
        (date(2026, 5, 20), MAY, date(2026, 5, 20)),
        (date(2026, 4, 30), None, None),
        (date(2026, 5, 12), MAY, date(2026, 5, 12)),
        (None, MAY, date(2026, 5, 31)),
    ]
    for end, first, last in steps:
        Stint.objects.filter(pk=stint.pk).update(end=end)
        assert correction_waits(actor_of, stint), end
        row = enter_correction(actor=clerk, on_from=first, on_to=last, **given)
        confirm_correction(actor=town, correction=row, version=1, agree=True, reason="", now=NOW)
        assert not correction_waits(actor_of, stint), end


def test_somebody_who_began_after_the_report_waits_too(stint: Stint, actor_of: Any, client_of: Any) -> None:
    reported(village(), at=FIFTEENTH)
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 5, 31))
    assert not correction_waits(actor_of, stint)
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 5, 16))
    on_post(village(), 7, start=date(2026, 5, 18))
    found = todos(actor_of("village", stint.village_id), TODAY)
    place = reverse("attendance:place", args=["2026-05", stint.village_id])
    assert [todo.url for todo in found] == [place]
    late = Stint.objects.get(end=None)
    with time_machine.travel(NOW, tick=False):
        page = client_of("village", stint.village_id).get(place).content.decode()
    assert reverse("attendance:correct", args=["2026-05", stint.village_id, late.pk]) in page


def test_to_dos_take_few_queries(stint: Stint, actor_of: Any, django_assert_max_num_queries: Any) -> None:
    put(LEAVE, "asked", stint)
    reported(village(), at=FIFTEENTH)
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 5, 16))
    for role, most in (("village", 2), ("town", 3), ("county_clerk", 0), ("coordinator", 0)):
        actor = actor_of(role, AT.get(role, COUNTY) or stint.village_id)
        with django_assert_max_num_queries(most):
            todos(actor, TODAY)
