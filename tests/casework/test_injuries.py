"""Injuries at work: reported, applied for in time or late, decided, done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from sibai.audit.refusals import Forbidden
from sibai.casework.models import Injury
from sibai.casework.operations import clocking, injuring
from sibai.casework.queries.limits import asker, limits_of, open_limit
from sibai.casework.queries.todos import todos
from sibai.employment.models import Stint
from tests.casework.made import scan, stint_in, trip_of
from tests.employment.test_pages import sent, within_budget
from tests.web_fixtures import LENGSHUI, MAOPING, NOW, TODAY

pytestmark = pytest.mark.usefixtures("at_ten")
HURT = date(2026, 5, 6)
TOLD: dict[str, Any] = {
    "happened_on": HURT,
    "at_time": "上午9时",
    "where": "入户路上",
    "what": "入户登记途中摔倒",
    "harm": "右脚踝骨折",
}


@pytest.fixture
def stint(county: Any) -> Stint:
    return stint_in()


@pytest.fixture
def company(actor_of: Any, stint: Stint) -> Any:
    return actor_of("company_clerk")


def reported(actor: Any, stint: Stint, **told: Any) -> Injury:
    return injuring.report_injury(actor=actor, stint=stint, today=TODAY, now=NOW, **{**TOLD, **told})


def gone_on(actor: Any, row: Injury, on: date, today: date = TODAY, **told: Any) -> Injury:
    return injuring.advance_injury(actor=actor, injury=row, version=row.version, on=on, today=today, now=NOW, **told)


def limits(row: Injury) -> dict[str, Any]:
    return {each.label: each for each in limits_of(row, asker(TODAY))}


def test_thirty_days_for_the_employer_a_year_for_the_worker(company: Any, stint: Stint) -> None:
    row = reported(company, stint)
    assert limits(row)["单位最迟申请认定"].by == date(2026, 6, 5)
    assert limits(row)["本人最迟申请认定"].by == date(2027, 5, 6)
    (todo,) = todos(company, TODAY)
    assert todo.deadline == date(2026, 6, 5)
    (later,) = todos(company, date(2026, 6, 6))
    assert later.deadline == date(2027, 5, 6), "the employer is late, the worker can still apply"
    limit = open_limit(limits_of(row, asker(TODAY)), date(2027, 5, 7))
    assert limit is not None
    assert limit.overdue(date(2027, 5, 7))


def test_a_trip_of_that_day_is_cited(company: Any, stint: Stint) -> None:
    trip = trip_of(stint)
    trip_of(stint, date(2026, 5, 12), date(2026, 5, 12), state="asked")
    assert reported(company, stint).trip == trip
    assert reported(company, stint, happened_on=date(2026, 5, 12)).trip is None, "not approved"


def test_from_the_report_to_the_benefits(company: Any, stint: Stint) -> None:
    row = gone_on(company, reported(company, stint), date(2026, 5, 8), applicant="employer")
    assert not limits(row)["单位最迟申请认定"].late
    assert "本人最迟申请认定" not in limits(row)
    row = gone_on(company, row, date(2026, 5, 12), clear=True)
    assert limits(row)["作出认定决定"].by == date(2026, 5, 27)
    row = gone_on(company, row, date(2026, 5, 20), recognised=True, decision="白人社工认〔2026〕1号")
    assert row.state == "recognised"
    row = gone_on(company, row, TODAY, result="医疗费已报销")
    assert row.state == "ended"
    assert todos(company, TODAY) == []


def test_who_applied_late_is_shown_late(company: Any, stint: Stint) -> None:
    row = reported(company, stint, happened_on=date(2026, 1, 6))
    row = gone_on(company, row, date(2026, 5, 8), applicant="worker")
    assert limits(row)["单位最迟申请认定"].late
    assert not limits(row)["本人最迟申请认定"].late


def test_an_extension_that_was_agreed_to_and_a_stay_move_the_limits(company: Any, stint: Stint) -> None:
    row = reported(company, stint)
    told: dict[str, Any] = {"actor": company, "subject": row, "words": "批复", "today": TODAY, "now": NOW}
    with pytest.raises(clocking.BadClock, match="延长到哪一天"):
        clocking.note_clock(kind="prolonged", start=date(2026, 5, 20), end=None, **told)
    clocking.note_clock(kind="prolonged", start=date(2026, 5, 20), end=date(2026, 7, 4), **told)
    limit = limits(row)["单位最迟申请认定"]
    assert (limit.by, limit.last_day) == (date(2026, 7, 4), date(2026, 7, 6)), "4 July is a Saturday"
    row = gone_on(company, row, date(2026, 5, 8), applicant="employer")
    row = gone_on(company, row, date(2026, 5, 9), clear=True)
    told["subject"] = row
    clocking.note_clock(kind="waiting", start=date(2026, 5, 10), end=date(2026, 5, 20), **told)
    assert limits(row)["作出认定决定"].by == date(2026, 6, 3)


def test_what_is_not_recognised_ends(company: Any, stint: Stint) -> None:
    row = gone_on(company, reported(company, stint), date(2026, 5, 8), applicant="employer")
    row = gone_on(company, row, date(2026, 5, 9), clear=False)
    row = gone_on(company, row, date(2026, 5, 20), recognised=False, decision="1号")
    assert row.state == "not_recognised"


@pytest.mark.parametrize("day", [date(2026, 5, 22), date(2025, 6, 30)])
def test_an_accident_of_a_day_that_cannot_be(company: Any, stint: Stint, day: date) -> None:
    with pytest.raises(injuring.BadInjury):
        reported(company, stint, happened_on=day)


def test_the_same_accident_is_reported_once_unless_dropped(company: Any, stint: Stint) -> None:
    row = reported(company, stint)
    with pytest.raises(injuring.BadInjury, match="报告过"):
        reported(company, stint)
    injuring.drop_injury(actor=company, injury=row, version=row.version, reason="误报", now=NOW)
    assert reported(company, stint).state == "reported"


@pytest.mark.parametrize("on", [date(2026, 5, 5), date(2026, 5, 22)])
def test_a_step_on_a_day_that_cannot_be(company: Any, stint: Stint, on: date) -> None:
    with pytest.raises(injuring.BadInjury, match="日期"):
        gone_on(company, reported(company, stint), on, applicant="employer")


def test_village_and_town_report_and_the_company_goes_on(stint: Stint, actor_of: Any, client_of: Any) -> None:
    village = client_of("village", stint.village_id)
    assert stint.person.name in within_budget(village, reverse("casework:injury_of")).content.decode()
    url = reverse("casework:report_injury", args=[stint.pk])
    sent(village, url, happened_on="2026-05-06", where="入户路上", what="摔倒", harm="骨折")
    row = Injury.objects.get()
    page = reverse("casework:injury", args=[row.pk])
    assert "还有15天" in within_budget(village, page).content.decode()
    upload = reverse("casework:attach", args=["injury", row.pk, "injury_diagnosis"])
    assert village.post(upload, {"file": scan()}).status_code == 302
    with pytest.raises(Forbidden):
        gone_on(actor_of("village", stint.village_id), row, TODAY, applicant="employer")
    clerk = client_of("company_clerk")
    advance = reverse("casework:advance_injury", args=[row.pk])
    within_budget(clerk, advance)
    sent(clerk, advance, applicant="employer", on="2026-05-08")
    sent(clerk, advance, on="2026-05-12", clear="on")
    sent(clerk, advance, recognised="yes", on="2026-05-20", decision="1号")
    sent(clerk, advance, on="2026-05-21", result="医疗费已报销")
    assert "办过" in clerk.get(advance).content.decode()
    within_budget(clerk, reverse("casework:injuries"))
    phone = client_of("coordinator", stint.village_id, "", stint.person)
    assert "2026-05-06的事故" in within_budget(phone, reverse("casework:mine")).content.decode()
    assert "医疗费已报销" in within_budget(phone, page).content.decode()
    assert phone.post(upload, {"file": scan()}).status_code == 404
    assert client_of("town", LENGSHUI).get(page).status_code == 404
    assert client_of("town", MAOPING).get(page).status_code == 200


def test_dropping_asks_for_reasons(client_of: Any, company: Any, stint: Stint) -> None:
    row = reported(company, stint)
    clerk = client_of("company_clerk")
    url = reverse("casework:drop_injury", args=[row.pk])
    assert clerk.post(url, {"version": row.version}).status_code == 422
    sent(clerk, url, reason="核实不是因工受伤")
    assert "不申请" in clerk.get(reverse("casework:injury", args=[row.pk])).content.decode()


def test_a_step_that_was_recorded_by_mistake_is_taken_back(client_of: Any, company: Any, stint: Stint) -> None:
    row = gone_on(company, reported(company, stint), date(2026, 5, 8), applicant="employer")
    row = gone_on(company, row, date(2026, 5, 9), clear=True)
    row = gone_on(company, row, date(2026, 5, 20), recognised=False, decision="1号")
    clerk = client_of("company_clerk")
    url = reverse("casework:undo_injury", args=[row.pk])
    for state in ("accepted", "applied", "reported"):
        sent(clerk, url, reason="登记错了")
        row.refresh_from_db()
        assert row.state == state
    assert (row.applied_on, row.applicant, row.accepted_on, row.decision) == (None, "", None, "")


def test_an_accident_that_was_reported_again_is_not_brought_back(company: Any, stint: Stint) -> None:
    row = reported(company, stint)
    injuring.drop_injury(actor=company, injury=row, version=row.version, reason="误报", now=NOW)
    reported(company, stint)
    with pytest.raises(injuring.BadInjury, match="重新报告"):
        injuring.undo_injury(actor=company, injury=row, version=row.version, reason="恢复", now=NOW)
