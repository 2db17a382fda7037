"""Disputes: registered by the company, time limits counted, each step with its day, to the end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from sibai.audit.refusals import Forbidden, Overtaken
from sibai.casework.flow import FLOWS
from sibai.casework.models import ClockEvent, Dispute
from sibai.casework.operations import clocking, disputing
from sibai.casework.operations.holding import HOLDER
from sibai.casework.queries.limits import asker, limits_of, open_limit
from sibai.casework.queries.todos import todos
from sibai.employment.models import Stint
from sibai.employment.operations.steps import WrongState
from tests.casework.made import scan, stint_in
from tests.employment.test_pages import sent, within_budget
from tests.web_fixtures import LENGSHUI, MAOPING, NOW, TODAY

pytestmark = pytest.mark.usefixtures("at_ten")
KNEW = date(2026, 3, 15)
TOLD: dict[str, Any] = {
    "kind": "contract",
    "knew_on": KNEW,
    "demand": "签订书面合同",
    "facts": "上岗以后没有签合同",
    "amount": None,
}


@pytest.fixture
def stint(county: Any) -> Stint:
    return stint_in()


@pytest.fixture
def company(actor_of: Any, stint: Stint) -> Any:
    return actor_of("company_clerk")


def registered(actor: Any, stint: Stint, **told: Any) -> Dispute:
    return disputing.register_dispute(actor=actor, stint=stint, today=TODAY, now=NOW, **{**TOLD, **told})


def gone_on(actor: Any, row: Dispute, to: str, on: date, today: date = TODAY) -> Dispute:
    return disputing.advance_dispute(
        actor=actor, dispute=row, version=row.version, to=to, on=on, words="", today=today, now=NOW
    )


def limits(row: Dispute, today: date = TODAY) -> dict[str, Any]:
    return {each.label: each for each in limits_of(row, asker(today))}


def test_the_respondent_is_the_employer_of_the_reading(company: Any, stint: Stint) -> None:
    row = registered(company, stint)
    assert row.respondent.kind == "village_company"
    assert "劳务帮扶服务公司" in row.respondent_name


def test_a_year_from_knowing(company: Any, stint: Stint) -> None:
    row = registered(company, stint)
    limit = limits(row)["最迟申请仲裁"]
    assert limit.by == date(2027, 3, 15)
    assert not limit.overdue(date(2027, 3, 15))
    assert limit.overdue(date(2027, 3, 16))
    assert limit.article == "第二十二条"


def test_wage_arrears_are_not_limited_while_on_post(company: Any, stint: Stint) -> None:
    row = registered(company, stint, kind="wages", knew_on=date(2024, 1, 1))
    assert limits(row)["最迟申请仲裁"].by is None
    assert open_limit(limits_of(row, asker(TODAY)), TODAY) is None
    Stint.objects.filter(pk=stint.pk).update(end=date(2026, 1, 31))
    row.stint.refresh_from_db()
    assert limits(row)["最迟申请仲裁"].by == date(2027, 1, 31)


def test_every_step_has_its_limit(company: Any, stint: Stint) -> None:
    row = gone_on(company, registered(company, stint), "mediating", date(2026, 3, 20))
    row = gone_on(company, row, "asked", date(2026, 4, 1))
    assert limits(row)["仲裁委决定是否受理"].by == date(2026, 4, 6)
    row = gone_on(company, row, "accepted", date(2026, 4, 3))
    assert limits(row)["仲裁委裁决"].by == date(2026, 5, 18)
    row = disputing.extend_dispute(actor=company, dispute=row, version=row.version, reason="案情复杂", now=NOW)
    assert limits(row)["仲裁委裁决"].by == date(2026, 6, 2)
    with pytest.raises(disputing.BadDispute):
        disputing.extend_dispute(actor=company, dispute=row, version=row.version, reason="再延长", now=NOW)
    row = gone_on(company, row, "awarded", date(2026, 5, 20))
    assert limits(row)["不服裁决的最迟起诉"].by == date(2026, 6, 4)
    row = gone_on(company, row, "sued", date(2026, 5, 21))
    told: dict[str, Any] = {"outcome": "judgment", "on": TODAY, "result": "补签合同", "today": TODAY, "now": NOW}
    row = disputing.end_dispute(actor=company, dispute=row, version=row.version, **told)
    assert (row.state, row.outcome) == ("ended", "judgment")
    assert todos(company, TODAY) == []


def noted(actor: Any, row: Any, kind: str, start: date, end: date | None = None, today: date = TODAY) -> ClockEvent:
    told: dict[str, Any] = {"kind": kind, "start": start, "end": end, "words": "书面", "today": today, "now": NOW}
    return clocking.note_clock(actor=actor, subject=row, **told)


def test_asking_the_employer_begins_the_year_anew_and_what_keeps_from_asking_stops_it(
    company: Any, stint: Stint
) -> None:
    row = registered(company, stint, knew_on=date(2025, 5, 1))
    assert limits(row)["最迟申请仲裁"].last_day == date(2026, 5, 6), "1 May is moved past the holiday"
    asked = noted(company, row, "claimed", date(2025, 8, 10))
    assert limits(row)["最迟申请仲裁"].by == date(2026, 8, 10)
    noted(company, row, "hindered", date(2025, 12, 20), date(2026, 1, 9))
    assert limits(row)["最迟申请仲裁"].by == date(2026, 8, 30), "twenty days over New Year"
    noted(company, row, "hindered", date(2025, 12, 25), date(2026, 1, 14))
    assert limits(row)["最迟申请仲裁"].by == date(2026, 9, 4), "a day that is stopped twice counts once"
    clocking.void_clock(actor=company, row=asked, version=1, reason="没有证据", now=NOW)
    assert limits(row)["最迟申请仲裁"].by == date(2026, 5, 26)


def test_what_comes_after_the_year_revives_nothing_and_mediation_interrupts(company: Any, stint: Stint) -> None:
    row = registered(company, stint, knew_on=date(2024, 12, 31))
    noted(company, row, "promised", date(2026, 1, 4))
    assert limits(row)["最迟申请仲裁"].by == date(2025, 12, 31)
    row = registered(company, stint)
    row = gone_on(company, row, "mediating", date(2026, 4, 20))
    assert limits(row)["最迟申请仲裁"].by == date(2027, 4, 20)
    going_on = noted(company, row, "hindered", date(2026, 5, 11))
    assert limits(row)["最迟申请仲裁"].by == date(2027, 4, 30), "still going on: ten days by now"
    with pytest.raises(WrongState):
        noted(company, row, "stayed", TODAY)
    with pytest.raises(clocking.BadClock):
        noted(company, row, "claimed", date(2026, 3, 14))
    told: dict[str, Any] = {"end": date(2026, 5, 15), "today": TODAY, "now": NOW}
    clocking.end_clock(actor=company, row=going_on, version=1, **told)
    assert limits(row)["最迟申请仲裁"].by == date(2027, 4, 24)


def test_the_employer_answers_in_ten_working_days_and_a_commission_that_is_late_leaves_the_court(
    company: Any, stint: Stint
) -> None:
    row = registered(company, stint, kind="wages", amount=2_568_000)
    row = gone_on(company, gone_on(company, row, "asked", date(2026, 4, 1)), "accepted", date(2026, 4, 24))
    told: dict[str, Any] = {"served_on": date(2026, 4, 28), "today": TODAY, "now": NOW}
    row = disputing.note_reply(actor=company, dispute=row, version=row.version, replied_on=None, **told)
    assert limits(row)["单位提交答辩书"].last_day == date(2026, 5, 14)
    assert limits(row)["单位提交答辩书"].overdue(date(2026, 5, 15))
    noted(company, row, "stayed", date(2026, 5, 6), date(2026, 5, 16))
    assert limits(row)["仲裁委裁决"].by == date(2026, 6, 18)
    told["replied_on"] = date(2026, 5, 15)
    row = disputing.note_reply(actor=company, dispute=row, version=row.version, **told)
    assert limits(row)["单位提交答辩书"].late
    row = gone_on(company, row, "sued", TODAY)
    assert row.state == "sued"


def test_what_moves_a_limit_goes_over_the_pages(client_of: Any, company: Any, stint: Stint) -> None:
    row = registered(company, stint)
    clerk = client_of("company_clerk")
    url = reverse("casework:note_clock", args=["dispute", row.pk])
    within_budget(clerk, url)
    sent(clerk, url, kind="hindered", start="2026-05-01", words="住院")
    page = within_budget(clerk, reverse("casework:dispute", args=[row.pk])).content.decode()
    assert "还没有结束" in page
    event = ClockEvent.objects.get()
    sent(clerk, reverse("casework:end_clock", args=[event.pk]), end="2026-05-11")
    sent(clerk, reverse("casework:void_clock", args=[event.pk]), reason="登记错了")
    assert "已撤销" in clerk.get(reverse("casework:dispute", args=[row.pk])).content.decode()
    assert client_of("village", stint.village_id).get(url).status_code == 403
    assert clerk.get(reverse("casework:note_clock", args=["claim", row.pk])).status_code == 404


def test_what_was_asked_too_late_is_recorded_as_late(company: Any, stint: Stint) -> None:
    row = registered(company, stint, knew_on=date(2025, 1, 10))
    row = gone_on(company, row, "asked", date(2026, 5, 1))
    limit = limits(row)["最迟申请仲裁"]
    assert limit.late
    row = gone_on(company, row, "not_accepted", date(2026, 5, 5))
    assert not limits(row)["仲裁委决定是否受理"].late


@pytest.mark.parametrize(
    ("to", "on", "refusal"),
    [
        ("sued", date(2026, 4, 1), WrongState),
        ("nothing", date(2026, 4, 1), WrongState),
        ("asked", date(2026, 3, 14), disputing.BadDispute),
        ("asked", date(2026, 5, 22), disputing.BadDispute),
    ],
)
def test_a_step_that_cannot_be(company: Any, stint: Stint, to: str, on: date, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        gone_on(company, registered(company, stint), to, on)


def test_a_step_that_was_recorded_by_mistake_is_taken_back(company: Any, stint: Stint, client_of: Any) -> None:
    row = registered(company, stint)
    with pytest.raises(disputing.BadDispute):
        disputing.undo_dispute(actor=company, dispute=row, version=row.version, reason="错了", now=NOW)
    row = gone_on(company, gone_on(company, row, "asked", date(2026, 4, 1)), "accepted", date(2026, 4, 3))
    told: dict[str, Any] = {"outcome": "settled", "on": TODAY, "result": "和解", "today": TODAY, "now": NOW}
    row = disputing.end_dispute(actor=company, dispute=row, version=row.version, **told)
    clerk = client_of("company_clerk")
    url = reverse("casework:undo_dispute", args=[row.pk])
    for state in ("accepted", "asked", "registered"):
        sent(clerk, url, reason="登记错了")
        row.refresh_from_db()
        assert row.state == state
    assert (row.asked_on, row.accepted_on, row.outcome, row.result) == (None, None, "", "")
    assert "办过" in clerk.get(url).content.decode()


def test_two_at_once_do_not_both_go_on(company: Any, stint: Stint) -> None:
    row = registered(company, stint)
    seen = Dispute.objects.get(pk=row.pk)
    gone_on(company, row, "asked", date(2026, 4, 1))
    with pytest.raises(Overtaken):
        gone_on(company, seen, "mediating", date(2026, 4, 1))


def test_the_company_is_told_what_is_due_and_what_is_overdue(company: Any, stint: Stint) -> None:
    registered(company, stint)
    (todo,) = todos(company, TODAY)
    assert (todo.label, todo.deadline) == ("登记调解或仲裁", date(2027, 3, 15))
    (late,) = todos(company, date(2027, 4, 1))
    assert late.shown(date(2027, 4, 1))["tone"] == "late"


def test_only_the_company_handles_and_others_read_within_their_place(
    company: Any, stint: Stint, actor_of: Any, client_of: Any
) -> None:
    row = registered(company, stint)
    for role, place in (("village", stint.village_id), ("town", MAOPING), ("county_clerk", "610929000000")):
        with pytest.raises(Forbidden):
            gone_on(actor_of(role, place), row, "asked", date(2026, 4, 1))
    url = reverse("casework:dispute", args=[row.pk])
    assert client_of("town", MAOPING).get(url).status_code == 200
    assert client_of("town", LENGSHUI).get(url).status_code == 404
    assert client_of("coordinator", stint.village_id, "", stint.person).get(url).status_code == 403
    assert client_of("revitalisation").get(url).status_code == 403


def test_from_registration_to_the_end_on_the_pages(client_of: Any, stint: Stint) -> None:
    clerk = client_of("company_clerk")
    assert stint.person.name in within_budget(clerk, reverse("casework:dispute_of")).content.decode()
    url = reverse("casework:register_dispute", args=[stint.pk])
    within_budget(clerk, url)
    sent(clerk, url, kind="wages", knew_on="2026-03-15", demand="补发工资", story="四月未发", amount="1600.00")
    row = Dispute.objects.get()
    assert row.amount == 160_000
    page = reverse("casework:dispute", args=[row.pk])
    assert "在职期间不受时效限制" in within_budget(clerk, page).content.decode()
    advance = reverse("casework:advance_dispute", args=[row.pk])
    within_budget(clerk, advance)
    sent(clerk, advance, to="asked", on="2026-04-01", words="仲裁申请已递交")
    within_budget(clerk, reverse("casework:disputes"))
    assert "已逾期" in within_budget(clerk, page).content.decode()
    upload = reverse("casework:attach", args=["dispute", row.pk, "dispute_application"])
    assert clerk.post(upload, {"file": scan()}).status_code == 302
    sent(clerk, reverse("casework:end_dispute", args=[row.pk]), outcome="settled", on="2026-05-20", result="已补发")
    assert "协商和解" in within_budget(clerk, page).content.decode()
    assert "没有这一步" not in clerk.get(advance).content.decode()
    assert clerk.get(advance).status_code == 200
    assert clerk.get(reverse("casework:list")).headers["Location"] == reverse("casework:disputes")
    village = client_of("village", stint.village_id)
    assert village.post(upload, {"file": scan()}).status_code == 404


def test_what_the_room_holds_about_a_dispute(company: Any, stint: Stint) -> None:
    row = registered(company, stint)
    assert HOLDER.kept([stint.person_id])[stint.person_id] == {"dealings_open": True}
    assert "签订书面合同" in str(HOLDER.told(stint.person_id))
    HOLDER.erase(stint.person_id, NOW)
    row.refresh_from_db()
    assert (row.demand, row.facts) == ("", "")


def test_every_state_has_one_role_and_a_next_step() -> None:
    for flow in FLOWS:
        states = [step.state for step in flow.steps]
        assert len(states) == len(set(states))
        assert not set(states) & set(flow.ended)
        assert all(step.role and step.next and step.route for step in flow.steps)
