"""Every state of every flow has one role whose turn it is, who finds it among the to-dos and may open the step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from sibai.audit.acts import ROLES, may_open
from sibai.documents.models import StoredFile
from sibai.employment.flow import (
    AGREEMENT,
    ENDING,
    FLOWS,
    GRADE,
    LABOUR_CONTRACT,
    RENEWAL,
    RESIGNATION,
    ROSTER,
    TRAINING,
)
from sibai.employment.models import (
    Contract,
    Ending,
    GradeFact,
    LegalCheck,
    Receipt,
    Renewal,
    Resignation,
    RosterImport,
    Stint,
    Training,
    TrainingAttendance,
)
from sibai.employment.operations.noticing import write
from sibai.employment.queries.signing import PREPARE
from sibai.employment.queries.todos import FEW, todos
from sibai.people.flow import Flow, Step, Todo
from sibai.recruitment.models import Selection
from tests.employment.made import contract_of, on_post, ready_round
from tests.employment.test_renewing import grade
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY, user_of, villages_of

STEPS = [(flow, step) for flow in FLOWS for step in flow.steps]
AT = {"village": "", "town": MAOPING, "coordinator": ""}


@pytest.fixture
def stint(county: Any) -> Stint:
    return on_post(villages_of(MAOPING)[0], contract_end=date(2026, 12, 31))


def put(flow: Flow, state: str, stint: Stint) -> None:
    """A row of a flow in one state, as the acts leave it."""
    makers = {
        AGREEMENT.name: agreement_in,
        LABOUR_CONTRACT.name: contract_in,
        RENEWAL.name: renewal_in,
        RESIGNATION.name: resignation_in,
        ENDING.name: ending_in,
        GRADE.name: grade_in,
        TRAINING.name: training_in,
        ROSTER.name: roster_in,
    }
    makers[flow.name](state, stint)


def agreement_in(state: str, stint: Stint) -> None:
    selection = ready_round(stint.village, 2)
    assert selection.chosen is not None
    Selection.objects.update(state="finished" if state == "in_force" else "to_sign")
    Contract.objects.create(
        kind=Contract.AGREEMENT,
        person=selection.chosen.person,
        village=stint.village,
        selection=selection.pk,
        start=TODAY,
        end=date(2027, 5, 20),
        state=state,
        prepared_at=NOW,
    )


def contract_in(state: str, stint: Stint) -> None:
    Contract.objects.filter(stint=stint).update(state=state, sign_by=date(2025, 8, 1))


def renewal_in(state: str, stint: Stint) -> None:
    given: dict[str, Any] = {"allowed": state != "refused", "proposed_at": NOW, "answers": {"values": {}}}
    contract = Contract.objects.get(stint=stint)
    if state in ("to_file", "filed"):
        given["new_contract"] = contract_of(
            stint, date(2027, 12, 31), start=date(2027, 1, 1), state="signed" if state == "to_file" else "filed"
        )
    Renewal.objects.create(
        stint=stint, contract=contract, start=date(2027, 1, 1), end=date(2027, 12, 31), state=state, **given
    )


def resignation_in(state: str, stint: Stint) -> None:
    Resignation.objects.create(
        stint=stint,
        notice_on=TODAY,
        last_day=date(2026, 6, 10),
        earliest_last_day=date(2026, 6, 10),
        state=state,
        entered_at=NOW,
    )
    if state == "left":
        Stint.objects.filter(pk=stint.pk).update(end=date(2026, 6, 10))


def ending_in(state: str, stint: Stint) -> None:
    row = Ending.objects.create(stint=stint, kind="agreed", last_day=date(2026, 6, 30), state=state, prepared_at=NOW)
    LegalCheck.objects.create(ending=row, made_at=NOW)
    if state in ("at_county", "at_revitalisation", "filed"):
        Stint.objects.filter(pk=stint.pk).update(end=date(2026, 6, 30))


def grade_in(state: str, stint: Stint) -> None:
    grade(stint, 2025, "合格", state=state)


def training_in(state: str, stint: Stint) -> None:
    row = Training.objects.create(
        place_id=COUNTY, title="业务", held_on=TODAY, where="县", content="台账", state=state, planned_at=NOW
    )
    TrainingAttendance.objects.create(training=row, stint=stint)


def roster_in(state: str, stint: Stint) -> None:
    """Handed in by the very clerk whose to-dos are asked for: nobody else can go on with it."""
    file = StoredFile.objects.create(
        place_code=COUNTY, kind="roster", sha256="0" * 64, size=1, key_number=1, kept_at=NOW
    )
    RosterImport.objects.create(
        place_id=COUNTY,
        file=file,
        document="测试文件",
        state=state,
        uploaded_by=user_of("county_clerk", COUNTY),
        uploaded_at=NOW,
    )


def waiting(actor_of: Any, stint: Stint) -> dict[str, list[Todo]]:
    """The to-dos of every role about this village."""
    found = {}
    for role in ROLES:
        place = AT.get(role, COUNTY) or stint.village_id
        person = stint.person if role == "coordinator" else None
        found[role] = todos(actor_of(role, place, "", person), TODAY)
    return {role: each for role, each in found.items() if each}


@pytest.mark.parametrize(("flow", "step"), STEPS, ids=lambda each: getattr(each, "name", getattr(each, "state", "")))
def test_a_state_waits_for_one_role_that_may_open_its_step(flow: Flow, step: Step, stint: Stint, actor_of: Any) -> None:
    assert may_open(step.role, step.route)
    put(flow, step.state, stint)
    found = waiting(actor_of, stint)
    also = {"county_clerk"} if flow is GRADE else set()
    assert set(found) == {step.role} | also
    assert [todo.label for todo in found[step.role]] == [step.next]


@pytest.mark.parametrize(("flow", "state"), [(flow, state) for flow in FLOWS for state in flow.ended], ids=str)
def test_an_ended_state_waits_for_nobody(flow: Flow, state: str, stint: Stint, actor_of: Any) -> None:
    put(flow, state, stint)
    labels = {todo.label for each in waiting(actor_of, stint).values() for todo in each}
    assert labels <= {"补签劳动合同", PREPARE}, "a contract or an agreement that is void is missing"


def test_states_of_the_tables_are_those_of_the_flows() -> None:
    models = [
        (RENEWAL, Renewal),
        (RESIGNATION, Resignation),
        (ENDING, Ending),
        (GRADE, GradeFact),
        (TRAINING, Training),
        (ROSTER, RosterImport),
    ]
    for flow, model in models:
        assert list(model._meta.get_field("state").choices or []) == flow.choices
    known = dict(Contract._meta.get_field("state").choices or [])
    assert set(known) == set(dict(AGREEMENT.choices)) | set(dict(LABOUR_CONTRACT.choices))


def test_a_contract_that_runs_out_or_a_failed_grade_is_the_villages_turn(stint: Stint, actor_of: Any) -> None:
    village = actor_of("village", stint.village_id)
    assert todos(village, TODAY) == []
    Contract.objects.filter(stint=stint).update(end=date(2026, 8, 19))
    assert [todo.label for todo in todos(village, TODAY)] == ["续签或期满终止"]
    renewal_in("refused", stint)
    Renewal.objects.update(start=date(2026, 8, 20))
    assert [todo.label for todo in todos(village, TODAY)] == ["办理期满终止"]
    grade(stint, 2025, "不合格")
    assert [todo.label for todo in todos(village, TODAY)] == ["终止聘用协议"]


def test_many_alike_become_one_with_its_list(county: Any, actor_of: Any) -> None:
    for number, village in enumerate(villages_of(MAOPING)[: FEW + 1], 1):
        on_post(village, number)
        resignation_in("to_consent", Stint.objects.get(village=village))
    found = todos(actor_of("town", MAOPING), TODAY)
    assert [(todo.count, todo.url) for todo in found] == [
        (FEW + 1, f"{reverse('employment:resignations')}?state=to_consent")
    ]
    assert todos(actor_of("town", LENGSHUI), TODAY) == []


def test_a_notice_waits_until_it_was_read(stint: Stint, actor_of: Any) -> None:
    write(actor=actor_of("county_clerk"), title="报表", body="月底前报", read_by_day=TODAY, today=TODAY, now=NOW)
    person = actor_of("coordinator", stint.village_id, "", stint.person)
    assert [(todo.detail, todo.deadline) for todo in todos(person, TODAY)] == [("报表", TODAY)]
    Receipt.objects.update(read_at=NOW)
    assert todos(person, TODAY) == []


def test_to_dos_take_few_queries(stint: Stint, actor_of: Any, django_assert_max_num_queries: Any) -> None:
    for role in ROLES:
        actor = actor_of(role, AT.get(role, COUNTY) or stint.village_id)
        with django_assert_max_num_queries(5):
            todos(actor, TODAY)
